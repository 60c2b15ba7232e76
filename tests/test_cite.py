"""Citations: computed in the form of the place, exported to reference managers, and checked in a text."""

from __future__ import annotations

import json
from io import BytesIO

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.cite import cite_as
from advisor.citecheck import check_text
from advisor.documents import read_document
from advisor.exports.references import HEADER, as_table, to_csl, to_ris
from advisor.records.library import Library
from advisor.records.problems import BadInput

DUPONT = "us/ca5-1970-dupont-v-christopher"


@pytest.mark.parametrize(("case", "citation"), [
    (DUPONT, "E. I. duPont deNemours & Company, Inc. v. Rolfe Christopher, 431 F.2d 1012 (5th Cir. 1970)"),
    ("gb-eaw/uksc-2013-vestergaard-v-bestnet", "Vestergaard Frandsen A/S v Bestnet Europe Ltd [2013] UKSC 31"),
    ("de/bgh-2018-hohlfasermembranspinnanlage-ii", "BGH, 22 March 2018, I ZR 118/16")])
def test_a_case_is_cited_in_the_form_of_its_place(library: Library, case: str, citation: str) -> None:
    assert cite_as(library, library.cases[case]).startswith(citation)


def test_every_case_has_a_citation_with_its_year(library: Library) -> None:
    for case in library.cases.values():
        assert case.date[:4] in cite_as(library, case) or any(char.isdigit() for char in cite_as(library, case)), case.id


def test_reference_formats_carry_every_case(library: Library) -> None:
    cases = list(library.cases.values())
    rows = json.loads(to_csl(library, cases))
    assert [row["id"] for row in rows] == [case.id for case in cases]
    assert {row["type"] for row in rows} == {"legal_case"}
    ris = to_ris(library, cases).decode().split("\r\n")
    assert ris.count("TY  - CASE") == sum(line.startswith("ER  -") for line in ris) == len(cases)
    assert all(line[2:6] == "  - " for line in ris if line)
    table = as_table(library, cases)
    assert {len(row) for row in table.rows} == {len(HEADER)}


def verdicts(text: str, library: Library) -> list[tuple[str, str]]:
    return [(c.written, c.verdict) for c in check_text(text, library)]


@pytest.mark.parametrize(("text", "found"), [
    ("duPont v. Christopher, 431 F.2d 1012 (5th Cir. 1970)", ("431 F.2d 1012", "verified")),
    ("Smith v. Jones, 431 F.2d 1012 (5th Cir. 1970)", ("431 F.2d 1012", "mismatch")),
    ("duPont v. Christopher, 431 F.2d 1012 (5th Cir. 1971)", ("431 F.2d 1012", "mismatch")),
    ("duPont v. Christopher, 431 F.2d 1012 (9th Cir. 1970)", ("431 F.2d 1012", "mismatch")),
    ("Doe v. Roe, 999 F.2d 111 (2d Cir. 1993)", ("999 F.2d 111", "not-in-library")),
    ("BGH, Urteil vom 22.3.2018 - I ZR 118/16, Rn. 28", ("I ZR 118/16", "verified")),
    ("BGH I ZR 999/99", ("I ZR 999/99", "not-in-library")),
    ("[2013] UKSC 31", ("[2013] UKSC 31", "verified")),
    ("ECLI:NL:HR:2018:1775.", ("ECLI:NL:HR:2018:1775", "verified")),
    ("ECLI:EU:C:2099:1", ("ECLI:EU:C:2099:1", "not-in-library"))])
def test_a_citation_is_found_and_judged(library: Library, text: str, found: tuple[str, str]) -> None:
    assert verdicts(text, library) == [found]


def test_every_case_of_the_library_verifies_its_own_citation(library: Library) -> None:
    wrong = []
    for case in library.cases.values():
        text = f"As was held in {cite_as(library, case)}, the matter stands so."
        found = check_text(text, library)
        if any(c.verdict == "mismatch" for c in found):
            wrong.append((case.id, text, found))
    assert wrong == []


def test_a_text_without_citations_has_none(library: Library) -> None:
    assert check_text("The employee left on 12 May 2020 with 14 files; section 2 applies.", library) == ()


@given(st.text(max_size=400))
def test_any_text_can_be_checked(library: Library, text: str) -> None:
    for citation in check_text(text, library):
        assert 0 <= citation.start < citation.end <= len(text)
        assert text[citation.start:citation.end] == citation.written


def test_a_word_file_is_read_with_its_tables() -> None:
    document = docx.Document()
    document.add_paragraph("See 431 F.2d 1012.")
    document.add_table(1, 1).cell(0, 0).text = "I ZR 118/16"
    out = BytesIO()
    document.save(out)
    assert {"See 431 F.2d 1012.", "I ZR 118/16"} <= set(read_document(out.getvalue(), "brief.docx").split("\n"))


@pytest.mark.parametrize("name", ["brief.docx", "brief.pdf"])
@settings(max_examples=5)
@given(content=st.binary(max_size=300))
def test_a_damaged_file_is_one_clear_line(name: str, content: bytes) -> None:
    with pytest.raises(BadInput, match="cannot be read|no text"):
        read_document(content, name)
