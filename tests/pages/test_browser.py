"""In a real browser: what holds on every page, whoever uses it. The users' tasks are in test_tasks.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api")

from tests.pages.browser import CHROMIUM, rename_matter, settled  # noqa: E402
from tests.pages.screenshots import PAGES  # noqa: E402

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no chromium here; 'apt-get install chromium' brings it")]


@pytest.fixture(scope="module")
def reader(opened: Any) -> Iterator[Any]:
    """One visitor who only looks, for all pages."""
    context = opened.new_context()
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    yield page
    context.close()


def test_a_link_to_an_empty_matter_opens_it(page: Any, app: str) -> None:
    page.goto(f"{app}/?matter=An+empty+matter")
    settled(page)
    assert "No route is linked to this matter yet" in page.locator("[data-testid=stMain]").inner_text()


def test_an_answer_in_the_search_leads_to_its_comparison(page: Any, app: str) -> None:
    page.goto(f"{app}/cases?kind=Answers&query=limitation")
    settled(page)
    page.get_by_role("link", name="Open in Compare").first.click()
    settled(page)
    assert page.locator("table").count() == 1


def test_two_people_never_see_each_others_matter(visitor: Callable[..., Any], app: str) -> None:
    first, second = visitor(), visitor()
    for each in (first, second):
        each.goto(app)
        settled(each)
    rename_matter(first, "Marker Zebra 4711")
    first.wait_for_function("document.querySelector('[data-testid=stMain]').innerText.includes('Marker Zebra 4711')")
    second.reload()
    settled(second)
    assert "Zebra" not in second.content()
    assert "Zebra" not in first.url


def test_words_of_a_user_never_act(page: Any, app: str) -> None:
    acted = []
    page.on("dialog", lambda dialog: (acted.append(dialog.message), dialog.dismiss()))
    hostile = "<img src=x onerror=alert(1)><script>alert(2)</script> [a](javascript:alert(3)) **b** $c$"
    page.goto(app)
    settled(page)
    rename_matter(page, hostile)
    page.wait_for_function("document.querySelector('[data-testid=stMain]').innerText.includes('<img src=x')", timeout=30_000)
    page.goto(f"{app}/cases")
    settled(page)
    box = page.get_by_label("Search", exact=True)
    box.fill(hostile)
    box.press("Enter")
    settled(page)
    assert acted == []
    assert page.locator("[data-testid=stMain] img[src=x]").count() == 0


def test_back_goes_through_pages_and_their_views(page: Any, app: str) -> None:
    page.goto(f"{app}/compare?view=All+laws&group=Limitation")
    settled(page)
    page.get_by_role("link", name="Readiness", exact=True).click()
    page.locator("h1", has_text="Readiness").wait_for()
    page.go_back()
    page.get_by_role("columnheader", name="Civil limitation").wait_for()
    page.go_forward()
    page.locator("h1", has_text="Readiness").wait_for()


@pytest.mark.parametrize("name", [name for name in PAGES if name not in ("case", "presenter")])
def test_no_page_has_a_serious_barrier_asks_outside_or_is_wider_than_a_phone(reader: Any, app: str, name: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    reader.set_viewport_size({"width": 1440, "height": 900})
    reader.goto(f"{app}/{PAGES[name]}")
    settled(reader)
    reader.wait_for_timeout(600)
    found = [v for v in Axe().run(reader).response["violations"] if v["impact"] in ("serious", "critical")]
    assert found == [], [(v["id"], [node["html"][:200] for node in v["nodes"][:3]]) for v in found]
    assert [url for url in reader.asked if not url.startswith((app, "data:", "blob:"))] == []
    reader.set_viewport_size({"width": 390, "height": 844})
    reader.wait_for_timeout(300)
    wide = "e => document.querySelector(e).scrollWidth"
    assert max(reader.evaluate(wide, "html"), reader.evaluate(wide, "[data-testid=stMain]")) <= 390
