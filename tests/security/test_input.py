"""Whatever the input, a reader ends, within bounds, with a result or one clear line a problem. ``fuzz.py`` and ``bombs.py`` run the same by hand at length."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import documents
from advisor.citecheck import MOST, check_text
from advisor.documents import LONGEST, read_document
from advisor.matter import Matter, dump_matter, parse_matter
from advisor.records.library import Library, read_library
from advisor.records.problems import BadInput
from advisor.records.source import parse_source, without_controls
from advisor.records.store import load_library
from advisor.search.engine import Engine
from tests.security.bombs import inputs
from tests.security.targets import TARGETS, pdf

ROOT = Path(__file__).parents[2]
SIGNS = st.sampled_from(["\x00", "\x85", "\x1b[2J", "\r", "\u202e", "\u2066", "\ufeff", "\udcff", "\uffff", "\u2028", "раypal", "ａ", "密", "ع", "🕵️",
                         "\n", "\t"])


@st.composite
def mutated(draw: st.DrawFn, name: str) -> bytes:
    """A seed of a reader with pieces cut out and words of its format, hostile signs or any bytes put in."""
    target = TARGETS[name]
    content = draw(st.sampled_from(target.seeds))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 40)))
        piece = draw(st.one_of(st.sampled_from(target.words).map(str.encode) if target.words else st.nothing(),
                               SIGNS.map(lambda sign: sign.encode("utf-8", "surrogatepass")), st.binary(max_size=20)))
        content = content[:start] + piece * draw(st.sampled_from([1, 1, 1, 200])) + content[end:]
    return content


@pytest.mark.parametrize("name", TARGETS)
def test_a_reader_keeps_its_promises(name: str) -> None:
    @settings(max_examples=40)
    @given(mutated(name))
    def kept(content: bytes) -> None:
        TARGETS[name].run(content)

    kept()


def test_inputs_made_to_exhaust_a_reader_end_within_its_memory() -> None:
    readers = ("record", "query", "docx", "pdf")
    done = subprocess.run([sys.executable, "-m", "tests.security.bombs", *readers], cwd=ROOT, capture_output=True, text=True, timeout=600,
                          env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))})
    assert done.returncode == 0, done.stderr[-2000:]
    assert len(done.stdout.splitlines()) == sum(reader in readers for _, reader, _ in inputs())


@settings(max_examples=60)
@given(st.text(st.characters(), min_size=1, max_size=100) | st.lists(SIGNS, min_size=1).map("".join))
def test_a_matter_typed_with_any_signs_is_saved_and_opens_again(library: Library, typed: str) -> None:
    matter = Matter(name=without_controls(typed).strip() or "x", summary=without_controls(typed))
    assert parse_matter(dump_matter(matter), library) == matter


@pytest.mark.parametrize("written", ['"\\e[2J"', '"\\x9b2J"', '"\\u202e"', '"\\0"', '"\\uFEFF"'])
def test_a_control_written_as_an_escape_is_refused_where_it_stands(written: str) -> None:
    for content in (f"a: 1\nb: {written}\n", f"a: 1\n{written}: b\n"):
        with pytest.raises(BadInput, match="f.yaml:2.*(control character|plain word)"):
            parse_source(content.encode(), "f.yaml")


def test_text_of_right_to_left_scripts_is_text() -> None:
    assert parse_source("name: قانون الأسرار التجارية\n".encode(), "f").data == {"name": "قانون الأسرار التجارية"}


def test_many_mistakes_are_told_as_a_list_that_ends(library: Library) -> None:
    with pytest.raises(BadInput) as error:
        parse_matter(b"name: a\njurisdictions: [" + b"zz, " * 20_000 + b"]", library)
    assert 1 <= len(error.value.problems) <= 200


@pytest.mark.parametrize("query", ["(" * 2000, "(a " * 500 + ")" * 500, "a NOT " * 300 + "b", '"' * 999, "\ud800\x00 NOT", "b AND \u202e b (c)",
                                   "court:\u202e year:٢٠١٥", "a OR " * 400, "NEAR(a b)", "x" * 100_000])
def test_no_query_breaks_the_search(mini: Library, tmp_path: Path, query: str) -> None:
    Engine(mini, tmp_path).search(query, mode="words")


def test_a_text_of_citations_without_end_is_checked_up_to_a_number(library: Library) -> None:
    assert len(check_text("[2013] UKSC 31; " * 30_000, library)) == MOST


def test_a_citation_is_found_wherever_in_a_long_text_it_stands(library: Library) -> None:
    for before in range(19_980, 20_010, 5):   # about where the text is cut for the reader of citations
        [found] = check_text("x" * before + " duPont v. Christopher, 431 F.2d 1012 (5th Cir. 1970)", library)
        assert (found.written, found.verdict) == ("431 F.2d 1012", "verified")


def test_only_the_first_part_of_an_endless_text_is_read() -> None:
    assert len(read_document(b"x" * (LONGEST + 1), "a.txt")) == LONGEST
    with pytest.raises(BadInput, match="a.txt: larger than 20 MB"):
        read_document(b"x" * 20_000_001, "a.txt")


def test_a_pdf_is_read_in_a_process_that_says_nothing_of_what_it_holds() -> None:
    assert read_document(pdf(b"BT /F 9 Tf (431 F.2d 1012) Tj ET"), "a.pdf") == "431 F.2d 1012"
    with pytest.raises(BadInput) as error:
        read_document(pdf(b"")[:-200] + b"MARKER", "a.pdf")
    assert "MARKER" not in str(error.value)


def test_a_document_that_keeps_its_reader_busy_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "SECONDS", 0.01)
    with pytest.raises(BadInput, match="takes longer"):
        read_document(pdf(b""), "a.pdf")


def test_a_word_file_that_unpacks_to_a_thousand_times_its_size_is_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/document.xml", b" " * 101_000_000)
    assert len(out.getvalue()) < 200_000
    with pytest.raises(BadInput, match="a.docx: cannot be read"):
        read_document(out.getvalue(), "a.docx")


@pytest.mark.parametrize("kind", ["link to a file", "link to a device", "broken link", "folder", "pipe", "unreadable", "huge"])
def test_only_plain_files_of_the_folder_are_records(mini_folder: Path, tmp_path: Path, kind: str) -> None:
    place = mini_folder / "cases" / "xx" / "planted.yaml"
    if kind == "folder":
        place.mkdir()
    elif kind == "pipe":
        os.mkfifo(place)
    elif kind == "huge":
        with place.open("wb") as file:
            file.truncate(50_000_000_000)   # of zeros that take no room
    elif kind == "unreadable":
        place.write_text("id: x\n")
        place.chmod(0)
        if os.access(place, os.R_OK):
            pytest.skip("this user may read everything")
    else:
        secret = tmp_path / "secret"
        secret.write_text("password: hunter2\n")
        place.symlink_to({"link to a file": secret, "link to a device": Path("/dev/zero"), "broken link": tmp_path / "gone"}[kind])
    _, problems = read_library(mini_folder)
    assert [p.file for p in problems] == ["cases/xx/planted.yaml"]
    assert "hunter2" not in str(problems)
    with pytest.raises(BadInput):
        load_library(mini_folder)


def test_a_terminal_that_cannot_show_a_sign_is_no_error(mini_folder: Path, tmp_path: Path) -> None:
    batch = tmp_path / "batch.json"
    batch.write_text('[{"id": "\\ud800", "query": "glue"}]')
    done = subprocess.run([sys.executable, "-m", "advisor", "search", "--batch", str(batch), "--mode", "words"], cwd=ROOT, capture_output=True, timeout=120,
                          env={**os.environ, "PYTHONIOENCODING": "ascii", "ADVISOR_KNOWLEDGE": str(mini_folder), "ADVISOR_DATA": str(tmp_path / "data")})
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr
