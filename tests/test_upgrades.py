"""What earlier versions wrote opens in this one. Every released version leaves its matter file and its data folder in tests/upgrades."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from advisor import matter
from advisor.matter import read_matter
from advisor.records.library import Library
from advisor.records.problems import BadInput
from advisor.search.engine import Engine

RELEASES = sorted(path for path in (Path(__file__).parent / "upgrades").iterdir() if path.is_dir())


@pytest.fixture(params=RELEASES, ids=lambda path: path.name)
def engine(request: pytest.FixtureRequest, mini: Library, tmp_path: Path) -> Iterator[Engine]:
    """The search of this version over the data folder of an earlier one."""
    with zipfile.ZipFile(request.param / "data.zip") as archive:
        archive.extractall(tmp_path)
    opened = Engine(mini, tmp_path / "index")
    yield opened
    opened.close()


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)
def test_a_matter_of_every_release_opens(release: Path, library: Library) -> None:
    opened = read_matter(release / "matter.yaml", library)
    assert opened.name == "The coating line: Ünïcode & 50 %"
    assert opened.on == date(2026, 11, 24)
    assert opened.facts == {"F4": "yes", "F6": "yes", "F7": "yes", "F12": "no", "F27": "unknown"}
    assert opened.places.goods_sold == ("us", "cn")
    assert opened.summary == "An engineer copied drawings.\nSecond line."


def test_an_index_of_every_release_is_brought_up_to_date(engine: Engine) -> None:
    assert engine.search("glue", mode="words").hits[0].id == "xx/high-2021-gamma-v-delta"
    engine.prepare()
    found = engine.search("someone analysed an adhesive that was sold in shops", mode="meaning")
    assert found.mode == "meaning"
    assert found.hits[0].id == "xx/high-2021-gamma-v-delta"


def test_a_matter_of_an_older_format_goes_through_the_migrations(tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def rename_title_to_name(data: dict[str, object]) -> dict[str, object]:
        return {"name" if key == "title" else key: value for key, value in data.items()}

    monkeypatch.setattr(matter, "FORMAT", 2)
    monkeypatch.setattr(matter, "MIGRATIONS", {1: rename_title_to_name})
    path = tmp_path / "old.yaml"
    path.write_text("title: The valve\n")
    assert read_matter(path, library).name == "The valve"


@pytest.mark.parametrize("wrong", ["2", "0", "-1", "99"])
def test_a_matter_of_a_newer_format_is_one_clear_line(tmp_path: Path, library: Library, wrong: str) -> None:
    path = tmp_path / "new.yaml"
    path.write_text(f"name: The valve\nformat: {wrong}\n")
    with pytest.raises(BadInput, match="up to format 1"):
        read_matter(path, library)


def test_every_release_left_what_it_wrote() -> None:
    assert RELEASES
    for release in RELEASES:
        assert {path.name for path in release.iterdir()} == {"matter.yaml", "data.zip"}
        assert json.dumps(zipfile.ZipFile(release / "data.zip").testzip()) == "null"
