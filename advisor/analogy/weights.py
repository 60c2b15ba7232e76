"""How facts have weighed in decided cases: every factor counts for its side, more or less as the outcomes of the cases say.

A ridge regression (Hoerl and Kennard, Technometrics 12, 1970) of the outcome on the factors of a case and on the lead of the holder's factors over
the opponent's. The penalty draws the weights of single factors to nothing, so that what the cases do not tell is left to the count.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from advisor.records.library import Library

RIDGE = 30.0


@dataclass(frozen=True)
class Weighed:
    """What factors weigh together, from about -1 (the opponent's) to 1 (the holder's), and what each adds to it, the heaviest first."""

    lead: float
    parts: tuple[tuple[str, float], ...]


def weigh(library: Library, factors: Collection[str], without: Collection[str] = ()) -> Weighed:
    """Weigh factors by the decided cases of all laws, leaving out those of ``without``; with no case that a side won, by nothing."""
    names = list(library.factors.factors)
    sides = np.array([1.0 if library.factors.factors[name].side == "holder" else -1.0 for name in names])
    cases = [case for case in library.cases.values() if case.id not in without and case.factors and case.outcome in ("holder", "opponent")]
    if not cases:
        return Weighed(0.0, ())
    has = np.array([[name in case.factors for name in names] for case in cases], float)
    known = np.column_stack([has, has @ sides])
    won = np.array([1.0 if case.outcome == "holder" else -1.0 for case in cases])
    usual, even = known.mean(axis=0), won.mean()
    apart = known - usual
    weights = np.linalg.solve(apart.T @ apart + RIDGE * np.eye(known.shape[1]), apart.T @ (won - even))
    each = weights[:-1] + weights[-1] * sides
    present = np.array([name in factors for name in names])
    lead = even - float(usual @ weights) + float(each @ present)
    parts = sorted(((name, float(weight)) for name, weight, there in zip(names, each, present, strict=True) if there), key=lambda part: -abs(part[1]))
    return Weighed(float(lead), tuple(parts))
