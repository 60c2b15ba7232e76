"""Matter files: what they hold, what is refused, and that saving loses nothing."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.matter import Matter, dump_matter, parse_matter, read_matter, save_matter
from advisor.records.library import Library
from advisor.records.problems import BadInput


def refused(content: str, library: Library) -> str:
    with pytest.raises(BadInput) as error:
        parse_matter(content.encode(), library, "case.yaml")
    return str(error.value)


@pytest.mark.parametrize(("content", "message"), [
    ("name: a\nfacts: {F999: yes}\n", "case.yaml:2: (record): facts.F999: no such factor; found 'F999'"),
    ("name: a\nfacts: {F4: perhaps}\n", "allowed: yes, no, unknown"),
    ("name: a\nfacts: {F6: yes, F19: yes}\n", "'F19' and 'F6' cannot both be yes"),
    ("name: a\njurisdictions: [atlantis]\n", "case.yaml:2"),
    ("name: a\njurisdictions: [uss]\n", "did you mean 'us'?"),
    ("name: a\ndates: {taken: 2026-02-01, discovered: 2026-01-01}\n", "discovered (2026-01-01) before taken (2026-02-01)"),
    ("name: a\ndates: {taken: 2026-02-31}\n", "case.yaml:2"),
    ("name: a\nopponent: {kind: spy}\n", "allowed: former-employee, competitor, partner, supplier, state-linked, unknown"),
    ("name: a\nholders: {country: de}\n", "did you mean 'holder'?"),
    ("facts: {}\n", "name: this key is missing"),
    ("- a\n", "must be a mapping"),
    ("", "must be a mapping"),
])
def test_a_mistake_in_a_matter_is_told_with_its_line(content: str, message: str, library: Library) -> None:
    assert message in refused(content, library)


def test_what_is_not_named_is_unknown_and_absent_keys_have_their_plain_default(library: Library) -> None:
    matter = parse_matter(b"name: a\n", library)
    assert (matter.facts, matter.places.acts, matter.on) == ({}, (), date.today())


def test_a_missing_file_is_one_clear_line(library: Library, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read_matter(tmp_path / "none.yaml", library)


FACTS = st.dictionaries(st.sampled_from(["F1", "F4", "F6", "F16", "F41"]), st.sampled_from(["yes", "no", "unknown"]))
WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=80).filter(lambda t: "\ufeff" not in t)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=WORDS, summary=WORDS, facts=FACTS, on=st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_a_saved_matter_reads_back_the_same(library: Library, name: str, summary: str, facts: dict[str, str], on: date) -> None:
    matter = Matter.model_validate({"name": name, "summary": summary, "facts": facts, "on": on})
    assert parse_matter(dump_matter(matter), library) == matter


def test_a_failed_save_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "matter.yaml"
    save_matter(Matter(name="old"), path)
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        save_matter(Matter(name="new"), path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
