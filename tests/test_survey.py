"""One question over all laws, laws by conditions, and what changed between two days."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.records.library import Library
from advisor.records.problems import BadInput
from advisor.survey import SHADES, Wish, allowed_tests, changes, matching, read_wish, shade, survey

TODAY = date(2026, 11, 25)


def test_every_law_answers_or_says_that_none_held(library: Library) -> None:
    found = survey(library, "criminal.offence", TODAY)
    assert list(found) == list(library.jurisdictions)


def test_shades_stay_in_the_scale_and_unknown_has_none(library: Library) -> None:
    for name, question in library.questions.questions.items():
        assert shade(question, "unknown") is None
        for cell in survey(library, name, TODAY).values():
            level = shade(question, cell.value) if cell else None
            assert level is None or 0 <= level <= SHADES, (name, cell)


def test_yes_is_darker_than_qualified_and_qualified_than_no(library: Library) -> None:
    question = library.questions.questions["criminal.offence"]
    assert [shade(question, value) for value in ("no", "qualified", "yes")] == [0, 2, 4]


def test_laws_are_found_by_several_conditions(library: Library) -> None:
    wishes = [read_wish(library, text) for text in ("criminal.offence=yes", "remedies.interim-exparte=yes", "limitation.civil>=3")]
    found = matching(library, wishes, TODAY)
    assert found
    for name, cells in found.items():
        assert [cell.value for cell in cells[:2]] == ["yes", "yes"], name


@given(st.data())
def test_another_condition_never_finds_more(library: Library, data: st.DataObject) -> None:
    askable = [(name, value) for name, question in library.questions.questions.items() if allowed_tests(question) == ("is",)
               for value in (*question.values, "yes", "no")]
    wishes = [Wish(name, "is", value) for name, value in data.draw(st.lists(st.sampled_from(askable), min_size=1, max_size=4))]
    assert set(matching(library, wishes, TODAY)) <= set(matching(library, wishes[:-1], TODAY))


@pytest.mark.parametrize(("text", "line"), [
    ("criminal.offense=yes", "did you mean 'criminal.offence'?"), ("criminal.offence=maybe", "use one of yes, no, qualified"),
    ("criminal.offence>=3", "cannot be asked with '>='"), ("limitation.civil>=long", "counted in years"), ("criminal", "no condition")])
def test_a_wrong_condition_is_one_clear_line(library: Library, text: str, line: str) -> None:
    with pytest.raises(BadInput, match=line.replace("?", r"\?")):
        read_wish(library, text)


def test_what_changed_keeps_the_former_law(library: Library) -> None:
    found = {(c.jurisdiction, c.question): c for c in changes(library, ["de"], date(2018, 1, 1), TODAY) if c.before}
    assert found, "the German Act of 2019 changed nothing?"
    assert all(c.before != c.after for c in found.values())


def test_nothing_changes_within_a_day(library: Library) -> None:
    assert changes(library, library.jurisdictions, TODAY, TODAY) == []
