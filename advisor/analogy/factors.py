"""Analogies by shared factors, in the manner of HYPO and CATO (Ashley 1990; Aleven 2003).

Given the factors of a problem and a decided case:

- shared factors make the case on point;
- distinctions *for* the winner are factors for the winner that only the case has, and factors against the
  winner that only the problem has: reasons why the problem is weaker for that side than the case was;
- distinctions *against* are the reverse: reasons why the problem is even stronger for that side.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from advisor.records.library import Library
from advisor.records.models import Case


@dataclass(frozen=True)
class Analogy:
    """A case like the problem. ``weaker`` and ``stronger`` are the distinctions seen from the case's winner."""

    id: str
    name: str
    short: str
    jurisdiction: str
    outcome: str
    shared: tuple[str, ...]
    weaker: tuple[str, ...]
    stronger: tuple[str, ...]
    score: float


def compare(library: Library, problem: Collection[str], case: Case) -> Analogy:
    """Compare the factors of a problem with those of a case.

    The score, 0 to 1, is the share of common factors among all factors of both (Jaccard), where a
    distinction that makes the problem weaker for the case's winner counts fully and one that makes it
    stronger counts half, since the latter does not hurt the analogy's argument.
    """
    side = {"holder": "holder", "opponent": "opponent"}.get(case.outcome)
    factors = library.factors.factors
    shared = [f for f in case.factors if f in problem]
    only_case = [f for f in case.factors if f not in problem]
    only_problem = [f for f in problem if f not in case.factors]
    weaker = [f for f in only_case if factors[f].side == side] + [f for f in only_problem if factors[f].side != side]
    stronger = [f for f in only_case if factors[f].side != side] + [f for f in only_problem if factors[f].side == side]
    if side is None:
        weaker, stronger = only_case + only_problem, []
    weight = len(shared) + len(weaker) + 0.5 * len(stronger)
    return Analogy(case.id, case.name, case.short, case.jurisdiction, case.outcome, _ordered(shared), _ordered(weaker),
                   _ordered(stronger), round(len(shared) / weight, 4) if weight else 0.0)


def analogies(library: Library, problem: Collection[str], jurisdictions: Collection[str] = (), k: int = 5,
              without: Collection[str] = ()) -> tuple[Analogy, ...]:
    """The ``k`` cases most on point, best first; only cases that share a factor.

    ``jurisdictions`` limits the law that the cases apply (empty: any); ``without`` leaves cases out.
    """
    found = [compare(library, problem, case) for case in library.cases.values()
             if case.id not in without and (not jurisdictions or case.jurisdiction in jurisdictions)]
    return tuple(sorted((a for a in found if a.shared), key=lambda a: (-a.score, -len(a.shared), a.id))[:k])


def forced_side(library: Library, problem: Collection[str], case: Case, within: Iterable[str] | None = None) -> str | None:
    """The side for which a case forces the result a fortiori, or None.

    A precedent for a side forces that side when the problem has every factor for the side that the
    precedent had, and no factor against it that the precedent lacked (Horty, Rules and Reasons in the
    Theory of Precedent, 2011). ``within`` restricts the comparison to some factors, such as those of an
    issue; a case that has none of them for its winner forces nothing.
    """
    if case.outcome not in ("holder", "opponent"):
        return None
    scope = set(library.factors.factors) if within is None else set(within)
    factors = library.factors.factors
    pro_case = {f for f in case.factors if f in scope and factors[f].side == case.outcome}
    con_case = {f for f in case.factors if f in scope and factors[f].side != case.outcome}
    pro_problem = {f for f in problem if f in scope and factors[f].side == case.outcome}
    con_problem = {f for f in problem if f in scope and factors[f].side != case.outcome}
    return case.outcome if pro_case and pro_case <= pro_problem and con_problem <= con_case else None


def _ordered(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda name: int(name[1:])))
