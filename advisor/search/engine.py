"""One search over words and meaning, with filters, fused by reciprocal rank."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from advisor import settings
from advisor.records.library import Library
from advisor.search.documents import Document, documents
from advisor.search.encoder import Encoder, NoModel, model_id
from advisor.search.meaning import MeaningIndex, NoMeaning, Progress
from advisor.search.query import Query, parse
from advisor.search.words import WordIndex

Mode = Literal["hybrid", "words", "meaning"]
Kind = Literal["case", "answer"] | None
RANK_CONSTANT = 60  # reciprocal rank fusion: Cormack, Clarke, Büttcher, SIGIR 2009


@dataclass(frozen=True)
class Filters:
    """What a hit must be. Empty collections and None mean any; years hold for cases only."""

    jurisdictions: Collection[str] = ()
    kind: Kind = None
    since: int | None = None
    until: int | None = None
    outcome: str | None = None
    factors: Collection[str] = ()

    def admits(self, doc: Document) -> bool:
        """Whether a document passes."""
        return not (
            (self.jurisdictions and doc.jurisdiction not in self.jurisdictions)
            or (self.kind and doc.kind != self.kind)
            or (self.outcome and doc.outcome != self.outcome)
            or (self.since and doc.year < self.since)
            or (self.until and not 0 < doc.year <= self.until)
            or not set(self.factors) <= set(doc.factors))


@dataclass(frozen=True)
class Hit:
    """A record found. ``snippet`` is plain text, ``marks`` the spans of matched words in it."""

    id: str
    kind: str
    name: str
    citation: str
    jurisdiction: str
    score: float
    snippet: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Results:
    """Hits, the mode that was really used, and lines for the user (what was not understood or is degraded)."""

    hits: tuple[Hit, ...]
    mode: Mode
    notes: tuple[str, ...] = ()
    total: int = 0


@dataclass
class Engine:
    """Search over a library. Words are ready at once; meaning is opened on first use, or by ``prepare``."""

    library: Library
    folder: Path = field(default_factory=lambda: settings.data_dir() / "index")
    progress: Progress = lambda share: None  # told of the share embedded when a search has to embed first

    def __post_init__(self) -> None:
        self.documents = {doc.id: doc for doc in documents(self.library)}
        self.words = WordIndex(self.folder / "words.sqlite", self.library.digest, self.documents.values())
        self._meaning: MeaningIndex | None = None
        self._encoder: Encoder | None = None
        self._guard = threading.RLock()

    @property
    def ready(self) -> bool:
        """Whether meaning can answer without a wait."""
        return self._meaning is not None and self._encoder is not None

    def prepare(self, progress: Progress = lambda share: None, rebuild: bool = False) -> int:
        """Open the meaning index and embed what changed; returns the number of passages embedded.

        Raises NoMeaning or NoModel with a line for the user when it cannot be used.
        """
        with self._guard:
            if rebuild:
                self.close()
                shutil.rmtree(self.folder / "chroma", ignore_errors=True)
            meaning = self._meaning or MeaningIndex(self.folder, model_id())
            try:
                encoder = self._encoder or Encoder()
                count = meaning.update(self.documents.values(), encoder.encode, progress)
            except (NoModel, NoMeaning):
                meaning.close()
                raise
            except Exception as error:
                meaning.close()
                raise NoMeaning(f"the meaning index cannot be brought up to date ({type(error).__name__})") from None
            self._meaning, self._encoder = meaning, encoder
            return count

    def close(self) -> None:
        """Let go of the meaning index, so that another process can use it."""
        if self._meaning is not None:
            self._meaning.close()
        self._meaning = None

    def search(self, text: str, k: int = 10, mode: Mode = "hybrid", filters: Filters = Filters(), wait: bool = True) -> Results:
        """Search. With ``wait`` false, meaning is left out until ``prepare`` has run elsewhere."""
        query = parse(text)
        admitted = {doc.id for doc in self.documents.values() if filters.admits(doc)}
        notes = [query.hint] if query.hint else []
        if not query.plain:
            return Results((), mode, ("Type a citation, a party, a section or a few words on the facts.",))
        word_hits = [] if mode == "meaning" else [h for h in self.words.search(query, limit=2000) if h.id in admitted]
        near: dict[str, tuple[int, str, float]] = {}
        used: Mode = mode
        if mode != "words" and not (mode == "hybrid" and query.exact and word_hits):
            try:
                if not self.ready and not wait:
                    raise NoMeaning("meaning is still getting ready, so these are matches by words")
                near = self._near(query, admitted if len(admitted) < len(self.documents) else None)
            except (NoMeaning, NoModel) as error:
                notes.append(f"Words only: {error}.")
                used = "words"
                if mode == "meaning":
                    word_hits = [h for h in self.words.search(query, limit=2000) if h.id in admitted]
        weight_words, weight_near = _weights(query)
        scores: dict[str, float] = {}
        for rank, hit in enumerate(word_hits):
            scores[hit.id] = scores.get(hit.id, 0) + weight_words / (RANK_CONSTANT + rank + 1)
        for name, (rank, _, _) in near.items():
            scores[name] = scores.get(name, 0) + weight_near / (RANK_CONSTANT + rank + 1)
        marked = {hit.id: hit for hit in word_hits}
        ordered = sorted(scores, key=lambda name: (-scores[name], name))
        hits = []
        for name in ordered[:k]:
            doc = self.documents[name]
            by_words = marked.get(name)
            passage = near[name][1] if name in near else doc.words
            hits.append(Hit(name, doc.kind, doc.name, doc.citation, doc.jurisdiction, round(scores[name], 6),
                            by_words.snippet if by_words else _shorten(passage), by_words.marks if by_words else ()))
        return Results(tuple(hits), used, tuple(notes), len(ordered))

    def _near(self, query: Query, among: Collection[str] | None) -> dict[str, tuple[int, str, float]]:
        with self._guard:
            if not self.ready:
                self.prepare(self.progress)
            assert self._meaning is not None and self._encoder is not None
            found = self._meaning.search(self._encoder.encode([query.plain])[0], 60, among)
        return {hit.id: (rank, hit.passage, hit.similarity) for rank, hit in enumerate(found)}


def _weights(query: Query) -> tuple[float, float]:
    """Weights of words and meaning: a long plain description is better served by meaning."""
    if query.exact:
        return 1.0, 0.0
    return (1.0, 1.0) if len(query.plain.split()) <= 4 else (0.4, 1.0)


def _shorten(text: str, length: int = 220) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + " …"
