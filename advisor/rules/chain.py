"""Why a route stands where it does, as a chain: fact -> element -> route, with the authority of each link."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from advisor.rules.evaluate import RouteResult


@dataclass(frozen=True)
class Link:
    """One step of a chain: what is said, and the authority it rests on (none for a fact, which is the user's)."""

    says: str
    authority: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.says} [{'; '.join(self.authority)}]" if self.authority else self.says


def chain(result: RouteResult, route: str, forum_authority: tuple[str, ...]) -> Iterator[tuple[Link, ...]]:
    """One chain for each element that decides the route, and one for each defence that the facts raise.

    ``route`` is the route's name, ``forum_authority`` what opens it.
    """
    end = Link(f"{route}: {result.status.replace('-', ' ')}", forum_authority)
    for element in result.elements:
        if element.node in result.decisive:
            facts = tuple(Link(str(reason), reason.authority) for reason in element.because) or (
                Link("no known fact bears on it; unknown: " + ", ".join(element.missing)),)
            yield (*facts, Link(f"{element.title}: {element.state}", element.authority), end)
    for defence in result.defences:
        if defence.raised:
            facts = tuple(Link(str(reason)) for reason in defence.because)
            what = "answered" if defence.answered else "bars the claim" if defence.effect == "bars" else "limits the claim"
            yield (*facts, Link(f"{defence.title}: {what}", defence.authority), end)
