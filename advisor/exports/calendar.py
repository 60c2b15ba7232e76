"""The dates of a matter as a calendar file (.ics, RFC 5545)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from advisor.exports.blocks import clean
from advisor.options import Advice
from advisor.records.source import digest_of

REMINDERS = (30, 7)  # days before a date


def to_ics(advice: Advice) -> bytes:
    """One all-day entry for each date that lies ahead, with authority and how it was counted, and reminders."""
    calendar = Calendar()
    calendar.add("prodid", "-//Trade Secret Atlas//advisor//EN")
    calendar.add("version", "2.0")
    stamp = datetime.now(UTC)
    seen = set()
    for option in advice.options:
        for due in option.deadlines:
            if due.date is None or due.passed or (option.jurisdiction, due.date, due.what) in seen:
                continue
            seen.add((option.jurisdiction, due.date, due.what))
            entry = Event()
            entry.add("uid", digest_of(f"{advice.matter.name}|{option.jurisdiction}|{option.route}|{due.name}".encode()) + "@trade-secret-atlas")
            entry.add("dtstamp", stamp)
            entry.add("dtstart", due.date)
            entry.add("summary", clean(f"{advice.matter.name}: {due.what} ({option.jurisdiction_name})"))
            entry.add("description", clean(f"{option.name}. {due.why}. {'; '.join(due.authority)}. Counted by the calendar; weekends, holidays and suspensions "
                                           "are not applied. This informs and is not legal advice."))
            for days in REMINDERS:
                alarm = Alarm()
                alarm.add("action", "DISPLAY")
                alarm.add("description", clean(due.what))
                alarm.add("trigger", timedelta(days=-days))
                entry.add_component(alarm)
            calendar.add_component(entry)
    content: bytes = calendar.to_ical()
    return content
