"""Cases as references: a list in a document, a table, and the formats RIS and CSL-JSON that reference managers open."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from advisor.cite import cite_as
from advisor.exports.blocks import Document, Heading, Paragraph, Table, clean
from advisor.records.library import Library
from advisor.records.models import Case
from advisor.words import OUTCOME

HEADER = ("Cite as", "Name", "Jurisdiction", "Court", "Date", "Docket", "ECLI", "Outcome", "Holding", "Facts that matter", "Link", "Check", "Id")


def as_table(library: Library, cases: Sequence[Case]) -> Table:
    """One line a case."""
    return Table(HEADER, tuple((
        cite_as(library, c), c.name, library.jurisdictions[c.jurisdiction].name, _court(library, c), c.date, "; ".join(c.docket), c.ecli or "",
        OUTCOME[c.outcome].label, c.holding, "; ".join(f"{library.factors.factors[f].name}: {words}" for f, words in c.factors.items()),
        c.url or "", c.checked.how, c.id) for c in cases))


def as_document(library: Library, cases: Sequence[Case]) -> Document:
    """A digest: each case with its citation, facts, holding and why it matters."""
    blocks: list[Heading | Paragraph] = [Paragraph("This informs and is not legal advice.", small=True)]
    for c in cases:
        blocks += [Heading(c.short, 1), Paragraph(cite_as(library, c), small=True),
                   *([Paragraph(c.plain)] if c.plain else []), Paragraph(c.facts),
                   Paragraph(f"{OUTCOME[c.outcome].label}. {c.holding}"), Paragraph(f"Why it matters: {c.significance}"),
                   Paragraph(f"{c.url or 'no link'} · {c.checked.how}, {c.checked.on.isoformat()}", small=True)]
    return Document(f"{len(cases)} case{'s' if len(cases) != 1 else ''}", tuple(blocks))


def to_csl(library: Library, cases: Sequence[Case]) -> bytes:
    """CSL-JSON (``legal_case``), as Zotero, citeproc and others read it."""
    return json.dumps([_csl(library, c) for c in cases], ensure_ascii=False, indent=1).encode()


def to_ris(library: Library, cases: Sequence[Case]) -> bytes:
    """RIS (type CASE), as Zotero, EndNote and others read it."""
    lines = []
    for c in cases:
        tags = [("TY", "CASE"), ("TI", c.name), ("ST", c.short), ("PB", _court(library, c)), ("DA", c.date.replace("-", "/")), ("PY", c.date[:4]),
                *(("M1", docket) for docket in c.docket[:1]), *(("T2", citation) for citation in c.citations[:1]), ("AB", c.holding),
                *(("KW", word) for words in c.catchwords.values() for word in words), *((("UR", c.url),) if c.url else ()),
                ("N1", f"Cite as: {cite_as(library, c)}. Trade Secret Atlas {c.id}; {c.checked.how}."), ("ER", "")]
        lines += [f"{tag}  - {' '.join(clean(value).split())}".rstrip() + (" " if tag == "ER" else "") for tag, value in tags]
    return ("\r\n".join(lines) + "\r\n").encode()


def _csl(library: Library, case: Case) -> dict[str, Any]:
    issued = [int(part) for part in case.date.split("-")]
    whole = {"id": case.id, "type": "legal_case", "title": case.name, "title-short": case.short, "authority": _court(library, case),
             "issued": {"date-parts": [issued]}, "number": "; ".join(case.docket), "references": "; ".join((*case.citations, case.ecli or "")).strip("; "),
             "jurisdiction": library.jurisdictions[case.jurisdiction].name, "abstract": case.holding, "URL": case.url or "",
             "keyword": ", ".join(word for words in case.catchwords.values() for word in words),
             "note": f"Cite as: {cite_as(library, case)}. {case.checked.how}"}
    return {key: clean(value) if isinstance(value, str) else value for key, value in whole.items() if value}


def _court(library: Library, case: Case) -> str:
    court = library.courts(case.jurisdiction).get(case.court)
    return court.name if court else case.court
