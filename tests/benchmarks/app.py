"""What a user waits for in a real browser, and what a server of the app keeps in memory. Run by hand: python -m tests.benchmarks.app

The baseline is a Streamlit script of one line, started and opened in the same way: what Streamlit and the browser take by themselves.
Cold: no derived data at all (records are read from YAML, the index for search by meaning is built in the background). Warm: a second start.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.pages.browser import browser, settled, started

PAGES = {"Compare": "Compare", "Cases": "Cases", "Workshop": "Workshop", "Readiness": "Readiness", "Map and graph": "Map and graph",
         "About the law": "About the law", "Advise": "Enforcement options"}
RUNS = 5


def timed(act: Callable[[], object]) -> float:
    """Seconds that it takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def running(page: Page) -> None:
    """Wait until the script has run to its end."""
    page.wait_for_function("!document.querySelector('[data-test-script-state=\"running\"]')", timeout=120_000, polling=20)


def opened(chromium: Browser, address: str, ready: str) -> tuple[float, float]:
    """Seconds from asking for the page to its first paint and to what it is for, in a browser that keeps nothing from before."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()

    def usable() -> None:
        page.goto(address)
        page.wait_for_selector(ready, timeout=300_000)
        running(page)

    whole = timed(usable)
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000")
    context.close()
    return paint, whole


def memory(process: int) -> float:
    """Resident memory of a process in MB."""
    fields = dict(line.split(":", 1) for line in Path(f"/proc/{process}/status").read_text().splitlines())
    return int(fields["VmRSS"].split()[0]) / 1024


def show(what: str, value: float, base: float | None = None, unit: str = "s") -> None:
    """A line of the table."""
    print(f"{what:<56}{value:>9.2f} {unit}" + (f"{value / base:>8.1f} x" if base else ""), flush=True)


def start(chromium: Browser, script: str | Path, ready: str, data: str) -> tuple[float, float, float]:
    """Seconds from starting a server to an open port, then to first paint, and to a usable first page."""
    began = time.perf_counter()
    with started(script, ADVISOR_DATA=data) as (address, _):
        port = time.perf_counter() - began
        return (port, *opened(chromium, address, ready))


def switches(page: Page) -> None:
    """Page switches by the navigation, and one fact switched in Workshop."""
    def to(title: str) -> None:
        page.get_by_role("link", name=title, exact=True).click()
        page.wait_for_function("title => document.querySelector('h1')?.innerText.trim() === title", arg=PAGES[title], polling=20)
        running(page)

    for title in PAGES:
        times = []
        for _ in range(RUNS):
            to("Compare" if title == "About the law" else "About the law")
            page.wait_for_timeout(500)
            times.append(timed(lambda title=title: to(title)))   # type: ignore[misc]
        show(f"switch to {title}", statistics.median(times))
    page.get_by_role("link", name="Workshop", exact=True).click()
    settled(page)
    times = []
    for _ in range(RUNS * 2):
        outcomes = page.locator("table", has_text="Outcome").first
        before = outcomes.inner_text()

        def turn(before: str = before) -> None:
            page.get_by_text("Reverse-engineered (F25)").click()
            page.wait_for_function("before => [...document.querySelectorAll('table')].every(t => t.innerText !== before)", arg=before, polling=20)

        times.append(timed(turn))
        running(page)
    show("one fact turned in Workshop, until every law answers", statistics.median(times))


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(prefix="atlas-bench-") as folder, browser() as chromium:
        bare = Path(folder) / "bare.py"
        bare.write_text("import streamlit as st; st.title('bare')\n")
        data = str(Path(folder) / "data")
        start(chromium, bare, "h1", data)   # Streamlit's own files come into the memory of the machine
        base = start(chromium, bare, "h1", data)
        for how in ("cold", "warm"):
            measured = start(chromium, "app.py", "table", data)
            for what, value, at in zip(("port open", "first paint", "usable first page"), measured, base, strict=True):
                show(f"{how} start: {what}", value, at)
        for what, at in zip(("port open", "first paint", "usable first page"), base, strict=True):
            show(f"baseline, one line of Streamlit: {what}", at)
        with started(ADVISOR_DATA=data) as (address, process):
            context = chromium.new_context(viewport={"width": 1440, "height": 900})
            page = context.new_page()
            page.goto(address)
            settled(page)
            paint, usable = opened(chromium, address, "table")
            show("running server, new visitor: first paint", paint, base[1])
            show("running server, new visitor: usable first page", usable, base[2])
            page.goto(f"{address}/cases?query=copied+drawings")
            settled(page)
            wait = timed(lambda: page.wait_for_function("!document.body.innerText.includes('getting ready')", timeout=900_000, polling=1000))
            show("(waited for search by meaning)", wait)
            page.goto(address)
            settled(page)
            switches(page)   # only now: the index is built beside everything else
            page.goto(address)
            settled(page)
            page.wait_for_timeout(3000)
            one = memory(process)
            show("server memory, 1 session", one, unit="MB")
            more = [context.new_page() for _ in range(19)]
            for each in more:
                each.goto(address)
                settled(each)
            page.wait_for_timeout(3000)
            show("server memory, 20 sessions", memory(process), one, "MB")
            context.close()


if __name__ == "__main__":
    main()
