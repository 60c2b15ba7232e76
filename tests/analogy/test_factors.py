"""Analogies on factors."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from advisor.analogy.factors import analogies, compare
from advisor.records.library import Library

ALPHA, GAMMA = "xx/high-2020-alpha-v-beta", "xx/high-2021-gamma-v-delta"


def test_shared_factors_and_distinctions_are_seen_from_the_winner(mini: Library) -> None:
    found = compare(mini, {"F6", "F18", "F16", "F41", "F49"}, mini.cases[ALPHA])
    assert found.shared == ("F6", "F18", "F49")
    assert found.weaker == ("F7", "F16")     # the case had F7 for its winner; the problem has F16 against
    assert found.stronger == ("F41",)


def test_the_nearest_case_comes_first_and_a_case_without_a_shared_factor_not_at_all(mini: Library) -> None:
    assert [a.id for a in analogies(mini, {"F16", "F25"})] == [GAMMA]
    assert [a.id for a in analogies(mini, {"F6", "F7", "F18"})][0] == ALPHA
    assert analogies(mini, {"F62"}) == ()


def test_a_case_left_out_does_not_come_back(mini: Library) -> None:
    assert ALPHA not in [a.id for a in analogies(mini, {"F6", "F7", "F18"}, without=[ALPHA])]


@given(st.sets(st.sampled_from(["F4", "F6", "F7", "F18", "F41", "F16", "F20", "F25", "F17"]), min_size=1))
def test_a_case_is_nearest_to_itself(library: Library, problem: set[str]) -> None:
    for analogy in analogies(library, problem, k=3):
        case = library.cases[analogy.id]
        assert compare(library, set(case.factors), case).score == 1.0
        assert analogy.score <= 1.0
