"""Enforcement options of a matter: every route of every jurisdiction, evaluated and ranked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache

import networkx as nx

from advisor.analogy.argument import Argument, argue
from advisor.analogy.factors import Analogy, analogies
from advisor.matter import Matter
from advisor.ranking import Criterion, criteria, score
from advisor.records.library import Library
from advisor.records.models import Jurisdiction, Route, RouteKind
from advisor.rules.chain import Link, chain
from advisor.rules.deadlines import DueDate, due_date
from advisor.rules.evaluate import DefenceResult, ElementResult, RouteResult, evaluate_route, law_date
from advisor.rules.graph import authorities, build
from advisor.rules.sensitivity import Flip, Missing, flips, missing_facts
from advisor.rules.states import STATUS_RANK, Status, holds, split

CONTINUES = "F53"  # the factor "use continues today": what the time rules call a continuing wrong


@dataclass(frozen=True)
class RemedyOffer:
    """A remedy that an option opens; ``state`` is open, met or missing as to its own conditions."""

    name: str
    label: str
    state: str
    note: str
    needs: tuple[str, ...]
    multiple: float | None
    cap: str | None
    authority: tuple[str, ...]


@dataclass(frozen=True)
class Basis:
    """What an option was worked out from."""

    library: Library
    matter: Matter
    facts: Mapping[str, str]
    graph: nx.DiGraph
    result: RouteResult


@dataclass(frozen=True)
class Option:
    """One route for one matter. ``why`` reads from the facts to the status; ``score`` is 0 to 1.

    What only a reader of the one option wants (arguments, chains, what would change it) is worked out when it is first read.
    """

    jurisdiction: str
    jurisdiction_name: str
    route: str
    name: str
    kind: RouteKind
    status: Status
    why: str
    law_on: date
    elements: tuple[ElementResult, ...]
    defences: tuple[DefenceResult, ...]
    decisive: tuple[str, ...]
    remedies: tuple[RemedyOffer, ...]
    deadlines: tuple[DueDate, ...]
    analogies: tuple[Analogy, ...]
    connects: bool
    links: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    score: float
    record: Route
    basis: Basis = field(repr=False, compare=False)

    @cached_property
    def missing(self) -> tuple[Missing, ...]:
        """Unknown facts that would change the route or one of its elements, the weightiest first."""
        return missing_facts(self.basis.graph, self.basis.result.node, self.basis.facts)

    @cached_property
    def flips(self) -> tuple[Flip, ...]:
        """Known facts that carry the result alone."""
        return flips(self.basis.graph, self.basis.result.node, self.basis.facts)

    @cached_property
    def arguments(self) -> tuple[Argument, ...]:
        """The argument about each contested element."""
        library, matter = self.basis.library, self.basis.matter
        present, _ = split(self.basis.facts)
        return tuple(filter(None, (argue(library, e, present, self.jurisdiction, matter.on) for e in self.elements)))

    @cached_property
    def chains(self) -> tuple[tuple[Link, ...], ...]:
        """Why the route stands where it does, from the facts on, with authority on each link."""
        forum = tuple(self.basis.library.cite(self.jurisdiction, authority) for authority in self.record.forum.authority)
        return tuple(chain(self.basis.result, self.name, forum))


@dataclass(frozen=True)
class Excluded:
    """A jurisdiction or route without a link to the matter, and why it is listed apart."""

    jurisdiction: str
    jurisdiction_name: str
    route: str | None
    why: str


@dataclass(frozen=True)
class Advice:
    """All options of a matter, best first, and what was left out."""

    matter: Matter
    options: tuple[Option, ...]
    excluded: tuple[Excluded, ...]


def links_to(matter: Matter, record: Jurisdiction, library: Library) -> tuple[str, ...]:
    """How the matter is linked to a jurisdiction: acts, harm, goods_sold, evidence, assets, holder, opponent.

    A place counts for a jurisdiction when it is its code, a code that it covers, or a part of it (a
    State of a federation); the law of a union is not the law of a place, so members do not count for it.
    """
    def here(place: str | None) -> bool:
        if place is None:
            return False
        return place == record.id or place in record.covers or any(
            parent.id == record.id for parent in library.lineage(place) if parent.family != "supranational")

    places = {name: getattr(matter.places, name) for name in type(matter.places).model_fields}
    named = {**places, "holder": (matter.holder.country,), "opponent": (matter.opponent.country,)}
    return tuple(name for name, codes in named.items() if any(here(code) for code in codes))


@lru_cache(maxsize=256)
def rule_graph(library: Library, jurisdiction: str, law_on: date, today: date) -> nx.DiGraph:
    """The rule graph of a jurisdiction on two days (see ``rules.graph.build``), built once."""
    return build(library, jurisdiction, law_on, today)


def advise(library: Library, matter: Matter, analogies_each: int = 3, weights: Mapping[str, float] | None = None) -> Advice:
    """Evaluate a matter. Jurisdictions are those the matter names, or all that it is linked to.

    ``weights`` says how much each aim counts in the ranking (default: 1 for every aim of the matter).
    """
    weighed: Mapping[str, float] = dict.fromkeys(map(str, matter.aims), 1.0) if weights is None else weights
    wanted = matter.jurisdictions or tuple(library.jurisdictions)
    options: list[Option] = []
    excluded: list[Excluded] = []
    facts = library.factors.follow(matter.facts)
    for name in dict.fromkeys(wanted):
        record = library.jurisdictions[name]
        links = links_to(matter, record, library)
        if not record.routes:
            if matter.jurisdictions:
                excluded.append(Excluded(name, record.name, None, "no enforcement route of its own; the law works through its members"))
            continue
        if not links and not matter.jurisdictions:
            excluded.append(Excluded(name, record.name, None, "no link between the matter and this jurisdiction"))
            continue
        options.extend(_options(library, matter, facts, record, links, analogies_each, excluded, weighed))
    options.sort(key=lambda option: (not option.connects, -option.score, option.jurisdiction, option.route))
    return Advice(matter, tuple(options), tuple(excluded))


def _options(library: Library, matter: Matter, facts: Mapping[str, str], record: Jurisdiction, links: tuple[str, ...], analogies_each: int,
             excluded: list[Excluded], weights: Mapping[str, float]) -> Iterable[Option]:
    law_on = law_date(matter.dates.taken, matter.on)
    graph = rule_graph(library, record.id, law_on, matter.on)
    similar = analogies(library, split(facts)[0], jurisdictions=[r.id for r in library.lineage(record.id)], k=analogies_each)
    for name, route in record.routes.items():
        if f"{record.id}:{name}" not in graph:
            missing = f"did not exist on {law_on}, the day of the acts" if route.holds_on(matter.on) else f"does not exist on {matter.on}"
            excluded.append(Excluded(record.id, record.name, name, f"{route.name}: this route {missing}"))
            continue
        matched = tuple(link for link in route.connects.links if link in links)
        if not matched:
            wants = ", ".join(link.replace("_", " ") for link in route.connects.links)
            excluded.append(Excluded(record.id, record.name, name, f"{route.name}: the matter names none of its links here ({wants})"))
            if not matter.jurisdictions:
                continue
        yield _option(library, matter, facts, record, name, graph, similar, matched, law_on, weights)


def _option(library: Library, matter: Matter, facts: Mapping[str, str], record: Jurisdiction, name: str, graph: nx.DiGraph,
            similar: tuple[Analogy, ...], links: tuple[str, ...], law_on: date, weights: Mapping[str, float]) -> Option:
    node = f"{record.id}:{name}"
    route: Route = graph.nodes[node]["record"]
    result = evaluate_route(graph, node, facts)
    deadlines = tuple(_deadlines(library, matter, facts, graph, node))
    status, why = _status(result, deadlines)
    remedies = tuple(_remedies(library, matter, facts, graph, node))
    found = criteria(library, route, remedies, weights)
    return Option(record.id, record.name, name, route.name, route.kind, status, why, law_on, result.elements, result.defences,
                  result.decisive, remedies, deadlines, similar, bool(links), links, found, score(status, found), route,
                  Basis(library, matter, facts, graph, result))


def _status(result: RouteResult, deadlines: tuple[DueDate, ...]) -> tuple[Status, str]:
    """The status after time limits, and the reasons for it in a sentence or two."""
    by_node = {element.node: element for element in result.elements}
    status = result.status
    reasons = []
    raised = [d for d in result.defences if d.raised]
    names = "; ".join(by_node[node].title for node in result.decisive if node in by_node)
    lead = {"met": "every element is shown on the facts given", "contested": "contested: ",
            "open": "facts are missing on: ", "defeated": "fails on: "}[result.state]
    reasons.append(lead if result.state == "met" else lead + names)
    for defence in raised:
        if defence.answered:
            reasons.append(f"defence raised and answered: {defence.title}")
        else:
            reasons.append(f"{'barred' if defence.effect == 'bars' else 'limited'} by a defence: {defence.title}")
    for due in deadlines:
        if due.passed and due.effect == "bars" and status != "not-available":
            status = "out-of-time"
            reasons.append(f"out of time: {due.what} ended on {due.date}")
        elif due.passed and due.effect == "weakens" and STATUS_RANK[status] > STATUS_RANK["arguable"]:
            status = "arguable"
            reasons.append(f"weakened: {due.what} ended on {due.date}")
    sentence = "; ".join(reasons)
    return status, sentence[:1].upper() + sentence[1:] + "."


def _deadlines(library: Library, matter: Matter, facts: Mapping[str, str], graph: nx.DiGraph, node: str) -> Iterable[DueDate]:
    continues = facts.get(CONTINUES) == "yes"
    found = [due_date(part.rpartition("@")[2], graph.nodes[part]["record"], matter.dates, matter.on, continues,
                      library.terms.starts, authorities(graph, part))
             for _, part, data in graph.out_edges(node, data=True) if data["kind"] == "limited-by"]
    return sorted(found, key=lambda due: (due.date is None, due.date or date.max, due.what))


def _remedies(library: Library, matter: Matter, facts: Mapping[str, str], graph: nx.DiGraph, node: str) -> Iterable[RemedyOffer]:
    for _, part, data in graph.out_edges(node, data=True):
        if data["kind"] != "opens":
            continue
        remedy = graph.nodes[part]["record"]
        needs = remedy.needs.names() if remedy.needs else ()
        state = "open"
        if remedy.needs:
            state = "met" if holds(remedy.needs, facts) else "missing"
        cap = f"{remedy.cap.currency} {remedy.cap.amount:,.0f}" if remedy.cap else None
        yield RemedyOffer(part.rpartition(">")[2], graph.nodes[part]["title"], state, remedy.note,
                          tuple(n for n in needs if facts.get(n) != "yes"), remedy.multiple, cap, authorities(graph, part))

