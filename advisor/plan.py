"""The cross-border plan: which steps in which order, which evidence serves elsewhere, and where parallel steps endanger each other.

Everything is read from records: the order of kinds of routes and the answers that give evidence or endanger are marked in the
vocabulary (``rank`` of a route kind, ``plan`` of a question), the words and authorities are those of each jurisdiction's answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from advisor.comparison import Cell, cell
from advisor.options import Advice, Option
from advisor.records.library import Library

OPEN = ("available", "arguable", "needs-facts")


@dataclass(frozen=True)
class Step:
    """One step: the option it takes, the date before which it must be taken (if one can be computed), and what it waits for."""

    option: Option
    before: date | None
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Note:
    """An answer of one jurisdiction that matters to steps in others."""

    jurisdiction: str
    jurisdiction_name: str
    question: str
    answer: Cell


@dataclass(frozen=True)
class Plan:
    """Steps in order, evidence that serves elsewhere, and dangers."""

    steps: tuple[Step, ...]
    evidence: tuple[Note, ...]
    dangers: tuple[Note, ...]


def plan(library: Library, advice: Advice) -> Plan:
    """The plan of a matter: its best open option of every kind in every jurisdiction.

    Steps follow the order of the vocabulary (evidence first, the merits last); within it what must be done soonest comes first, then what
    scores best. Evidence and dangers are shown only where the matter has steps in two jurisdictions or more.
    """
    best: dict[tuple[str, str], Option] = {}
    for option in advice.options:
        if option.connects and option.status in OPEN:
            best.setdefault((option.jurisdiction, option.kind), option)
    order = {kind: word.rank for kind, word in library.terms.route_kinds.items()}
    steps = [_step(option) for option in best.values()]
    steps.sort(key=lambda s: (order[s.option.kind], s.before or date.max, -s.option.score))
    places = list(dict.fromkeys(step.option.jurisdiction for step in steps))
    if len(places) < 2:
        return Plan(tuple(steps), (), ())
    return Plan(tuple(steps), _notes(library, places, advice, "evidence"), _notes(library, places, advice, "danger"))


def _step(option: Option) -> Step:
    dates = [due.date for due in option.deadlines if due.date and not due.passed and due.effect != "step"]
    decide = [m.factor for m in option.missing if m.if_yes != option.status or m.if_no != option.status]
    return Step(option, min(dates, default=None), tuple(decide[:3]) if option.status == "needs-facts" else ())


def _notes(library: Library, places: list[str], advice: Advice, role: str) -> tuple[Note, ...]:
    found = []
    for name, question in library.questions.questions.items():
        marked = {value for value, kind in question.plan.items() if kind == role}
        for place in places if marked else ():
            shown = cell(library, library.answer(place, name, advice.matter.on))
            if shown and marked & set(shown.value if isinstance(shown.value, list) else [shown.value]):
                found.append(Note(place, library.jurisdictions[place].name, question.name, shown))
    return tuple(found)
