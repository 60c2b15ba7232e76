"""Three-ply arguments for contested elements (Ashley, Modeling Legal Argument, 1990; Aleven 2003), in words.

Ply one cites the most on-point precedent for one side; ply two distinguishes it and cites a counter-example; ply three distinguishes the
counter-example and meets the distinctions. Everything that is said comes from the factors of the matter and of the cases: no factor is
invented, and every factor that bears on the element is named. Where no case of the library is on point, the argument says so and
stops at the rule; where an element is not contested, there is no argument.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from advisor.analogy.constraint import Constraint, binds, constrain, stands
from advisor.analogy.factors import compare
from advisor.analogy.hierarchy import distinctions, significance
from advisor.records.library import Library
from advisor.records.models import Case
from advisor.rules.evaluate import ElementResult

SIDES = ("holder", "opponent")


@dataclass(frozen=True)
class Ply:
    """One move: the side that makes it, its words, the case it speaks of (or none) and the factors it names."""

    side: str
    text: str
    case: str
    factors: tuple[str, ...]


@dataclass(frozen=True)
class Argument:
    """The argument about one contested element, and what precedents make of the element."""

    element: str
    title: str
    plies: tuple[Ply, ...]
    precedents: Constraint


def argue(library: Library, element: ElementResult, problem: Collection[str], jurisdiction: str, on: date,
          without: Collection[str] = ()) -> Argument | None:
    """The argument about an element on the facts of a matter; None when the element is not contested.

    ``without`` leaves cases out (for testing on the library's own cases).
    """
    if element.state != "contested":
        return None
    matter = _Matter(library, element, frozenset(r.factor for r in element.because if r.factor), _scope(library, element),
                     any(not r.factor for r in element.because), jurisdiction, on, frozenset(without))
    found = constrain(library, problem, jurisdiction, on, matter.bearing, element.node, without)
    cited = {side: matter.on_point(side) for side in SIDES}
    first = "opponent" if not cited["holder"] and cited["opponent"] else "holder"
    second = SIDES[1 - SIDES.index(first)]
    mine, theirs = cited[first], cited[second]
    plies = [matter.cite(first, mine), matter.answer(second, mine, theirs)]
    if mine or theirs:
        plies.append(matter.rebut(first, mine, theirs))
    return Argument(element.name, element.title, tuple(plies), found)


def _scope(library: Library, element: ElementResult) -> frozenset[str]:
    """Every factor that bears on the element in this law, known or not."""
    jurisdiction, _, rest = element.node.partition(":")
    route, _, name = rest.partition(".")
    return frozenset(library.jurisdictions[jurisdiction].routes[route].elements[name].factors())


@dataclass(frozen=True)
class _Matter:
    """One contested element of a matter: ``facts`` are the known factors that bear on it, ``bearing`` all that could."""

    library: Library
    element: ElementResult
    facts: frozenset[str]
    bearing: frozenset[str]
    presumed: bool
    jurisdiction: str
    on: date
    without: frozenset[str]

    def on_point(self, side: str) -> Case | None:
        """The standing precedent for a side that shares most of its factors; own law first, then what binds.

        A case that the opponent won counts only if it is about an element of this name: whoever loses loses on one point.
        """
        own_law = {record.id for record in self.library.lineage(self.jurisdiction)}
        own = set(self.of(side))
        near = []
        for case in self.library.cases.values():
            shared = own & set(case.factors)
            if case.outcome != side or not shared or case.id in self.without or not stands(case, self.on):
                continue
            if side == "opponent" and self.element.name not in {name.rpartition(".")[2] for name in case.elements}:
                continue
            near.append((case.jurisdiction not in own_law, not binds(self.library, case, self.jurisdiction, self.on), -len(shared),
                         -compare(self.library, self.facts, case).score, case.id))
        return self.library.cases[min(near)[-1]] if near else None

    def cite(self, side: str, case: Case | None) -> Ply:
        """Ply one: the side's facts and its precedent."""
        own = self.of(side)
        facts = [_named(self.library, own)] if own else []
        if self.presumed and side == "holder":
            facts.append("the presumption of the law")
        lead = f"The {side} rests on {' and on '.join(facts)}"
        if case is None:
            return Ply(side, f"{lead}. No decided case of this library is on point; the argument rests on {self.rule}.", "", own)
        words = f"{lead}, and cites {self.name(case)}, which the {case.outcome} won: there, as here, {self.shared(case, own)}."
        return Ply(side, words, case.id, own)

    def answer(self, side: str, case: Case | None, counter: Case | None) -> Ply:
        """Ply two: the other side's facts, what sets the precedent apart, and a counter-example."""
        own = self.of(side)
        named = list(own)
        against = " against the presumption of the law" if self.presumed and side == "opponent" else ""
        parts = [f"The {side} answers with {_named(self.library, own)}{against}." if own else f"The {side} answers with the presumption of the law."]
        if case is not None:
            apart = self.apart(case)
            named += apart
            parts.append(f"{case.short} is different: {self.told_apart(case, apart)}." if apart else
                         f"On the facts that bear on this element {case.short} cannot be told apart.")
        if counter is not None:
            parts.append(f"The counter-example is {self.name(counter)}, which the {counter.outcome} won: {self.shared(counter, own)}.")
        elif case is not None:
            parts.append("No counter-example stands in the library.")
        else:
            parts.append(f"No decided case of this library is on point; the answer rests on {self.rule}.")
        return Ply(side, " ".join(parts), counter.id if counter else "", tuple(dict.fromkeys(named)))

    def rebut(self, side: str, case: Case | None, counter: Case | None) -> Ply:
        """Ply three: what sets the counter-example apart, and why the distinctions drawn weigh little."""
        named: list[str] = []
        parts = []
        if counter is not None:
            apart = self.apart(counter)
            named += apart
            parts.append(f"The {side} replies that {counter.short} is different: {self.told_apart(counter, apart)}." if apart else
                         f"The {side} cannot tell {counter.short} apart on these facts and must ask that it not be followed.")
        if case is not None:
            weak = [f for f in self.apart(case) if not significance(self.library, f, self.facts, self.within(case)).significant]
            named += weak
            if weak:
                named_weak = _named(self.library, weak)
                parts.append(f"What sets {case.short} apart weighs little, since other facts speak to the same concern: {named_weak}.")
        if not parts:
            assert case is not None
            parts.append(f"The {side} maintains that {case.short} governs.")
        return Ply(side, " ".join(parts), case.id if case else "", tuple(dict.fromkeys(named)))

    def of(self, side: str) -> tuple[str, ...]:
        """Known factors of a side, in order."""
        return tuple(sorted((f for f in self.facts if self.library.factors.factors[f].side == side), key=lambda f: int(f[1:])))

    def within(self, case: Case) -> list[str]:
        """Factors of a case that bear on the element in the matter's law."""
        return [f for f in case.factors if f in self.bearing]

    def apart(self, case: Case) -> tuple[str, ...]:
        """What sets the matter apart from a case on this element, to the cost of the case's winner."""
        return distinctions(self.library, self.facts, self.within(case), case.outcome)

    def told_apart(self, case: Case, apart: Collection[str]) -> str:
        """Distinctions in words, with those that are significant marked."""
        words = []
        for f in apart:
            weighs = ", a significant distinction" if significance(self.library, f, self.facts, self.within(case)).significant else ""
            where = "only here" if f in self.facts else f"only there, where {case.factors[f]}"
            words.append(f"{self.library.factors.factors[f].name} ({f}) stands {where}{weighs}")
        return "; ".join(words)

    def shared(self, case: Case, own: Collection[str]) -> str:
        """Factors of a side that the case shares, with the case's own facts."""
        return "; ".join(f"{self.library.factors.factors[f].name} ({f}): {case.factors[f]}" for f in own if f in case.factors)

    def name(self, case: Case) -> str:
        """The case with court and year."""
        court = self.library.courts(case.jurisdiction).get(case.court)
        return f"{case.short} ({court.abbreviation if court else case.court} {case.date[:4]})"

    @property
    def rule(self) -> str:
        """The authority of the element."""
        return "; ".join(self.element.authority) or "the rule"


def _named(library: Library, names: Collection[str]) -> str:
    words = [f"{library.factors.factors[f].name} ({f})" for f in names]
    return ", ".join(words[:-1]) + (" and " if len(words) > 1 else "") + words[-1] if words else ""

