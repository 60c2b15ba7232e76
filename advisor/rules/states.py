"""Three-valued states: how known facts make an element met, defeated, contested or open.

Weak support is blocked by strong opposition to the same element and the other way round (effective support,
arXiv 2510.08710, as in CATO: Aleven, Using Background Knowledge in Case-Based Legal Reasoning, 2003).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from advisor.records.models import Condition

State = Literal["met", "defeated", "contested", "open"]
Status = Literal["available", "arguable", "needs-facts", "out-of-time", "not-available"]

RANK: dict[State, int] = {"defeated": 0, "open": 1, "contested": 2, "met": 3}
STATUS_OF: dict[State, Status] = {"met": "available", "contested": "arguable", "open": "needs-facts", "defeated": "not-available"}
STATUS_RANK: dict[Status, int] = {"available": 4, "arguable": 3, "needs-facts": 2, "out-of-time": 1, "not-available": 0}


@dataclass(frozen=True)
class Bearings:
    """The factors that bear on an element, by kind of bearing; ``presumed`` holds on the facts that trigger a presumption."""

    strong_for: tuple[str, ...] = ()
    weak_for: tuple[str, ...] = ()
    strong_against: tuple[str, ...] = ()
    weak_against: tuple[str, ...] = ()
    defeats: tuple[str, ...] = ()
    presumed: Condition | None = None

    def role(self, name: str) -> str:
        """How a factor bears on the element: factors of one role move it alike, but for those of a presumption, which need each other."""
        parts = [key for key in ("strong_for", "weak_for", "strong_against", "weak_against", "defeats") if name in getattr(self, key)]
        return " ".join([*parts, "presumed"] if self.presumed and name in self.presumed.names() else parts)


def split(facts: Mapping[str, str]) -> tuple[frozenset[str], frozenset[str]]:
    """The factors answered yes and those answered no."""
    return frozenset(f for f, answer in facts.items() if answer == "yes"), frozenset(f for f, answer in facts.items() if answer == "no")


def state_on(bearings: Bearings, yes: frozenset[str], no: frozenset[str]) -> State:
    """The state of an element on the factors answered yes and those answered no.

    - A knock-out factor defeats it.
    - Effective support on one side only: met, or defeated by strong opposition. A weak indication against it
      alone leaves it open, since one who bears no burden need not lose by a hint.
    - Effective support on both sides: contested.
    - Nothing known: open; but defeated when every fact that could support it is answered no.
    """
    if not yes.isdisjoint(bearings.defeats):
        return "defeated"
    strong_for = not yes.isdisjoint(bearings.strong_for) or (bearings.presumed is not None and true_on(bearings.presumed, yes))
    strong_against = not yes.isdisjoint(bearings.strong_against)
    weak_for = not strong_against and not yes.isdisjoint(bearings.weak_for)
    weak_against = not strong_for and not yes.isdisjoint(bearings.weak_against)
    if (strong_for or weak_for) and (strong_against or weak_against):
        return "contested"
    if strong_for or weak_for:
        return "met"
    if strong_against:
        return "defeated"
    if (bearings.strong_for or bearings.weak_for) and no.issuperset(bearings.strong_for) and no.issuperset(bearings.weak_for):
        return "defeated"
    return "open"


def fold(op: str, states: Iterable[State]) -> State:
    """The state of ``all`` (the worst part) or ``any`` (the best part) of some elements; no parts: met."""
    return (min if op == "all" else max)(states, key=RANK.__getitem__, default="met")


def holds(condition: Condition, facts: Mapping[str, str]) -> bool:
    """Whether a condition over factors is fulfilled by facts answered yes."""
    return true_on(condition, split(facts)[0])


def true_on(condition: Condition, yes: frozenset[str]) -> bool:
    """Whether a condition over factors is fulfilled by the factors answered yes."""
    parts = (part in yes if isinstance(part, str) else true_on(part, yes) for part in condition.all or condition.any)
    return all(parts) if condition.all else any(parts)
