"""Exports open in the programs they are for, hold what the screen shows, and act on nothing."""

from __future__ import annotations

import csv
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.comparison import compare
from advisor.exports.blocks import Document, Paragraph, Table
from advisor.exports.comparison import HEADER, as_document, as_table
from advisor.exports.markdown import escape, to_markdown
from advisor.exports.memo import as_memo
from advisor.exports.sheets import to_csv, to_xlsx
from advisor.exports.word import to_docx
from advisor.exports.write import write
from advisor.matter import Matter, read_matter
from advisor.options import advise
from advisor.records.library import Library
from advisor.records.problems import BadInput

DAY = date(2026, 11, 24)


def text_of(content: bytes) -> str:
    opened = docx.Document(BytesIO(content))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join([p.text for p in opened.paragraphs] + cells)


def test_a_comparison_in_excel_has_a_line_for_every_answer_with_its_authority(mini: Library) -> None:
    sheet = openpyxl.load_workbook(BytesIO(to_xlsx(as_table(compare(mini, ["xx"], DAY), mini), "Comparison"))).active
    rows = list(sheet.values)
    assert rows[0] == HEADER
    assert len(rows) == 1 + 5
    assert ("Act § 2(1)(b)", "primary, 2026-11-24") in [(r[5], r[6]) for r in rows]


def test_a_memo_in_word_holds_options_elements_dates_and_authority(mini: Library) -> None:
    matter = Matter.model_validate({"name": "Filling machine", "places": {"acts": ["xx"]}, "facts": {"F15": "yes", "F6": "yes", "F18": "yes"},
                                    "dates": {"taken": "2026-01-10", "discovered": "2026-02-01"}, "on": "2026-11-24"})
    text = text_of(to_docx(as_memo(advise(mini, matter), mini)))
    for words in ("Filling machine", "Action before the High Court", "Available", "Not generally known", "Act § 2(1)(a)", "2029-02-01",
                  "not legal advice"):
        assert words in text


HOSTILE = ["=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(A1)", "\t=1", "plain"]


def test_no_cell_becomes_a_formula() -> None:
    table = Table(("a",), tuple((text,) for text in HOSTILE))
    rows = list(csv.reader(StringIO(to_csv(table).decode("utf-8-sig"))))
    assert all(not row[0].startswith(("=", "+", "-", "@", "\t")) for row in rows[1:])
    sheet = openpyxl.load_workbook(BytesIO(to_xlsx(table, "t"))).active
    assert all(cell.data_type == "s" for row in sheet.iter_rows() for cell in row)


@given(st.text(max_size=200))
def test_markdown_acts_on_no_word_of_a_user(text: str) -> None:
    shown = escape(text)
    assert "\n" not in shown
    assert "<" not in shown.replace("\\<", "")
    assert "](" not in shown


@given(st.text(max_size=200))
def test_any_text_can_be_put_into_word_excel_csv_and_markdown(text: str) -> None:
    document = Document(text, (Paragraph(text), Table((text,), ((text,),))))
    assert to_docx(document)[:2] == b"PK"
    assert to_markdown(document)
    assert to_xlsx(Table(("a",), ((text,),)), text)[:2] == b"PK"
    assert to_csv(Table(("a",), ((text,),)))


def test_another_ending_is_refused_and_an_unwritable_place_told(mini: Library, tmp_path: Path) -> None:
    result = compare(mini, ["xx"], DAY)
    with pytest.raises(BadInput, match=r"must be one of \.docx, \.md, \.xlsx, \.csv"):
        write(tmp_path / "a.pdf", lambda: as_document(result, mini), lambda: as_table(result, mini))
    (tmp_path / "file").write_text("x")
    with pytest.raises(BadInput, match="cannot be written"):
        write(tmp_path / "file" / "a.md", lambda: as_document(result, mini))


def test_the_dates_that_lie_ahead_go_into_a_calendar(library: Library) -> None:
    from icalendar import Calendar

    from advisor.exports.calendar import to_ics

    advice = advise(library, read_matter(Path(__file__).parents[2] / "knowledge" / "scenarios" / "coating-line.yaml", library))
    entries = Calendar.from_ical(to_ics(advice)).walk("VEVENT")
    ahead = {(o.jurisdiction, d.date, d.what) for o in advice.options for d in o.deadlines if d.date and not d.passed}
    assert len(entries) == len(ahead) > 0
    assert len({str(entry["uid"]) for entry in entries}) == len(entries)
    assert all("not legal advice" in str(entry["description"]) for entry in entries)
