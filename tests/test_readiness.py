"""Measures in place against what each law asks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from advisor.exports.readiness import as_document, as_table
from advisor.readiness import Inventory, actions, assess, dump_inventory, lost_on_measures, read_inventory
from advisor.records.library import Library
from advisor.records.problems import BadInput

TODAY = date(2026, 11, 25)


def inventory(library: Library, answer: str) -> Inventory:
    return Inventory(measures=dict.fromkeys(library.measures.measures, answer))  # type: ignore[arg-type]


def test_everything_in_place_leaves_no_gap(library: Library) -> None:
    found = assess(library, inventory(library, "yes"), [], TODAY)
    assert found
    assert not any(f.gap for f in found)
    assert actions(library, found) == ()


def test_nothing_in_place_is_a_gap_for_each_measure_that_a_law_asks_for(library: Library) -> None:
    found = assess(library, inventory(library, "no"), ["de"], TODAY)
    assert {f.measure for f in found if f.gap} == {f.measure for f in found if f.level in ("required", "expected")}


def test_what_most_laws_require_comes_first(library: Library) -> None:
    todo = actions(library, assess(library, inventory(library, "no"), [], TODAY))
    assert [len(a.required) for a in todo] == sorted((len(a.required) for a in todo), reverse=True)


def test_cases_on_measures_were_lost_and_are_of_the_laws_asked_for(library: Library) -> None:
    found = lost_on_measures(library, ["de", "us"])
    assert found
    assert {case.outcome for case in found} == {"opponent"}
    assert {case.jurisdiction for case in found} <= {"de", "us"}


def test_a_saved_list_opens_again(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "measures.yaml"
    path.write_bytes(dump_inventory(inventory(library, "no")))
    assert read_inventory(path, library) == inventory(library, "no")


def test_an_unknown_measure_is_told_with_its_line(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "measures.yaml"
    path.write_text("measures:\n  marking: yes\n  moat: yes\n")
    with pytest.raises(BadInput, match=r"measures\.yaml:3: .*no such measure"):
        read_inventory(path, library)


def test_the_action_list_names_every_gap(library: Library) -> None:
    found = assess(library, inventory(library, "no"), ["de", "cn"], TODAY)
    text = repr(as_document(found, library, "Ours", TODAY))
    assert all(f.name in text for f in found if f.gap)
    assert len(as_table(found, library).rows) == len(found)
