"""What a hit must be: chosen in widgets or options, or typed as fields in the search box."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from advisor.records.library import Library
from advisor.search.documents import Document

Kind = Literal["case", "answer"] | None
Mask = NDArray[np.bool_]  # of all documents, in their order: which are meant


class Columns:
    """What filters ask of all documents: the year of each, and for every value of a field the places of the documents that have it."""

    def __init__(self, documents: Collection[Document]):
        self.years = np.array([doc.year for doc in documents], np.int32)
        places: dict[tuple[str, str], list[int]] = {}
        for place, doc in enumerate(documents):
            for key in (("jurisdiction", doc.jurisdiction), ("kind", doc.kind), ("outcome", doc.outcome), ("industry", doc.industry),
                        ("court", doc.court), *(("factor", name) for name in doc.factors), *(("threat", name) for name in doc.threat)):
                places.setdefault(key, []).append(place)
        self._places = {key: np.array(found, np.int32) for key, found in places.items()}

    def having(self, field: str, values: Iterable[str]) -> Mask:
        """The documents that have one of the values."""
        mask = np.zeros(len(self.years), np.bool_)
        for value in values:
            if (field, value) in self._places:
                mask[self._places[field, value]] = True
        return mask

    def values(self, field: str) -> list[str]:
        """All values of a field."""
        return [value for name, value in self._places if name == field]


@dataclass(frozen=True)
class Filters:
    """What a hit must be. Empty collections, "" and None mean any; years, outcome, factors, industry, threat and court hold for cases only.

    ``court`` is a part of the court's name or abbreviation, in any case.
    """

    jurisdictions: Collection[str] = ()
    kind: Kind = None
    since: int | None = None
    until: int | None = None
    outcome: str | None = None
    factors: Collection[str] = ()
    industry: str | None = None
    threat: str | None = None
    court: str = ""

    def admits(self, columns: Columns) -> Mask:
        """Which documents pass."""
        mask = np.ones(len(columns.years), np.bool_)
        if self.jurisdictions:
            mask &= columns.having("jurisdiction", self.jurisdictions)
        for field, value in (("kind", self.kind), ("outcome", self.outcome), ("industry", self.industry), ("threat", self.threat),
                             *(("factor", factor) for factor in self.factors)):
            if value:
                mask &= columns.having(field, [value])
        if self.court:
            mask &= columns.having("court", [court for court in columns.values("court") if self.court.casefold() in court.casefold()])
        if self.since:
            mask &= columns.years >= self.since
        if self.until:
            mask &= (columns.years > 0) & (columns.years <= self.until)
        return mask


def with_fields(filters: Filters, fields: Sequence[tuple[str, str]], library: Library) -> tuple[Filters, list[str]]:
    """The filters narrowed by typed fields such as ``court:BGH``, and a line for each field that could not be read."""
    notes = []
    for name, value in fields:
        try:
            filters = _READERS[name](filters, value, library)
        except ValueError as reason:
            notes.append(f"{name}:{value} was left out: {reason}.")
    return filters, notes


def _one_of(value: str, words: dict[str, str], what: str) -> str:
    """The key whose key or label begins with the value."""
    wanted = value.casefold()
    found = [key for key, label in words.items() if key.casefold() == wanted] or [
        key for key, label in words.items() if label.casefold().startswith(wanted) or key.casefold().startswith(wanted)]
    if not found:
        raise ValueError(f"no such {what}; try {', '.join(list(words)[:6])} …")
    return found[0]


def _jurisdiction(filters: Filters, value: str, library: Library) -> Filters:
    found = _one_of(value, {name: record.name for name, record in library.jurisdictions.items()}, "jurisdiction")
    return replace(filters, jurisdictions=(*filters.jurisdictions, found))


def _year(filters: Filters, value: str, library: Library) -> Filters:
    first, dots, last = value.partition("..")
    if not all(not part or (part.isdecimal() and len(part) == 4) for part in (first, last)) or not (first or last):
        raise ValueError("write year:2015, year:2015..2020, year:2015.. or year:..2020")
    return replace(filters, since=int(first) if first else None, until=int(last) if last else None if dots else int(first))


def _factor(filters: Filters, value: str, library: Library) -> Filters:
    if value.upper() not in library.factors.factors:
        raise ValueError("no such factor; see 'advisor list factors'")
    return replace(filters, factors=(*filters.factors, value.upper()))


_READERS: dict[str, Callable[[Filters, str, Library], Filters]] = {
    "court": lambda filters, value, library: replace(filters, court=value),
    "jurisdiction": _jurisdiction,
    "year": _year,
    "factor": _factor,
    "outcome": lambda filters, value, library: replace(filters, outcome=_one_of(
        value, {name: word.label for name, word in library.terms.outcomes.items()}, "outcome")),
    "industry": lambda filters, value, library: replace(filters, industry=_one_of(
        value, {name: word.label for name, word in library.terms.industries.items()}, "industry")),
    "threat": lambda filters, value, library: replace(filters, threat=_one_of(
        value, {name: word.label for name, word in library.terms.threats.items()}, "threat")),
}
FIELDS = tuple(_READERS)
