"""A document as Word (.docx)."""

from __future__ import annotations

from io import BytesIO

from docx import Document as Docx
from docx.shared import Cm, Pt

from advisor.exports.blocks import Bullets, Document, Heading, Paragraph, Table, clean


def to_docx(document: Document) -> bytes:
    """The bytes of a .docx file: A4, with headings that Word's navigation shows and repeated table headers."""
    docx = Docx()
    section = docx.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    docx.styles["Normal"].font.name = "Calibri"
    docx.styles["Normal"].font.size = Pt(10.5)
    docx.core_properties.title = clean(document.title)
    docx.core_properties.author = "Trade Secret Atlas"
    docx.add_heading(clean(document.title), level=0)
    for block in document.blocks:
        match block:
            case Heading(text, level):
                docx.add_heading(clean(text), level=level)
            case Paragraph(text, small):
                run = docx.add_paragraph().add_run(clean(text))
                if small:
                    run.font.size = Pt(8.5)
            case Bullets(items):
                for item in items:
                    docx.add_paragraph(clean(item), style="List Bullet")
            case Table(header, rows):
                _table(docx, header, rows)
    out = BytesIO()
    docx.save(out)
    return out.getvalue()


def _table(docx, header, rows) -> None:  # type: ignore[no-untyped-def]
    table = docx.add_table(rows=1, cols=len(header), style="Light Grid Accent 1")
    for cell, text in zip(table.rows[0].cells, header, strict=True):
        cell.text = clean(text)
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(properties.makeelement("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}tblHeader"))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = clean(text)
    for row in table.rows:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                for run in paragraph.runs:
                    run.font.size = Pt(8.5)
    docx.add_paragraph()
