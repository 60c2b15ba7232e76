"""A comparison as a document or a table."""

from __future__ import annotations

from advisor.comparison import Cell, Comparison
from advisor.exports.blocks import Document, Heading, Paragraph, Table
from advisor.records.library import Library

HEADER = ("Group", "Question", "Jurisdiction", "Answer", "Note", "Authority", "Check", "Since")


def as_table(comparison: Comparison, library: Library) -> Table:
    """One line for each question and jurisdiction, with authority and check."""
    groups = library.questions.groups
    rows = []
    for row in comparison.rows:
        for name, cell in row.answers.items():
            jurisdiction = library.jurisdictions[name].name
            if cell is None:
                rows.append((groups[row.group].name, row.ask, jurisdiction, "No answer held on this day", "", "", "", ""))
                continue
            inherited = f" (from {library.jurisdictions[cell.inherited_from].name})" if cell.inherited_from else ""
            rows.append((groups[row.group].name, row.ask, jurisdiction + inherited, cell.words, cell.note, "; ".join(cell.authority),
                         _checked(cell), cell.since.isoformat() if cell.since else ""))
    return Table(HEADER, tuple(rows))


def _checked(cell: Cell) -> str:
    """How an answer was checked, and what the check leaves out."""
    return f"{cell.how}, {cell.on.isoformat()}" + (f". {cell.reservation}" if cell.reservation else "")


def as_document(comparison: Comparison, library: Library) -> Document:
    """Side by side, group by group: a table of values, then notes with authorities."""
    names = [library.jurisdictions[name].name for name in comparison.jurisdictions]
    blocks: list[Heading | Paragraph | Table] = [Paragraph(f"Law as at {comparison.on.isoformat()}. A dagger marks answers that differ. "
                                                           "This informs and is not legal advice.", small=True)]
    for group, heading in library.questions.groups.items():
        rows = [row for row in comparison.rows if row.group == group]
        if not rows:
            continue
        blocks.append(Heading(heading.name, 1))
        blocks.append(Table(("Question", *names), tuple(
            (row.name + (" †" if row.differs else ""), *(cell.words if cell else "—" for cell in row.answers.values())) for row in rows)))
        for row in rows:
            blocks.append(Heading(row.ask, 2))
            for name, cell in row.answers.items():
                if cell:
                    blocks.append(Paragraph(f"{library.jurisdictions[name].name}: {cell.words}. {cell.note}"))
                    blocks.append(Paragraph(f"{'; '.join(cell.authority) or 'no authority'} · {_checked(cell)}", small=True))
    return Document("Comparison: " + ", ".join(names), tuple(blocks))
