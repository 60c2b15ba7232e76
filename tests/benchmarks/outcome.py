"""How often the outcome signal is right over the library, each case left out with its related records. Run by hand.

python tests/benchmarks/outcome.py [ID ...]   (default: every jurisdiction with a civil action)

Baselines in the same run: always the holder; counting factors; the nearest case (most on point, any law); a-fortiori precedents alone;
rules alone (no precedents); rules with precedents (``advisor predict``). "wrong" counts a word that was not the outcome; "undecided" is silence.
Codings were made from opinions by readers who knew the outcome, so these figures flatter every method.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from datetime import date

from advisor.analogy.constraint import constrain
from advisor.analogy.factors import analogies
from advisor.analogy.outcome import predict
from advisor.records.library import Library
from advisor.records.models import Case
from advisor.records.problems import BadInput
from advisor.records.store import load_library

TODAY = date.today()


def left_out(case: Case) -> list[str]:
    """The case and the records of the same dispute."""
    return [case.id, *(relation.case for relation in case.related)]


def always_holder(library: Library, case: Case) -> str:
    """The base rate."""
    return "holder"


def counting(library: Library, case: Case) -> str:
    """The side with more factors."""
    sides = Counter(library.factors.factors[f].side for f in case.factors)
    return "undecided" if sides["holder"] == sides["opponent"] else max(sides, key=sides.__getitem__)


def nearest(library: Library, case: Case) -> str:
    """The outcome of the case most on point that was won by a side."""
    found = [a for a in analogies(library, set(case.factors), k=20, without=left_out(case)) if a.outcome in ("holder", "opponent")]
    return found[0].outcome if found else "undecided"


def precedents(library: Library, case: Case) -> str:
    """A-fortiori precedents of the same law alone."""
    return constrain(library, set(case.factors), case.jurisdiction, TODAY, without=left_out(case)).side or "undecided"


def forced(library: Library, case: Case) -> str:
    """Binding a-fortiori precedents alone."""
    found = constrain(library, set(case.factors), case.jurisdiction, TODAY, without=left_out(case))
    return found.side if found.result == "forced" else "undecided"


def rules_only(library: Library, case: Case) -> str:
    """The signal with every case left out."""
    return signal(library, case, list(library.cases))


def rules_and_precedents(library: Library, case: Case) -> str:
    """The signal as the command gives it."""
    return signal(library, case, left_out(case))


def signal(library: Library, case: Case, without: list[str]) -> str:
    """``advisor predict`` without some cases; silence where the law has no civil action."""
    try:
        return predict(library, list(case.factors), case.jurisdiction, without).favours
    except BadInput:
        return "undecided"


METHODS: dict[str, Callable[[Library, Case], str]] = {
    "always holder": always_holder, "counting factors": counting, "nearest case": nearest, "forced precedents": forced,
    "a-fortiori alone": precedents, "rules alone": rules_only, "rules with precedents": rules_and_precedents}


def main() -> None:
    """Print one table for all cases and one a jurisdiction."""
    library = load_library()
    wanted = sys.argv[1:]
    cases = [c for c in library.cases.values() if c.outcome in ("holder", "opponent") and c.factors and (not wanted or c.jurisdiction in wanted)]
    groups = {"all": cases, **{j: [c for c in cases if c.jurisdiction == j] for j in sorted({c.jurisdiction for c in cases})}}
    for group, members in groups.items():
        print(f"\n{group}: {len(members)} cases won by a side")
        print(f"{'method':<24}{'right':>7}{'wrong':>7}{'undecided':>11}{'coverage':>10}{'precision':>11}")
        for name, method in METHODS.items():
            said = [(method(library, case), case.outcome) for case in members]
            right = sum(a == b for a, b in said)
            silent = sum(a == "undecided" for a, _ in said)
            spoke = len(said) - silent
            print(f"{name:<24}{right:>7}{spoke - right:>7}{silent:>11}{spoke / len(said):>10.0%}{right / spoke if spoke else 0:>11.0%}")


if __name__ == "__main__":
    main()
