"""Evaluate a matter against the rule graph of a jurisdiction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import networkx as nx

from advisor.rules.graph import authorities
from advisor.rules.states import STATUS_OF, STATUS_RANK, Bearings, State, Status, element_state, fold, holds

Facts = Mapping[str, str]


@dataclass(frozen=True)
class Reason:
    """One link of a chain: a factor (or presumption) and how it bears on what stands above it."""

    factor: str
    title: str
    bearing: str
    strength: str

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


def bearings_of(graph: nx.DiGraph, node: str, facts: Facts) -> Bearings:
    """The factors that bear on an element node, and whether its presumption is triggered."""
    found: dict[str, list[str]] = {}
    presumed = False
    for source, _, data in graph.in_edges(node, data=True):
        if data["kind"] == "presumes":
            presumed = holds(graph.nodes[source]["record"].when, facts)
        elif data["kind"] in ("supports", "undermines", "defeats"):
            found.setdefault(f"{data['kind']}-{data['strength']}", []).append(source)
    return Bearings(*(tuple(found.get(key, ())) for key in (
        "supports-strong", "supports-weak", "undermines-strong", "undermines-weak", "defeats-strong")), presumed)


def evaluate_element(graph: nx.DiGraph, node: str, facts: Facts) -> ElementResult:
    """The state of an element on the facts, with its reasons and what is missing."""
    record = graph.nodes[node]["record"]
    bearings = bearings_of(graph, node, facts)
    because = []
    if bearings.presumed:
        because.append(Reason("", "The law", "presumes", "strong"))
    for source, _, data in graph.in_edges(node, data=True):
        if graph.nodes[source]["kind"] == "factor" and facts.get(source) == "yes":
            because.append(Reason(source, graph.nodes[source]["title"], data["kind"], data["strength"]))
    missing = tuple(name for name in record.factors() if facts.get(name, "unknown") == "unknown")
    return ElementResult(node, node.rpartition(".")[2], record.title, record.issue, record.burden,
                         element_state(bearings, facts), tuple(because), missing, authorities(graph, node))


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
    states: dict[str, State] = {}
    elements, defences = [], []
    for part in graph.nodes:
        if graph.nodes[part]["kind"] == "element" and part.startswith(f"{node}."):
            result = evaluate_element(graph, part, facts)
            elements.append(result)
            states[part] = result.state
    for source, _, data in graph.in_edges(node, data=True):
        if data["kind"] in ("bars", "limits"):
            defences.append(evaluate_defence(graph, source, facts))
    state = _condition_state(graph, f"{node}#when", states)
    status = STATUS_OF[state]
    for defence in defences:
        if defence.raised:
            cap: Status = "not-available" if defence.effect == "bars" and not defence.answered else "arguable"
            status = min(status, cap, key=STATUS_RANK.__getitem__)
    return RouteResult(node, state, status, tuple(elements), tuple(defences), _decisive(graph, node, states, state))


def _condition_state(graph: nx.DiGraph, node: str, states: Mapping[str, State]) -> State:
    parts = [_condition_state(graph, part, states) if data["kind"] == "when" else states[part]
             for part, _, data in graph.in_edges(node, data=True) if data["kind"] in ("when", "part")]
    return fold(graph.nodes[node]["op"], parts)


def _decisive(graph: nx.DiGraph, node: str, states: Mapping[str, State], state: State) -> tuple[str, ...]:
    """Elements that hold the route at its state: the parts as good (or bad) as the whole."""

    def walk(condition: str) -> list[str]:
        found = []
        for part, _, data in graph.in_edges(condition, data=True):
            if data["kind"] == "part" and states[part] == state:
                found.append(part)
            elif data["kind"] == "when" and _condition_state(graph, part, states) == state:
                found.extend(walk(part))
        return found

    return tuple(walk(f"{node}#when"))


def law_date(taken: date | None, on: date) -> date:
    """The day whose substantive law applies: that of the acts, or of the advice when the acts are undated."""
    return taken or on
