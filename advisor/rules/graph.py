"""The rule graph of a jurisdiction, as the law stands on given days.

Nodes carry ``kind``; ids are readable and unique over all jurisdictions:

    de                        jurisdiction          de:civil                  route
    de:civil.secret           element               de:civil#when             condition (``op``: all | any)
    de:civil!reverse          defence               de:civil>damages          remedy
    de:civil@limitation       deadline              F15                       factor
    de|GeschGehG § 2 no. 1(a) provision             de/bgh-2018-i-zr-118-16   case

Edges point from what bears to what it bears on: factor -> element -> condition -> route, and carry
``kind`` (supports, undermines, defeats, triggers, presumes, when, part, raises, rebuts, opens, authority, interprets, of) and,
for factors, ``strength``.
"""

from __future__ import annotations

from datetime import date

import networkx as nx

from advisor.records.library import Library
from advisor.records.models import Condition, Dated, Element, Route, Sourced


def build(library: Library, jurisdiction: str, law_on: date, today: date) -> nx.DiGraph:
    """The graph of one jurisdiction.

    Substance (elements, defences, remedies) is taken as at ``law_on``, the day of the acts; routes,
    deadlines and secrecy in the proceedings as at ``today``, the day of the advice. Node data hold the
    version of the record that applies, under ``record``.
    """
    record = library.jurisdictions[jurisdiction]
    graph = nx.DiGraph()
    graph.add_node(jurisdiction, kind="jurisdiction", title=record.name, record=record)
    for name, route in record.routes.items():
        if route.reaches(law_on, today):
            _add_route(graph, library, jurisdiction, f"{jurisdiction}:{name}", route, law_on, today)
    for case in library.cases.values():
        for element in case.elements:
            if element in graph:
                graph.add_node(case.id, kind="case", title=case.short, record=case)
                graph.add_edge(case.id, element, kind="interprets")
    return graph


def _add_route(graph: nx.DiGraph, library: Library, jurisdiction: str, node: str, route: Route, law_on: date, today: date) -> None:
    graph.add_node(node, kind="route", title=route.name, record=route)
    graph.add_edge(node, jurisdiction, kind="of")
    present = {}
    for name, element in route.elements.items():
        if (held := element.at(law_on)) is not None:
            present[name] = _add_element(graph, library, jurisdiction, f"{node}.{name}", held)
    _add_condition(graph, f"{node}#when", node, route.when, present)
    for name, defence in route.defences.items():
        if (raised := defence.at(law_on)) is not None:
            target = _add_part(graph, library, jurisdiction, f"{node}!{name}", "defence", raised.title, raised)
            _add_factors(graph, library, target, raised.factors, "raises", "strong")
            _add_factors(graph, library, target, raised.rebutted_by, "rebuts", "strong")
            graph.add_edge(target, node, kind="bars" if raised.effect == "bars" else "limits")
    for name, remedy in route.remedies.items():
        if (opened := remedy.at(law_on)) is not None:
            label = library.terms.remedies[name].label
            graph.add_edge(node, _add_part(graph, library, jurisdiction, f"{node}>{name}", "remedy", label, opened), kind="opens")
    for name, deadline in route.deadlines.items():
        if (limit := deadline.at(today)) is not None:
            graph.add_edge(node, _add_part(graph, library, jurisdiction, f"{node}@{name}", "deadline", limit.what, limit), kind="limited-by")


def _add_element(graph: nx.DiGraph, library: Library, jurisdiction: str, node: str, element: Element) -> str:
    _add_part(graph, library, jurisdiction, node, "element", element.title, element)
    for kind, bearing in (("supports", element.supports), ("undermines", element.undermines)):
        _add_factors(graph, library, node, bearing.strong, kind, "strong")
        _add_factors(graph, library, node, bearing.weak, kind, "weak")
    _add_factors(graph, library, node, element.defeats, "defeats", "strong")
    if element.presumed:
        presumption = f"{node}?presumed"
        _add_part(graph, library, jurisdiction, presumption, "presumption", "Presumption", element.presumed)
        _add_factors(graph, library, presumption, element.presumed.when.names(), "triggers", "strong")
        graph.add_edge(presumption, node, kind="presumes", strength="strong")
    return node


def _add_part(graph: nx.DiGraph, library: Library, jurisdiction: str, node: str, kind: str, title: str, record: Sourced | Dated) -> str:
    graph.add_node(node, kind=kind, title=title, record=record, cited=tuple(library.cite(jurisdiction, a) for a in record.authority))
    for authority, cited in zip(record.authority, graph.nodes[node]["cited"], strict=True):
        provision = f"{authority.scope or jurisdiction}|{cited}"
        graph.add_node(provision, kind="provision", title=cited, url=library.url(jurisdiction, authority))
        graph.add_edge(provision, node, kind="authority")
    return node


def _add_factors(graph: nx.DiGraph, library: Library, target: str, names: tuple[str, ...], kind: str, strength: str) -> None:
    for name in names:
        graph.add_node(name, kind="factor", title=library.factors.factors[name].name)
        graph.add_edge(name, target, kind=kind, strength=strength)


def _add_condition(graph: nx.DiGraph, node: str, target: str, condition: Condition, present: dict[str, str]) -> None:
    """Add a condition and its nested parts; elements that did not exist on the day are left out."""
    graph.add_node(node, kind="condition", title="all of" if condition.all else "any of", op="all" if condition.all else "any")
    graph.add_edge(node, target, kind="when")
    for i, part in enumerate(condition.all or condition.any):
        if isinstance(part, Condition):
            _add_condition(graph, f"{node}/{i}", node, part, present)
        elif part in present:
            graph.add_edge(present[part], node, kind="part")


def authorities(graph: nx.DiGraph, node: str) -> tuple[str, ...]:
    """The authorities of a node, as a reader sees them, in the order of the record."""
    cited: tuple[str, ...] = graph.nodes[node].get("cited", ())
    return cited
