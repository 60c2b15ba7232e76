"""A-fortiori constraint by precedents: a result is forced, supported or open.

A precedent for a side decides a problem a fortiori when the problem has every factor for that side that the precedent had, and no
factor against it that the precedent lacked (Horty, Rules and Reasons in the Theory of Precedent, 2011; Prakken, A formal analysis of
some factor- and precedent-based accounts of precedential constraint, 2021). Whether it *binds* depends on whose decision it is: law,
level of the court, time and later history (after Di Florio and others, arXiv 2410.10567). What does not bind illustrates.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from advisor.records.library import Library
from advisor.records.models import Case

Result = Literal["forced", "supported", "open"]
CARRIED = 2  # coded facts for the winner that a precedent must have to force: a coding with one fact leaves out what decided the case
_FALLEN = ("reversed", "overruled", "vacated")


@dataclass(frozen=True)
class Constraint:
    """What precedents say of a problem: ``forced`` by binding ones, ``supported`` by others, or ``open``.

    ``side`` is empty where the result is open; ``cases`` are the precedents for the side, ``against`` those that decide a fortiori
    for the other side.
    """

    result: Result
    side: str
    cases: tuple[str, ...]
    against: tuple[str, ...]


def a_fortiori(library: Library, problem: Collection[str], case: Case, within: Collection[str] | None = None) -> bool:
    """Whether the case decides the problem for its winner; ``within`` restricts the comparison to some factors.

    A case without a winner, or without a factor for its winner in the comparison, decides nothing.
    """
    if case.outcome not in ("holder", "opponent"):
        return False
    factors = library.factors.factors
    scope = factors.keys() if within is None else set(within)

    def sides(names: Iterable[str]) -> tuple[set[str], set[str]]:
        inside = [name for name in names if name in scope]
        return ({n for n in inside if factors[n].side == case.outcome}, {n for n in inside if factors[n].side != case.outcome})

    pro_case, con_case = sides(case.factors)
    pro_problem, con_problem = sides(problem)
    return bool(pro_case) and pro_case <= pro_problem and con_problem <= con_case


def stands(case: Case, on: date) -> bool:
    """Whether a decision had been made by ``on`` and has not been reversed, overruled or vacated."""
    return case.standing not in _FALLEN and case.date <= on.isoformat()[:len(case.date)]


def binds(library: Library, case: Case, jurisdiction: str, on: date) -> bool:
    """Whether a decision binds the trial courts of a jurisdiction.

    It must stand; come from an appellate or highest court; and be of this law in a legal family where precedents bind, or of the highest
    court of a union whose law the jurisdiction applies. Pleading and interim rulings decide on assumed facts and bind no trial.
    """
    if not stands(case, on) or case.posture in ("pleading", "interim"):
        return False
    owner = library.jurisdictions.get(case.jurisdiction)
    court = library.courts(case.jurisdiction).get(case.court)
    if owner is None or court is None or not library.terms.families[owner.family].binds:
        return False
    level = library.terms.court_levels[court.level].rank
    if owner.id == jurisdiction:
        return level >= library.terms.court_levels["appeal"].rank
    above = {record.id for record in library.lineage(jurisdiction) if record.family == "supranational"}
    return owner.id in above and level >= library.terms.court_levels["supreme"].rank


def constrain(library: Library, problem: Collection[str], jurisdiction: str, on: date, within: Collection[str] | None = None,
              element: str | None = None, without: Collection[str] = ()) -> Constraint:
    """What precedents say of a problem, or of one element of it, under a law on a day.

    For an ``element`` (``de:civil.secret``, with the factors of it as ``within``) a case that the opponent won counts only if it is about
    that element: whoever loses loses on one point, whoever wins has won them all. Precedents on both sides leave it open.
    """
    found: dict[tuple[str, bool], list[str]] = {}
    own = {record.id for record in library.lineage(jurisdiction)}
    for case in library.cases.values():
        if case.id in without or case.jurisdiction not in own or not stands(case, on):
            continue
        if element and case.outcome == "opponent" and element not in case.elements:
            continue
        if a_fortiori(library, problem, case, within):
            carried = sum(library.factors.factors[name].side == case.outcome for name in case.factors) >= CARRIED
            found.setdefault((case.outcome, carried and binds(library, case, jurisdiction, on)), []).append(case.id)
    for binding, result in ((True, "forced"), (False, "supported")):
        sides = [side for side in ("holder", "opponent") if (side, binding) in found]
        if len(sides) == 1:
            [side], other = sides, "opponent" if sides == ["holder"] else "holder"
            against = found.get((other, True), []) + found.get((other, False), [])
            return Constraint(result, side, tuple(found[side, binding]), tuple(against))  # type: ignore[arg-type]
        if sides:
            return Constraint("open", "", (), tuple(i for s in sides for i in found[s, binding]))
    return Constraint("open", "", (), ())
