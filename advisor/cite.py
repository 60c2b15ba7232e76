"""How a decision is cited: computed from its record, in the form that lawyers of its place expect."""

from __future__ import annotations

import re
from datetime import date

from advisor.records.citations import NEUTRAL, looks_american
from advisor.records.library import Library
from advisor.records.models import Case

_BRACKETED = re.compile(r"^(?:[\[(]\d{4}[\])]|\d{4} [A-Z]{2,6} \d+$)")


def cite_as(library: Library, case: Case) -> str:
    """A case's citation.

    - A US reporter or database comes first: name, reporter (court year), as in the Bluebook.
    - A neutral citation or law report in the Commonwealth's form: name, neutral citation, report, as in OSCOLA.
    - Elsewhere: court, day of decision, docket number, ECLI, and the name by which the decision is known.
    """
    court = library.courts(case.jurisdiction).get(case.court)
    place = court.abbreviation if court else case.court
    year = case.date[:4]
    american = next((c for c in case.citations if looks_american(c)), None)
    if american:
        return f"{_versus(case)}, {american} ({'' if american.split()[1].startswith('U.S') else place + ' '}{year})"
    commonwealth = sorted((c for c in case.citations if _BRACKETED.match(c)), key=lambda c: not NEUTRAL.match(c))
    if commonwealth:
        return f"{_versus(case)} {', '.join(commonwealth[:2])}"
    others = [c for c in case.citations[:1] if not c.startswith(place)]
    parts = [place, _day(case.date), *case.docket[:1], *([case.ecli] if case.ecli else others)]
    return f"{', '.join(parts)} ({case.short})"


def _versus(case: Case) -> str:
    """The name without what stands in brackets, and with the first party of each side only."""
    sides = re.split(r"\s+v\.?\s+", re.sub(r"\s*\([^)]*\)", "", case.name), maxsplit=1)
    if len(sides) < 2:
        return sides[0]
    first, second = (re.split(r",? and (?:others|another)\b|\s+et al\b|;", side)[0].strip(" ,") for side in sides)
    return f"{first} {'v.' if ' v. ' in case.name else 'v'} {second}"


def _day(written: str) -> str:
    """A date of a record (a year, a month or a day) as it is written in a citation."""
    if len(written) == 10:
        day = date.fromisoformat(written)
        return f"{day.day} {day:%B %Y}"
    return f"{date.fromisoformat(written + '-01'):%B %Y}" if len(written) == 7 else written
