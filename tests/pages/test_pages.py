"""Each page as Streamlit's AppTest sees it: what it opens on, what a change does, and what a mistake says."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from advisor.records.library import Library

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _words_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are tested without the model: search by words must carry them."""
    monkeypatch.setenv("ADVISOR_MODEL", str(Path(os.environ["ADVISOR_DATA"]) / "no-model"))
    monkeypatch.chdir(ROOT)


def page(name: str, **query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    if name != "advise":
        app.switch_page(f"advisor/pages/{name}.py").run()
    assert not app.exception
    return app


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def grid(app: AppTest) -> str:
    """The table with the status of every route."""
    return next(element.proto.body for element in app.get("html") if "Status of every route" in element.proto.body)


def test_advise_opens_on_a_worked_matter_with_options_dates_and_a_plan() -> None:
    app = page("advise")
    assert app.title[0].value == "Enforcement options"
    assert [s.value for s in app.subheader if s.value != "Facts"] == [
        "Find out next", "By when", "The plan, step by step", "The options", "Take it with you"]
    shown = html(app)
    for words in ("Germany", "China", "United States", "Available", "Authority"):
        assert words in shown


def open_facts_of(app: AppTest, library: Library, name: str) -> None:
    """Open the group of facts in which one stands: its switches are drawn only then."""
    app.session_state[f"facts-{library.factors.factors[name].group}"] = True
    app.run()


def test_answering_a_fact_changes_the_status_and_stays_when_the_page_is_left(library: Library) -> None:
    app = page("advise")
    before = grid(app).count("Not available")
    open_facts_of(app, library, "F27")
    app.segmented_control(key="fact-F27").set_value("yes").run()
    after = grid(app).count("Not available")
    assert after > before
    app.switch_page("advisor/pages/compare.py").run()
    app.switch_page("advisor/pages/advise.py").run()
    assert grid(app).count("Not available") == after
    open_facts_of(app, library, "F27")
    assert app.segmented_control(key="fact-F27").value == "yes"


def test_an_option_opens_to_what_must_be_proved_and_the_arguments() -> None:
    app = page("advise")
    assert "<h4>Remedies</h4>" not in html(app)
    app.session_state["card-de-civil"] = True
    app.run()
    assert not app.exception
    for words in ("Elements of", "Burden", "<h4>Remedies</h4>", "Cases most like it"):
        assert words in html(app)


def test_two_facts_that_cannot_both_be_true_are_told(library: Library) -> None:
    app = page("advise")
    open_facts_of(app, library, "F19")
    app.segmented_control(key="fact-F19").set_value("yes").run()
    assert any("cannot both be yes" in warning.value for warning in app.warning)


def test_a_no_that_contradicts_what_a_yes_implies_is_told(library: Library) -> None:
    app = page("advise")
    open_facts_of(app, library, "F49")
    app.segmented_control(key="fact-F49").set_value("no").run()
    assert any("cannot be yes where F49" in warning.value for warning in app.warning)


def test_an_empty_matter_says_what_to_do_first() -> None:
    app = page("advise", matter="An empty matter")
    assert any("Who and where" in info.value for info in app.info)


def test_dates_that_contradict_each_other_are_one_clear_line() -> None:
    from datetime import date

    app = page("advise")
    app.date_input(key="m-discovered").set_value(date(2020, 1, 1)).run()
    assert "before taken" in app.error[0].value


HOSTILE = "<img src=x onerror=alert(1)> **bold** [a](javascript:alert(1)) $x$ :red[y]"


def test_words_of_a_user_are_shown_as_text() -> None:
    app = page("advise")
    app.text_input(key="m-name").set_value(HOSTILE).run()
    assert "<img" not in html(app)
    assert "&lt;img src=x onerror=alert(1)&gt; **bold**" in html(app)


def test_compare_shows_values_with_authority_and_counts_differences() -> None:
    app = page("compare")
    shown = html(app)
    assert "Authority" in shown
    assert any("answers differ" in caption.value for caption in app.caption)
    app.toggle(key="differences").set_value(True).run()
    assert html(app).count("<tr>") <= shown.count("<tr>")


def test_compare_asks_for_a_second_jurisdiction() -> None:
    app = page("compare")
    app.multiselect(key="compare").set_value(["us"]).run()
    assert "at least two" in app.info[0].value


def test_cases_are_listed_and_one_is_open() -> None:
    app = page("cases")
    assert "Holding" in html(app)
    assert "Nearest cases on the facts" in html(app)


def test_cases_are_found_by_words_while_there_is_no_model() -> None:
    app = page("cases")
    app.text_input(key="query").set_value("aerial photography plant").run()
    assert any("DuPont" in button.label for button in app.button)
    assert "Texas" in html(app)


def test_a_search_that_finds_nothing_says_what_to_loosen() -> None:
    app = page("cases")
    app.text_input(key="query").set_value("zzzzqqqq").run()
    assert "Loosen a filter" in app.info[0].value


def test_a_count_narrows_to_what_it_counts_and_the_filters_come_off_together() -> None:
    app = page("cases")
    all_cases = next(c.value for c in app.caption if " found" in c.value)
    app.button(key="only-outcome-opponent").click().run()
    app.button(key="only-jurisdiction-de").click().run()
    app.button(key="only-decade-2020s").click().run()
    assert app.session_state["where"] == ["de"]
    found = next(c.value for c in app.caption if " found" in c.value)
    assert 0 < int(found.split()[0]) < int(all_cases.split()[0])
    assert any(c.value.startswith("Only: Germany · Opponent won · 2020") for c in app.caption)
    app.button(key="widen").click().run()
    assert next(c.value for c in app.caption if " found" in c.value) == all_cases


def test_the_laws_of_a_record_show_since_when_they_hold_or_why_no_day_is_given(library: Library) -> None:
    app = page("about")
    app.selectbox(key="laws-of").set_value("ie").run()
    shown = html(app)
    laws = library.jurisdictions["ie"].instruments.values()
    assert all(law.citation in shown for law in laws)
    assert f"In force since {next(law.in_force for law in laws if law.in_force)}" in shown
    assert next(law.undated for law in laws if law.undated) in shown


def test_what_follows_from_an_answer_is_told() -> None:
    app = page("advise")
    assert any("follows from your answers" in caption.value and "F49" in caption.value for caption in app.caption)


def test_a_link_to_a_case_opens_it() -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    app.switch_page("advisor/pages/cases.py")
    app.query_params["case"] = "us/ca5-1970-dupont-v-christopher"
    app.run()
    assert any("DuPont v. Christopher" in header.value for header in app.header)


def test_wrong_records_are_listed_on_the_page_with_file_and_line(mini_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (mini_folder / "jurisdictions" / "xx.yaml").write_text("id: xx\nname: [\n")
    monkeypatch.setenv("ADVISOR_KNOWLEDGE", str(mini_folder))
    app = page("advise")
    assert app.title[0].value == "The records cannot be used"
    assert any("jurisdictions/xx.yaml:3:" in line.value for line in app.text)


@pytest.mark.parametrize(("view", "words"), [("All laws", "All laws: "), ("Find laws", "Laws that meet every condition"), ("What changed", "What changed")])
def test_compare_has_a_view_of_all_laws_of_conditions_and_of_changes(view: str, words: str) -> None:
    app = page("compare")
    app.session_state["view"] = {"All laws": "all", "Find laws": "find", "What changed": "changed"}[view]
    app.run()
    assert not app.exception
    assert words in html(app)


@pytest.mark.parametrize(("name", "words"), [
    ("atlas", "Answers"), ("readiness", "Action list"), ("workshop", "The law behind it"), ("about", "Coverage by jurisdiction")])
def test_every_page_opens_on_something_worth_seeing(name: str, words: str) -> None:
    assert words in html(page(name))


@pytest.mark.parametrize("view", ["Map by matter", "Rules of a route", "Cases around an element"])
def test_the_map_shows_the_matter_the_rules_and_the_cases(view: str) -> None:
    app = page("atlas")
    app.session_state["map"] = {"Map by matter": "matter", "Rules of a route": "rules", "Cases around an element": "cases"}[view]
    app.run()
    assert not app.exception
    assert {"Map by matter": "Status in every law", "Rules of a route": "Elements of",
            "Cases around an element": "Cases around the element"}[view] in html(app)


def test_a_measure_in_place_closes_its_gaps() -> None:
    app = page("readiness")
    before = html(app)
    app.session_state["measure-staff-nda"] = "yes"
    app.run()
    assert "<strong>Agreements with staff</strong><div" in before
    assert "<strong>Agreements with staff</strong><div" not in html(app)


def test_turning_a_fact_moves_the_outcomes() -> None:
    app = page("workshop")
    before = next(e.proto.body for e in app.get("html") if "Outcomes" in e.proto.body)
    app.toggle(key="bought-and-taken-apart-F25").set_value(False).run()
    app.toggle(key="bought-and-taken-apart-F22").set_value(True).run()
    assert not app.exception
    assert next(e.proto.body for e in app.get("html") if "Outcomes" in e.proto.body) != before


def test_the_quiz_asks_before_it_reveals() -> None:
    app = page("workshop")
    app.toggle(key="quiz").set_value(True).run()
    assert "The room and the rules" not in html(app)
    assert "Outcomes</caption>" not in html(app)


def test_no_two_pages_bind_one_name_to_the_link() -> None:
    """Streamlit carries a bound value from page to page by its name, also where it means something else."""
    bound: dict[str, set[str]] = {}
    for file in (ROOT / "advisor" / "pages").glob("*.py"):
        for call in re.findall(r"st\.\w+\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*?bind=", file.read_text()):
            bound.setdefault(re.findall(r'key="([^"]+)"', call)[-1], set()).add(file.stem)
    assert len(bound) > 20
    assert {name: pages for name, pages in bound.items() if len(pages) > 1} == {}
