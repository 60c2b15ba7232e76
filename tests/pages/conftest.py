"""One server for all tests of pages in a real browser, and a new visitor for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running app. It searches by words only: to embed the library would take the machine from the browser."""
    from tests.pages.browser import server

    with server(ADVISOR_MODEL=str(tmp_path_factory.mktemp("no-model"))) as address:
        yield address


@pytest.fixture
def visitor(opened: Any) -> Iterator[Callable[..., Any]]:
    """Makes the page of a new visitor, with nothing kept from another; ``asked`` lists every address that it asks for."""
    contexts = []

    def visit(width: int = 1440, height: int = 900, **more: Any) -> Any:
        contexts.append(opened.new_context(viewport={"width": width, "height": height}, accept_downloads=True, **more))
        page = contexts[-1].new_page()
        page.set_default_timeout(60_000)   # a busy machine is no failure
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        return page

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture
def page(visitor: Callable[..., Any]) -> Any:
    """A new visitor at a desk."""
    return visitor()


@pytest.fixture
def take(tmp_path: Path) -> Callable[[Any, str], Path]:
    """Presses a download button of a page and gives the file."""

    from tests.pages.browser import settled

    def pressed(page: Any, name: str) -> Path:
        settled(page)   # a button that is drawn anew while it is pressed does nothing
        with page.expect_download() as waiting:
            page.get_by_role("button", name=name, exact=True).click()
        path = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(path)
        return path

    return pressed
