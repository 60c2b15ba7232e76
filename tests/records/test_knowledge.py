"""What must hold of every record that ships, so that law cannot go missing silently."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from advisor.records.library import Library

FIRST = ("eu", "de", "fr", "gb-eaw", "us", "us-ca", "cn", "jp")


def test_the_first_jurisdictions_and_at_least_a_hundred_cases_are_there(library: Library) -> None:
    assert set(FIRST) <= set(library.jurisdictions)
    assert len(library.cases) >= 100
    assert all(count >= 5 for count in Counter(c.jurisdiction for c in library.cases.values() if c.jurisdiction in FIRST).values())


def test_every_question_has_an_answer_or_says_why_there_is_none(library: Library) -> None:
    for name in library.jurisdictions:
        for question in library.questions.questions:
            found = library.answer(name, question, date(2026, 11, 24))
            assert found is not None, f"{name}: {question}"
            assert found.answer.note


def test_every_authority_can_be_opened_or_is_a_decision_with_a_citation(library: Library) -> None:
    for name, record in library.jurisdictions.items():
        for answer in record.answers.values():
            for authority in answer.authority:
                assert library.cite(name, authority)
                url = library.url(name, authority)
                assert url is None or url.startswith("http")


@pytest.mark.parametrize(("day", "article"), [("2025-10-14", "AUCL 2019 art. 32"), ("2025-10-15", "AUCL art. 39")])
def test_china_before_and_after_15_october_2025(library: Library, day: str, article: str) -> None:
    found = library.answer("cn", "proof.burden", date.fromisoformat(day))
    assert found is not None
    assert [library.cite("cn", a) for a in found.answer.authority] == [article]


def test_dupont_v_christopher_is_what_it_was(library: Library) -> None:
    case = library.cases["us/ca5-1970-dupont-v-christopher"]
    assert "photograph" in case.facts
    assert case.threat == ("espionage",)
    assert "former-employee" not in {party.kind for party in case.parties}
    assert set(case.factors) >= {"F6", "F22"}


def test_each_coded_factor_is_supported_by_words_of_fact(library: Library) -> None:
    for case in library.cases.values():
        for name, words in case.factors.items():
            assert len(words.split()) >= 3, f"{case.id}: {name}"


def test_no_case_is_dated_after_it_was_checked(library: Library) -> None:
    for case in library.cases.values():
        assert case.date <= case.checked.on.isoformat()[:len(case.date)], case.id


def test_a_jurisdiction_inherits_only_from_its_parents(library: Library) -> None:
    for name, record in library.jurisdictions.items():
        for question in record.inherits:
            source = library.answer_source(name, question)
            assert source is not None
            assert source.id in {parent.id for parent in library.lineage(name)} - {name}


def test_a_case_stands_in_the_folder_of_the_law_that_it_applies(library: Library) -> None:
    for case in library.cases.values():
        assert case.id.partition("/")[0] == case.jurisdiction
