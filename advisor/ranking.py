"""How well a route serves what the user wants: every criterion computed from the record's values, with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from advisor.records.library import Library
from advisor.records.models import Route
from advisor.rules.states import STATUS_RANK, Status
from advisor.words import SECRECY

STATUS_SHARE = 0.6  # of the score; the rest is how well the aims are served
FULL = 3  # so many remedies for an aim serve it fully
_SECRECY = {"yes": 1.0, "qualified": 0.5, "no": 0.0, "unknown": 0.0}
_SPEED = {"fast": 1.0, "medium": 0.5, "slow": 0.0}


class Offered(Protocol):
    """What ranking needs to know of a remedy."""

    @property
    def name(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def state(self) -> str: ...


@dataclass(frozen=True)
class Criterion:
    """How well a route serves one aim: ``value`` 0 to 1, ``weight`` as the user set it (1 unless moved), and why."""

    aim: str
    value: float
    weight: float
    why: str


def criteria(library: Library, route: Route, remedies: Iterable[Offered], weights: Mapping[str, float]) -> tuple[Criterion, ...]:
    """One criterion for each aim with a weight above zero."""
    open_now = [offer for offer in remedies if offer.state != "missing"]
    found = []
    for aim, weight in weights.items():
        if weight > 0:
            value, why = _value(library, aim, route, open_now)
            found.append(Criterion(aim, value, weight, why))
    return tuple(found)


def _value(library: Library, aim: str, route: Route, open_now: list[Offered]) -> tuple[float, str]:
    if aim == "secrecy":
        return _SECRECY[route.secrecy.protected], f"the secret is {SECRECY[route.secrecy.protected]} in the proceedings"
    if aim == "speed":
        kind = library.terms.route_kinds[route.kind]
        usual = f"; usually {route.duration.months:g} months to a first decision" if route.duration else ""
        return _SPEED[kind.speed or "slow"], f"{kind.label.lower()}: {kind.speed}{usual}"
    serving = [offer.label for offer in open_now if aim in library.terms.remedies[offer.name].serves]
    return min(1.0, len(serving) / FULL), ", ".join(serving).lower() or "no remedy for it"


def score(status: Status, found: tuple[Criterion, ...]) -> float:
    """0 to 1: the status, and the weighted mean of the criteria; halved for a route that is barred or out of time."""
    total = sum(c.weight for c in found)
    served = sum(c.value * c.weight for c in found) / total if total else 1.0
    value = STATUS_SHARE * STATUS_RANK[status] / 4 + (1 - STATUS_SHARE) * served
    return round(value / 2 if status in ("not-available", "out-of-time") else value, 3)
