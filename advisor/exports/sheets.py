"""A table as Excel (.xlsx) or CSV; no cell can become a formula."""

from __future__ import annotations

import csv
import re
from io import BytesIO, StringIO

import xlsxwriter

from advisor.exports.blocks import Table, clean

_FORMULA = re.compile(r"(^|[;\n])(?=\s*[=+\-@\uff1d\uff0b\uff0d\uff20])")
_LINE_END = re.compile(r"\r\n?")


def to_xlsx(table: Table, title: str) -> bytes:
    """The bytes of a workbook with one sheet: header frozen, filter on, text wrapped."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"title": clean(title)[:200], "author": "Trade Secret Atlas"})
    sheet = book.add_worksheet("Atlas")
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    for column, text in enumerate(table.header):
        sheet.write_string(0, column, clean(text), head)
    for line, row in enumerate(table.rows, start=1):
        for column, text in enumerate(row):
            sheet.write_string(line, column, clean(text)[:32_000], body)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.header) - 1)
    sheet.set_column(0, len(table.header) - 1, 34)
    book.close()
    return out.getvalue()


def to_csv(table: Table) -> bytes:
    """The bytes of a CSV file (UTF-8 with a mark, so that spreadsheets read accents).

    What a spreadsheet would take for a formula gets an apostrophe before it: at the start of a cell, and after a line break or a
    semicolon, at which some spreadsheets cut a cell in two; tabs, at which others do, become spaces.
    """
    out = StringIO()
    writer = csv.writer(out)
    for row in (table.header, *table.rows):
        writer.writerow([_FORMULA.sub(r"\1'", _LINE_END.sub("\n", clean(cell)).replace("\t", " ")) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")
