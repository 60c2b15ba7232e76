"""The meaning index: passages as vectors in Chroma, embedded once per content.

Embedded Chroma belongs to one process at a time, which a lock file guards; a server serves several. Vectors are
computed here, and collections are made and opened without an embedding function: nothing stored in an index is
ever executed (CVE-2026-45829). Each model has a collection of its own, which names it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from advisor import settings
from advisor.records.source import digest_of
from advisor.search.documents import Document

BATCH = 64
Encode = Callable[[list[str]], NDArray[np.float32]]
Progress = Callable[[float], None]


class NoMeaning(Exception):
    """The meaning index cannot be used now; the message says why and what to do."""


def _forget_clients() -> None:
    """Chroma keeps a client that failed to start and would hand it out again for the same folder."""
    from chromadb.api.shared_system_client import SharedSystemClient

    SharedSystemClient.clear_system_cache()


@dataclass(frozen=True)
class MeaningHit:
    """A record near the query: its best passage and the cosine similarity (-1 to 1)."""

    id: str
    passage: str
    similarity: float


class MeaningIndex:
    """Passages of all documents in one Chroma collection.

    ``update`` embeds what is new or changed and deletes what is gone; it can be interrupted and goes on
    where it stopped.
    """

    def __init__(self, folder: Path, model: str):
        self._lock: FileLock | None = None
        self._client: Any = None
        self._folder = folder
        self._mark: Path | None = None   # names the library that the index was brought to
        try:
            self._collection = self._open(model)
        except NoMeaning:
            raise
        except Exception as error:  # a damaged index, or a server that is away
            if settings.chroma_url():
                raise NoMeaning(f"the Chroma server does not answer ({type(error).__name__}); start it or unset ADVISOR_CHROMA_URL") from None
            self._collection = self._anew(model)

    def _anew(self, model: str) -> Any:
        """An empty index in the place of a damaged one."""
        try:
            _forget_clients()
            shutil.rmtree(self._folder / "chroma", ignore_errors=True)
            return self._open(model)
        except NoMeaning:
            raise
        except Exception as error:
            self.close()
            raise NoMeaning(f"the meaning index cannot be opened ({type(error).__name__})") from None

    def _open(self, model: str) -> Any:
        import chromadb
        from chromadb.config import Settings

        quiet = Settings(anonymized_telemetry=False, _env_file=None)  # type: ignore[call-arg]  # no .env of the current folder
        if url := settings.chroma_url():
            parts = urlsplit(url)
            self._client = chromadb.HttpClient(host=parts.hostname or "127.0.0.1", port=parts.port or (443 if parts.scheme == "https" else 8000),
                                               ssl=parts.scheme == "https", settings=quiet)
        else:
            self._take_lock()
            self._client = chromadb.PersistentClient(str(self._folder / "chroma"), settings=quiet)
        name = "atlas-" + digest_of(model.encode())[:12]
        self._mark = None if settings.chroma_url() else self._folder / "chroma" / f"{name}.digest"
        return self._client.get_or_create_collection(name, embedding_function=None, metadata={"hnsw:space": "cosine", "model": model})

    def _take_lock(self) -> None:
        if self._lock is not None:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self._folder / "chroma.lock")
            lock.acquire(timeout=0)
        except Timeout:
            raise NoMeaning("another process uses the meaning index; close it, or share a Chroma server (ADVISOR_CHROMA_URL)") from None
        except OSError as error:
            raise NoMeaning(f"the index folder {self._folder} cannot be written ({error.strerror}); set ADVISOR_DATA to another") from None
        self._lock = lock

    def close(self) -> None:
        """Give the folder free for another process."""
        if self._client is not None:
            self._client.close()
            self._client = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def stale(self, documents: Iterable[Document]) -> int:
        """How many passages would be embedded by ``update``."""
        wanted, present = self._plan(documents)
        return sum(present.get(name) != digest for name, (_, _, digest) in wanted.items())

    def holds(self, digest: str) -> bool:
        """Whether the index was brought to the library of this digest and nothing has changed it since. A server is always asked."""
        return self._mark is not None and self._mark.exists() and self._mark.read_text() == f"{digest} {self._collection.count()}"

    def update(self, documents: Iterable[Document], encode: Encode, progress: Progress = lambda share: None, digest: str = "") -> int:
        """Bring the index to the documents (of the library of a digest); returns the number of passages embedded. ``progress`` gets 0 to 1."""
        wanted, present = self._plan(documents)
        gone = [name for name in present if name not in wanted]
        for start in range(0, len(gone), 1000):
            self._collection.delete(ids=gone[start:start + 1000])
        todo = sorted((name for name, (_, _, digest) in wanted.items() if present.get(name) != digest),
                      key=lambda name: len(wanted[name][1]))
        for start in range(0, len(todo), BATCH):
            names = todo[start:start + BATCH]
            texts = [wanted[name][1] for name in names]
            self._collection.upsert(ids=names, embeddings=encode(texts), documents=texts,
                                    metadatas=[{"record": wanted[n][0], "digest": wanted[n][2]} for n in names])
            progress(min(1.0, (start + BATCH) / len(todo)))
        progress(1.0)
        if self._mark is not None and digest:
            self._mark.write_text(f"{digest} {self._collection.count()}")
        return len(todo)

    def _plan(self, documents: Iterable[Document]) -> tuple[dict[str, tuple[str, str, str]], dict[str, str]]:
        wanted = {name: (doc.id, text, digest) for doc in documents for name, text, digest in doc.passage_ids()}
        stored = self._collection.get(include=["metadatas"])
        return wanted, {name: str(meta.get("digest")) for name, meta in zip(stored["ids"], stored["metadatas"], strict=True)}

    def search(self, vector: NDArray[np.float32], limit: int, among: Collection[str] | None = None) -> list[MeaningHit]:
        """Records nearest to a query vector, each by its best passage; ``among`` restricts the records."""
        where: Any = {"record": {"$in": sorted(among)}} if among is not None else None
        if among is not None and not among:
            return []
        try:
            found = self._collection.query(query_embeddings=[vector.tolist()], n_results=limit * 3, where=where,
                                           include=["metadatas", "documents", "distances"])
        except Exception as error:  # whatever the index reports, words still answer
            raise NoMeaning(f"the meaning index did not answer ({type(error).__name__}); run 'advisor index --rebuild'") from None
        best: dict[str, MeaningHit] = {}
        for meta, text, distance in zip(found["metadatas"][0], found["documents"][0], found["distances"][0], strict=True):
            best.setdefault(meta["record"], MeaningHit(meta["record"], text, 1.0 - distance))
        return list(best.values())[:limit]
