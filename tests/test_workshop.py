"""Hypotheticals for teaching: each is sound, isolates a difference, and its papers say what the rules say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from advisor.exports.blocks import Table
from advisor.exports.workshop import facilitator, handout
from advisor.records.library import Library
from advisor.words import STATUS
from advisor.workshop import Hypothetical, difference, hypotheticals, outcomes

ROOT = Path(__file__).parents[1] / "knowledge"
TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def found(library: Library) -> dict[str, Hypothetical]:
    sound, problems = hypotheticals(library, ROOT)
    assert problems == []
    return sound


def test_each_differs_among_the_laws_that_it_names_for_some_turn_of_a_switch(library: Library, found: dict[str, Hypothetical]) -> None:
    for name, hypothetical in found.items():
        statuses = [{o.status for o in outcomes(library, {**hypothetical.facts, **turn}, hypothetical.route, TODAY, hypothetical.compare).values()}
                    for turn in ({}, *({switch: "no" if hypothetical.facts.get(switch) == "yes" else "yes"} for switch in hypothetical.switches))]
        assert any(len(among) > 1 for among in statuses), name


def test_each_switch_can_move_a_law(library: Library, found: dict[str, Hypothetical]) -> None:
    for name, hypothetical in found.items():
        base = outcomes(library, hypothetical.facts, hypothetical.route, TODAY)
        for switch in hypothetical.switches:
            turned = outcomes(library, {**hypothetical.facts, switch: "no" if hypothetical.facts.get(switch) == "yes" else "yes"},
                              hypothetical.route, TODAY)
            states = [[e.state for e in o.result.elements] + [d.raised for d in o.result.defences] if o.result else [] for o in base.values()]
            after = [[e.state for e in o.result.elements] + [d.raised for d in o.result.defences] if o.result else [] for o in turned.values()]
            assert states != after, (name, switch)


def test_a_law_does_not_differ_from_itself(library: Library, found: dict[str, Hypothetical]) -> None:
    for hypothetical in found.values():
        law = hypothetical.compare[0]
        [outcome] = outcomes(library, hypothetical.facts, hypothetical.route, TODAY, [law]).values()
        assert difference(library, outcome, outcome, hypothetical.see, TODAY).elements == ()


def test_the_facilitator_has_the_outcomes_and_the_handout_has_none(library: Library, found: dict[str, Hypothetical]) -> None:
    for hypothetical in found.values():
        sheet = facilitator(hypothetical, library, hypothetical.facts, TODAY)
        [table] = [b for b in sheet.blocks if isinstance(b, Table)]
        everywhere = outcomes(library, hypothetical.facts, hypothetical.route, TODAY)
        assert [row[2] for row in table.rows] == [STATUS[o.status].label if o.status else "no such route" for o in everywhere.values()]
        [blank] = [b for b in handout(hypothetical, library).blocks if isinstance(b, Table)]
        assert all(cell == "" for row in blank.rows for cell in row[1:])


def test_a_mistake_in_a_hypothetical_is_told_with_file_and_line(library: Library, tmp_path: Path) -> None:
    (tmp_path / "workshop").mkdir()
    source = next((ROOT / "workshop").glob("*.yaml")).read_text()
    (tmp_path / "workshop" / "wrong.yaml").write_text(source.replace("compare: [", "compare: [atlantis, "))
    _, problems = hypotheticals(library, tmp_path)
    assert [(p.file, p.found) for p in problems] == [("workshop/wrong.yaml", "'atlantis'")] or "atlantis" in str(problems[0])
