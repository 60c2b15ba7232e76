"""How far the records reach and how well they are checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from advisor.records.library import Library
from advisor.records.models import Case, Checked, Jurisdiction

HOW = ("primary", "secondary", "unchecked")


@dataclass(frozen=True)
class Coverage:
    """One jurisdiction: its comparison questions by what is known, and its answers and route elements by how they were checked.

    ``inherited`` answers stand with the parent. ``oldest`` is the day of the oldest check.
    """

    jurisdiction: str
    name: str
    questions: int
    answered: int
    unknown: int
    unsettled: int
    inherited: int
    primary: int
    secondary: int
    unchecked: int
    oldest: date
    routes: int
    cases: int

    @property
    def share(self) -> float:
        """The share of answers and elements that were read in the primary text, 0 to 1."""
        return self.primary / (self.primary + self.secondary + self.unchecked or 1)


def coverage(library: Library) -> tuple[Coverage, ...]:
    """A row for every jurisdiction, in the order of the library."""
    return tuple(_of(library, record) for record in library.jurisdictions.values())


def _of(library: Library, record: Jurisdiction) -> Coverage:
    values = [str(answer.value) for answer in record.answers.values()]
    checks = list(_checks(record))
    how = Counter(check.how for check in checks)
    return Coverage(
        record.id, record.name, len(library.questions.questions), sum(v not in ("unknown", "unsettled") for v in values),
        values.count("unknown"), values.count("unsettled"), len(record.inherits), how["primary"], how["secondary"], how["unchecked"],
        min((check.on for check in checks), default=record.as_of), len(record.routes), len(library.cases_by_jurisdiction.get(record.id, ())))


def _checks(record: Jurisdiction) -> Iterator[Checked]:
    """The checks of all answers and of the elements that a route does not share with another; what is unknown states nothing to check."""
    yield from (answer.checked for answer in record.answers.values() if answer.value != "unknown")
    for route in record.routes.values():
        yield from (element.checked for element in route.elements.values() if not element.same_as)


def count_checks(library: Library) -> dict[str, int]:
    """Answers (but those that are unknown), route elements and cases by how they were checked."""
    counts: Counter[str] = Counter(check.how for record in library.jurisdictions.values() for check in _checks(record))
    counts.update(case.checked.how for case in library.cases.values())
    return {how: counts[how] for how in HOW}


def most_unknown(library: Library, limit: int = 10) -> list[tuple[str, int]]:
    """The questions that most records leave unknown, with how many do."""
    counts = Counter(name for record in library.jurisdictions.values() for name, answer in record.answers.items() if answer.value == "unknown")
    return counts.most_common(limit)


def stale(library: Library, before: date) -> list[tuple[str, str, date]]:
    """What was last checked before a day: record, part and day, oldest first."""
    found = [(record.id, name, answer.checked.on) for record in library.jurisdictions.values() for name, answer in record.answers.items()]
    found += [(record.id, f"{route}.{name}", element.checked.on) for record in library.jurisdictions.values()
              for route, whole in record.routes.items() for name, element in whole.elements.items() if not element.same_as]
    cases: list[Case] = list(library.cases.values())
    found += [(case.id, "case", case.checked.on) for case in cases]
    return sorted((row for row in found if row[2] < before), key=lambda row: (row[2], row[:2]))
