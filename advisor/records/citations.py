"""Citations of decisions: US reporters with eyecite, ECLI and neutral citations by pattern."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

NEUTRAL = re.compile(
    r"\[(?P<year>(?:19|20)\d{2})\]\s+(?P<court>[A-Z][A-Za-z]*(?:\s[A-Z][A-Za-z]+)?(?:\(\w+\))?)\s+(?P<number>\d+)"
    r"(?:\s+\((?P<division>[A-Za-z]+)\))?(?!\s*(?:AC|QB|KB|Ch|WLR|All))")
ECLI = re.compile(r"ECLI:(?P<country>[A-Z]{2}):(?P<court>[A-Z0-9]{1,7}):(?P<year>\d{4}):(?P<number>[A-Z0-9.]{1,25})")
_US_REPORTER = re.compile(
    r"^\d{1,4} (U\.?S\.?|S\. ?Ct\.|L\. ?Ed|F\.|F\. ?Supp|F\. ?App|Cal\.|N\.Y\.|Tex\.|Ill\.|Mass\.|Wash\.|U\.S\.P\.Q|A\.[23]d|"
    r"P\.[23]d|N\.[EW]\.|S\.[EW]\.|So\.|WL )")


@dataclass(frozen=True)
class Reporter:
    """A US reporter: its kind (``federal``, ``state``, ``state_regional``, ...), and the years that the cited series covers."""

    name: str
    kind: str
    supreme: bool
    first: int | None
    last: int | None


def us_citation(text: str) -> str | None:
    """The citation in corrected form when ``text`` is one US citation that eyecite knows, else None."""
    found = _american(text)
    return str(found.corrected_citation()) if found else None


def us_reporter(text: str) -> Reporter | None:
    """The reporter of a US citation as the courts' own data set has it, or None when eyecite does not know the citation."""
    found = _american(text)
    if not found:
        return None
    edition = found.edition_guess or found.all_editions[0]
    return Reporter(edition.reporter.short_name, str(edition.reporter.cite_type), bool(edition.reporter.is_scotus),
                    edition.start.year if edition.start else None, edition.end.year if edition.end else None)


def _american(text: str) -> Any:
    """The one US citation of a text, or None. eyecite is imported here because it is slow to load and few commands need it."""
    from eyecite import get_citations
    from eyecite.models import FullCaseCitation

    found = [c for c in get_citations(text) if isinstance(c, FullCaseCitation)] if text.strip() else []
    return found[0] if len(found) == 1 else None


def looks_american(text: str) -> bool:
    """Whether ``text`` opens like a volume and a US reporter, so that eyecite must know it."""
    return bool(_US_REPORTER.match(text)) or bool(re.match(r"^\d{4} WL \d+", text))


def wrong_citation(text: str) -> str | None:
    """What is wrong with the form of a citation, or None when nothing is."""
    if text.startswith("ECLI"):
        return None if ECLI.fullmatch(text) else "not a well-formed ECLI; put it in the key 'ecli'"
    if text.startswith("["):
        return None if NEUTRAL.match(text) or re.match(r"\[\d{4}\] (\d+ )?[A-Z]", text) else "not a well-formed neutral citation"
    if looks_american(text) and us_citation(text) is None:
        return "not a US citation that eyecite knows (volume, reporter, first page)"
    return None
