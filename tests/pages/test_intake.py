"""A matter told in one's own words: facts are proposed, and only what is ticked is answered."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from advisor.records.library import Library

ROOT = Path(__file__).parents[2]


@pytest.fixture
def app(mini_folder: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Advise over the small library, with an empty matter."""
    monkeypatch.setenv("ADVISOR_KNOWLEDGE", str(mini_folder))
    monkeypatch.chdir(ROOT)
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=240).run()


def told(app: AppTest, words: str) -> AppTest:
    """Tell what happened and ask for the facts in it."""
    app.text_area(key="m-summary").set_value(words).run()
    return app.button(key="recognise").click().run()


def test_ticked_proposals_are_answered_and_no_others(app: AppTest, mini: Library) -> None:
    case = mini.cases["xx/high-2020-alpha-v-beta"]
    told(app, ". ".join(case.factors.values()) + ".")
    boxes = [box for box in app.checkbox if str(box.key).startswith("take-")]
    assert not app.exception
    assert {str(box.key).removeprefix("take-") for box in boxes} & set(case.factors)
    assert all(app.session_state[f"fact-{name}"] == "unknown" for name in case.factors)   # nothing is answered by proposing
    first = str(boxes[0].key).removeprefix("take-")
    boxes[0].check().run()
    app.button(key="take").click().run()
    assert not app.exception
    assert app.session_state[f"fact-{first}"] == "yes"
    assert sum(app.session_state[f"fact-{name}"] == "yes" for name in mini.factors.factors) == 1
    assert not [box for box in app.checkbox if str(box.key).startswith("take-")]


def test_proposals_can_be_put_away(app: AppTest) -> None:
    told(app, "Nothing of note.")
    app.button(key="forget").click().run()
    assert "proposed" not in app.session_state


def test_without_a_model_it_says_that_nothing_can_be_proposed(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_MODEL", str(Path(os.environ["ADVISOR_DATA"]) / "no-model"))
    st.cache_resource.clear()   # the search of the tests before has its model already
    told(app, "An engineer took the drawings.")
    assert not app.exception
    assert any("No facts can be proposed" in info.value for info in app.info)


def test_proposals_and_file_of_a_former_matter_go_when_another_is_opened(app: AppTest) -> None:
    told(app, "Nothing of note.")
    app.session_state["saved_as"] = "digest of its file"
    app.file_uploader(key="upload").upload("other.yaml", b"name: Another matter\n", "application/yaml").run()
    assert not app.exception
    assert app.session_state["m-name"] == "Another matter"
    assert "proposed" not in app.session_state
    assert app.session_state["saved_as"] != "digest of its file"
