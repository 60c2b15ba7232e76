"""Evaluate a matter against the rule graph of a jurisdiction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import networkx as nx

from advisor.rules.graph import authorities
from advisor.rules.states import STATUS_OF, STATUS_RANK, Bearings, State, Status, fold, holds, split, state_on

Facts = Mapping[str, str]
_BEARINGS = ("supports", "undermines", "defeats")
Condition = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True)
class Reason:
    """One link of a chain: a factor (or presumption) and how it bears on what stands above it."""

    factor: str
    title: str
    bearing: str
    strength: str
    authority: tuple[str, ...] = ()

    def __str__(self) -> str:
        verb = {"supports": "supports", "undermines": "speaks against", "defeats": "defeats",
                "presumes": "raises a presumption of", "raises": "raises", "rebuts": "answers"}[self.bearing]
        how = " weakly" if self.strength == "weak" else ""
        return f"{self.factor} ({self.title}){how} {verb} it" if self.factor else f"{self.title}{how} {verb} it"


@dataclass(frozen=True)
class ElementResult:
    """The state of one element: the known facts behind it, the unknown facts that could still bear on it."""

    node: str
    name: str
    title: str
    issue: str
    burden: str
    state: State
    because: tuple[Reason, ...]
    missing: tuple[str, ...]
    authority: tuple[str, ...]


@dataclass(frozen=True)
class DefenceResult:
    """A defence: ``raised`` when a fact raises it, ``answered`` when another fact meets it."""

    node: str
    title: str
    effect: str
    raised: bool
    answered: bool
    because: tuple[Reason, ...]
    authority: tuple[str, ...]


@dataclass(frozen=True)
class RouteResult:
    """What the facts make of one route, before time limits."""

    node: str
    state: State
    status: Status
    elements: tuple[ElementResult, ...]
    defences: tuple[DefenceResult, ...]
    decisive: tuple[str, ...]


@dataclass(frozen=True)
class RouteRules:
    """What decides a route, read once from its graph: bearings by element, the condition as a tree, defences by their factors.

    A part of ``condition`` is an element node or a nested (op, parts). ``reasons`` are all that facts can give for an element, a presumption
    first, and ``names`` the factors that bear on it; ``touched`` maps a factor to the elements it can move and its role there.
    """

    node: str
    elements: Mapping[str, Bearings]
    reasons: Mapping[str, tuple[Reason, ...]]
    names: Mapping[str, tuple[str, ...]]
    condition: Condition
    defences: tuple[tuple[str, str, frozenset[str], frozenset[str]], ...]
    touched: Mapping[str, tuple[tuple[str, str], ...]]

    def states(self, yes: frozenset[str], no: frozenset[str]) -> dict[str, State]:
        """The state of every element on the factors answered yes and those answered no."""
        return {node: state_on(bearings, yes, no) for node, bearings in self.elements.items()}

    def status(self, states: Mapping[str, State], yes: frozenset[str]) -> Status:
        """The status of the route, from the states of its elements and its defences."""
        status = STATUS_OF[_fold(self.condition, states)]
        for _, effect, raises, rebuts in self.defences:
            if not yes.isdisjoint(raises):
                answered = not yes.isdisjoint(rebuts)
                cap: Status = "not-available" if effect == "bars" and not answered else "arguable"
                status = min(status, cap, key=STATUS_RANK.__getitem__)
        return status


def rules_of(graph: nx.DiGraph, node: str) -> RouteRules:
    """The rules of a route, kept with the graph after the first call."""
    kept: dict[str, RouteRules] = graph.graph.setdefault("rules", {})
    if node not in kept:
        kept[node] = _read_rules(graph, node)
    return kept[node]


def _read_rules(graph: nx.DiGraph, node: str) -> RouteRules:
    elements = {part: _bearings(graph, part) for part, data in graph.nodes(data=True)
                if data["kind"] == "element" and part.startswith(f"{node}.")}
    names = {part: graph.nodes[part]["record"].factors() for part in elements}
    touched: dict[str, list[tuple[str, str]]] = {}
    for part, bearings in elements.items():
        for name in names[part]:
            touched.setdefault(name, []).append((part, bearings.role(name)))

    def factors(defence: str, kind: str) -> frozenset[str]:
        return frozenset(name for name, _, data in graph.in_edges(defence, data=True) if data["kind"] == kind)

    defences = tuple((source, data["kind"], factors(source, "raises"), factors(source, "rebuts"))
                     for source, _, data in graph.in_edges(node, data=True) if data["kind"] in ("bars", "limits"))
    return RouteRules(node, elements, {part: _reasons(graph, part) for part in elements}, names, _read_condition(graph, f"{node}#when"), defences,
                      {name: tuple(parts) for name, parts in touched.items()})


def _reasons(graph: nx.DiGraph, node: str) -> tuple[Reason, ...]:
    edges = [(source, data) for source, _, data in graph.in_edges(node, data=True)]
    return (*(Reason("", "The law", "presumes", "strong", authorities(graph, source)) for source, data in edges if data["kind"] == "presumes"),
            *(Reason(source, graph.nodes[source]["title"], data["kind"], data["strength"]) for source, data in edges if data["kind"] in _BEARINGS))


def _read_condition(graph: nx.DiGraph, node: str) -> Condition:
    return (graph.nodes[node]["op"], tuple(_read_condition(graph, part) if data["kind"] == "when" else part
                                           for part, _, data in graph.in_edges(node, data=True) if data["kind"] in ("when", "part")))


def _bearings(graph: nx.DiGraph, node: str) -> Bearings:
    found: dict[str, list[str]] = {}
    presumed = None
    for source, _, data in graph.in_edges(node, data=True):
        if data["kind"] == "presumes":
            presumed = graph.nodes[source]["record"].when
        elif data["kind"] in _BEARINGS:
            found.setdefault(f"{data['kind']}-{data['strength']}", []).append(source)
    strong_for, weak_for, strong_against, weak_against, defeats = (tuple(found.get(key, ())) for key in (
        "supports-strong", "supports-weak", "undermines-strong", "undermines-weak", "defeats-strong"))
    return Bearings(strong_for, weak_for, strong_against, weak_against, defeats, presumed)


def _element(graph: nx.DiGraph, rules: RouteRules, node: str, facts: Facts, state: State) -> ElementResult:
    """An element with its state on the facts, the reasons for it, and what is missing."""
    record = graph.nodes[node]["record"]
    presumed = rules.elements[node].presumed
    because = tuple(reason for reason in rules.reasons[node]
                    if (facts.get(reason.factor) == "yes" if reason.factor else presumed is not None and holds(presumed, facts)))
    missing = tuple(name for name in rules.names[node] if facts.get(name, "unknown") == "unknown")
    return ElementResult(node, node.rpartition(".")[2], record.title, record.issue, record.burden, state, because, missing, authorities(graph, node))


def evaluate_defence(graph: nx.DiGraph, node: str, facts: Facts) -> DefenceResult:
    """Whether a defence is raised by the facts, and whether they answer it."""
    record = graph.nodes[node]["record"]
    because = tuple(Reason(source, graph.nodes[source]["title"], data["kind"], "strong")
                    for source, _, data in graph.in_edges(node, data=True)
                    if data["kind"] in ("raises", "rebuts") and facts.get(source) == "yes")
    kinds = {reason.bearing for reason in because}
    return DefenceResult(node, record.title, record.effect, "raises" in kinds, "rebuts" in kinds, because, authorities(graph, node))


def evaluate_route(graph: nx.DiGraph, node: str, facts: Facts) -> RouteResult:
    """Fold the elements of a route as its condition says, then let its defences speak."""
    rules = rules_of(graph, node)
    yes, no = split(facts)
    states = rules.states(yes, no)
    state = _fold(rules.condition, states)
    elements = tuple(_element(graph, rules, part, facts, states[part]) for part in states)
    defences = tuple(evaluate_defence(graph, source, facts) for source, *_ in rules.defences)
    return RouteResult(node, state, rules.status(states, yes), elements, defences, tuple(_decisive(rules.condition, states, state)))


def _fold(condition: Condition, states: Mapping[str, State]) -> State:
    op, parts = condition
    return fold(op, [states[part] if isinstance(part, str) else _fold(part, states) for part in parts])


def _decisive(condition: Condition, states: Mapping[str, State], state: State) -> Iterator[str]:
    """Elements that hold the route at its state: the parts as good (or bad) as the whole."""
    for part in condition[1]:
        if isinstance(part, str):
            if states[part] == state:
                yield part
        elif _fold(part, states) == state:
            yield from _decisive(part, states, state)


def law_date(taken: date | None, on: date) -> date:
    """The day whose substantive law applies: that of the acts, or of the advice when the acts are undated."""
    return taken or on
