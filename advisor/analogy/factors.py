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

from advisor.analogy.hierarchy import distinctions
from advisor.records.library import Library
from advisor.records.models import Case, Outcome


@dataclass(frozen=True)
class Analogy:
    """A case like the problem. ``weaker`` and ``stronger`` are the distinctions seen from the case's winner."""

    id: str
    name: str
    short: str
    jurisdiction: str
    outcome: Outcome
    shared: tuple[str, ...]
    weaker: tuple[str, ...]
    stronger: tuple[str, ...]
    score: float


def compare(library: Library, problem: Collection[str], case: Case) -> Analogy:
    """Compare the factors of a problem with those of a case.

    The score, 0 to 1, is the share of common factors among all factors of both (Jaccard), where a
    distinction that makes the problem stronger for the case's winner counts half, since it does not hurt
    the analogy's argument, and so does a fact that only the case has, on which the problem may just be silent.
    A fact that another fact apart implies counts with that one.
    """
    side = {"holder": "holder", "opponent": "opponent"}.get(case.outcome)
    shared = [f for f in case.factors if f in problem]
    apart = [f for f in case.factors if f not in problem] + [f for f in problem if f not in case.factors]
    weaker = distinctions(library, problem, case.factors, side) if side else _ordered(apart)
    stronger = [f for f in apart if f not in weaker]
    implied = {other for f in apart for other in library.factors.factors[f].implies}
    weight = len(shared) + sum(1.0 if f in problem and f in weaker else 0.5 for f in apart if f not in implied)
    return Analogy(case.id, case.name, case.short, case.jurisdiction, case.outcome, _ordered(shared), weaker, _ordered(stronger),
                   round(len(shared) / weight, 4) if weight else 0.0)


def analogies(library: Library, problem: Collection[str], jurisdictions: Collection[str] = (), k: int = 5,
              without: Collection[str] = ()) -> tuple[Analogy, ...]:
    """The ``k`` cases most on point, best first; only cases that share a factor.

    ``jurisdictions`` limits the law that the cases apply (empty: any); ``without`` leaves cases out.
    """
    by_law = library.cases_by_jurisdiction
    pool = [case for name in dict.fromkeys(jurisdictions or by_law) for case in by_law.get(name, ())]
    found = [compare(library, problem, case) for case in pool if case.id not in without]
    return tuple(sorted((a for a in found if a.shared), key=lambda a: (-a.score, -len(a.shared), a.id))[:k])


def _ordered(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda name: int(name[1:])))
