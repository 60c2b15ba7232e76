"""Screenshots of every page, wide and narrow, light and dark, to look at. Run by hand: python -m tests.pages.screenshots FOLDER [NAME ...]

README shows advise, workshop and map at 1440 pixels in the light theme; they stand in tests/screenshots.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.pages.browser import browser, server, settled

PAGES = {
    "advise": "", "compare": "compare", "all-laws": "compare?view=All+laws", "find-laws": "compare?view=Find+laws", "what-changed": "compare?view=What+changed",
    "cases": "cases", "case": "cases?case=us/ca5-1970-dupont-v-christopher", "basket": "cases?part=Basket", "citations": "cases?part=Check+citations",
    "map": "atlas", "world": "atlas?drawn=Geographic+map", "map-matter": "atlas?map=Map+by+matter", "rules": "atlas?map=Rules+of+a+route",
    "network": "atlas?map=Cases+around+an+element", "about": "about", "readiness": "readiness", "workshop": "workshop",
    "presenter": "workshop?presenter=true"}


def main() -> None:
    """Write FOLDER/PAGE-WIDTH-THEME.png."""
    folder, only = Path(sys.argv[1]), sys.argv[2:]
    folder.mkdir(parents=True, exist_ok=True)
    with server() as address, browser() as opened:
        for theme in ("light", "dark"):
            for width, height in ((1440, 900), (390, 844)):
                context = opened.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
                page = context.new_page()
                for name, path in PAGES.items() if not only else [(n, PAGES[n]) for n in only]:
                    page.goto(f"{address}/{path}")
                    settled(page)
                    page.wait_for_timeout(1500)   # values come into their fields a moment after the fields
                    page.screenshot(path=folder / f"{name}-{width}-{theme}.png")
                context.close()


if __name__ == "__main__":
    main()
