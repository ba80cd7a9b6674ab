"""Real pages in a real browser: Debian's Chromium, driven by playwright, which downloads no browser of its own.

    def test_something(screens: Screens) -> None:
        screen = screens((out / "report.html").as_uri(), width=360, dark=True)
        screen.page.get_by_role("link", name="Overview").click()     # playwright's Page, nothing hidden
        assert screen.violations() == []                             # axe-core: WCAG 2.2 A and AA, and good practice

`screens` is a fixture (tests/system/conftest.py names it). Every call opens a tab in a context of its own, so
two calls are two people with two cookie jars; `script=False` is a browser without JavaScript. When the test ends, each
tab must have asked for nothing but files and the loopback, and have said nothing on the console that is an error:
`screen.complaints` and `screen.requests` hold both; a test that provokes a complaint takes it out of the list itself.

The browser lives as long as the module, no longer: while it does, `asyncio.run` does not work in this thread. Tests
skip where there is no Chromium (`apt install chromium`).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
HEIGHT = 900
LOCAL_SCHEMES = frozenset({"file", "data", "blob", "about"})
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass
class Screen:
    """A tab. complaints: console errors and uncaught exceptions. requests: every address that it asked for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def violations(self) -> list[str]:
        """What axe-core finds wrong with the page as it stands: a line each, with the rule and the elements."""
        options = {"runOnly": list(RULES), "resultTypes": ["violations"]}
        response: dict[str, Any] = Axe().run(self.page, options=options).response
        return [
            f"{v['id']}: {v['help']}: {'; '.join(str(node['target']) for node in v['nodes'][:3])}"
            for v in response["violations"]
        ]

    def foreign(self) -> list[str]:
        """Requests that leave this machine."""
        parts = [(url, urlsplit(url)) for url in self.requests]
        return [url for url, p in parts if p.scheme not in LOCAL_SCHEMES and p.hostname not in LOOPBACK]

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)


Screens = Callable[..., Screen]
"""`(url, *, width=1400, dark=False, script=True)`: the page at `url`, loaded."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser of a test module."""
    program = shutil.which("chromium")
    if not program:
        pytest.skip("needs Chromium: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def screens(chromium: Browser) -> Iterator[Screens]:
    """Opens pages; afterwards none may have complained, or have asked for anything remote."""
    opened: list[Screen] = []

    def open_page(url: str, *, width: int = 1400, dark: bool = False, script: bool = True) -> Screen:
        context = chromium.new_context(
            viewport={"width": width, "height": HEIGHT},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=script,
        )
        screen = Screen(context.new_page())
        opened.append(screen)
        context.on("request", lambda request: screen.requests.append(request.url))
        screen.page.on("console", screen._heard)
        screen.page.on("pageerror", lambda error: screen.complaints.append(str(error)))
        screen.page.goto(url)
        return screen

    yield open_page
    complaints = [words for screen in opened for words in screen.complaints]
    foreign = [url for screen in opened for url in screen.foreign()]
    for screen in opened:
        screen.page.context.close()
    assert not complaints
    assert not foreign
