"""Time limits as dates: what the matter's dates make of a period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from advisor.matter import Dates
from advisor.records.models import Deadline, Period, Word
from advisor.records.values import length
from advisor.records.values import period as period_in_words


@dataclass(frozen=True)
class DueDate:
    """A time limit of a route for a matter.

    ``date`` is the last day, None when it cannot be computed; ``why`` says how it was counted or what is
    missing; ``passed`` is whether it lies before the day of advice; ``needs`` names a missing date of the matter.
    """

    name: str
    what: str
    date: date | None
    passed: bool
    effect: str
    why: str
    needs: str | None
    authority: tuple[str, ...]
    note: str | None


def due_date(name: str, deadline: Deadline, dates: Dates, today: date, continues: bool,
             starts: Mapping[str, Word], authority: tuple[str, ...]) -> DueDate:
    """Compute one deadline.

    Periods are counted by the calendar from the day after the event (so that a year from 1 March ends on
    1 March); extensions for weekends and holidays are not applied, which errs on the early side. With a
    long-stop the earlier of the two dates counts. ``continues`` says that the wrong goes on today.
    """
    def made(day: date | None, why: str, needs: str | None = None, passed: bool | None = None) -> DueDate:
        over = day is not None and day < today if passed is None else passed
        return DueDate(name, deadline.what, day, over, deadline.effect, why, needs, authority, deadline.note)

    if continues and deadline.continuing == "end":
        return made(None, "does not run while the wrong continues")
    end, why, needs = _end(deadline.period, dates, starts)
    stop, why_stop, _ = _end(deadline.longstop, dates, starts) if deadline.longstop else (None, "", None)
    if stop and (end is None or stop < end):
        end, why = stop, f"long-stop: {why_stop}"
    if continues and deadline.continuing == "each-act" and end and end < today:
        return made(end, f"{why}; each new act starts a period of its own, so only the later acts are in time", passed=False)
    return made(end, why, needs if end is None else None)


def _end(period: Period, dates: Dates, starts: Mapping[str, Word]) -> tuple[date | None, str, str | None]:
    words = period_in_words(period, starts)
    field = starts[period.start].date
    if field is None:
        return None, words, None
    start = getattr(dates, field)
    if start is None and field == "ended":
        return None, f"{words}; the matter names no end of the wrong", None
    if start is None:
        return None, f"{words}; the matter does not say when", field
    first = date(start.year, 12, 31) if starts[period.start].year_end else start
    try:
        end = first + relativedelta(years=period.years, months=period.months, weeks=period.weeks, days=period.days)
    except (ValueError, OverflowError):
        return None, f"{words}; beyond the calendar", None
    return end, f"{length(period)} from {first.isoformat()} ({starts[period.start].label})", None
