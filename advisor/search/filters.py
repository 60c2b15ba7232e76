"""What a hit must be: chosen in widgets or options, or typed as fields in the search box."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from advisor.records.library import Library
from advisor.search.documents import Document

Kind = Literal["case", "answer"] | None


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

    def admits(self, doc: Document) -> bool:
        """Whether a document passes."""
        return not (
            (self.jurisdictions and doc.jurisdiction not in self.jurisdictions)
            or (self.kind and doc.kind != self.kind)
            or (self.outcome and doc.outcome != self.outcome)
            or (self.since and doc.year < self.since)
            or (self.until and not 0 < doc.year <= self.until)
            or not set(self.factors) <= set(doc.factors)
            or (self.industry and doc.industry != self.industry)
            or (self.threat and self.threat not in doc.threat)
            or (self.court and self.court.casefold() not in doc.court.casefold()))


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
