"""How facts make an element met, defeated, contested or open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.records.models import Condition
from advisor.rules.states import RANK, Bearings, State, fold, holds, split, state_on


def element_state(bearings: Bearings, facts: dict[str, str]) -> State:
    return state_on(bearings, *split(facts))


B = Bearings(strong_for=("S",), weak_for=("s",), strong_against=("O",), weak_against=("o",), defeats=("X",))
FACTS = st.dictionaries(st.sampled_from("SsOoX"), st.sampled_from(["yes", "no", "unknown"]))


@pytest.mark.parametrize(("yes", "state"), [
    ("", "open"),
    ("S", "met"),
    ("s", "met"),
    ("O", "defeated"),
    ("o", "open"),        # a hint against it does not defeat it
    ("SO", "contested"),
    ("So", "met"),        # weak opposition is blocked by strong support
    ("sO", "defeated"),   # weak support is blocked by strong opposition
    ("so", "contested"),
    ("SX", "defeated"),   # a knock-out ends it whatever else is shown
])
def test_the_state_of_an_element(yes: str, state: str) -> None:
    assert element_state(B, dict.fromkeys(yes, "yes")) == state


def test_an_element_all_of_whose_supports_are_denied_is_defeated() -> None:
    assert element_state(B, {"S": "no", "s": "no"}) == "defeated"
    assert element_state(B, {"S": "no"}) == "open"


def test_a_presumption_counts_as_strong_support() -> None:
    presumed = Bearings(strong_against=("O",), presumed=Condition(all=("F1", "F2")))
    assert element_state(presumed, {"F1": "yes"}) == "open"
    assert element_state(presumed, {"F1": "yes", "F2": "yes"}) == "met"
    assert element_state(presumed, {"F1": "yes", "F2": "yes", "O": "yes"}) == "contested"


@given(FACTS)
def test_a_fact_for_the_holder_never_moves_an_element_against_the_holder(facts: dict[str, str]) -> None:
    before = element_state(B, facts)
    for name in "Ss":
        after = element_state(B, {**facts, name: "yes"})
        assert RANK[after] >= RANK[before]


@given(FACTS)
def test_a_fact_against_the_holder_never_improves_an_element(facts: dict[str, str]) -> None:
    before = element_state(B, facts)
    for name in "OoX":
        after = element_state(B, {**facts, name: "yes"})
        assert RANK[after] <= RANK[before] or (before, after) == ("open", "contested")


@given(FACTS)
def test_an_unknown_fact_counts_like_one_that_is_not_named(facts: dict[str, str]) -> None:
    assert element_state(B, facts) == element_state(B, {k: v for k, v in facts.items() if v != "unknown"})


@given(st.lists(st.sampled_from(list(RANK)), min_size=1))
def test_all_is_as_weak_as_its_weakest_part_and_any_as_strong_as_its_strongest(states: list[str]) -> None:
    assert RANK[fold("all", states)] == min(RANK[s] for s in states)  # type: ignore[arg-type, index]
    assert RANK[fold("any", states)] == max(RANK[s] for s in states)  # type: ignore[arg-type, index]


def test_a_condition_holds_on_facts_answered_yes_only() -> None:
    condition = Condition.model_validate({"all": ["F1", {"any": ["F2", "F3"]}]})
    assert holds(condition, {"F1": "yes", "F3": "yes"})
    assert not holds(condition, {"F1": "yes", "F2": "no"})
    assert not holds(condition, {"F1": "unknown", "F2": "yes"})
