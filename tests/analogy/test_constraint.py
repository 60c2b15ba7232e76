"""A-fortiori constraint: what a precedent decides, and when it binds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.analogy.constraint import a_fortiori, binds, constrain
from advisor.records.library import Library

ALPHA, GAMMA = "xx/high-2020-alpha-v-beta", "xx/high-2021-gamma-v-delta"
DAY = date(2026, 1, 1)


def with_case(library: Library, name: str, **changes: object) -> Library:
    return replace(library, cases={**library.cases, name: library.cases[name].model_copy(update=changes)})


def with_family(library: Library, family: str) -> Library:
    return replace(library, jurisdictions={"xx": library.jurisdictions["xx"].model_copy(update={"family": family})})


def test_a_problem_at_least_as_strong_as_a_precedent_is_decided(mini: Library) -> None:
    case = mini.cases[ALPHA]
    assert a_fortiori(mini, {"F6", "F7", "F18", "F49"}, case)
    assert a_fortiori(mini, {"F6", "F7", "F18", "F49", "F41"}, case)
    assert not a_fortiori(mini, {"F6", "F18", "F49"}, case)
    assert not a_fortiori(mini, {"F6", "F7", "F18", "F49", "F16"}, case)


def test_where_precedents_bind_the_result_is_forced_and_elsewhere_supported(mini: Library) -> None:
    problem = {"F6", "F7", "F18", "F49"}
    assert constrain(with_family(mini, "common-law"), problem, "xx", DAY).result == "forced"
    assert constrain(mini, problem, "xx", DAY).result == "supported"   # Exlandia is a civil-law country
    assert constrain(mini, {"F6"}, "xx", DAY).result == "open"


@pytest.mark.parametrize("changes", [{"standing": "overruled"}, {"standing": "reversed"}, {"posture": "pleading"}, {"posture": "interim"}])
def test_a_decision_that_fell_or_rests_on_assumed_facts_does_not_bind(mini: Library, changes: dict[str, str]) -> None:
    library = with_family(with_case(mini, ALPHA, **changes), "common-law")
    assert not binds(library, library.cases[ALPHA], "xx", DAY)


def test_a_later_decision_binds_nobody_yet(mini: Library) -> None:
    library = with_family(mini, "common-law")
    assert not binds(library, library.cases[ALPHA], "xx", date(2019, 1, 1))


def test_a_first_instance_decision_supports_and_does_not_bind(library: Library) -> None:
    for case in library.cases.values():
        court = library.courts(case.jurisdiction)[case.court]
        if court.level in ("first", "authority"):
            assert not binds(library, case, case.jurisdiction, DAY)


def test_a_foreign_decision_never_binds(library: Library) -> None:
    for case in library.cases.values():
        for other in library.jurisdictions:
            above = {record.id for record in library.lineage(other)}
            if case.jurisdiction not in above:
                assert not binds(library, case, other, DAY)


def test_a_lost_case_speaks_only_to_the_element_that_it_is_about(mini: Library) -> None:
    problem, scope = {"F16", "F25"}, {"F16", "F25"}
    assert constrain(mini, problem, "xx", DAY, scope, "xx:civil.secret").side == "opponent"
    assert constrain(mini, problem, "xx", DAY, scope, "xx:civil.measures").result == "open"


@given(st.sets(st.sampled_from(["F4", "F6", "F7", "F18", "F41", "F16", "F20", "F25", "F17"])))
def test_another_factor_for_a_side_never_takes_a_precedent_from_it(library: Library, problem: set[str]) -> None:
    factors = library.factors.factors
    for case in list(library.cases.values())[:30]:
        if a_fortiori(library, problem, case):
            assert a_fortiori(library, problem | {f for f in ("F15", "F36", "F10", "F24") if factors[f].side == case.outcome}, case)
