"""The outcome signal: it speaks when rules or cases settle the issues, and abstains otherwise."""

from __future__ import annotations

import pytest

from advisor.analogy.outcome import predict
from advisor.records.library import Library
from advisor.records.problems import BadInput


def test_it_favours_the_holder_when_every_issue_is_settled(mini: Library) -> None:
    signal = predict(mini, ["F15", "F6", "F18"], "xx")
    assert signal.favours == "holder"
    assert all(issue.because for issue in signal.issues)


def test_it_favours_the_opponent_when_one_issue_is_lost(mini: Library) -> None:
    assert predict(mini, ["F15", "F19", "F18"], "xx").favours == "opponent"


def test_it_abstains_when_an_issue_is_silent(mini: Library) -> None:
    assert predict(mini, ["F15", "F6"], "xx").favours == "undecided"


def test_a_defence_that_bars_the_claim_decides(mini: Library) -> None:
    signal = predict(mini, ["F15", "F6", "F18", "F25"], "xx")
    assert (signal.favours, signal.issues[-1].issue) == ("opponent", "defence")


@pytest.mark.parametrize(("factors", "jurisdiction", "message"), [
    (["F999"], "xx", "no such factor: F999"), (["F4"], "xxx", "did you mean 'xx'")])
def test_what_does_not_exist_is_told(mini: Library, factors: list[str], jurisdiction: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        predict(mini, factors, jurisdiction)
