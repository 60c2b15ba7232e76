"""What would change the result: unknown facts in the order of what they would settle, and known facts that carry it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx

from advisor.rules.evaluate import Facts, RouteRules, rules_of
from advisor.rules.states import RANK, State, split, state_on


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
    yes, no = split(facts)
    states = rules.states(yes, no)
    status = rules.status(states, yes)
    found = []
    for name in _bearing(rules):
        if name in yes or name in no:
            continue
        moved: dict[str, int] = {}
        answers = {}
        for answer, after_yes, after_no in (("yes", yes | {name}, no), ("no", yes, no | {name})):
            other = _moved(rules, states, after_yes, after_no, name)
            for part, state in other.items():
                element = part.rpartition(".")[2]
                moved[element] = max(moved.get(element, 0), abs(RANK[states[part]] - RANK[state]))
            answers[answer] = _status(rules, states, status, other, after_yes, name)
        changes = sum(after != status for after in answers.values())
        if moved or changes:
            found.append(Missing(name, answers["yes"], answers["no"], tuple(moved), 10.0 * changes + sum(moved.values())))
    return tuple(sorted(found, key=lambda m: (-m.weight, int(m.factor[1:]))))


def flips(graph: nx.DiGraph, node: str, facts: Facts) -> tuple[Flip, ...]:
    """Single known facts that would change the status of the route if they were otherwise."""
    rules = rules_of(graph, node)
    yes, no = split(facts)
    states = rules.states(yes, no)
    status = rules.status(states, yes)
    found = []
    for name in _bearing(rules):
        if name not in yes and name not in no:
            continue
        now, otherwise, after_yes, after_no = ("yes", "no", yes - {name}, no | {name}) if name in yes else ("no", "yes", yes | {name}, no - {name})
        after = _status(rules, states, status, _moved(rules, states, after_yes, after_no, name), after_yes, name)
        if after != status:
            found.append(Flip(name, now, otherwise, after))
    return tuple(sorted(found, key=lambda f: int(f.factor[1:])))


def _moved(rules: RouteRules, states: dict[str, State], yes: frozenset[str], no: frozenset[str], name: str) -> dict[str, State]:
    """The elements that stand differently once one fact is answered otherwise; only those that it touches are looked at again."""
    again = ((part, state_on(rules.elements[part], yes, no)) for part in rules.touched.get(name, ()))
    return {part: state for part, state in again if state != states[part]}


def _status(rules: RouteRules, states: dict[str, State], status: str, moved: dict[str, State], yes: frozenset[str], name: str) -> str:
    """The status after some elements have moved; the same when nothing has and no defence knows the fact."""
    if not moved and not any(name in raises or name in rebuts for _, _, raises, rebuts in rules.defences):
        return status
    return rules.status({**states, **moved}, yes)


def _bearing(rules: RouteRules) -> Iterable[str]:
    """Every factor that bears on the route, once."""
    in_defences = (name for _, _, raises, rebuts in rules.defences for name in sorted(raises | rebuts))
    return dict.fromkeys([*rules.touched, *in_defences])
