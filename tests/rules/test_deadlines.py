"""Time limits as dates."""

from __future__ import annotations

from datetime import date

import pytest

from advisor.matter import Dates
from advisor.records.library import Library
from advisor.records.models import Deadline
from advisor.rules.deadlines import DueDate, due_date

TAKEN, KNOWN = date(2024, 2, 29), date(2025, 5, 10)


def due(library: Library, today: date = date(2026, 1, 1), continues: bool = False, dates: Dates | None = None, **deadline: object) -> DueDate:
    record = Deadline.model_validate({"what": "Sue", "checked": "primary 2026-01-01", **deadline})
    return due_date("x", record, dates or Dates(taken=TAKEN, discovered=KNOWN), today, continues, library.terms.starts, ())


@pytest.mark.parametrize(("period", "end"), [
    ({"years": 3, "from": "knowledge"}, date(2028, 5, 10)),
    ({"years": 1, "from": "act"}, date(2025, 2, 28)),                       # from a leap day
    ({"years": 3, "from": "year-end-after-knowledge"}, date(2028, 12, 31)),
    ({"months": 1, "from": "discovery-or-should-have"}, date(2025, 6, 10)),
    ({"weeks": 4, "from": "act"}, date(2024, 3, 28)),
    ({"days": 31, "from": "act"}, date(2024, 3, 31)),
])
def test_a_period_is_counted_by_the_calendar(library: Library, period: dict[str, object], end: date) -> None:
    assert due(library, period=period).date == end


def test_the_earlier_of_period_and_longstop_counts(library: Library) -> None:
    found = due(library, period={"years": 10, "from": "knowledge"}, longstop={"years": 5, "from": "act"})
    assert found.date == date(2029, 2, 28)
    assert found.why.startswith("long-stop")


def test_a_date_that_is_missing_is_named(library: Library) -> None:
    found = due(library, dates=Dates(taken=TAKEN), period={"years": 3, "from": "knowledge"})
    assert (found.date, found.needs) == (None, "discovered")


def test_a_step_that_runs_from_an_order_has_no_date_yet(library: Library) -> None:
    assert due(library, period={"days": 14, "from": "order"}).date is None


def test_a_wrong_that_goes_on_starts_a_period_with_each_act(library: Library) -> None:
    period = {"years": 1, "from": "act"}
    assert due(library, period=period).passed
    assert not due(library, period=period, continuing="each-act", continues=True).passed


def test_a_period_that_runs_from_the_end_does_not_run_while_the_wrong_goes_on(library: Library) -> None:
    assert due(library, period={"years": 1, "from": "act"}, continuing="end", continues=True).date is None


def test_the_last_day_itself_is_in_time(library: Library) -> None:
    period = {"years": 3, "from": "knowledge"}
    assert not due(library, today=date(2028, 5, 10), period=period).passed
    assert due(library, today=date(2028, 5, 11), period=period).passed


def test_a_period_beyond_the_calendar_has_no_date(library: Library) -> None:
    assert due(library, period={"years": 9000, "from": "act"}).date is None
