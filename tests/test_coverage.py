"""What the coverage report counts."""

from __future__ import annotations

from datetime import date

from advisor.coverage import count_checks, coverage, most_unknown, stale
from advisor.records.library import Library


def test_every_question_is_answered_unknown_unsettled_or_inherited(library: Library) -> None:
    for row in coverage(library):
        assert row.answered + row.unknown + row.unsettled + row.inherited == row.questions, row.jurisdiction


def test_the_report_and_the_counts_agree(library: Library) -> None:
    rows = coverage(library)
    cases = sum(case.checked.how == "primary" for case in library.cases.values())
    assert count_checks(library)["primary"] == sum(row.primary for row in rows) + cases


def test_what_is_unknown_is_counted_as_unknown_and_not_as_unchecked(mini: Library) -> None:
    [row] = coverage(mini)
    unknown = {name for name, answer in mini.jurisdictions["xx"].answers.items() if answer.value == "unknown"}
    assert row.unknown == len(unknown)
    assert {name for name, _ in most_unknown(mini)} <= unknown


def test_stale_lists_what_was_checked_before_a_day(mini: Library) -> None:
    assert stale(mini, date(1990, 1, 1)) == []
    everything = stale(mini, date(2100, 1, 1))
    assert len(everything) == sum(not e.same_as for r in mini.jurisdictions["xx"].routes.values() for e in r.elements.values()) \
        + len(mini.jurisdictions["xx"].answers) + len(mini.cases)
    assert everything == sorted(everything, key=lambda row: row[2])
