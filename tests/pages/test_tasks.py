"""Each user's task in a real browser, from the first screen to the finished export, which is opened and read."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import icalendar
import openpyxl
import pytest

pytest.importorskip("playwright.sync_api")

from tests.pages.browser import CHROMIUM, rename_matter, settled  # noqa: E402

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no chromium here; 'apt-get install chromium' brings it")]
Take = Callable[[Any, str], Path]
DUPONT = "us/ca5-1970-dupont-v-christopher"


def words_of(path: Path) -> str:
    """Every word of a Word file, tables too."""
    document = docx.Document(BytesIO(path.read_bytes()))
    return "\n".join([*(p.text for p in document.paragraphs), *(cell.text for table in document.tables for row in table.rows for cell in row.cells)])


def main_of(page: Any) -> str:
    """What the page shows, without the sidebar."""
    return str(page.locator("[data-testid=stMain]").inner_text())


def shows(page: Any, words: str, not_: bool = False) -> None:
    """Wait until the page shows some words (or no longer does), and has run."""
    page.wait_for_function("([words, gone]) => document.querySelector('[data-testid=stMain]').innerText.includes(words) !== gone", arg=[words, not_])
    settled(page)


def test_counsel_goes_from_facts_to_memo_and_dates_and_opens_the_matter_again(page: Any, visitor: Callable[..., Any], app: str, take: Take) -> None:
    page.goto(app)
    settled(page)
    assert page.locator("h1").inner_text() == "Enforcement options"
    rename_matter(page, "Walk 4711")
    shows(page, "Walk 4711")
    before = page.locator("table").first.inner_text()
    assert "Germany" in before
    page.locator("summary", has_text="The information").click()
    fact = page.locator(".st-key-fact-F27")
    fact.get_by_role("radio", name="Yes").click()
    page.wait_for_function("before => document.querySelector('table').innerText.split('Not available').length > before.split('Not available').length",
                           arg=before)
    fact.get_by_role("radio", name="No", exact=True).click()
    page.wait_for_function("before => document.querySelector('table').innerText === before", arg=before)
    page.locator(".st-key-card-de-civil summary").first.click()
    shows(page, "Cases most like it")
    page.locator(".st-key-card-de-civil details", has_text="Authority").first.locator("summary").first.click()

    memo = words_of(take(page, "Memo (Word)"))
    assert "Enforcement options: Walk 4711" in memo
    assert "not legal advice" in memo
    assert "GeschGehG" in memo
    dates = icalendar.Calendar.from_ical(take(page, "Dates (.ics)").read_bytes()).walk("VEVENT")
    assert dates
    assert all(str(e["summary"]).startswith("Walk 4711: ") and len(e.walk("VALARM")) == 2 for e in dates)
    assert {e["dtstart"].dt.isoformat() for e in dates} & set(page.locator(".tsa-day").all_inner_texts())

    saved = take(page, "Save the matter")
    other = visitor()
    other.goto(f"{app}/?matter=An+empty+matter")
    settled(other)
    assert "Walk 4711" not in other.content()
    other.locator("[data-testid=stSidebar] input[type=file]").first.set_input_files(saved)
    shows(other, "Walk 4711")
    assert other.locator("table").first.inner_text() == before
    for each in (page, other):
        assert "4711" not in each.url
        assert [url for url in each.asked if not url.startswith((app, "data:", "blob:"))] == []


def test_counsel_compares_three_laws_and_takes_the_differences_to_excel(page: Any, app: str, take: Take) -> None:
    page.goto(f"{app}/compare?compare=Germany&compare=Japan&group=Remedies")
    settled(page)
    box = page.get_by_label("Jurisdictions (two to six)")
    box.fill("France")
    box.press("Enter")
    page.locator("th", has_text="France").wait_for()
    page.get_by_text("Only differences").first.click()
    page.wait_for_url("**differences=true**")
    settled(page)
    assert "France" in page.url
    shown = page.locator("table").first
    assert shown.locator("tbody tr").count() == shown.get_by_text("differs", exact=True).count()
    page.locator("details summary").first.click()
    assert page.locator("details[open] a").first.get_attribute("href").startswith("http")

    sheet = openpyxl.load_workbook(take(page, "Excel")).worksheets[0]
    rows = [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    text = "\n".join("\t".join(row) for row in rows)
    for words in ("Germany", "Japan", "France", "GeschGehG"):
        assert words in text
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)   # nothing in it is a formula
    for question in shown.locator("tbody th").all_inner_texts():
        assert question.split("\n")[0] in text
    page.reload()
    settled(page)
    assert page.locator("thead th").all_inner_texts() == ["Question", "Germany", "Japan", "France"]


def test_paralegal_searches_by_field_reads_and_takes_the_cases_along(page: Any, app: str, take: Take) -> None:
    page.goto(f"{app}/cases")
    settled(page)
    box = page.get_by_label("Search", exact=True)
    box.fill("court:BGH year:2015..")
    box.press("Enter")
    shows(page, "best match first")
    listed = page.locator("[class*=st-key-open-]").all_inner_texts()
    assert len(listed) > 1
    page.locator("[class*=st-key-open-] button").nth(1).click()
    page.wait_for_url("**case=de**")
    shows(page, "Facts that matter")
    assert "BGH" not in page.url   # what is typed never stands in the link
    page.get_by_role("button", name="Put this page into the basket").click()
    page.get_by_text(f"Basket ({len(listed)})").click()
    page.get_by_role("button", name="RIS", exact=True).wait_for()
    settled(page)

    csl = json.loads(take(page, "CSL-JSON").read_text())
    assert len(csl) == len(listed)
    assert {row["type"] for row in csl} == {"legal_case"}
    assert all(row["id"].startswith("de/bgh-") and row["issued"]["date-parts"][0][0] >= 2015 for row in csl)
    assert take(page, "RIS").read_text().count("TY  - CASE") == len(listed)
    table = list(csv.DictReader(take(page, "CSV").read_text(encoding="utf-8-sig").splitlines()))
    assert {row["Id"] for row in table} == {row["id"] for row in csl}
    digest = words_of(take(page, "Digest (Word)"))
    for short in listed:
        assert short in digest
    assert all(row["Holding"] in digest for row in table)


def test_paralegal_finds_a_case_by_its_facts_and_the_link_and_back_bring_it_again(page: Any, app: str) -> None:
    page.goto(f"{app}/cases")
    settled(page)
    box = page.get_by_label("Search", exact=True)
    box.fill("aerial photographs of a plant under construction")
    box.press("Enter")
    page.get_by_role("button", name="DuPont v. Christopher").first.click()
    page.wait_for_url("**case=**")
    shows(page, "methanol")
    assert DUPONT in page.url.replace("%2F", "/")
    assert "aerial" not in page.url
    page.locator("[class*=st-key-near-] button").first.click()
    shows(page, "methanol", not_=True)
    page.go_back()
    shows(page, "methanol")
    page.reload()
    settled(page)
    shows(page, "methanol")


def test_paralegal_checks_the_citations_of_a_text_and_of_a_word_file(page: Any, app: str, tmp_path: Path) -> None:
    brief = docx.Document()
    brief.add_paragraph("See duPont v. Christopher, 431 F.2d 1012 (5th Cir. 1970), and again 431 F.2d 1012 (9th Cir. 1999).")
    brief.add_paragraph("Compare Doe v. Roe, 999 F.2d 111 (2d Cir. 1993).")
    brief.save(tmp_path / "brief.docx")
    page.goto(f"{app}/cases?part=Check+citations")
    settled(page)
    box = page.get_by_label("Or the text itself")
    box.fill("duPont v. Christopher, 431 F.2d 1012 (5th Cir. 1970); Doe v. Roe, 999 F.2d 111 (2d Cir. 1993).")
    box.press("Control+Enter")
    shows(page, "999 F.2d 111")
    assert [row.split("\t")[2] for row in page.locator("table").last.inner_text().split("\n") if "F.2d" in row.split("\t")[0]] == [
        "Verified", "Not in the library"]
    assert "999" not in page.url
    page.locator("[data-testid=stMain] input[type=file]").set_input_files(tmp_path / "brief.docx")
    shows(page, "9th Cir. 1999")
    verdicts = page.locator("table .tsa-badge").all_inner_texts()
    assert verdicts == ["Verified", "Mismatch", "Not in the library"]
    page.get_by_role("button", name="Put the 1 matched into the basket").click()
    shows(page, "Basket (1)")


def test_trainer_turns_facts_asks_the_room_and_prints_both_sheets(page: Any, app: str, take: Take) -> None:
    page.goto(f"{app}/workshop?hypothetical=Bought+in+a+shop+and+taken+apart+(introductory)")
    settled(page)
    outcomes = page.locator("table", has=page.locator("caption", has_text="Outcomes"))
    before = outcomes.inner_text()
    page.get_by_text("Reverse-engineered (F25)").click()
    page.wait_for_function("before => ![...document.querySelectorAll('table')].some(t => t.innerText === before)", arg=before)
    settled(page)
    turned = outcomes.inner_text()

    page.get_by_text("Ask first").first.click()
    shows(page, "Answer for each law")
    assert outcomes.count() == 0
    asked = page.locator("[class*=st-key-quiz-] [role=radiogroup]")
    for i in range(asked.count()):
        asked.nth(i).get_by_role("radio", name="Available", exact=True).click()
        settled(page)
    shows(page, "as the rules have it")
    assert outcomes.inner_text() == turned

    sheet, handout = words_of(take(page, "Facilitator's sheet (Word)")), words_of(take(page, "Handout (Word)"))
    assert "The law behind it" in sheet
    assert "Outcomes" in sheet
    assert "Outcomes" not in handout   # the room gets the story and no answer
    for words in ("espresso", "To discuss"):
        assert words in sheet
        assert words in handout


def test_a_list_of_measures_is_kept_opened_again_and_its_gaps_printed(page: Any, visitor: Callable[..., Any], app: str, take: Take) -> None:
    page.goto(f"{app}/readiness?laws=Germany&laws=Japan")
    settled(page)
    gaps = page.locator("h3", has_text="gap").first.inner_text()
    assert "Agreements with staff" in page.locator("table", has=page.locator("caption", has_text="Action list")).inner_text()
    page.locator(".st-key-measure-staff-nda").get_by_role("radio", name="Yes").click()
    shows(page, gaps, not_=True)
    fewer = page.locator("h3", has_text="gap").first.inner_text()
    assert int(fewer.split()[0]) < int(gaps.split()[0])
    printed = words_of(take(page, "Action list (Word)"))
    assert "not legal advice" in printed
    assert "Need-to-know access" in printed
    kept = take(page, "Save the list")
    other = visitor()
    other.goto(page.url)
    settled(other)
    assert other.locator("h3", has_text="gap").first.inner_text() == gaps
    other.locator("[data-testid=stMain] input[type=file]").set_input_files(kept)
    shows(other, fewer)


def test_a_place_on_the_geographic_map_opens_what_its_tile_opens_and_stands_in_the_link(page: Any, app: str, visitor: Callable[..., Any]) -> None:
    page.goto(f"{app}/atlas?drawn=Geographic+map&region=North+America")
    settled(page)
    place = page.locator("path[aria-label^='Massachusetts: ']").last   # its shape lies on that of the country
    place.wait_for()
    place.click(force=True)
    page.get_by_role("heading", name="Massachusetts: ").wait_for()
    page.wait_for_url("**place=Massachusetts**")
    other = visitor()
    other.goto(page.url)
    other.get_by_role("heading", name="Massachusetts: ").wait_for()
    page.get_by_role("link", name="Open in Compare").click()
    page.locator("th", has_text="Massachusetts").wait_for()
    page.go_back()
    page.locator("path[aria-label^='Other US States']").first.wait_for()
    assert "North+America" in page.url or "North%20America" in page.url
