"""Provisions recognised in a query: "art. 10(4) AUCL" is the same as "AUCL article 10 (4)"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_SIGNS = frozenset(re.findall(r"\w+", """
    abs absatz al alin alinea and art arts article articles articolo artigo artikel artículo cl clause comma cpv de des du et inc lit nr no nos of
    para paras paragraph poz reg rule s sec section sections ss the to und ust"""))  # how a provision is announced, in the languages of the records
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_PART = re.compile(r"[,;]|\band\b|-(?=\()")
_LONGEST = 12  # tokens: what is longer is a description, not a provision
_NAMED = 0.5   # of a query's other words that the law's name must hold


@dataclass(frozen=True)
class Pin:
    """One provision that a record cites: the tokens of its number, the words that name its law, how many provisions the record cites."""

    record: str
    number: tuple[str, ...]
    law: str
    beside: int


def tokens(text: str) -> list[str]:
    """The words and numbers of a text without signs: "L. 152-6" and "L152-6" are both l, 152, 6; "U.S.C." is usc."""
    joined = _INITIALS.sub(lambda initials: initials[0].replace(".", "") + " ", text.casefold())
    return [token for token in _TOKEN.findall(joined) if token not in _SIGNS]


def numbers(pinpoint: str) -> Iterator[tuple[str, ...]]:
    """The provisions in a pinpoint: "arts. 2(6), 15(1)" holds 2, 6 and 15, 1. What continues another one, as in "310(1), (4)", is left out."""
    for part in _PART.split(pinpoint):
        if not part.strip().startswith("(") and any(character.isdecimal() for character in part):
            yield tuple(tokens(part))


def named_in(query: str, pins: Iterable[Pin]) -> list[str]:
    """Records that cite the provision that a query names: those that cite it exactly first, then those that cite a part of it.

    Empty when the query names none, or when the rest of it does not name the law.
    """
    asked = tokens(query)
    if not asked or len(asked) > _LONGEST:
        return []
    found = []
    for pin in pins:
        start, matched = _matched(asked, pin.number)
        if matched:
            rest = asked[:start] + asked[start + matched:]
            law = set(tokens(pin.law))
            known = sum(word in law for word in rest) / len(rest) if rest else 1.0
            if known >= _NAMED:
                found.append((-known, -matched, len(pin.number) - matched, pin.beside, pin.record))
    best = min((row[:2] for row in found), default=None)
    return list(dict.fromkeys(row[-1] for row in sorted(found) if row[:2] == best))


def _matched(asked: Sequence[str], number: Sequence[str]) -> tuple[int, int]:
    """Where the beginning of a provision's number stands in the query, and how many of its tokens do; it must hold a digit."""
    best = (0, 0)
    for start, token in enumerate(asked):
        if token == number[0]:
            length = next((i for i, (a, b) in enumerate(zip(asked[start:], number, strict=False)) if a != b), min(len(asked) - start, len(number)))
            if length > best[1] and any(part.isdecimal() for part in number[:length]):
                best = (start, length)
    return best
