"""Significant distinctions by the factor hierarchy, as defined in arXiv 2510.08710."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from advisor.analogy.hierarchy import distinctions, effective, reach, significance
from advisor.records.library import Library

NAMES = ["F1", "F4", "F6", "F7", "F10", "F12", "F15", "F16", "F18", "F19", "F20", "F21", "F23", "F25", "F27"]


def test_the_published_first_example(mini: Library) -> None:
    problem, case = {"F19"}, {"F6", "F23"}
    assert distinctions(mini, problem, case, "holder") == ("F6", "F19")
    for factor in ("F6", "F19"):
        found = significance(mini, factor, problem, case)
        assert found.significant
        assert "F102" in found.emphasised


def test_weak_support_is_blocked_by_strong_opposition_in_the_same_case(mini: Library) -> None:
    assert ("F102", -1) in effective(mini, "F23", {"F23"})
    assert ("F102", -1) not in effective(mini, "F23", {"F6", "F23"})


def test_a_distinction_with_a_counterpart_is_downplayed(mini: Library) -> None:
    found = significance(mini, "F6", {"F12"}, {"F6"})   # other efforts of secrecy stand in the problem
    assert "F102" in found.downplayed
    assert not found.significant


def test_a_path_is_as_strong_as_its_weakest_link(mini: Library) -> None:
    assert reach(mini, "F20")["F105", 1] is True     # known to competitors -> known -> known or available
    assert reach(mini, "F16")["F105", 1] is False    # can be reverse-engineered: weak on its first link
    assert reach(mini, "F20")["F101", -1] is True


@given(st.sets(st.sampled_from(NAMES)), st.sets(st.sampled_from(NAMES)))
def test_a_concern_is_emphasised_or_downplayed_and_never_both(library: Library, problem: set[str], case: set[str]) -> None:
    for factor in distinctions(library, problem, case, "holder"):
        found = significance(library, factor, problem, case)
        assert not set(found.emphasised) & set(found.downplayed)
