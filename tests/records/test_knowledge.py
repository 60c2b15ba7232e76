"""What must hold of every record that ships, so that law cannot go missing silently."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml

from advisor.records.library import Library

MINIMUM = Path(__file__).with_name("minimum.yaml")  # raise the figures when records are added; lower one only with its reason in the commit
FIRST = ("eu", "de", "fr", "gb-eaw", "us", "us-ca", "cn", "jp")


def test_the_first_jurisdictions_and_at_least_a_hundred_cases_are_there(library: Library) -> None:
    assert set(FIRST) <= set(library.jurisdictions)
    assert len(library.cases) >= 100
    assert all(count >= 5 for count in Counter(c.jurisdiction for c in library.cases.values() if c.jurisdiction in FIRST).values())


def test_no_record_goes_missing_silently(library: Library) -> None:
    """Every law keeps its answers, routes, elements and cases."""
    least = yaml.safe_load(MINIMUM.read_text(encoding="utf-8"))
    cases = Counter(case.jurisdiction for case in library.cases.values())
    assert set(least) == set(library.jurisdictions)
    for name, record in library.jurisdictions.items():
        found = {"answers": len(record.answers), "routes": len(record.routes), "elements": sum(len(r.elements) for r in record.routes.values()),
                 "cases": cases[name]}
        assert all(found[what] >= number for what, number in least[name].items()), f"{name}: {found} below {least[name]}"


def test_every_statement_says_how_and_when_it_was_checked_and_a_primary_one_what_was_read(library: Library) -> None:
    """A primary mark rests on an authority that can be named."""
    for name, record in library.jurisdictions.items():
        for question, answer in record.answers.items():
            assert answer.checked.on
            assert answer.checked.how != "primary" or answer.authority or answer.checked.source or answer.value == "no", f"{name}: {question}"
    for case in library.cases.values():
        assert case.checked.on
        assert case.checked.how != "primary" or case.sources or case.url, case.id


def test_every_question_has_an_answer_or_says_why_there_is_none(library: Library) -> None:
    for name in library.jurisdictions:
        for question in library.questions.questions:
            found = library.answer(name, question, date(2026, 11, 24))
            assert found is not None, f"{name}: {question}"
            assert found.answer.note


def test_every_law_that_is_cited_has_its_day_or_says_why_it_has_none(library: Library) -> None:
    for record in library.jurisdictions.values():
        assert all(law.in_force or law.undated for law in record.instruments.values()), record.id


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


# --- the case library -----------------------------------------------------------------------------


def test_the_library_has_enough_cases_of_enough_laws_and_few_are_unchecked(library: Library) -> None:
    assert len(library.cases) >= 320
    assert len({case.jurisdiction for case in library.cases.values()}) >= 35
    assert sum(case.checked.how == "unchecked" for case in library.cases.values()) <= len(library.cases) / 10


def test_every_case_tells_its_facts_in_a_few_sentences(library: Library) -> None:
    for case in library.cases.values():
        sentences = re.findall(r"[.!?](?=\s|$)", case.facts)
        assert 4 <= len(sentences) <= 14, f"{case.id}: {len(sentences)}"   # abbreviations such as "No." count as ends


def test_every_case_is_told_in_everyday_words_that_are_not_its_facts_again(library: Library) -> None:
    for case in library.cases.values():
        assert case.plain and len(case.plain.split()) >= 6 and case.plain not in case.facts, case.id


def test_every_case_has_catchwords_in_english_and_in_the_language_of_its_court(library: Library) -> None:
    for case in library.cases.values():
        assert 5 <= len(case.catchwords["en"]) <= 12, case.id
        spoken = library.jurisdictions[case.jurisdiction].languages
        if "en" not in spoken:
            assert any(len(case.catchwords.get(language, ())) >= 5 for language in spoken), case.id


def test_every_case_has_its_facts_coded_or_says_why_none_could_be(library: Library) -> None:
    without = [case for case in library.cases.values() if not case.factors]
    assert len(without) <= len(library.cases) / 100
    assert [case.id for case in without if "no factor" not in (case.checked.note or "")] == []


def test_every_case_says_how_it_came_and_what_became_of_it(library: Library) -> None:
    assert [case.id for case in library.cases.values() if not case.history] == []


def test_every_court_has_a_level_and_every_case_a_court_of_its_law(library: Library) -> None:
    for case in library.cases.values():
        assert library.court_level(case) in library.terms.court_levels, case.id


def test_every_amount_has_a_currency(library: Library) -> None:
    for case in library.cases.values():
        for award in case.remedies:
            assert award.amount is None or (len(award.amount.currency) == 3 and award.amount.amount > 0), case.id


@pytest.mark.parametrize("names", [
    ("us/ndcal-2024-us-v-umc-jinhua", "tw/ipcc-2026-umc"), ("jp/tokyo-dc-2015-nippon-steel-v-posco", "jp/tokyo-dc-2019-nippon-steel-v-x")])
def test_one_dispute_in_several_records_is_linked(library: Library, names: tuple[str, str]) -> None:
    one, other = (library.cases[name] for name in names)
    assert other.id in {relation.case for relation in one.related}
    assert one.id in {relation.case for relation in other.related}


def test_teslas_disputes_are_each_what_they_were(library: Library) -> None:
    found = {case.id: case for case in library.cases.values() if "Tesla" in case.name}
    assert {"us/ndcal-2020-tesla-v-zoox", "us/dnev-2020-tesla-v-tripp", "us/ndcal-2021-tesla-v-cao", "us-ca/santaclara-2024-tesla-v-rivian"} <= set(found)
    assert found["us/ndcal-2021-tesla-v-cao"].outcome == found["us/ndcal-2020-tesla-v-zoox"].outcome == "settled"
