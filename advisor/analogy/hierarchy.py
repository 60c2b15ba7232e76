"""The factor hierarchy: which concerns a factor reaches, and when a distinction is significant.

After CATO (Aleven, Using Background Knowledge in Case-Based Legal Reasoning, 2003) with the definitions of
arXiv 2510.08710: a factor reaches a concern strongly through a path of strong links, else weakly. Weak support is blocked
when an opposing factor of the same case reaches the same concern strongly; support that is not blocked is effective.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from advisor.records.library import Library

Reach = Mapping[tuple[str, int], bool]


@dataclass(frozen=True)
class Significance:
    """What a distinction is worth.

    ``emphasised`` names concerns for which it gives effective support and the other case has none, ``downplayed``
    concerns for which another factor of the other case gives effective support too.
    """

    factor: str
    emphasised: tuple[str, ...]
    downplayed: tuple[str, ...]

    @property
    def significant(self) -> bool:
        """Whether it can be emphasised and cannot be downplayed."""
        return bool(self.emphasised) and not self.downplayed


@lru_cache(maxsize=4096)
def reach(library: Library, factor: str) -> Reach:
    """Concerns that a factor reaches: (concern, sign) to whether a path of strong links leads there.

    The sign is 1 where the factor makes the concern more likely and -1 where it makes it less likely.
    """
    found: dict[tuple[str, int], bool] = {}

    def walk(node: str, sign: int, strong: bool) -> None:
        record = library.factors.factors.get(node) or library.factors.concerns[node]
        for links, turn in ((record.supports, 1), (record.undermines, -1)):
            for concern, strength in links.items():
                key, holds = (concern, sign * turn), strong and strength == "strong"
                if key not in found or (holds and not found[key]):
                    found[key] = holds
                    walk(concern, sign * turn, holds)

    walk(factor, 1, True)
    return found


def effective(library: Library, factor: str, case: Collection[str]) -> frozenset[tuple[str, int]]:
    """Concerns, with sign, to which the factor gives effective support in a case (a set of factors)."""
    def blocked(concern: str, sign: int) -> bool:
        return any(reach(library, other).get((concern, -sign), False) for other in case if other != factor)

    return frozenset(key for key, strong in reach(library, factor).items() if strong or not blocked(*key))


def distinctions(library: Library, problem: Collection[str], case: Collection[str], winner: str) -> tuple[str, ...]:
    """What sets a problem apart from a case, to the case's winner's cost.

    Factors for the winner that only the case has, then factors against the winner that only the problem has.
    """
    factors = library.factors.factors
    return _ordered([f for f in case if f not in problem and factors[f].side == winner]) + _ordered(
        [f for f in problem if f not in case and factors[f].side != winner])


def significance(library: Library, factor: str, problem: Collection[str], case: Collection[str]) -> Significance:
    """What a distinction is worth; ``factor`` stands in exactly one of problem and case."""
    own, other = (case, problem) if factor in case else (problem, case)
    mine = effective(library, factor, own)
    theirs = {key for f in other for key in effective(library, f, other)}
    return Significance(factor, tuple(sorted({concern for concern, sign in mine if (concern, sign) not in theirs})),
                        tuple(sorted({concern for concern, sign in mine if (concern, sign) in theirs})))


def _ordered(names: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda name: int(name[1:])))
