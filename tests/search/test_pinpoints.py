"""Provisions are recognised however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.search.pinpoints import Pin, named_in, numbers, tokens

CODE = "France C. com. ; Commercial Code ; Code de commerce, livre Ier"
LAW = "Korea UCPA ; Unfair Competition Prevention and Trade Secret Protection Act"
PINS = (Pin("one", ("l", "152", "6"), CODE, 1), Pin("two", ("l", "152", "5"), CODE, 2), Pin("part", ("18", "1", "iii"), LAW, 1),
        Pin("whole", ("18",), LAW, 1), Pin("exact", ("18", "1"), LAW, 3), Pin("other law", ("18", "1"), "Japan UCPA ; Unfair Competition Prevention Act", 1))


@pytest.mark.parametrize("query", ["art. L.152-6 C. com.", "L152-6 code de commerce", "article L 152-6 du Code de commerce", "CODE DE COMMERCE L.152-6"])
def test_any_usual_spelling_finds_the_provision(query: str) -> None:
    assert named_in(query, PINS) == ["one"]


def test_who_cites_exactly_the_provision_stands_before_who_cites_a_part_of_it() -> None:
    assert named_in("UCPA Korea art. 18(1)", PINS) == ["exact", "part"]


def test_the_law_named_decides_between_provisions_of_one_number() -> None:
    assert named_in("article 18(1) UCPA Japan", PINS) == ["other law"]


def test_a_whole_article_is_the_answer_where_no_record_cites_the_paragraph() -> None:
    assert named_in("UCPA 18(9)", [pin for pin in PINS if pin.record == "whole"]) == ["whole"]


@pytest.mark.parametrize("query", ["", "trade secrets", "152 boxes of files left the building", "18 engineers",
                                   "a description of what happened to us in 18 long and rather tedious words, none of which names a law"])
def test_other_words_name_no_provision(query: str) -> None:
    assert named_in(query, PINS) == []


@pytest.mark.parametrize(("pinpoint", "found"), [
    ("arts. 2(6), 15(1)", [("2", "6"), ("15", "1")]), ("§ 134A.004(b)", [("134", "a", "004", "b")]), ("arts. 310(1), (4), 317", [("310", "1"), ("317",)]),
    ("art. 18(1)-(3)", [("18", "1")]), ("art. 11 ust. 2", [("11", "2")]), ("preamble", [])])
def test_a_pinpoint_is_read_provision_by_provision(pinpoint: str, found: list[tuple[str, ...]]) -> None:
    assert list(numbers(pinpoint)) == found


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    """No query breaks the reading, and signs never count."""
    assert named_in(text, PINS) == named_in(f"({text})", PINS)
    assert all(token.isalnum() for token in tokens(text))
