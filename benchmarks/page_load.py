"""Time how long a report takes to load in a browser.

    python benchmarks/page_load.py build/report.html [--times 5]

Prints the milliseconds to the end of the page's load event, the least first: other work on the machine
is not the page's. Needs Playwright (extra `test`) and a Chromium.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path
from typing import Any

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
LOADED = "performance.getEntriesByType('navigation')[0].loadEventEnd"


def main() -> None:
    """Open the page several times, each in a window of its own."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("report", type=Path)
    parser.add_argument("--times", type=int, default=5)
    given = parser.parse_args()
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        parser.error(f"no browser on this machine: looked for {', '.join(BROWSERS)}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found, args=["--no-sandbox"])
        taken = sorted(load(browser, given.report) for _ in range(given.times))
        browser.close()
    print(f"{given.report.stat().st_size:,} bytes; loaded in ms:", *(f"{t:.0f}" for t in taken))


def load(browser: Any, report: Path) -> float:
    """Return the milliseconds that one load took, with the map drawn."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(report.resolve().as_uri())
    page.wait_for_selector("#map .pin")
    taken = float(page.evaluate(LOADED))
    page.close()
    return taken


if __name__ == "__main__":
    main()
