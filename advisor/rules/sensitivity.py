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
    now = _Now(rules_of(graph, node), facts)
    found = []
    for name in _bearing(now.rules):
        if name in now.yes or name in now.no:
            continue
        moved: dict[str, int] = {}
        answers = {}
        for answer in ("yes", "no"):
            other = now.moved(name, answer)
            for part, state in other:
                element = part.rpartition(".")[2]
                moved[element] = max(moved.get(element, 0), abs(RANK[now.states[part]] - RANK[state]))
            answers[answer] = now.status_after(other, name, answer)
        changes = sum(after != now.status for after in answers.values())
        if moved or changes:
            found.append(Missing(name, answers["yes"], answers["no"], tuple(moved), 10.0 * changes + sum(moved.values())))
    return tuple(sorted(found, key=lambda m: (-m.weight, int(m.factor[1:]))))


def flips(graph: nx.DiGraph, node: str, facts: Facts) -> tuple[Flip, ...]:
    """Single known facts that would change the status of the route if they were otherwise."""
    now = _Now(rules_of(graph, node), facts)
    found = []
    for name in _bearing(now.rules):
        if name in now.yes or name in now.no:
            was, otherwise = ("yes", "no") if name in now.yes else ("no", "yes")
            after = now.status_after(now.moved(name, otherwise), name, otherwise)
            if after != now.status:
                found.append(Flip(name, was, otherwise, after))
    return tuple(sorted(found, key=lambda f: int(f.factor[1:])))


Moves = tuple[tuple[str, State], ...]


class _Now:
    """A route as it stands on the facts, asked again and again with one fact answered otherwise.

    Only the elements that the fact touches are looked at again, and what has been worked out is kept: unknown facts that bear on an element
    in the same way move it in the same way, and the status depends on the moves and the defences alone.
    """

    def __init__(self, rules: RouteRules, facts: Facts):
        self.rules = rules
        self.yes, self.no = split(facts)
        self.states = rules.states(self.yes, self.no)
        self.status = rules.status(self.states, self.yes)
        self._alike: dict[tuple[str, str], State] = {}
        self._known: dict[Moves, str] = {(): self.status}

    def moved(self, name: str, answer: str) -> Moves:
        """The elements that stand differently once a fact is answered so, with their new state."""
        found = []
        for part, role in self.rules.touched.get(name, ()):
            state = self._state(part, role, name, answer)
            if state != self.states[part]:
                found.append((part, state))
        return tuple(found)

    def _state(self, part: str, role: str, name: str, answer: str) -> State:
        unknown = name not in self.yes and name not in self.no
        if unknown and answer == "no" and (self.states[part] != "open" or "for" not in role):
            return self.states[part]   # a no can only take the last support that was still possible
        if unknown and answer == "yes" and "presumed" not in role:
            if (part, role) not in self._alike:
                self._alike[part, role] = state_on(self.rules.elements[part], self.yes | {name}, self.no)
            return self._alike[part, role]
        yes, no = self._with(name, answer)
        return state_on(self.rules.elements[part], yes, no)

    def _with(self, name: str, answer: str) -> tuple[frozenset[str], frozenset[str]]:
        return (self.yes | {name}, self.no - {name}) if answer == "yes" else (self.yes - {name}, self.no | {name})

    def status_after(self, moves: Moves, name: str, answer: str) -> str:
        """The status of the route after some elements have moved because of a fact."""
        if any(name in raises or name in rebuts for _, _, raises, rebuts in self.rules.defences):
            return self.rules.status({**self.states, **dict(moves)}, self._with(name, answer)[0])
        if moves not in self._known:
            self._known[moves] = self.rules.status({**self.states, **dict(moves)}, self.yes)
        return self._known[moves]


def _bearing(rules: RouteRules) -> Iterable[str]:
    """Every factor that bears on the route, once."""
    in_defences = (name for _, _, raises, rebuts in rules.defences for name in sorted(raises | rebuts))
    return dict.fromkeys([*rules.touched, *in_defences])
