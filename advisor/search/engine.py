"""One search over words and meaning, with filters, fused by reciprocal rank."""

from __future__ import annotations

import re
import shutil
import threading
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from advisor import settings
from advisor.records.library import Library
from advisor.search.documents import LAYOUT, documents
from advisor.search.encoder import Encoder, NoModel, model_id
from advisor.search.filters import FIELDS, Filters, with_fields
from advisor.search.known import Known
from advisor.search.meaning import MeaningIndex, NoMeaning, Progress
from advisor.search.query import Query, parse
from advisor.search.words import WordHit, WordIndex

Mode = Literal["hybrid", "words", "meaning"]
FACETS = ("jurisdiction", "outcome", "threat", "industry", "decade")
FEW, COMMON, SOME = 8, 0.8, 0.1  # tuned on the tuning part of tests/search/gold.yaml (tests/benchmarks/search.py)
INFLECTED, ENDING = 6, 2  # letters of a word that may be inflected, and of the ending left off
_WORD = re.compile(r"[^\W_]+")
ENOUGH = 5  # hits by words; with fewer, meaning is asked as well
ALL = Filters()
RANK_CONSTANT = 30  # reciprocal rank fusion: Cormack, Clarke, Büttcher, SIGIR 2009


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
    """Hits, the mode that was really used, lines for the user (what was not understood or is degraded), and how many of all that was found
    are of each jurisdiction, outcome, threat, industry and decade (cases only)."""

    hits: tuple[Hit, ...]
    mode: Mode
    notes: tuple[str, ...] = ()
    total: int = 0
    facets: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass
class Engine:
    """Search over a library. Words are ready at once; meaning is opened on first use, or by ``prepare``."""

    library: Library
    folder: Path = field(default_factory=lambda: settings.data_dir() / "index")
    progress: Progress = lambda share: None  # told of the share embedded when a search has to embed first

    def __post_init__(self) -> None:
        self._content = f"{self.library.digest}-{LAYOUT}"
        self.words = WordIndex(self.folder / "words.sqlite", self._content, lambda: documents(self.library))
        self.documents = self.words.documents()
        self.known = Known(self.documents.values())
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
                count = 0 if meaning.holds(self._content) else meaning.update(documents(self.library), encoder.encode, progress, self._content)
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

    def search(self, text: str, k: int = 10, mode: Mode = "hybrid", filters: Filters = ALL, wait: bool = True) -> Results:
        """Search. With ``wait`` false, meaning is left out until ``prepare`` has run elsewhere."""
        query = parse(text, FIELDS)
        filters, notes = with_fields(filters, query.fields, self.library)
        admitted = {doc.id for doc in self.documents.values() if filters.admits(doc)}
        if query.hint:
            notes.append(query.hint)
        if not query.plain:
            return self.listed(filters, k, notes) if query.fields else Results(
                (), mode, ("Type a citation, a party, a section or a few words on the facts.",))
        cited = [name for name in (*self.known.cited(query.plain), *self.words.citing(query.plain)) if name in admitted]
        query = self._mended(query, notes)
        weight_words, weight_near = (1.0, 0.0) if cited else self._weights(query)
        word_hits = [] if mode == "meaning" else self._by_words(query, admitted, weight_near > weight_words)
        near: dict[str, tuple[int, str, float]] = {}
        used: Mode = mode
        if mode == "meaning" or (mode == "hybrid" and (weight_near or len(word_hits) < ENOUGH)):
            try:
                if not self.ready and not wait:
                    raise NoMeaning("meaning is still getting ready, so these are matches by words")
                near = self._near(query, admitted if len(admitted) < len(self.documents) else None)
            except (NoMeaning, NoModel) as error:
                notes.append(f"Words only: {error}.")
                used = "words"
                if mode == "meaning":
                    word_hits = self._by_words(query, admitted)
        scores: dict[str, float] = {}
        for rank, hit in enumerate(word_hits):
            scores[hit.id] = scores.get(hit.id, 0) + weight_words / (RANK_CONSTANT + rank + 1)
        for name, (rank, _, _) in near.items():
            scores[name] = scores.get(name, 0) + (weight_near or 0.2) / (RANK_CONSTANT + rank + 1)
        ordered = list(dict.fromkeys([*cited, *sorted(scores, key=lambda name: (-scores[name], name))]))
        return self._results(ordered, k, used, notes, {hit.id: hit for hit in word_hits}, near, scores)

    def listed(self, filters: Filters = ALL, k: int = 1000, notes: Sequence[str] = ()) -> Results:
        """Everything that passes the filters, newest first; answers, which have no date, last."""
        found = sorted((doc for doc in self.documents.values() if filters.admits(doc)), key=lambda doc: (-doc.year, doc.name))
        return self._results([doc.id for doc in found], k, "words", notes, {}, {}, {})

    def like(self, case: str, k: int = 5, wait: bool = True) -> Results:
        """The cases whose facts read most like those of a case; by its catchwords while there is no meaning index."""
        record = self.library.cases[case]
        others = {name for name, other in self.documents.items() if other.kind == "case" and name != case}
        query = parse(f"{record.short}. {record.facts}")
        try:
            if not self.ready and not wait:
                raise NoMeaning("meaning is still getting ready, so these share words")
            near = self._near(query, others)
            return self._results(list(near), k, "meaning", (), {}, near, {})
        except (NoMeaning, NoModel) as error:
            hits = self._by_words(parse(self.documents[case].catchwords.replace(" · ", " ")), others)
            return self._results([hit.id for hit in hits], k, "words", (f"Words only: {error}.",), {hit.id: hit for hit in hits}, {}, {})

    def _by_words(self, query: Query, admitted: Collection[str], described: bool = False) -> list[WordHit]:
        return [hit for hit in self.words.search(query, 2000, described) if hit.id in admitted]

    def _mended(self, query: Query, notes: list[str]) -> Query:
        """The query with words that no record has replaced by the name they look like, or else also searched by their beginning.

        The beginning finds a word in another inflection or compound: "szkody" finds "szkoda".
        """
        if query.exact or query.scripts:
            return query
        words = list(dict.fromkeys(_WORD.findall(query.plain)))
        missing = [word for word, share in zip(words, self.words.rarity(words), strict=True) if share == 1]
        mended = {word: name for word in missing if (name := self.known.alike(word))}
        if mended:
            notes.append("Also searched for " + ", ".join(f"{name} (no record has {word})" for word, name in mended.items()) + ".")
            query = parse(_WORD.sub(lambda m: mended.get(m[0], m[0]), query.plain))
        begun = [f'"{word[:-ENDING]}"*' for word in missing if word not in mended and len(word) >= INFLECTED]
        return replace(query, words=" OR ".join([query.words, *begun]))

    def _weights(self, query: Query) -> tuple[float, float]:
        """Weights of words and of meaning.

        Operators, phrases, scripts that the model does not know, a few words (names, terms of art) and other languages than that of the
        records, which have hardly a common word of theirs, are for words alone, as long as words find enough; a plain description is for
        meaning more.
        """
        if query.exact or query.scripts:
            return 1.0, 0.0
        words = list(dict.fromkeys(_WORD.findall(query.plain.casefold())))
        if not words:
            return 1.0, 1.0
        common = sum(share < COMMON for share in self.words.rarity(words)) / len(words)
        if len(words) <= FEW or common < SOME:
            return 1.0, 0.0
        return 0.5, 1.0

    def _results(self, ordered: Sequence[str], k: int, mode: Mode, notes: Sequence[str], marked: Mapping[str, WordHit],
                 near: Mapping[str, tuple[int, str, float]], scores: Mapping[str, float]) -> Results:
        hits = []
        for name in ordered[:k]:
            doc, by_words = self.documents[name], marked.get(name)
            passage = near[name][1] if name in near else doc.words
            hits.append(Hit(name, doc.kind, doc.name, doc.citation, doc.jurisdiction, round(scores.get(name, 0.0), 6),
                            by_words.snippet if by_words else _shorten(passage), by_words.marks if by_words else ()))
        return Results(tuple(hits), mode, tuple(notes), len(ordered), self._facets(ordered))

    def _facets(self, names: Iterable[str]) -> dict[str, dict[str, int]]:
        counts: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
        for doc in (self.documents[name] for name in names):
            counts["jurisdiction"][doc.jurisdiction] += 1
            if doc.kind == "case":
                counts["outcome"][doc.outcome] += 1
                counts["threat"].update(doc.threat)
                counts["industry"][doc.industry] += 1
                counts["decade"][f"{doc.year // 10 * 10}s"] += 1
        return {facet: dict(found.most_common()) for facet, found in counts.items()}

    def _near(self, query: Query, among: Collection[str] | None) -> dict[str, tuple[int, str, float]]:
        with self._guard:
            if not self.ready:
                self.prepare(self.progress)
            assert self._meaning is not None and self._encoder is not None
            found = self._meaning.search(self._encoder.encode([query.plain])[0], 60, among)
        return {hit.id: (rank, hit.passage, hit.similarity) for rank, hit in enumerate(found)}


def _shorten(text: str, length: int = 220) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + " …"
