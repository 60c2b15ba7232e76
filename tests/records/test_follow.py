"""What follows from an answer: a fact that cannot be missing is there, and one that cannot be true beside it is not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from advisor.records.library import Library


def test_what_a_fact_implies_is_there_and_what_it_conflicts_with_is_not(library: Library) -> None:
    found = library.factors.follow({"F7": "yes", "F6": "yes"})
    assert found["F49"] == "yes"    # who brought the tools had access to them
    assert found["F19"] == "no"     # measures and no measures


def test_an_answer_of_the_user_stands_and_unknown_is_none(library: Library) -> None:
    assert library.factors.follow({"F7": "yes", "F49": "no"})["F49"] == "no"
    assert library.factors.follow({"F7": "yes", "F49": "unknown"})["F49"] == "yes"
    assert library.factors.follow({"F7": "no", "F6": "unknown"}) == {"F7": "no"}


@given(st.data())
def test_to_follow_twice_adds_nothing_and_the_order_of_answers_does_not_matter(library: Library, data: st.DataObject) -> None:
    answers = data.draw(st.dictionaries(st.sampled_from(sorted(library.factors.factors)), st.sampled_from(["yes", "no", "unknown"])))
    found = library.factors.follow(answers)
    assert library.factors.follow(found) == found
    assert library.factors.follow(dict(reversed(answers.items()))) == found
    assert all(found[name] == answer for name, answer in answers.items() if answer != "unknown")
