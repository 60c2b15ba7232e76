"""Looking up records: inheritance, the law as at a date, citations, and the cache."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor import settings
from advisor.records import store
from advisor.records.citations import us_citation, wrong_citation
from advisor.records.library import Library
from advisor.records.models import Answer, Authority


def test_an_answer_is_the_one_that_held_on_the_day(mini: Library) -> None:
    def value(day: str) -> object:
        found = mini.answer("xx", "definition.measures-required", date.fromisoformat(day))
        return found.answer.value if found else None

    assert value("2018-12-31") == "not-required"
    assert value("2019-01-01") == "element-of-definition"


def test_an_authority_line_is_read_as_instrument_and_pinpoint() -> None:
    read = Answer.model_validate({"value": "yes", "note": "n", "checked": "primary 2026-01-01",
                                  "authority": ["act § 2 no. 1(b)", "eu:tsd art. 2(1)", "case de/bag-2024, headnote 2"]}).authority
    assert read[0] == Authority(key="act", pinpoint="§ 2 no. 1(b)")
    assert read[1] == Authority(scope="eu", key="tsd", pinpoint="art. 2(1)")
    assert read[2] == Authority(case="de/bag-2024", pinpoint="headnote 2")


def test_a_case_is_cited_by_short_name_and_year_and_a_statute_by_short_name_and_section(mini: Library) -> None:
    assert mini.cite("xx", Authority(case="xx/high-2020-alpha-v-beta")) == "Alpha v. Beta (2020)"
    assert mini.cite("xx", Authority(key="act", pinpoint="§ 4")) == "Act § 4"


@pytest.mark.parametrize(("text", "right"), [
    ("431 F.2d 1012", True), ("431 F.9d 1012", False), ("[2012] EWCA Civ 1424", True), ("[1969] RPC 41", True), ("[2012 EWCA", False),
    ("BGHZ 38, 391", True)])
def test_citations_have_the_form_of_their_kind(text: str, right: bool) -> None:
    assert (wrong_citation(text) is None) is right


def test_eyecite_knows_the_reporter_of_a_us_citation() -> None:
    assert us_citation("E.I. duPont v. Christopher, 431 F.2d 1012 (5th Cir. 1970)") == "431 F.2d 1012"


def test_the_cache_gives_back_the_same_records(mini_folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ADVISOR_DATA", str(tmp_path / "data"))
    first = store.load_library(mini_folder)
    monkeypatch.setattr(store, "read_library", lambda *_: pytest.fail("the records were read again"))
    second = store.load_library(mini_folder)
    assert (second.jurisdictions, second.cases, second.digest) == (first.jurisdictions, first.cases, first.digest)


def test_a_damaged_cache_is_made_anew(mini_folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ADVISOR_DATA", str(tmp_path / "data"))
    store.load_library(mini_folder)
    for path in (settings.data_dir() / "records").glob("*.json"):
        path.write_bytes(path.read_bytes()[:100])
    assert "xx" in store.load_library(mini_folder).jurisdictions


def test_a_changed_record_is_read_again(mini_folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ADVISOR_DATA", str(tmp_path / "data"))
    store.load_library(mini_folder)
    path = mini_folder / "jurisdictions" / "xx.yaml"
    path.write_text(path.read_text().replace("name: Exlandia\n", "name: New Exlandia\n"))
    assert store.load_library(mini_folder).jurisdictions["xx"].name == "New Exlandia"


@given(st.text(max_size=200))
def test_any_text_can_be_asked_about_as_a_citation(text: str) -> None:
    assert wrong_citation(text) is None or isinstance(wrong_citation(text), str)
