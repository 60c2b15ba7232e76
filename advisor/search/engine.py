"""One search over words and meaning, with filters, fused by reciprocal rank."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from advisor import settings
from advisor.records.library import Library
from advisor.search.documents import LAYOUT, documents
from advisor.search.encoder import Encoder, NoModel, model_id
from advisor.search.filters import FIELDS, Columns, Filters, Mask, with_fields
from advisor.search.known import Known
from advisor.search.meaning import MeaningIndex, NoMeaning, Progress
from advisor.search.query import Query, parse
from advisor.search.shipped import Encode, kept, knowing
from advisor.search.words import WordIndex

if TYPE_CHECKING:
    from advisor.search.recognise import Recogniser

Mode = Literal["hybrid", "words", "meaning"]
FEW, COMMON, SOME = 8, 0.8, 0.1  # tuned on the tuning part of tests/search/gold.yaml (tests/benchmarks/search.py)
INFLECTED, ENDING = 6, 2  # letters of a word that may be inflected, and of the ending left off
_WORD = re.compile(r"[^\W_]+")
MATCHES = 20_000  # of words in records that are ranked for one query (tests/benchmarks/scale.py)
ASKED = 256  # queries whose vectors are kept
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
        self.documents = self.words.documents
        self._order = list(self.documents)
        self._place = {name: place for place, name in enumerate(self._order)}
        self._columns = Columns(self.documents.values())
        self.known = Known(self.documents.values())
        self._meaning: MeaningIndex | None = None
        self._encoder: Encoder | None = None
        self._vector = lru_cache(maxsize=ASKED)(lambda text: self._model().encode([text])[0])   # a page asks the same again whenever it is drawn
        self._recogniser: Recogniser | None = None
        self._guard = threading.RLock()       # of the meaning index
        self._loading = threading.Lock()      # of the model
        self._teaching = threading.Lock()     # of the recogniser

    @property
    def ready(self) -> bool:
        """Whether meaning can answer without a wait."""
        return self._meaning is not None and self._encoder is not None

    def prepare(self, progress: Progress = lambda share: None, rebuild: bool = False) -> int:
        """Open the meaning index and embed what changed; returns the number of passages embedded.

        Raises NoMeaning or NoModel with a line for the user when it cannot be used.
        """
        with self._guard:
            meaning = self._meaning or MeaningIndex(self.folder, model_id())
            try:
                encode = self._knowing()
                if rebuild:
                    meaning.clear()
                count = 0 if meaning.holds(self._content, self._order) else meaning.update(documents(self.library), encode, progress, self._content)
            except BaseException as error:
                meaning.close()
                if isinstance(error, (NoModel, NoMeaning)) or not isinstance(error, Exception):
                    raise
                raise NoMeaning(f"the meaning index cannot be brought up to date ({type(error).__name__}); "
                                f"see whether {self.folder} has room and can be written") from None
            self._meaning = meaning
            return count

    def _model(self) -> Encoder:
        with self._loading:
            if self._encoder is None:
                self._encoder = Encoder()
            return self._encoder

    def _knowing(self) -> Encode:
        return knowing(kept(settings.knowledge_dir(), model_id()), self._model().encode)

    def recogniser(self) -> Recogniser:
        """What recognises facts in a user's words, taught by the library's cases on the first call. Raises NoModel without a model or coded cases."""
        from advisor.search.recognise import Recogniser  # takes a second to import, and few need it

        with self._teaching:   # and not the index, which may be being built
            if self._recogniser is None:
                if not any(case.factors for case in self.library.cases.values()):
                    raise NoModel("no case of the library has coded facts to learn from")
                self._recogniser = Recogniser(self.library, self._knowing(), model_id(), self.folder)
            return self._recogniser

    def close(self) -> None:
        """Let go of the meaning index, so that another process can use it."""
        if self._meaning is not None:
            self._meaning.close()
        self._meaning = None

    def search(self, text: str, k: int = 10, mode: Mode = "hybrid", filters: Filters = ALL, wait: bool = True) -> Results:
        """Search. With ``wait`` false, meaning is left out until ``prepare`` has run elsewhere."""
        query = parse(text, FIELDS)
        filters, notes = with_fields(filters, query.fields, self.library)
        admitted = filters.admits(self._columns)
        if query.hint:
            notes.append(query.hint)
        if not query.plain:
            return self.listed(filters, k, notes) if query.fields else Results(
                (), mode, ("Type a citation, a party, a section or a few words on the facts.",))
        cited = [name for name in (*self.known.cited(query.plain), *self.words.citing(query.plain)) if admitted[self._place[name]]]
        query = self._mended(query, notes)
        weight_words, weight_near = (1.0, 0.0) if cited else self._weights(query)
        word_hits = [] if mode == "meaning" else self._by_words(query, admitted, weight_near > weight_words)
        near: dict[str, str] = {}
        used: Mode = mode
        if mode == "meaning" or (mode == "hybrid" and (weight_near or len(word_hits) < ENOUGH)):
            try:
                if not self.ready and not wait:
                    raise NoMeaning("meaning is still getting ready, so these are matches by words")
                near = self._near(query, admitted)
            except (NoMeaning, NoModel) as error:
                notes.append(f"Words only: {error}.")
                used = "words"
                if mode == "meaning":
                    word_hits = self._by_words(query, admitted)
        scores: dict[str, float] = {}
        for rank, name in enumerate(word_hits):
            scores[name] = weight_words / (RANK_CONSTANT + rank + 1)
        for rank, name in enumerate(near):
            scores[name] = scores.get(name, 0) + (weight_near or 0.2) / (RANK_CONSTANT + rank + 1)
        ordered = list(dict.fromkeys([*cited, *sorted(scores, key=lambda name: (-scores[name], name))]))
        return self._results(ordered, k, used, notes, query if word_hits else None, near, scores)

    def listed(self, filters: Filters = ALL, k: int = 1000, notes: Sequence[str] = ()) -> Results:
        """Everything that passes the filters, newest first; answers, which have no date, last."""
        found = sorted((self.documents[self._order[place]] for place in np.flatnonzero(filters.admits(self._columns))),
                       key=lambda doc: (-doc.year, doc.name))
        return self._results([doc.id for doc in found], k, "words", notes, None, {}, {})

    def like(self, case: str, k: int = 5, wait: bool = True) -> Results:
        """The cases whose facts read most like those of a case; by its catchwords while there is no meaning index."""
        record = self.library.cases[case]
        others = Filters(kind="case").admits(self._columns)
        others[self._place[case]] = False
        query = parse(f"{record.short}. {record.facts}")
        try:
            if not self.ready and not wait:
                raise NoMeaning("meaning is still getting ready, so these share words")
            near = self._near(query, others)
            return self._results(list(near), k, "meaning", (), None, near, {})
        except (NoMeaning, NoModel) as error:
            query = parse(self.documents[case].catchwords.replace(" · ", " "))
            return self._results(self._by_words(query, others), k, "words", (f"Words only: {error}.",), query, {}, {})

    def _by_words(self, query: Query, admitted: Mask, described: bool = False) -> list[str]:
        return [self._order[place] for place in self.words.search(query, admitted, described=described)]

    def _mended(self, query: Query, notes: list[str]) -> Query:
        """The query with words that no record has replaced by the name they look like, or else also searched by their beginning.

        The beginning finds a word in another inflection or compound: "szkody" finds "szkoda".
        """
        if query.exact or query.scripts:
            return query
        words = _words(query.plain)
        missing = [word for word, share in zip(words, self.words.rarity(words), strict=True) if share == 1]
        mended = {word: name for word in missing if (name := self.known.alike(word))}
        if mended:
            notes.append("Also searched for " + ", ".join(f"{name} (no record has {word})" for word, name in mended.items()) + ".")
            query = parse(_WORD.sub(lambda m: mended.get(m[0], m[0]), query.plain))
        begun = [f'"{word[:-ENDING]}"*' for word in missing if word not in mended and len(word) >= INFLECTED]
        return replace(query, words=" OR ".join([*(f'"{word}"' for word in self._telling(_words(query.plain))), *begun]))

    def _telling(self, words: Sequence[str]) -> list[str]:
        """The words without the commonest, as far as the others are in many records: common words weigh next to nothing and cost most time."""
        share = dict(zip(words, self.words.rarity(words), strict=True))
        kept: set[str] = set()
        matches = 0.0
        for word in sorted(words, key=lambda word: -share[word]):
            matches += (1 - share[word]) * len(self.documents)
            if matches > MATCHES and kept:
                break
            kept.add(word)
        return [word for word in words if word in kept]

    def _weights(self, query: Query) -> tuple[float, float]:
        """Weights of words and of meaning.

        Operators, phrases, scripts that the model does not know, a few words (names, terms of art) and other languages than that of the
        records, which have hardly a common word of theirs, are for words alone, as long as words find enough; a plain description is for
        meaning more.
        """
        if query.exact or query.scripts:
            return 1.0, 0.0
        words = _words(query.plain.casefold())
        if not words:
            return 1.0, 1.0
        common = sum(share < COMMON for share in self.words.rarity(words)) / len(words)
        if len(words) <= FEW or common < SOME:
            return 1.0, 0.0
        return 0.5, 1.0

    def _results(self, ordered: Sequence[str], k: int, mode: Mode, notes: Sequence[str], marked: Query | None,
                 near: Mapping[str, str], scores: Mapping[str, float]) -> Results:
        """Hits for the first of the records found, with words of the query ``marked``, or else their passage ``near`` it, or their opening."""
        shown = {name: self._place[name] for name in ordered[:k]}
        snippets = self.words.snippets(marked, list(shown.values())) if marked else {}
        passages = self.words.passages([near[name] for name, place in shown.items() if place not in snippets and name in near])
        openings = self.words.openings([place for name, place in shown.items() if place not in snippets and name not in near])
        hits = []
        for name, place in shown.items():
            doc = self.documents[name]
            snippet, marks = snippets.get(place) or (_shorten(passages.get(near.get(name, "")) or openings.get(place, "")), ())
            hits.append(Hit(name, doc.kind, doc.name, doc.citation, doc.jurisdiction, round(scores.get(name, 0.0), 6), snippet, marks))
        return Results(tuple(hits), mode, tuple(notes), len(ordered), self._facets(ordered))

    def _facets(self, names: Iterable[str]) -> dict[str, dict[str, int]]:
        docs = [self.documents[name] for name in names]
        cases = [doc for doc in docs if doc.kind == "case"]
        counts = {"jurisdiction": Counter(doc.jurisdiction for doc in docs), "outcome": Counter(doc.outcome for doc in cases),
                  "threat": Counter(threat for doc in cases for threat in doc.threat), "industry": Counter(doc.industry for doc in cases),
                  "decade": Counter(f"{doc.year // 10 * 10}s" for doc in cases)}
        return {facet: dict(found.most_common()) for facet, found in counts.items()}

    def _near(self, query: Query, among: Mask) -> dict[str, str]:
        """Records near the query, best first, each with the id of its best passage."""
        with self._guard:
            if not self.ready:
                self.prepare(self.progress)
            assert self._meaning is not None
            found = self._meaning.search(self._vector(query.plain), 60, among)
        return {hit.id: hit.passage for hit in found}


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(_WORD.findall(text)))


def _shorten(text: str, length: int = 220) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + " …"
