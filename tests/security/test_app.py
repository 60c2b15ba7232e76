"""The running app, with records that someone poisoned and a user whose words must stay with that user. In a real browser, with every connection recorded."""

from __future__ import annotations

import http.client
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import docx
import pytest
import yaml

pytest.importorskip("playwright.sync_api")

from advisor.records.library import read_library  # noqa: E402
from tests.pages.browser import CHROMIUM, server, settled  # noqa: E402
from tests.pages.screenshots import PAGES  # noqa: E402
from tests.security.places import ROOT, Places  # noqa: E402
from tests.security.targets import pdf  # noqa: E402

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no chromium here; 'apt-get install chromium' brings it")]
TESTS = ROOT / "tests"
POISON = ("<b class=poison>x</b><img src=http://evil.example/h.png onerror=alert(1)><script>alert(2)</script>[a](http://evil.example/l)"
          "![i](http://evil.example/m.png) [j](javascript:alert(3)) $\\href{http://evil.example}{k}$ {{7*7}}")
TEXTS = {"name", "short", "label", "means", "ask", "why", "about", "help", "note", "facts", "holding", "significance", "misread", "summary", "title", "what",
         "story", "teaches", "law", "text", "citation", "abbreviation", "unit"}


def poisoned(data: Any, key: str = "") -> Any:
    """A record with hostile markup in every text that its model takes."""
    if isinstance(data, dict):
        return {name: poisoned(value, name) for name, value in data.items()}
    if isinstance(data, list):
        return [poisoned(value, "note" if key in ("issues", "evidence", "discuss") else "") for value in data]
    return data[:80] + POISON if isinstance(data, str) and key in TEXTS else data


def plain(path: Path) -> Any:
    """A YAML file with every value as it is written."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


@dataclass(frozen=True)
class App:
    """A running app and where it lives."""

    address: str
    places: Places
    log: Path

    def ask(self, method: str = "GET", path: str = "/", **headers: str) -> http.client.HTTPResponse:
        """The answer to one request, made as no browser would."""
        connection = http.client.HTTPConnection("localhost", urlsplit(self.address).port or 0, timeout=30)
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        return connection.getresponse()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("poisoned") / "knowledge"
    shutil.copytree(ROOT / "knowledge" / "vocabulary", folder / "vocabulary")
    shutil.copy(TESTS / "mini" / "questions.yaml", folder / "vocabulary" / "questions.yaml")
    for part in ("jurisdictions", "cases"):
        shutil.copytree(TESTS / "mini" / part, folder / part)
    second = (folder / "jurisdictions" / "xx.yaml").read_text()
    (folder / "jurisdictions" / "yy.yaml").write_text(second.replace("id: xx", "id: yy").replace("name: Exlandia", "name: Whylandia"))
    for path in folder.rglob("*.yaml"):
        path.write_text(yaml.safe_dump(poisoned(plain(path)), allow_unicode=True), encoding="utf-8")
    matter = {"name": "Matter", "summary": "It was taken.", "on": "2026-11-24", "places": {"acts": ["xx", "yy"]}, "jurisdictions": ["xx", "yy"],
              "dates": {"taken": "2026-01-10", "discovered": "2026-02-01"}, "facts": {"F15": "yes", "F6": "yes", "F18": "yes", "F16": "yes"}}
    hypothetical = {"name": "Hypothetical", "level": "1", "teaches": "t", "story": "s", "facts": {"F15": "yes"}, "switches": ["F6"], "compare": ["xx", "yy"],
                    "see": ["limitation.civil"], "discuss": ["d"]}
    for place, data in (("scenarios", matter), ("workshop", hypothetical)):
        (folder / place).mkdir()
        (folder / place / "one.yaml").write_text(yaml.safe_dump(poisoned(data)))
    assert [str(problem)[:200] for problem in read_library(folder)[1]] == []   # nothing keeps such words out of a record: they must do no harm
    places = Places(tmp_path_factory.mktemp("app") / "places")
    log = places.root / "log"
    with server(log, **places.environment(ADVISOR_KNOWLEDGE=str(folder))) as address:
        yield App(address, places, log)


def new_page(opened: Any) -> Any:
    """A page of a new browser context, which keeps what it asked for and what was said to it."""
    page = opened.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True).new_page()
    page.set_default_timeout(60_000)
    page.asked, page.said = [], []
    page.on("request", lambda request: page.asked.append(f"{request.url} {request.headers.get('referer', '')}"))
    page.on("dialog", lambda dialog: (page.said.append(dialog.message), dialog.dismiss()))
    return page


def test_no_word_of_a_record_or_a_link_acts_on_any_page(opened: Any, app: App) -> None:
    page = new_page(opened)
    hostile = quote(POISON)
    for path in (*(PAGES[name] for name in ("advise", "all-laws", "find-laws", "what-changed", "rules", "map-matter", "about", "readiness")),
                 "cases?case=xx/high-2020-alpha-v-beta", "cases?kind=Answers", "workshop?quiz=true", f"?matter={hostile}",
                 f"compare?compare={hostile}&group={hostile}", f"cases?case=../../../../etc/passwd&view={hostile}&query={hostile}"):
        page.goto(f"{app.address}/{path}")
        settled(page)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        acting = page.locator("b.poison, img[src*='evil.example'], a[href^='http://evil.example'], a[href^='javascript:'], [data-testid=stMain] script, "
                              "[data-testid=stException]")
        assert acting.count() == 0, (path, acting.first.evaluate("one => one.outerHTML.slice(0, 300)"))
        assert "<b class=poison>" in page.locator("body").inner_text(), path   # it is there, as text
    assert page.said == []
    assert [url for url in page.asked if not url.startswith((app.address, "data:", "blob:"))] == []
    page.context.close()


def test_a_policy_stops_what_would_act_if_it_stood_on_a_page(opened: Any, app: App) -> None:
    page = new_page(opened)
    page.add_init_script("""
        document.addEventListener('securitypolicyviolation', one => document.documentElement.dataset.stopped =
            (document.documentElement.dataset.stopped || '') + ' ' + one.effectiveDirective);
        document.addEventListener('DOMContentLoaded', () => {
            const image = document.createElement('img'); image.src = 'http://evil.example/p.png'; document.body.append(image);
            const script = document.createElement('script'); script.textContent = 'document.documentElement.dataset.ran = 1'; document.body.append(script);
            fetch('http://evil.example/', {mode: 'no-cors'}).catch(() => null);
        });""")
    page.goto(app.address)
    page.wait_for_selector("h1")   # the app itself runs under it
    whole = page.locator("html")
    assert {"img-src", "script-src-elem", "connect-src"} <= set((whole.get_attribute("data-stopped") or "").split())
    assert whole.get_attribute("data-ran") is None
    page.context.close()


def test_headers_are_sane(app: App) -> None:
    for path in ("/", "/compare", "/_stcore/health", "/static/none.js"):
        told = app.ask(path=path).headers
        assert told["X-Content-Type-Options"] == "nosniff"
        assert told["X-Frame-Options"] == "DENY"
        assert told["Referrer-Policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in told["Content-Security-Policy"]
        assert "script-src 'self' 'unsafe-eval' 'sha256-" in told["Content-Security-Policy"]   # charts evaluate expressions; no script of a page runs
        assert told["Access-Control-Allow-Origin"] in (None, app.address)


UPGRADE = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec_WebSocket_Version": "13", "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ=="}


@pytest.mark.parametrize("headers", [{"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": "http://localhost:1"}, {"Host": "evil.example"},
                                     {"Host": "evil.example", "Origin": "http://evil.example"}])
def test_another_site_gets_no_answer(app: App, headers: dict[str, str]) -> None:
    assert app.ask(path="/_stcore/health", **headers).status == 403
    assert app.ask(path="/_stcore/stream", **UPGRADE, **headers).status == 403


def test_the_app_itself_gets_its_answer(app: App) -> None:
    assert app.ask(path="/_stcore/health", Origin=app.address).status == 200
    assert app.ask(path="/_stcore/stream", **UPGRADE, Origin=app.address).status == 101


def test_an_upload_without_the_token_of_the_page_is_refused(app: App) -> None:
    assert app.ask("PUT", "/_stcore/upload_file/some-session/some-file").status == 403


@pytest.mark.parametrize("path", ["/../README.md", "/%2e%2e/%2e%2e/etc/passwd", "/static/../../README.md", "/app/static/..%2f..%2fpyproject.toml",
                                  "/media/../app.py", "/component/../../etc/passwd", "//etc/passwd", "/knowledge/vocabulary/terms.yaml",
                                  "/.streamlit/config.toml"])
def test_no_file_of_the_machine_is_served(app: App, path: str) -> None:
    answer = app.ask(path=path)
    assert answer.status >= 400 or b"<title>Streamlit</title>" in answer.read()


MARKERS = ("Zebrafisch", "Quittenmark", "Wolkenpumpe", "Sackgasse77", "Lindwurm", "Tintenfass")


def test_what_a_user_enters_reaches_no_log_link_file_or_other_user(opened: Any, app: App) -> None:
    page, other = new_page(opened), new_page(opened)
    page.goto(app.address)
    settled(page)
    matter = {"name": f"{MARKERS[0]} GmbH", "summary": f"The {MARKERS[1]} process.", "places": {"acts": ["xx"]}, "facts": {"F15": "yes", "F6": "yes"}}
    page.locator("section[data-testid=stSidebar] input[type=file]").set_input_files(
        {"name": f"{MARKERS[2]}.yaml", "mimeType": "text/yaml", "buffer": yaml.safe_dump(matter).encode()})
    page.get_by_text(f"{MARKERS[0]} GmbH").first.wait_for()
    page.get_by_label("What happened").fill(f"It is about {MARKERS[3]}.")
    page.get_by_label("What happened").press("Control+Enter")
    page.locator("p", has_text=MARKERS[3]).first.wait_for()
    settled(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Memo (Word)").click()
    memo = "\n".join(p.text for p in docx.Document(BytesIO(Path(waiting.value.path()).read_bytes())).paragraphs)
    assert MARKERS[0] in memo   # the words were really worked with
    page.get_by_role("link", name="Cases").first.click()
    settled(page)
    page.get_by_label("Search", exact=True).fill(f"{MARKERS[4]} glue")
    page.get_by_label("Search", exact=True).press("Enter")
    page.get_by_text("best match first").wait_for()
    page.get_by_text("Check citations", exact=True).click()
    page.locator("[data-testid=stMain] input[type=file]").set_input_files(
        {"name": f"{MARKERS[2]}.pdf", "mimeType": "application/pdf", "buffer": pdf(f"BT /F 9 Tf ({MARKERS[5]} v. Beta, 431 F.2d 1012) Tj ET".encode())})
    page.get_by_text(MARKERS[5]).first.wait_for()
    page.locator("[data-testid=stMain] input[type=file]").set_input_files(
        {"name": f"{MARKERS[2]}.pdf", "mimeType": "application/pdf", "buffer": f"%PDF-1.4 {MARKERS[5]} damaged".encode()})
    page.get_by_text("cannot be read").wait_for()

    seen = ""
    for path in ("", "cases?view=Check+citations"):
        other.goto(f"{app.address}/{path}")
        settled(other)
        seen += other.content()
    hidden = re.compile("|".join(MARKERS), re.IGNORECASE)
    assert not hidden.search(seen)
    assert not [url for url in (page.url, *page.asked, *other.asked) if hidden.search(url)]
    assert not hidden.search(app.log.read_text())
    assert app.places.with_words(*MARKERS) == []
    assert [path for path in (app.places.root / "tmp").rglob("*") if path.is_file()] == []
    page.context.close()
    other.context.close()


def test_the_app_opened_no_connection_to_outside(app: App) -> None:
    """Last in this file: whatever the tests before did, with foreign origins and with records full of addresses."""
    assert (app.places.root / "connections").exists()
    assert app.places.connections_outside() == []
