"""What would change the result: unknown facts in the order of what they would settle, and known facts that carry it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx

from advisor.rules.evaluate import Facts, RouteRules, rules_of
from advisor.rules.states import RANK, State, element_state


@dataclass(frozen=True)
class Missing:
    """An unknown fact: what the route becomes when it is answered yes and when it is answered no."""

    factor: str
    if_yes: str
    if_no: str
    elements: tuple[str, ...]
    weight: float


@dataclass(frozen=True)
class Flip:
    """A known fact that carries the result: what the route would be if the fact were otherwise."""

    factor: str
    now: str
    otherwise: str
    status: str


def missing_facts(graph: nx.DiGraph, node: str, facts: Facts) -> tuple[Missing, ...]:
    """Unknown facts that would change the status of the route or the state of one of its elements.

    Ordered by weight: a change of the route's status counts most, then the number of elements that
    change and how far each moves. Facts that would change nothing alone are left out.
    """
    rules = rules_of(graph, node)
    states = rules.states(facts)
    status = rules.status(states, facts)
    found = []
    for name in _bearing(rules):
        if facts.get(name, "unknown") != "unknown":
            continue
        moved: dict[str, float] = {}
        answers: dict[str, str] = {}
        for answer in ("yes", "no"):
            other, answers[answer] = _with(rules, states, facts, name, answer)
            for part in rules.touched.get(name, ()):
                if other[part] != states[part]:
                    element = part.rpartition(".")[2]
                    moved[element] = max(moved.get(element, 0), abs(RANK[states[part]] - RANK[other[part]]))
        changes = sum(after != status for after in answers.values())
        if moved or changes:
            found.append(Missing(name, answers["yes"], answers["no"], tuple(moved), 10.0 * changes + sum(moved.values())))
    return tuple(sorted(found, key=lambda m: (-m.weight, int(m.factor[1:]))))


def flips(graph: nx.DiGraph, node: str, facts: Facts) -> tuple[Flip, ...]:
    """Single known facts that would change the status of the route if they were otherwise."""
    rules = rules_of(graph, node)
    states = rules.states(facts)
    status = rules.status(states, facts)
    found = []
    for name in _bearing(rules):
        now = facts.get(name, "unknown")
        if now != "unknown":
            otherwise = "no" if now == "yes" else "yes"
            after = _with(rules, states, facts, name, otherwise)[1]
            if after != status:
                found.append(Flip(name, now, otherwise, after))
    return tuple(sorted(found, key=lambda f: int(f.factor[1:])))


def _with(rules: RouteRules, states: dict[str, State], facts: Facts, name: str, answer: str) -> tuple[dict[str, State], str]:
    """States and status with one fact answered otherwise; only the elements that the fact touches are looked at again."""
    changed = {**facts, name: answer}
    other = {**states, **{part: element_state(rules.elements[part], changed) for part in rules.touched.get(name, ())}}
    return other, rules.status(other, changed)


def _bearing(rules: RouteRules) -> Iterable[str]:
    """Every factor that bears on the route, once."""
    in_defences = (name for _, _, raises, rebuts in rules.defences for name in sorted(raises | rebuts))
    return dict.fromkeys([*rules.touched, *in_defences])
