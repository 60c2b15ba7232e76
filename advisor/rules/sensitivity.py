"""What is missing: unknown facts in the order of what they would settle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx

from advisor.rules.evaluate import Facts, RouteResult, evaluate_route
from advisor.rules.states import RANK


@dataclass(frozen=True)
class Missing:
    """An unknown fact: what the route becomes when it is answered yes and when it is answered no."""

    factor: str
    if_yes: str
    if_no: str
    elements: tuple[str, ...]
    weight: float


def missing_facts(graph: nx.DiGraph, route: RouteResult, facts: Facts) -> tuple[Missing, ...]:
    """Unknown facts that would change the status of the route or the state of one of its elements.

    Ordered by weight: a change of the route's status counts most, then the number of elements that
    change and how far each moves. Facts that would change nothing alone are left out.
    """
    unknown = dict.fromkeys(name for name in _bearing(graph, route) if facts.get(name, "unknown") == "unknown")
    found = []
    for name in unknown:
        yes = evaluate_route(graph, route.node, {**facts, name: "yes"})
        no = evaluate_route(graph, route.node, {**facts, name: "no"})
        moved: dict[str, float] = {}
        for other in (yes, no):
            for before, after in zip(route.elements, other.elements, strict=True):
                if before.state != after.state:
                    moved[before.name] = max(moved.get(before.name, 0), abs(RANK[before.state] - RANK[after.state]))
        changes = (yes.status != route.status) + (no.status != route.status)
        if changes or moved:
            weight = 10.0 * changes + sum(moved.values())
            found.append(Missing(name, yes.status, no.status, tuple(moved), weight))
    return tuple(sorted(found, key=lambda m: (-m.weight, int(m.factor[1:]))))


def _bearing(graph: nx.DiGraph, route: RouteResult) -> Iterable[str]:
    for element in route.elements:
        yield from element.missing
    for defence in route.defences:
        for source, _, data in graph.in_edges(defence.node, data=True):
            if data["kind"] in ("raises", "rebuts"):
                yield source
