"""The meaning index: passages as vectors in Chroma, embedded once per content.

Embedded Chroma belongs to one process at a time, which a lock file guards; a server serves several. Vectors are
computed here, and collections are made and opened without an embedding function: nothing stored in an index is
ever executed (CVE-2026-45829). Each model has a collection of its own, which names it.

Chroma keeps the vectors and finds neighbours among all of them by its graph. A copy of the vectors lies beside it as one file that is
mapped into memory: a filter that leaves some of them is answered exactly from there, where the graph would have to be walked whole.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from advisor import settings
from advisor.files import write_whole
from advisor.records.source import digest_of
from advisor.search.documents import Document
from advisor.search.filters import Mask

BATCH = 256        # passages embedded and stored at once: what an interruption loses
READ = 5000        # read from Chroma at once
EXACT = 40_000     # passages that are compared one by one sooner than by the graph (tests/benchmarks/scale.py)
CHUNK = 500        # of them at once: what is picked out stays in the processor's cache
LAYOUT = "2"       # of a collection: another one is made anew
GRAPH = {"space": "cosine", "ef_search": 200, "max_neighbors": 16, "sync_threshold": 5000}
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
    """A record near the query, by its id, with the id of its best passage and the cosine similarity (-1 to 1)."""

    id: str
    passage: str
    similarity: float


class MeaningIndex:
    """Passages of all documents in one Chroma collection.

    ``update`` embeds what is new or changed and deletes what is gone; it can be interrupted and goes on
    where it stopped. After ``update``, or once ``holds`` was true, it can be searched.
    """

    def __init__(self, folder: Path, model: str):
        self._lock: FileLock | None = None
        self._client: Any = None
        self._folder, self._model = folder, model
        self._name = "atlas-" + digest_of(f"{model} {LAYOUT}".encode())[:12]
        self._copies = f"{digest_of((settings.chroma_url() or '').encode())[:4]}-{self._name}"   # begins the names of files of vectors
        self._vectors: NDArray[np.float32]
        self._passages: list[str] = []
        self._rows: dict[str, int] = {}
        self._places: NDArray[np.int32]
        try:
            self._collection = self._open()
        except NoMeaning:
            raise
        except Exception as error:  # a damaged index, or a server that is away
            if settings.chroma_url():
                raise NoMeaning(f"the Chroma server does not answer ({type(error).__name__}); start it or unset ADVISOR_CHROMA_URL") from None
            self._collection = self._anew()

    def _anew(self) -> Any:
        """An empty index in the place of a damaged one."""
        try:
            _forget_clients()
            shutil.rmtree(self._folder / "chroma", ignore_errors=True)
            return self._open()
        except NoMeaning:
            raise
        except Exception as error:
            self.close()
            raise NoMeaning(f"the meaning index in {self._folder} cannot be opened ({type(error).__name__}); "
                            "see whether the folder can be written and has room") from None

    def _open(self) -> Any:
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
            for other in self._client.list_collections():
                if (other.metadata or {}).get("layout") != LAYOUT:   # of an older version of the Atlas
                    self._client.delete_collection(other.name)
        return self._made()

    def _made(self) -> Any:
        return self._client.get_or_create_collection(self._name, embedding_function=None, configuration={"hnsw": GRAPH},
                                                     metadata={"model": self._model, "layout": LAYOUT})

    def clear(self) -> None:
        """Forget every passage, here or on the server, so that ``update`` brings all of them again."""
        self._client.delete_collection(self._name)
        self._collection = self._made()

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

    def holds(self, digest: str, order: Sequence[str]) -> bool:
        """Whether the index was brought to the library of this digest, with its documents in this order, and nothing has changed it since.

        A server is always asked, as others write to it too.
        """
        if settings.chroma_url():
            return False
        return self._copied(f"{digest} {self._collection.count()}", order)

    def update(self, documents: Iterable[Document], encode: Encode, progress: Progress = lambda share: None, digest: str = "") -> int:
        """Bring the index to the documents (of the library of a digest); returns the number of passages embedded. ``progress`` gets 0 to 1.

        An embedded index that turns out to be damaged is made anew.
        """
        given = list(documents)
        try:
            return self._bring(given, encode, progress, digest)
        except Exception as error:
            if settings.chroma_url() or not self._damaged(error):
                raise
        self._client.close()
        self._collection = self._anew()
        return self._bring(given, encode, progress, digest)

    def _bring(self, documents: Iterable[Document], encode: Encode, progress: Progress, digest: str) -> int:
        order = []
        wanted: dict[str, tuple[str, str]] = {}
        for doc in documents:
            order.append(doc.id)
            wanted |= {name: (text, content) for name, text, content in doc.passage_ids()}
        present = self._present()
        gone = [name for name in present if name not in wanted]
        for start in range(0, len(gone), 1000):
            self._collection.delete(ids=gone[start:start + 1000])
        todo = sorted((name for name, (_, content) in wanted.items() if present.get(name) != content), key=lambda name: len(wanted[name][0]))
        for start in range(0, len(todo), BATCH):
            names = todo[start:start + BATCH]
            self._collection.upsert(ids=names, embeddings=encode([wanted[name][0] for name in names]),
                                    metadatas=[{"digest": wanted[name][1]} for name in names])
            progress(min(1.0, (start + BATCH) / len(todo)))
        state = f"{digest} {self._collection.count()}"
        if todo or gone or not self._copied(state, order):
            self._write_copy(state, list(wanted))
            self._read_copy(state, order)
        progress(1.0)
        return len(todo)

    def _damaged(self, error: Exception) -> bool:
        """Whether an error comes from the index itself, and not from a lack of room or rights: only then it is thrown away."""
        database = self._folder / "chroma" / "chroma.sqlite3"
        try:
            with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as db:
                return "hnsw" in str(error).lower() or db.execute("pragma quick_check(1)").fetchone() != ("ok",)
        except sqlite3.OperationalError:
            return not database.exists()
        except sqlite3.DatabaseError:
            return True

    def _present(self) -> dict[str, str]:
        """The content hash of every passage that is stored, by id; read in parts, as Chroma refuses a whole large collection."""
        present: dict[str, str] = {}
        for start in range(0, self._collection.count(), READ):
            stored = self._collection.get(include=["metadatas"], limit=READ, offset=start)
            present |= {name: str((meta or {}).get("digest")) for name, meta in zip(stored["ids"], stored["metadatas"], strict=True)}
        return present

    def _copy(self, state: str) -> Path:
        return self._folder / f"{self._copies}-{digest_of(state.encode())[:12]}.npy"

    def _write_copy(self, state: str, names: list[str]) -> None:
        """The vectors of all passages, in their order, in one file, and their names in another that is written last; older ones go."""
        copy = self._copy(state)
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=self._folder, prefix=f".{copy.name}.")
        os.close(handle)
        try:
            self._gather(beside, names)
            os.replace(beside, copy)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
        write_whole(copy.with_suffix(".json"), json.dumps(names).encode())
        for old in self._folder.glob(f"{self._copies}-*"):
            if old.stem != copy.stem:
                old.unlink(missing_ok=True)

    def _gather(self, path: str, names: list[str]) -> None:
        vectors: Any = None
        for start in range(0, len(names), READ):
            part = names[start:start + READ]
            found = self._collection.get(ids=part, include=["embeddings"])
            at = {name: row for row, name in enumerate(found["ids"])}
            rows = np.asarray(found["embeddings"], np.float32)[[at[name] for name in part]]
            if vectors is None:
                vectors = np.lib.format.open_memmap(path, mode="w+", dtype=np.float32, shape=(len(names), rows.shape[1]))
            vectors[start:start + READ] = rows
        if vectors is not None:
            vectors.flush()

    def _copied(self, state: str, order: Sequence[str]) -> bool:
        """Whether there is a whole copy of a state of the index; it is then opened."""
        try:
            return self._read_copy(state, order)
        except (OSError, EOFError, ValueError, LookupError, TypeError):
            return False

    def _read_copy(self, state: str, order: Sequence[str]) -> bool:
        copy = self._copy(state)
        self._passages = json.loads(copy.with_suffix(".json").read_bytes())
        self._vectors = np.load(copy, mmap_mode="r").view(np.ndarray) if self._passages else np.zeros((0, 1), np.float32)
        place = {name: i for i, name in enumerate(order)}
        self._places = np.array([place[_record(name)] for name in self._passages], np.int32)
        self._rows = {name: row for row, name in enumerate(self._passages)}
        return len(self._vectors) == len(self._passages)

    def search(self, vector: NDArray[np.float32], limit: int, among: Mask | None = None) -> list[MeaningHit]:
        """Records nearest to a query vector, each by its best passage; ``among`` says which documents, in their order."""
        admitted = among[self._places] if among is not None else np.ones(len(self._passages), np.bool_)
        count = int(admitted.sum())
        if count > EXACT:
            found = self._pooled(self._by_graph(vector, 4 * limit * len(admitted) // count, admitted), limit)   # of up to three passages a record
            if len(found) == limit:
                return found
        return self._pooled(self._exactly(vector, 3 * limit, np.flatnonzero(admitted)), limit)

    def _exactly(self, vector: NDArray[np.float32], limit: int, rows: NDArray[np.intp]) -> Iterable[tuple[int, float]]:
        """The rows nearest to the vector, best first, compared one by one."""
        near = np.empty(len(rows), np.float32)
        for start in range(0, len(rows), CHUNK):
            near[start:start + CHUNK] = self._vectors[rows[start:start + CHUNK]] @ vector
        best = np.argpartition(-near, limit)[:limit] if limit < len(near) else np.arange(len(near))
        best = best[np.argsort(-near[best], kind="stable")]
        return zip(rows[best].tolist(), near[best].tolist(), strict=True)

    def _by_graph(self, vector: NDArray[np.float32], limit: int, admitted: Mask) -> Iterable[tuple[int, float]]:
        """The admitted rows among those nearest to the vector by Chroma's graph; none when it does not answer."""
        try:
            found = self._collection.query(query_embeddings=[vector.tolist()], n_results=limit, include=["distances"])
        except Exception:  # a server that went away, a damaged graph: the copy has all that is needed
            return
        for name, distance in zip(found["ids"][0], found["distances"][0], strict=True):
            row = self._rows.get(name)
            if row is not None and admitted[row]:
                yield row, 1.0 - distance

    def _pooled(self, rows: Iterable[tuple[int, float]], limit: int) -> list[MeaningHit]:
        best: dict[str, MeaningHit] = {}
        for row, similarity in rows:
            passage = self._passages[row]
            best.setdefault(_record(passage), MeaningHit(_record(passage), passage, similarity))
        return list(best.values())[:limit]


def _record(passage: str) -> str:
    return passage.rpartition("~")[0]
