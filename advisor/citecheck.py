"""Check of citations: every citation of a text is found, matched to the library, and compared with what the text says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from rapidfuzz import fuzz

from advisor.documents import LONGEST
from advisor.records.citations import ECLI, NEUTRAL
from advisor.records.library import Library
from advisor.records.models import Case
from advisor.search.known import bare

Verdict = Literal["verified", "mismatch", "not-in-library"]
MOST = 1_000               # citations of a text that are looked up
_PIECE, _OVERLAP = 20_000, 300   # characters that eyecite is given at a time, so that it can be stopped
_BEFORE, _AFTER = 160, 60  # characters around a citation in which names and a year are looked for
_ALIKE = 80
_COMMON = {"company", "corporation", "limited", "incorporated", "gmbh", "corp", "others", "another", "united", "states", "also", "with", "from"}
_DOCKET = re.compile(
    r"(?<!\w)(?:[IVX]{1,4} Z[RB] \d+/\d{2}|\d{1,2} (?:AZR|ABR|Ob|Ta|Sa|U|W|O) \d+/\d{2}\w?|[IVX]{1,4} K[KR]? \d+/\d{2}|(?:no|n°|nº)\.? ?\d{2}-\d{2}[.-]\d{3}"
    r"|[(（]\d{4}[)）]\s?[\u4e00-\u9fff\d]{3,20}号|\d{4}[가-힣]{1,2}\d+|\d{2,4}(?:Da|Do|Ma|Gahap|Na|Kahap)\d+)(?!\w)")
_VERSUS = re.compile(r"[^;:\n()]*\bv\.?\s[^;\n]*$")
_UNKNOWN = "The library has no decision with this citation; that says nothing about whether it exists."
_TOLD = re.compile(r"^,?\s*\((?P<court>\d{1,2}[a-z]{1,2} Cir\.|[^()\d]*(?:\b\d(?:st|d|nd|rd|th)\b[^()\d]*)?)\s*(?P<year>(?:1[89]|20)\d{2})\)")


@dataclass(frozen=True)
class Citation:
    """A citation in a text: where it stands (start, end), as written, the verdict, the record it matches, and what differs."""

    start: int
    end: int
    written: str
    verdict: Verdict
    case: str | None
    why: str


def check_text(text: str, library: Library) -> tuple[Citation, ...]:
    """The citations of a text's first ``LONGEST`` characters in their order, up to ``MOST``.

    US citations as eyecite knows them; ECLI, neutral and docket forms by pattern; and any citation or docket number of the library's own.
    """
    text = text[:LONGEST]
    known = _known(library)
    found: list[Citation] = []
    since = reach = 0
    for start, end in sorted(set(_spans(text, known)), key=lambda span: (span[0], -span[1])):
        if end <= reach:   # inside a longer one
            continue
        if len(found) == MOST:
            break
        before = text[max(since, start - _BEFORE):start]
        found.append(_judge(Citation(start, end, text[start:end], "not-in-library", None, _UNKNOWN), before, text[end:end + _AFTER], known, library))
        since = reach = end
    return tuple(found)


def _known(library: Library) -> dict[str, list[Case]]:
    found: dict[str, list[Case]] = {}
    for case in library.cases.values():
        for citation in filter(None, (*case.citations, *case.docket, case.ecli)):
            key = bare(citation)
            if len(key) > 4 and any(sign.isdecimal() for sign in key):
                found.setdefault(key, []).append(case)
    return found


def _spans(text: str, known: dict[str, list[Case]]) -> Iterator[tuple[int, int]]:
    yield from _american(text)
    for pattern in (ECLI, NEUTRAL, _DOCKET):
        for match in pattern.finditer(text):
            yield match.start(), match.start() + len(match[0].rstrip("."))
    letters = [(i, sign.casefold()) for i, sign in enumerate(text) if sign.isalnum()]
    squeezed = "".join(sign[0] for _, sign in letters)
    for key in known:
        at = squeezed.find(key)
        while at >= 0:
            end = at + len(key) - 1
            if not _glued(letters, at, -1) and not _glued(letters, end, 1):
                yield letters[at][0], letters[end][0] + 1
            at = squeezed.find(key, at + 1)


def _american(text: str) -> set[tuple[int, int]]:
    """Spans of US citations as eyecite finds them. It takes some milliseconds for each, so it is stopped once there are more than are looked up."""
    from eyecite import get_citations
    from eyecite.models import FullCaseCitation

    found: set[tuple[int, int]] = set()
    for start in range(0, len(text), _PIECE):
        piece = text[max(0, start - _OVERLAP):start + _PIECE]
        for citation in get_citations(piece) if piece.strip() else ():
            if isinstance(citation, FullCaseCitation):
                first, last = citation.span()  # type: ignore[no-untyped-call]
                found.add((max(0, start - _OVERLAP) + first, max(0, start - _OVERLAP) + last))
        if len(found) > MOST:
            break
    return found


def _glued(letters: list[tuple[int, str]], at: int, step: int) -> bool:
    """Whether the letter or digit at a place is one word with its neighbour in the text."""
    beside = at + step
    return 0 <= beside < len(letters) and abs(letters[beside][0] - letters[at][0]) == 1


def _judge(citation: Citation, before: str, after: str, known: dict[str, list[Case]], library: Library) -> Citation:
    """The citation with its verdict, by the record it matches and the text before and after it."""
    found = known.get(bare(citation.written), [])
    if not found:
        return citation
    best = max(found, key=lambda case: _named(case, before + " " + after))
    wrong = []
    named = _VERSUS.search(re.split(r"[;\n]|\)\s", before)[-1])
    if named and _named(best, named[0]) < _ALIKE:
        wrong.append(f"the names before it are not those of {best.short}")
    court = library.courts(best.jurisdiction).get(best.court)
    if told := _TOLD.match(after):
        if told["year"] != best.date[:4]:
            wrong.append(f"the year is {best.date[:4]}, not {told['year']}")
        if court and bare(told["court"]) and not _same_court(told["court"], court.abbreviation):
            wrong.append(f"the court is {court.abbreviation}, not {told['court'].strip()}")
    if wrong:
        line = "; ".join(wrong)
        return replace(citation, verdict="mismatch", case=best.id, why=f"{line[0].upper()}{line[1:]}.")
    return replace(citation, verdict="verified", case=best.id, why=f"{best.name}, {court.name if court else best.court}, {best.date}.")


def _same_court(one: str, other: str) -> bool:
    """Whether two abbreviations are alike and have the same numbers: 5th Cir. is not 9th Cir."""
    return re.findall(r"\d+", one) == re.findall(r"\d+", other) and fuzz.ratio(bare(one), bare(other)) >= _ALIKE


def _named(case: Case, text: str) -> float:
    """How well a text names a case, 0 to 100: its best match of a distinctive word (over three letters) of the name or of a party."""
    told = _words(text)
    names = {word for name in (case.short, case.name, *(party.name for party in case.parties)) for word in _words(name)}
    return max((fuzz.ratio(one, other) for one in names for other in told), default=0.0)


def _words(text: str) -> set[str]:
    return {word for word in re.sub(r"[^\w\s]", " ", text).casefold().split() if len(word) > 3 and word not in _COMMON}
