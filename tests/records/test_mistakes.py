"""Every kind of mistake in a record is refused with file, line, record, key, what was found and what is allowed.

Each file in ``bad/`` is a whole record with one mistake; its first line is the message that an author must get.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from advisor.records.library import read_library
from advisor.records.problems import BadInput
from advisor.records.source import MAX_BYTES, parse_source
from advisor.records.store import load_library

BAD = sorted((Path(__file__).parent / "bad").glob("*.yaml"))


def told(folder: Path) -> list[str]:
    return [str(problem) for problem in read_library(folder)[1]]


@pytest.mark.parametrize("path", BAD, ids=[path.stem for path in BAD])
def test_a_mistake_is_told_where_it_stands_and_nowhere_else(path: Path, mini_folder: Path) -> None:
    expected = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
    place = expected.partition(":")[0]
    shutil.copy(path, mini_folder / place)
    messages = told(mini_folder)
    assert expected in messages
    assert all(message.startswith(f"{place}:") for message in messages)


def test_a_library_with_a_mistake_is_not_half_loaded(mini_folder: Path) -> None:
    shutil.copy(next(p for p in BAD if p.stem == "no-such-factor"), mini_folder / "jurisdictions" / "xx.yaml")
    with pytest.raises(BadInput, match="no such factor"):
        load_library(mini_folder)


def test_links_between_cases_go_both_ways(mini_folder: Path) -> None:
    path = mini_folder / "cases" / "xx" / "high-2020-alpha-v-beta.yaml"
    path.write_text(path.read_text() + "related: [{case: xx/high-2021-gamma-v-delta, how: later}]\n")
    assert any("links go both ways" in message for message in told(mini_folder))


def test_waiver_beside_an_agreement_asks_for_a_second_look_but_is_not_refused(mini_folder: Path) -> None:
    path = mini_folder / "cases" / "xx" / "high-2020-alpha-v-beta.yaml"
    path.write_text(path.read_text().replace("factors:\n", "factors:\n  F4: a clause was signed\n  F23: it was waived\n"))
    found, problems = read_library(mini_folder)
    assert [p.severity for p in problems] == ["warning"]
    assert found is not None


def test_a_fact_that_cannot_be_missing_beside_another_is_asked_for(mini_folder: Path) -> None:
    path = mini_folder / "cases" / "xx" / "high-2020-alpha-v-beta.yaml"
    path.write_text(path.read_text().replace("factors:\n", "factors:\n  F2: he was paid\n"))
    problems = [p for p in read_library(mini_folder)[1] if p.key == "factors.F2"]
    assert [p.severity for p in problems] == ["warning"] and "F2 implies F44" in problems[0].message


def test_a_missing_vocabulary_is_told(mini_folder: Path) -> None:
    (mini_folder / "vocabulary" / "terms.yaml").unlink()
    assert told(mini_folder) == ["vocabulary/terms.yaml:1: (record): (top): this file is missing"]


@pytest.mark.parametrize(("content", "message"), [
    (b"a: \xff\n", "not UTF-8"),
    (b"a: b\x00c\n", "control character"),
    (b"a: " + b"[" * 60 + b"]" * 60, "nested deeper"),
    (b"a: &x [1]\nb: *x\n", "anchors and aliases"),
    (b"a: !!python/object/apply:os.system [ls]\n" + b" " * MAX_BYTES, "larger than"),
    (b"- a\n- b: [", "not valid YAML"),
])
def test_a_file_that_is_not_plain_yaml_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        parse_source(content, "file.yaml")


def test_yes_no_and_on_stay_words_and_dates_stay_text() -> None:
    assert parse_source(b"a: yes\nb: no\non: 2026-11-24\nc: true\nd: 3\n", "f").data == {"a": "yes", "b": "no", "on": "2026-11-24", "c": True, "d": 3}


def test_tags_make_text_and_run_nothing() -> None:
    assert parse_source(b"a: !!python/name:os.system x\n", "f").data == {"a": "x"}
