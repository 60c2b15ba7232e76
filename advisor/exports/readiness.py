"""The state of protective measures as a document and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from advisor.exports.blocks import Bullets, Document, Heading, Paragraph, Table
from advisor.readiness import Finding, actions, lost_on_measures
from advisor.records.library import Library

HEADER = ("Jurisdiction", "Measure", "What the law makes of it", "In place", "Gap", "Note", "Authority", "Check")


def as_table(findings: Sequence[Finding], library: Library) -> Table:
    """One line for each law and measure."""
    return Table(HEADER, tuple((library.jurisdictions[f.jurisdiction].name, f.name, f.level, f.in_place, "gap" if f.gap else "", f.note,
                                "; ".join(f.authority), f.how) for f in findings))


def as_document(findings: Sequence[Finding], library: Library, name: str, on: date) -> Document:
    """An action list, then what each law makes of each gap, then the cases in which measures were found wanting."""
    names = {j: library.jurisdictions[j].name for j in dict.fromkeys(f.jurisdiction for f in findings)}
    todo = actions(library, findings)
    blocks: list[Heading | Paragraph | Bullets | Table] = [
        Paragraph(f"Law as at {on.isoformat()}. Laws: {', '.join(names.values())}. This informs and is not legal advice.", small=True),
        Heading("Action list", 1)]
    if todo:
        blocks.append(Table(("Done", "Measure", "Required in", "Expected in", "Answers which threats"), tuple(
            ("[ ]", f"{a.name}: {a.ask}", ", ".join(names[j] for j in a.required), ", ".join(names[j] for j in a.expected),
             ", ".join(library.terms.threats[t].label for t in a.threats)) for a in todo)))
    else:
        blocks.append(Paragraph("Every measure that these laws require or expect is in place."))
    for j, place in names.items():
        gaps = [f for f in findings if f.gap and f.jurisdiction == j]
        if gaps:
            blocks.append(Heading(place, 2))
            blocks.append(Bullets(tuple(f"{f.name} ({f.level}; in place: {f.in_place}): {f.note} [{'; '.join(f.authority)}; {f.how}]" for f in gaps)))
    lost = lost_on_measures(library, list(names))
    if lost:
        blocks.append(Heading("Where measures were found wanting", 1))
        blocks.append(Bullets(tuple(f"{case.short} ({names[case.jurisdiction]}, {case.date}): {case.holding}" for case in lost)))
    return Document(f"Readiness: {name}", tuple(blocks))
