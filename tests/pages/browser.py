"""A real browser and a real server for the tests, on loopback only, stopped at the end."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@contextmanager
def started(script: str | Path = "app.py", log: Path | None = None, **env: str) -> Iterator[tuple[str, int]]:
    """A Streamlit script, the app as the README starts it, on a free port of the loopback; yields its address and the id of its process.

    What it prints goes to ``log``.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (log or Path(os.devnull)).open("w") as printed:
        process = subprocess.Popen([sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)], cwd=ROOT,
                                   env={**os.environ, **env}, stdout=printed, stderr=printed)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://localhost:{port}", process.pid
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


@contextmanager
def server(log: Path | None = None, **env: str) -> Iterator[str]:
    """The app; yields its address."""
    with started(log=log, **env) as (address, _):
        yield address


@contextmanager
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a window."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield opened
        finally:
            opened.close()


def settled(page: Page) -> None:
    """Wait until the page has run and shows its heading."""
    page.wait_for_selector("h1", timeout=60_000)
    page.wait_for_function("!document.querySelector('[data-test-script-state=\"running\"]')", timeout=60_000)
    page.wait_for_timeout(400)


def rename_matter(page: Page, name: str) -> None:
    """Give the matter on Advise a name, once its first name is there to be replaced."""
    page.wait_for_function("document.querySelector('.st-key-m-name input')?.value")
    box = page.get_by_label("Name", exact=True)
    box.fill(name)
    box.press("Enter")
