"""The outcome signal: it speaks when rules or cases settle the issues, and abstains otherwise."""

from __future__ import annotations

import pytest

from advisor.analogy.outcome import _together, predict
from advisor.analogy.weights import weigh
from advisor.records.library import Library
from advisor.records.problems import BadInput


def test_it_favours_the_holder_when_every_issue_is_settled(mini: Library) -> None:
    signal = predict(mini, ["F15", "F6", "F18"], "xx")
    assert signal.favours == "holder"
    assert all(issue.because for issue in signal.issues)


def test_it_favours_the_opponent_when_one_issue_is_lost(mini: Library) -> None:
    assert predict(mini, ["F15", "F19", "F18"], "xx").favours == "opponent"


def test_it_abstains_when_nothing_shows_a_wrong_or_nothing_a_secret(mini: Library) -> None:
    assert predict(mini, ["F15", "F6"], "xx").favours == "undecided"
    assert predict(mini, ["F18", "F7"], "xx").favours == "undecided"


def test_an_issue_on_which_nothing_is_said_is_not_in_dispute(mini: Library) -> None:
    assert predict(mini, ["F15", "F18"], "xx").favours == "holder"


def test_it_says_the_same_whatever_the_order_of_factors(library: Library) -> None:
    for case in list(library.cases.values())[:30]:
        if library.jurisdictions[case.jurisdiction].routes and case.factors:
            forth, back = (predict(library, names, case.jurisdiction) for names in (list(case.factors), list(case.factors)[::-1]))
            assert forth == back


def test_binding_precedents_are_never_wrong_on_the_cases_of_the_library(library: Library) -> None:
    from datetime import date

    from advisor.analogy.constraint import constrain

    for case in library.cases.values():
        if case.outcome in ("holder", "opponent"):
            left_out = [case.id, *(relation.case for relation in case.related)]
            found = constrain(library, set(case.factors), case.jurisdiction, date(2026, 11, 24), without=left_out)
            assert found.result != "forced" or found.side == case.outcome, case.id


def test_a_defence_that_bars_the_claim_decides(mini: Library) -> None:
    signal = predict(mini, ["F15", "F6", "F18", "F25"], "xx")
    assert signal.favours == "opponent"
    assert "defence" in {issue.issue for issue in signal.issues if issue.favours == "opponent"}


@pytest.mark.parametrize(("factors", "jurisdiction", "message"), [
    (["F999"], "xx", "no such factor: F999"), (["F4"], "xxx", "did you mean 'xx'")])
def test_what_does_not_exist_is_told(mini: Library, factors: list[str], jurisdiction: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        predict(mini, factors, jurisdiction)


def test_a_voice_on_the_whole_that_contradicts_makes_it_abstain(library: Library) -> None:
    for case in library.cases.values():
        if not case.factors or not any(route.kind == "civil" for route in library.jurisdictions[case.jurisdiction].routes.values()):
            continue
        signal = predict(library, list(case.factors), case.jurisdiction, [case.id])
        for issue in signal.issues:
            if issue.issue in ("similar-cases", "weights") and issue.favours != "undecided":
                assert signal.favours in (issue.favours, "undecided"), case.id


def test_where_the_rules_leave_it_open_both_other_voices_must_agree() -> None:
    assert _together("undecided", "holder", "holder") == "holder"
    assert _together("undecided", "holder", "undecided") == "undecided"
    assert _together("undecided", "holder", "opponent") == "undecided"
    assert _together("opponent", "undecided", "undecided") == "opponent"


def test_facts_of_cases_that_one_side_won_weigh_for_it_and_cases_left_out_do_not_count(library: Library) -> None:
    won = {"F18": "holder", "F25": "opponent"}   # an identical product; the product was taken apart
    for factor, side in won.items():
        weighed = weigh(library, [factor])
        assert dict(weighed.parts)[factor] > 0 if side == "holder" else dict(weighed.parts)[factor] < 0
    assert weigh(library, ["F18"], without=list(library.cases)).lead == 0
    told = [case.id for case in library.cases.values() if "F24" in case.factors]   # it could be had elsewhere: mostly lost
    assert dict(weigh(library, ["F24"]).parts)["F24"] < dict(weigh(library, ["F24"], told).parts)["F24"] < 0   # without them it counts as any fact
