"""The outcome signal: which side the factors favour, issue by issue, or undecided.

The issues are the elements of the jurisdiction's civil action. An element that its rules settle on the factors
given is settled by the rule; an element with factors on both sides is put to the cases (a fortiori first, as in
Horty; then the nearest cases, when they agree), in the spirit of issue-based prediction (Brüninghaus and
Ashley, ICAIL 2003). Factors not given count as unknown, and an issue on which no factor is given as undisputed. The rules favour the
holder only when factors show both a secret and a wrong and every issue that is in dispute is won, the opponent when one of them is
lost. Two more voices are heard on the whole: the cases most like it, and what each factor has weighed in decided cases (``weights``). The
signal follows the rules unless one of these contradicts them; where the rules leave it open, both must agree. It shows no probability.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from advisor.analogy.constraint import constrain
from advisor.analogy.factors import analogies, compare
from advisor.analogy.weights import weigh
from advisor.options import rule_graph
from advisor.records.library import Library
from advisor.records.models import Condition
from advisor.records.problems import BadInput, nearest
from advisor.rules.evaluate import ElementResult, evaluate_route

NEAREST = 3   # cases that must agree on one issue
CASES = 5     # cases that are asked on the whole
CLEAR = 0.125  # lead of one side from which the weights speak (tests/benchmarks/outcome.py)


@dataclass(frozen=True)
class IssueSignal:
    """One issue: the side favoured (holder, opponent or undecided) and the rules or cases it rests on."""

    issue: str
    title: str
    favours: str
    because: tuple[str, ...]


@dataclass(frozen=True)
class Signal:
    """The whole signal with its issues."""

    favours: str
    issues: tuple[IssueSignal, ...]


def predict(library: Library, factors: Collection[str], jurisdiction: str = "us", without: Collection[str] = (),
            on: date | None = None) -> Signal:
    """The outcome signal for a set of factors under one jurisdiction's civil action.

    What follows from a factor is there with it. ``without`` leaves cases out (for testing on the library's own cases). Raises BadInput when a factor or
    the jurisdiction does not exist, or the jurisdiction has no civil action of its own.
    """
    for name in factors:
        if name not in library.factors.factors:
            near = nearest(name, library.factors.factors)
            raise BadInput(f"no such factor: {name}" + (f"; did you mean {near}?" if near else "; see 'advisor list factors'"))
    day = on or date.today()
    route = civil_route(library, jurisdiction)
    graph = rule_graph(library, jurisdiction, day, day)
    factors = library.factors.present(dict.fromkeys(factors, "yes"))
    facts = dict.fromkeys(factors, "yes")
    result = evaluate_route(graph, f"{jurisdiction}:{route}", facts)
    issues = tuple(_issue(library, element, frozenset(factors), jurisdiction, day, without) for element in result.elements)
    silent = frozenset(element.name for element in result.elements if not element.because)
    barred = next((d for d in result.defences if d.raised and not d.answered and d.effect == "bars"), None)
    if barred:
        issues += (IssueSignal("defence", barred.title, "opponent", barred.authority or (barred.title,)),)
    rules = "opponent" if barred else _overall(library, jurisdiction, route, issues, silent)
    shown = _both_shown(library, result.elements)
    cases, alike = _side_of_cases(library, frozenset(factors), without)
    weights, heaviest = _side_of_weights(library, factors, without)
    issues += (IssueSignal("similar-cases", "The cases most like it, of any law", cases, alike),) if alike else ()
    issues += (IssueSignal("weights", "What its facts have weighed in decided cases", weights, heaviest),) if heaviest else ()
    return Signal(_together("undecided" if rules == "holder" and not shown else rules, cases, weights), issues)


def _together(rules: str, cases: str, weights: str) -> str:
    """What the three voices say together: the rules alone unless another contradicts them, or the other two where the rules leave it open."""
    spoken = [voice for voice in (rules, cases, weights) if voice != "undecided"]
    return spoken[0] if len(set(spoken)) == 1 and (rules != "undecided" or len(spoken) == 2) else "undecided"


def _side_of_cases(library: Library, factors: frozenset[str], without: Collection[str]) -> tuple[str, tuple[str, ...]]:
    """The side for which the nearest decided cases speak, each weighed by how near it is, and those cases; fewer than three say nothing."""
    near = [a for a in analogies(library, factors, k=4 * CASES, without=without) if a.outcome in ("holder", "opponent")][:CASES]
    if len(near) < NEAREST:
        return "undecided", ()
    return _side(sum(a.score if a.outcome == "holder" else -a.score for a in near)), tuple(a.id for a in near)


def _side_of_weights(library: Library, factors: Collection[str], without: Collection[str]) -> tuple[str, tuple[str, ...]]:
    """The side for which the weights of the factors speak, if clearly, and the heaviest of them."""
    weighed = weigh(library, factors, without)
    return _side(weighed.lead, CLEAR), tuple(f"{name} {weight:+.2f}" for name, weight in weighed.parts[:CASES])


def _side(lead: float, least: float = 0.0) -> str:
    return "holder" if lead > least else "opponent" if lead < -least else "undecided"


def civil_route(library: Library, jurisdiction: str) -> str:
    """The name of the jurisdiction's (first) civil action; raises BadInput when there is none."""
    [jurisdiction] = library.known([jurisdiction])
    for name, route in library.jurisdictions[jurisdiction].routes.items():
        if route.kind == "civil":
            return name
    raise BadInput(f"'{jurisdiction}' has no civil action of its own; ask for a member or a State")


def _issue(library: Library, element: ElementResult, factors: frozenset[str], jurisdiction: str, on: date,
           without: Collection[str]) -> IssueSignal:
    side = {"met": "holder", "defeated": "opponent"}.get(element.state)
    if side:
        return IssueSignal(element.name, element.title, side, element.authority)
    if not element.because:
        return IssueSignal(element.name, element.title, "undecided", ())
    scope = {reason.factor for reason in element.because}
    found = constrain(library, factors, jurisdiction, on, scope, element.node, without)
    if found.result != "open":
        return IssueSignal(element.name, element.title, found.side, found.cases[:NEAREST])
    own = {record.id for record in library.lineage(jurisdiction)}
    near = sorted((compare(library, factors & scope, case) for case in library.cases.values()
                   if case.id not in without and case.outcome in ("holder", "opponent") and len(scope & set(case.factors)) > 1),
                  key=lambda a: (a.jurisdiction not in own, -a.score, a.id))[:NEAREST]
    sides = {a.outcome for a in near}
    if len(near) == NEAREST and len(sides) == 1:
        return IssueSignal(element.name, element.title, sides.pop(), tuple(a.id for a in near))
    return IssueSignal(element.name, element.title, "undecided", tuple(a.id for a in near))


def _both_shown(library: Library, elements: tuple[ElementResult, ...]) -> bool:
    """Whether facts show a secret and a wrong: whoever has said nothing on one of the two has not made out a claim."""
    shown = {part for element in elements if element.state in ("met", "contested") for part in library.terms.issues[element.issue].serves}
    return {"secret", "wrong"} <= shown


def _overall(library: Library, jurisdiction: str, route: str, issues: tuple[IssueSignal, ...], silent: frozenset[str]) -> str:
    """Fold the issues as the route's condition does; an issue on which no fact is given is taken as undisputed (as in IBP)."""
    sides = {issue.issue: issue.favours for issue in issues if issue.issue not in silent}

    def walk(condition: Condition) -> str | None:
        parts = [sides.get(part) if isinstance(part, str) else walk(part) for part in condition.all or condition.any]
        spoken = [part for part in parts if part is not None]
        decides, needed = ("opponent", "holder") if condition.all else ("holder", "opponent")
        if not spoken:
            return None
        return decides if decides in spoken else needed if all(part == needed for part in spoken) else "undecided"

    return walk(library.jurisdictions[jurisdiction].routes[route].when) or "undecided"
