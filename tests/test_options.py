"""Options of a matter under the small invented law: links, status, time, remedies, ranking."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from advisor.matter import Matter
from advisor.options import Advice, advise
from advisor.records.library import Library

GOOD = {"F15": "yes", "F6": "yes", "F18": "yes"}


def advice(mini: Library, **keys: object) -> Advice:
    base = {"name": "m", "on": "2026-01-01", "places": {"acts": ["xx"]}, "facts": GOOD,
            "dates": {"taken": "2024-01-10", "discovered": "2024-06-01"}}
    return advise(mini, Matter.model_validate({**base, **keys}))


def test_a_matter_with_a_link_gets_an_option_with_its_date(mini: Library) -> None:
    [option] = advice(mini).options
    assert (option.jurisdiction, option.route, option.status, option.connects, option.links) == ("xx", "civil", "available", True, ("acts",))
    assert option.deadlines[0].date == date(2027, 6, 1)


def test_a_jurisdiction_without_a_link_is_listed_apart_and_says_so(mini: Library) -> None:
    found = advice(mini, places={"harm": ["de"]})
    assert found.options == ()
    assert found.excluded[0].why == "no link between the matter and this jurisdiction"


def test_a_jurisdiction_that_was_asked_for_is_shown_without_a_link_too(mini: Library) -> None:
    found = advice(mini, places={}, jurisdictions=["xx"])
    assert [o.connects for o in found.options] == [False]
    assert "names none of its links" in found.excluded[0].why


def test_a_link_that_the_route_does_not_take_does_not_open_it(mini: Library) -> None:
    found = advice(mini, places={"evidence": ["xx"]})
    assert found.options == ()
    assert "acts, goods sold" in found.excluded[0].why


@pytest.mark.parametrize(("on", "status"), [("2027-06-01", "available"), ("2027-06-02", "out-of-time")])
def test_a_claim_is_out_of_time_after_the_last_day(mini: Library, on: str, status: str) -> None:
    assert advice(mini, on=on).options[0].status == status


def test_a_remedy_with_a_condition_waits_for_its_fact(mini: Library) -> None:
    def punitive(**facts: str) -> str:
        return next(r.state for r in advice(mini, facts={**GOOD, **facts}).options[0].remedies if r.name == "punitive-damages")

    assert punitive() == "missing"
    assert punitive(F85="yes") == "met"


def test_the_reason_reads_from_the_facts_to_the_status(mini: Library) -> None:
    option = advice(mini, facts={**GOOD, "F20": "yes"}).options[0]
    assert option.why == "Contested: Not generally known."
    assert "F20 (Known to competitors) speaks against it" in [str(r) for e in option.elements for r in e.because]


def test_an_option_that_serves_the_aims_ranks_above_one_that_does_not(mini: Library) -> None:
    serves, not_served = (advice(mini, aims=[aim]).options[0] for aim in ("stop-use", "speed"))
    assert [(c.aim, c.why) for c in serves.criteria] == [("stop-use", "injunction")]
    assert [(c.aim, c.value) for c in not_served.criteria] == [("speed", 0.0)]
    assert serves.score > not_served.score


def test_the_law_of_the_day_of_the_acts_decides(mini: Library) -> None:
    assert advice(mini).options[0].law_on == date(2024, 1, 10)
    assert advice(mini, dates={}).options[0].law_on == date(2026, 1, 1)


def test_a_weight_moves_the_ranking_and_is_shown(mini: Library) -> None:
    matter = Matter.model_validate({"name": "m", "on": "2026-01-01", "places": {"acts": ["xx"]}, "facts": GOOD})
    even = advise(mini, matter, weights={"stop-use": 1, "speed": 1}).options[0]
    stop = advise(mini, matter, weights={"stop-use": 3, "speed": 1}).options[0]
    assert stop.score > even.score
    assert [c.weight for c in stop.criteria] == [3, 1]


def test_every_chain_reads_from_a_fact_to_the_route_with_authority(mini: Library) -> None:
    [chain, *_] = advice(mini, facts={**GOOD, "F20": "yes"}).options[0].chains
    assert [str(link) for link in chain] == [
        "F15 (Unique product) supports it", "F20 (Known to competitors) speaks against it", "Not generally known: contested [Act § 2(1)(a)]",
        "Action before the High Court: arguable [Act § 20]"]


def test_only_a_contested_element_is_argued(mini: Library) -> None:
    assert advice(mini).options[0].arguments == ()
    [argument] = advice(mini, facts={**GOOD, "F20": "yes"}).options[0].arguments
    assert argument.element == "secret"


def test_an_offence_does_not_reach_acts_done_before_it_existed(mini: Library) -> None:
    record = mini.jurisdictions["xx"]
    later = record.routes["civil"].model_copy(update={"kind": "criminal", "since": date(2025, 1, 1)})
    changed = replace(mini, jurisdictions={"xx": record.model_copy(update={"routes": {"civil": later}})})
    found = advice(changed)
    assert found.options == ()
    assert "did not exist on 2024-01-10, the day of the acts" in found.excluded[0].why
    assert advice(changed, dates={"taken": "2025-01-01"}).options


def test_what_follows_from_a_fact_counts_for_remedies_and_cases_as_if_it_were_answered(mini: Library) -> None:
    given = {**GOOD, "F7": "yes"}
    said, followed = (advice(mini, facts=facts).options[0] for facts in ({**given, "F49": "yes"}, given))
    assert (said.analogies, said.remedies, said.elements) == (followed.analogies, followed.remedies, followed.elements)
