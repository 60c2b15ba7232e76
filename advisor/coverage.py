"""How well the records are checked: counts of statements by kind of check."""

from __future__ import annotations

from collections import Counter

from advisor.records.library import Library


def count_checks(library: Library) -> dict[str, int]:
    """Answers, route elements and cases by how they were checked."""
    counts = Counter({"primary": 0, "secondary": 0, "unchecked": 0})
    for record in library.jurisdictions.values():
        counts.update(answer.checked.how for answer in record.answers.values())
        counts.update(element.checked.how for route in record.routes.values() for element in route.elements.values() if not element.same_as)
    counts.update(case.checked.how for case in library.cases.values())
    return dict(counts)
