"""The pictures of the README, of the real pages in headless Chromium: make screenshots.

usage: python -m bench.release.screenshots [--chromium /usr/bin/chromium] [--work FOLDER]

Runs on samples/ with the embedded model, without the network and without the user's memory.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.harness import ROOT, command_line, run_main

IMAGES = ROOT / "docs" / "images"
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
SETTLE = 1000  # ms, for a scroll to its end
STATEMENTS = ROOT / "samples" / "statements" / "mosaic.csv"


def iqtibas(*arguments: str) -> None:
    """Run a command of ours from the checkout."""
    subprocess.run([sys.executable, "main.py", *arguments, "--quiet"], cwd=ROOT, check=True)


@contextmanager
def served(run: Path) -> Iterator[str]:
    """The link of the review screen of a run."""
    command = [sys.executable, "main.py", "serve", str(run), "--port", "0", "--reviewer", "Mira", "--quiet"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            yield server.stdout.readline().split(": ", 1)[1].strip()
        finally:
            server.terminate()


def picture(browser: Any, url: str, name: str, height: int, at: str = "") -> None:
    """A picture of a page 1200 wide, from the element with the id `at` on where one is named."""
    page = browser.new_page(viewport={"width": 1200, "height": height}, reduced_motion="reduce")
    page.goto(f"{url}#{at}" if at else url)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(SETTLE)
    page.screenshot(path=IMAGES / name)
    page.close()


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--work", type=Path)
    asked = parser.parse_args()
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as made, sync_playwright() as player:
        work = asked.work or Path(made)
        os.environ["IQTIBAS_DATA"] = str(work / "data")
        samples = [str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("samples/*.txt"))]
        iqtibas("run", *samples, "--out", str(work / "run"), "--model", "embedded", "--offline")
        iqtibas("check", *samples[5:11], "--statements", str(STATEMENTS), "--out", str(work / "check"))
        browser = player.chromium.launch(executable_path=asked.chromium, args=FLAGS)
        report = (work / "run" / "report.html").as_uri()
        picture(browser, report, "overview.png", 1000)
        picture(browser, report, "report.png", 760, "a3")
        picture(browser, (work / "check" / "check.html").as_uri(), "check.png", 1000)
        with served(work / "run") as link:
            picture(browser, link, "review.png", 900)
        browser.close()


if __name__ == "__main__":
    run_main(main)
