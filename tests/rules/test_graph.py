"""The rule graph of the small invented law, and what it makes of facts."""

from __future__ import annotations

from datetime import date

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.records.library import Library
from advisor.rules.evaluate import evaluate_route
from advisor.rules.graph import build
from advisor.rules.sensitivity import flips, missing_facts

DAY = date(2026, 1, 1)
GOOD = {"F15": "yes", "F6": "yes", "F18": "yes"}


@pytest.fixture
def graph(mini: Library) -> nx.DiGraph:
    return build(mini, "xx", DAY, DAY)


def status(graph: nx.DiGraph, facts: dict[str, str]) -> str:
    return evaluate_route(graph, "xx:civil", facts).status


def test_every_fact_leads_to_the_jurisdiction_along_the_graph(graph: nx.DiGraph) -> None:
    assert nx.shortest_path(graph, "F6", "xx") == ["F6", "xx:civil.measures", "xx:civil#when", "xx:civil", "xx"]


def test_every_element_remedy_and_deadline_has_its_authority_in_the_graph(graph: nx.DiGraph) -> None:
    for node, data in graph.nodes(data=True):
        if data["kind"] in ("element", "remedy", "deadline", "defence", "presumption"):
            assert any(graph.nodes[source]["kind"] == "provision" for source in graph.predecessors(node)), node


def test_a_case_stands_beside_the_element_it_interprets(graph: nx.DiGraph) -> None:
    assert graph.edges["xx/high-2020-alpha-v-beta", "xx:civil.measures"]["kind"] == "interprets"


@pytest.mark.parametrize(("change", "expected"), [
    ({}, "available"),
    ({"F19": "yes", "F6": "no"}, "not-available"),
    ({"F20": "yes"}, "arguable"),
    ({"F18": "unknown"}, "needs-facts"),
    ({"F25": "yes"}, "not-available"),
    ({"F25": "yes", "F22": "yes"}, "arguable"),
    ({"F18": "unknown", "F41": "yes", "F53": "yes"}, "available"),
    ({"F18": "unknown", "F41": "yes", "F53": "yes", "F17": "yes"}, "arguable"),
])
def test_the_status_follows_the_facts(graph: nx.DiGraph, change: dict[str, str], expected: str) -> None:
    assert status(graph, {**GOOD, **change}) == expected


def test_a_presumption_says_that_the_law_presumes(graph: nx.DiGraph) -> None:
    result = evaluate_route(graph, "xx:civil", {"F41": "yes", "F53": "yes"})
    use = next(e for e in result.elements if e.name == "use")
    assert "raises a presumption of" in str(use.because[0])


def test_decisive_elements_are_those_that_hold_the_status(graph: nx.DiGraph) -> None:
    assert evaluate_route(graph, "xx:civil", {**GOOD, "F19": "yes"}).decisive == ("xx:civil.measures",)


def test_the_missing_fact_that_settles_most_comes_first(graph: nx.DiGraph) -> None:
    facts = {"F15": "yes", "F6": "yes"}
    found = missing_facts(graph, "xx:civil", facts)
    assert found[0].if_yes == "available" or found[0].if_yes == "not-available"
    assert "F18" in [m.factor for m in found]


def test_a_fact_that_carries_the_result_is_named_with_what_would_follow(graph: nx.DiGraph) -> None:
    found = {f.factor: (f.now, f.otherwise, f.status) for f in flips(graph, "xx:civil", {**GOOD, "F25": "no", "F8": "yes"})}
    assert found["F6"] == ("yes", "no", "needs-facts")
    assert found["F25"] == ("no", "yes", "not-available")
    assert "F15" not in found   # F8 would carry the element alone


@given(facts=st.dictionaries(st.sampled_from(["F15", "F20", "F6", "F19", "F18", "F17", "F25", "F53", "F41"]), st.sampled_from(["yes", "no"])))
def test_what_sensitivity_foretells_is_what_evaluation_finds(library: Library, facts: dict[str, str]) -> None:
    graph = build(library, "us", DAY, DAY)
    for item in flips(graph, "us:civil", facts):
        assert evaluate_route(graph, "us:civil", {**facts, item.factor: item.otherwise}).status == item.status
    for item in missing_facts(graph, "us:civil", facts)[:5]:
        assert evaluate_route(graph, "us:civil", {**facts, item.factor: "yes"}).status == item.if_yes
        assert evaluate_route(graph, "us:civil", {**facts, item.factor: "no"}).status == item.if_no


FACTS = st.dictionaries(st.sampled_from(["F15", "F8", "F20", "F16", "F27", "F6", "F31", "F23", "F18", "F7", "F17", "F41", "F53", "F25", "F22"]),
                        st.sampled_from(["yes", "no", "unknown"]))


@given(facts=FACTS)
def test_the_order_of_facts_does_not_matter(library: Library, facts: dict[str, str]) -> None:
    graph = build(library, "us", DAY, DAY)
    assert evaluate_route(graph, "us:civil", facts) == evaluate_route(graph, "us:civil", dict(reversed(facts.items())))


def test_with_nothing_known_nothing_is_met_and_nothing_defeated_anywhere(library: Library) -> None:
    for name in library.jurisdictions:
        graph = build(library, name, DAY, DAY)
        for route in (n for n, d in graph.nodes(data=True) if d["kind"] == "route"):
            states = {e.state for e in evaluate_route(graph, route, {}).elements}
            assert states <= {"open"}, route


def test_the_result_of_a_jurisdiction_does_not_depend_on_the_records_of_others(library: Library) -> None:
    alone = Library(library.terms, library.questions, library.factors, library.measures, library.map, {"us": library.jurisdictions["us"]},
                    {k: c for k, c in library.cases.items() if c.jurisdiction == "us"})
    facts = {"F4": "yes", "F6": "yes", "F41": "yes", "F16": "yes"}
    for route in library.jurisdictions["us"].routes:
        one, two = (evaluate_route(build(lib, "us", DAY, DAY), f"us:{route}", facts) for lib in (library, alone))
        assert [(e.name, e.state) for e in one.elements] == [(e.name, e.state) for e in two.elements]
