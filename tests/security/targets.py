"""What is fuzzed: each reader of input as a function of bytes that returns when all is well and raises when a promise is broken.

The promises: bad input is a ``BadInput`` of one short line a problem, and nothing else is raised; what is accepted can be written and read again.
"""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from unicodedata import category

import docx

from advisor.citecheck import check_text
from advisor.documents import LONGEST, text_of
from advisor.matter import dump_matter, parse_matter
from advisor.options import advise
from advisor.readiness import parse_inventory
from advisor.records.citations import us_citation, wrong_citation
from advisor.records.library import Library
from advisor.records.models import Case, Factors, Jurisdiction, Questions, Terms
from advisor.records.problems import BadInput
from advisor.records.reading import read_model
from advisor.records.source import parse_source
from advisor.records.store import load_library
from advisor.search.filters import FIELDS, Filters, with_fields
from advisor.search.known import bare
from advisor.search.query import parse
from advisor.search.words import _grams
from advisor.workshop import Hypothetical

TESTS = Path(__file__).parents[1]
KNOWLEDGE = TESTS.parent / "knowledge"
_UNSHOWN = {"Cc", "Cs", "Zl", "Zp"}   # categories of signs that move the cursor, end a line or cannot be written
MODELS = (Case, Jurisdiction, Terms, Questions, Factors, Hypothetical)


@cache
def library() -> Library:
    """The knowledge that ships."""
    return load_library(KNOWLEDGE)


def told(error: BadInput) -> None:
    """Every problem is one short line that a terminal shows as it stands."""
    for problem in error.problems:
        line = str(problem)
        assert len(line) < 4_000 and not _UNSHOWN & {category(sign) for sign in line}, line[:500]


def record(data: bytes) -> None:
    """A record file, read as each kind of record."""
    try:
        source = parse_source(data, "record.yaml")
    except BadInput as error:
        return told(error)
    for model in MODELS:
        try:
            read_model(model, source)
        except BadInput as error:
            told(error)
    return None


def matter(data: bytes) -> None:
    """A matter file: what is accepted reads back the same from its own file, and can be advised on."""
    try:
        read = parse_matter(data, library())
    except BadInput as error:
        return told(error)
    assert parse_matter(dump_matter(read), library()) == read
    advise(library(), read)
    return None


def measures(data: bytes) -> None:
    """A list of measures."""
    try:
        parse_inventory(data, library())
    except BadInput as error:
        told(error)


@cache
def _words() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    db.execute('create virtual table docs using fts5(x, tokenize = "porter unicode61 remove_diacritics 2")')
    db.execute("create virtual table grams using fts5(x, tokenize = 'trigram')")
    for table in ("docs", "grams"):
        db.execute(f"insert into {table} values ('An engineer copied drawings; § 2 no. 1(b) 营业秘密')")
    return db


def query(data: bytes) -> None:
    """What is typed into the search box: fields, filters, and the expression that FTS5 gets."""
    found = parse(as_text(data), FIELDS)
    filters, notes = with_fields(Filters(), found.fields, library())
    assert all(len(note) < 4_000 for note in notes)
    filters.admits  # noqa: B018  (a field that was read is a filter)
    bare(found.plain)
    if found.words:
        _words().execute("select * from docs where docs match ?", (found.words,)).fetchall()
    if found.plain:
        _words().execute("select * from grams where grams match ?", (_grams(found.plain),)).fetchall()


def citation(data: bytes) -> None:
    """One citation of a record."""
    text = as_text(data)
    wrong_citation(text)
    us_citation(text)


def citations(data: bytes) -> None:
    """A text whose citations are checked: spans lie in it, in order, and say what stands there."""
    text = as_text(data)
    end = 0
    for found in check_text(text, library()):
        assert found.written == text[found.start:found.end] and found.end > end
        end = found.end


def word_file(data: bytes) -> None:
    """A Word file: its bytes as they come, or one of its parts."""
    parts = ("word/document.xml", "[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/styles.xml")
    content = with_part(parts[data[0] % 8], data[1:]) if data and data[0] % 8 < len(parts) else data[1:]
    _text(content, "docx")


def pdf_file(data: bytes) -> None:
    """A PDF file: its bytes as they come, or as the drawing of a page."""
    _text(pdf(data[1:]) if data[:1] == b"\0" else data, "pdf")


def _text(content: bytes, kind: str) -> None:
    try:
        text = text_of(content, kind)
    except Exception:   # damaged; ``read_document`` tells so, in a process of its own
        return
    assert len(text) <= LONGEST


def as_text(data: bytes) -> str:
    """Bytes as text; those that are no UTF-8 become lone surrogates, as on a command line."""
    return data.decode("utf-8", errors="surrogateescape")


@cache
def _plain_docx() -> dict[str, bytes]:
    out = BytesIO()
    document = docx.Document()
    document.add_paragraph("See 431 F.2d 1012.")
    document.save(out)
    with zipfile.ZipFile(out) as parts:
        return {name: parts.read(name) for name in parts.namelist() if not name.startswith("docProps/thumb")}


def with_part(name: str, content: bytes) -> bytes:
    """A Word file of which one part is replaced."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        for part, body in {**_plain_docx(), name: content}.items():
            parts.writestr(part, body)
    return out.getvalue()


def pdf(drawing: bytes, *more: bytes, resources: bytes = b"/Font<</F 5 0 R>>", filtered: bytes = b"") -> bytes:
    """A PDF of one page with a drawing; ``more`` are objects from number 6."""
    stream = b"<</Length %d%s>>stream\n%s\nendstream" % (len(drawing), filtered, drawing)
    objects = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
               b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<<%s>>>>" % resources, stream,
               b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", *more)
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, table, len(objects) + 1, len(out))


@dataclass(frozen=True)
class Target:
    """A reader with inputs to start from and words that its inputs are made of; ``share`` of a million cases in a run by hand."""

    run: Callable[[bytes], None]
    share: int
    seeds: tuple[bytes, ...]
    words: tuple[str, ...] = ()


def _files(*patterns: str) -> tuple[bytes, ...]:
    return tuple(path.read_bytes()[:6_000] for pattern in patterns for path in sorted(TESTS.parent.glob(pattern))[:4])


_YAML = ("!!python/object/apply:os.system [id]", "&a", "*a", "<<:", "? ", "- ", "|\n", '"\\e[2J"', '"\\uD800"', '"\\u202e"', "\u202e", "\ufeff", "\x00",
         "{", "}", "[", "]", "%YAML 1.1", "---", "...", "0x7f", "1e999", ".inf", "yes", "2026-02-31", "F4: yes")
_TYPED = ("AND ", "OR ", "NOT ", '"', "(", ")", "*", "court:", "year:", "2015..2020", "factor:F6", "jurisdiction:", "outcome:", "§ ",
          "431 F.2d 1012", "I ZR 118/16", "ECLI:EU:C:2020:1", "密", "\u202e", "NEAR(", "{x}:", "^", "\u0660")
_CITED = ("F.2d", "U.S.", "v. ", "(5th Cir. 1970)", "Id. at", "supra", "[2013] UKSC 31", "ECLI:", "I ZR 118/16", "(2019)最高法知民终562号",
          "§ ", "In re ", ", ", "; ")

TARGETS = {
    "query": Target(query, 600_000, (b'"need to know" AND copied NOT (patent OR design)', b"court:BGH year:2015.. factor:F6 micro*", b"431 F.2d 1012"), _TYPED),
    "record": Target(record, 100_000, _files("tests/mini/*/*.yaml", "tests/mini/cases/xx/*.yaml", "tests/records/bad/*.yaml"), _YAML),
    "matter": Target(matter, 120_000, _files("knowledge/scenarios/*.yaml"), _YAML),
    "measures": Target(measures, 60_000, (b"measures: {marking: yes, policy: no}\n",), _YAML),
    "citation": Target(citation, 60_000, (b"431 F.2d 1012", b"[2013] UKSC 31", b"ECLI:NL:HR:2018:1775", b"2020 WL 123456"), _CITED),
    "citations": Target(citations, 20_000, (b"duPont v. Christopher, 431 F.2d 1012 (5th Cir. 1970); BGH, I ZR 118/16; [2013] UKSC 31.",), _CITED),
    "docx": Target(word_file, 30_000, (b"\0" + _plain_docx()["word/document.xml"][:6_000], b"\1" + _plain_docx()["[Content_Types].xml"],
                                       b"\2" + _plain_docx()["_rels/.rels"], b"\7" + with_part("x", b"")[:6_000]), ("<w:p>", "<w:t>", 'w:gridSpan w:val="9"')),
    "pdf": Target(pdf_file, 30_000, (
        b"\0BT /F 9 Tf 1 0 0 1 9 9 Tm (431 F.2d 1012) Tj [(a) -200 (b)] TJ T* (c) ' ET q /A Do Q", pdf(b"BT /F 9 Tf (x) Tj ET")),
        ("obj", "endobj", "stream", "endstream", "/FlateDecode", "/ASCII85Decode", "/LZWDecode", "/Kids", "/Count", "/Parent", "Tj", "TJ", "Do",
         "xref", "trailer", "R")),
}
