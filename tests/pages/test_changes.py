"""What happens to an open page when the world around it changes: records, another window, the clock."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from advisor.matter import Matter, dump_matter
from advisor.pages import matters

ROOT = Path(__file__).parents[2]


@pytest.fixture
def app(mini_folder: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page Cases over the small library, by words."""
    monkeypatch.setenv("ADVISOR_KNOWLEDGE", str(mini_folder))
    monkeypatch.setenv("ADVISOR_MODEL", str(Path(os.environ["ADVISOR_DATA"]) / "no-model"))
    monkeypatch.chdir(ROOT)
    opened = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run().switch_page("advisor/pages/cases.py").run()
    assert not opened.exception
    return opened


def cases(app: AppTest) -> set[str]:
    """The cases that the list offers to open."""
    return {button.key.removeprefix("open-") for button in app.button if str(button.key).startswith("open-")}


def shown(app: AppTest) -> str:
    """Everything that the page says."""
    return "\n".join([*(element.proto.body for element in app.get("html")), *(str(text.value) for text in (*app.text, *app.markdown, *app.title))])


def rewrite(path: Path, old: str, new: str) -> None:
    """Change a record, as an editor does."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


ALPHA, GAMMA = "xx/high-2020-alpha-v-beta", "xx/high-2021-gamma-v-delta"


def test_a_record_that_is_changed_is_read_again(app: AppTest, mini_folder: Path) -> None:
    rewrite(mini_folder / "cases" / f"{ALPHA}.yaml", "Alpha", "Omega")
    app.run()
    assert not app.exception
    assert "Omega" in shown(app) + "".join(str(button.label) for button in app.button)
    app.text_input(key="query").set_value("Omega").run()
    assert cases(app) == {ALPHA}   # the search is over the new records, never over a mix


def test_a_record_that_is_deleted_is_gone_from_list_and_search(app: AppTest, mini_folder: Path) -> None:
    assert cases(app) == {ALPHA, GAMMA}
    (mini_folder / "cases" / f"{GAMMA}.yaml").unlink()
    app.run()
    assert not app.exception
    assert cases(app) == {ALPHA}
    app.text_input(key="query").set_value("Gamma").run()
    assert GAMMA not in cases(app)


def test_a_record_that_breaks_is_told_and_mending_it_brings_the_page_back(app: AppTest, mini_folder: Path) -> None:
    path = mini_folder / "cases" / f"{ALPHA}.yaml"
    rewrite(path, "outcome: holder", "outcome: nobody")
    app.run()
    assert not app.exception
    assert "The records cannot be used" in shown(app)
    assert f"{ALPHA}.yaml:" in shown(app)
    rewrite(path, "outcome: nobody", "outcome: holder")
    app.run()
    assert cases(app) == {ALPHA, GAMMA}


@pytest.mark.parametrize("day", [0, 4_000_000_000])
def test_a_clock_that_jumps_hides_no_change(app: AppTest, mini_folder: Path, day: int) -> None:
    """A file with a time of long ago, or of the far future, is still a changed file."""
    path = mini_folder / "cases" / f"{ALPHA}.yaml"
    rewrite(path, "Alpha", "Omega")
    os.utime(path, (day, day))
    app.run()
    assert "Omega" in shown(app) + "".join(str(button.label) for button in app.button)


def upload(monkeypatch: pytest.MonkeyPatch, content: bytes) -> AppTest:
    """Advise with a saved matter opened in a window of its own, by words."""
    monkeypatch.setenv("ADVISOR_MODEL", str(Path(os.environ["ADVISOR_DATA"]) / "no-model"))
    monkeypatch.chdir(ROOT)
    window = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    window.file_uploader(key="upload").upload("matter.yaml", content, "application/yaml").run()
    assert not window.exception
    return window


def warned(window: AppTest) -> bool:
    """Whether the page warns of another window."""
    return any("open in another window" in warning.value for warning in window.warning)


def test_the_later_of_two_windows_on_one_matter_is_warned(monkeypatch: pytest.MonkeyPatch) -> None:
    content = dump_matter(Matter(name="The valve"))
    first = upload(monkeypatch, content)
    second = upload(monkeypatch, content)
    assert warned(second)
    assert not warned(first.run())
    assert not warned(upload(monkeypatch, dump_matter(Matter(name="Another matter"))))


def test_a_window_left_alone_counts_as_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    content = dump_matter(Matter(name="The pump"))
    upload(monkeypatch, content)
    later = matters.time.monotonic() + matters.AWAY + 1
    monkeypatch.setattr(matters.time, "monotonic", lambda: later)
    assert not warned(upload(monkeypatch, content))
