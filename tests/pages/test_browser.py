"""In a real browser: a matter from its first screen to its result and memo, and what the page asks of the network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import docx
import pytest

playwright = pytest.importorskip("playwright.sync_api")

from tests.pages.browser import CHROMIUM, browser, server, settled  # noqa: E402
from tests.pages.screenshots import PAGES  # noqa: E402

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no chromium here; 'apt-get install chromium' brings it")]
SHOTS = Path(__file__).parents[1] / "screenshots"


@pytest.fixture(scope="module")
def app() -> Iterator[str]:
    with server() as address:
        yield address


@pytest.fixture(scope="module")
def opened() -> Iterator[object]:
    with browser() as found:
        yield found


@pytest.fixture
def page(opened, app: str):  # type: ignore[no-untyped-def]
    context = opened.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    made = context.new_page()
    made.set_default_timeout(60_000)   # a busy machine is no failure
    made.asked = []
    made.on("request", lambda request: made.asked.append(request.url))
    yield made
    context.close()


def test_counsel_goes_through_a_matter_to_a_memo(page, app: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    page.goto(app)
    settled(page)
    assert page.locator("h1").inner_text() == "Enforcement options"
    grid = page.locator("table").first
    assert "Germany" in grid.inner_text()
    before = grid.inner_text().count("Not available")
    page.get_by_text("Use and disclosure", exact=False).first.wait_for()
    page.locator("summary", has_text="The information").click()
    fact = page.locator(".st-key-fact-F27")
    fact.get_by_role("radio", name="Yes").click()
    settled(page)
    page.wait_for_function(f"document.querySelector('table').innerText.split('Not available').length - 1 > {before}", timeout=30_000)
    fact.get_by_role("radio", name="No", exact=True).click()
    settled(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Memo (Word)").click()
    path = tmp_path / "memo.docx"
    waiting.value.save_as(path)
    words = "\n".join(p.text for p in docx.Document(BytesIO(path.read_bytes())).paragraphs)
    assert "Enforcement options: Coating line" in words
    assert "not legal advice" in words
    assert [url for url in page.asked if not url.startswith((app, "data:", "blob:"))] == []


def test_paralegal_finds_a_case_by_its_facts_and_reads_it(page, app: str) -> None:  # type: ignore[no-untyped-def]
    page.goto(f"{app}/cases")
    settled(page)
    box = page.get_by_label("Search", exact=True)
    box.fill("aerial photographs of a plant under construction")
    box.press("Enter")
    page.get_by_text("best match first").wait_for(timeout=30_000)
    settled(page)
    page.get_by_role("button", name="DuPont v. Christopher").first.click(timeout=30_000)
    page.wait_for_url("**case=**", timeout=30_000)
    page.wait_for_function("document.body.innerText.includes('methanol')", timeout=30_000)
    assert "us%2Fca5-1970-dupont-v-christopher" in page.url or "us/ca5-1970-dupont-v-christopher" in page.url
    assert "aerial" not in page.url   # what is typed never stands in the link
    page.reload()
    settled(page)
    page.wait_for_function("document.body.innerText.includes('methanol')", timeout=30_000)


def test_trainer_compares_and_the_link_brings_the_view_back(page, app: str) -> None:  # type: ignore[no-untyped-def]
    page.goto(f"{app}/compare?compare=Germany&compare=Japan&group=Remedies&differences=true")
    settled(page)
    text = page.locator("table").first.inner_text()
    assert "Germany" in text
    assert "Japan" in text
    page.locator("details summary").first.click()
    assert page.locator("details[open] a").first.get_attribute("href").startswith("http")


def test_a_link_to_an_empty_matter_opens_it(page, app: str) -> None:  # type: ignore[no-untyped-def]
    page.goto(f"{app}/?matter=An+empty+matter")
    settled(page)
    assert "No route is linked to this matter yet" in page.locator("[data-testid=stMain]").inner_text()


def test_an_answer_in_the_search_leads_to_its_comparison(page, app: str) -> None:  # type: ignore[no-untyped-def]
    page.goto(f"{app}/cases?kind=Answers&query=limitation")
    settled(page)
    page.get_by_role("link", name="Open in Compare").first.click()
    settled(page)
    assert page.locator("table").count() == 1


def test_two_people_never_see_each_others_matter(opened, app: str) -> None:  # type: ignore[no-untyped-def]
    one, two = opened.new_context(), opened.new_context()
    try:
        first, second = one.new_page(), two.new_page()
        for each in (first, second):
            each.set_viewport_size({"width": 1440, "height": 900})
            each.goto(app)
            settled(each)
        name = first.get_by_label("Name", exact=True)
        name.fill("Marker Zebra 4711")
        name.press("Enter")
        first.wait_for_function("document.querySelector('[data-testid=stMain]').innerText.includes('Marker Zebra 4711')", timeout=30_000)
        second.reload()
        settled(second)
        assert "Zebra" not in second.content()
        assert "Zebra" not in first.url
    finally:
        one.close()
        two.close()


def test_words_of_a_user_never_act(page, app: str) -> None:  # type: ignore[no-untyped-def]
    acted = []
    page.on("dialog", lambda dialog: (acted.append(dialog.message), dialog.dismiss()))
    hostile = "<img src=x onerror=alert(1)><script>alert(2)</script> [a](javascript:alert(3)) **b** $c$"
    page.goto(app)
    settled(page)
    name = page.get_by_label("Name", exact=True)
    name.fill(hostile)
    name.press("Enter")
    page.wait_for_function("document.querySelector('[data-testid=stMain]').innerText.includes('<img src=x')", timeout=30_000)
    page.goto(f"{app}/cases")
    settled(page)
    box = page.get_by_label("Search", exact=True)
    box.fill(hostile)
    box.press("Enter")
    settled(page)
    assert acted == []
    assert page.locator("[data-testid=stMain] img[src=x]").count() == 0


@pytest.mark.parametrize("path", ["", "compare", "cases"])
def test_no_page_is_wider_than_a_phone(opened, app: str, path: str) -> None:  # type: ignore[no-untyped-def]
    context = opened.new_context(viewport={"width": 390, "height": 844})
    try:
        page = context.new_page()
        page.goto(f"{app}/{path}")
        settled(page)
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    finally:
        context.close()


@pytest.mark.parametrize("name", [name for name in PAGES if name not in ("case", "presenter")])
def test_no_page_has_a_serious_barrier(page, app: str, name: str) -> None:  # type: ignore[no-untyped-def]
    from axe_playwright_python.sync_playwright import Axe

    page.goto(f"{app}/{PAGES[name]}")
    settled(page)
    page.wait_for_timeout(600)
    found = [v for v in Axe().run(page).response["violations"] if v["impact"] in ("serious", "critical")]
    assert found == [], [(v["id"], [node["html"][:200] for node in v["nodes"][:3]]) for v in found]
    assert [url for url in page.asked if not url.startswith((app, "data:", "blob:"))] == []   # nothing from outside


def test_paralegal_collects_cases_and_takes_them_to_a_reference_manager(page, app: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    page.goto(f"{app}/cases?case=us/ca5-1970-dupont-v-christopher")
    settled(page)
    page.get_by_role("button", name="Put into the basket").click()
    settled(page)
    page.get_by_text("Basket (1)").click()
    settled(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSL-JSON").click()
    path = tmp_path / "cases.json"
    waiting.value.save_as(path)
    [row] = json.loads(path.read_text())
    assert (row["type"], row["id"]) == ("legal_case", "us/ca5-1970-dupont-v-christopher")


def test_paralegal_checks_the_citations_of_a_text(page, app: str) -> None:  # type: ignore[no-untyped-def]
    page.goto(f"{app}/cases?view=Check+citations")
    settled(page)
    box = page.get_by_label("Or the text itself")
    box.fill("duPont v. Christopher, 431 F.2d 1012 (5th Cir. 1970); Doe v. Roe, 999 F.2d 111 (2d Cir. 1993).")
    box.press("Control+Enter")
    page.get_by_text("Not in the library").first.wait_for(timeout=30_000)
    rows = page.locator("table").last.inner_text()
    assert "431 F.2d 1012" in rows
    assert "Verified" in rows
    assert "999" not in page.url


def test_trainer_turns_a_fact_and_prints_the_sheet(page, app: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    page.goto(f"{app}/workshop?hypothetical=Bought+in+a+shop+and+taken+apart+(introductory)")
    settled(page)
    page.get_by_text("Reverse-engineered (F25)").click()
    settled(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Facilitator's sheet (Word)").click()
    path = tmp_path / "sheet.docx"
    waiting.value.save_as(path)
    words = "\n".join(p.text for p in docx.Document(BytesIO(path.read_bytes())).paragraphs)
    assert "The law behind it" in words
