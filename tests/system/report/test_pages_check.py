"""The page of `check` in a browser: accessible, without a script or a mouse, and with its heads in sight."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from browser import Screens
from invented_check import check_info, coverage_check

from iqtibas.report import (
    check_html,
)


@pytest.mark.parametrize(("width", "dark"), [(360, True), (1280, False)])
def test_the_page_is_accessible(screens: Screens, tmp_path: Path, width: int, dark: bool) -> None:
    path = tmp_path / "check.html"
    path.write_text(check_html(coverage_check(), check_info()), encoding="utf-8")
    screen = screens(path.as_uri(), width=width, dark=dark)
    assert screen.violations() == []
    assert screen.page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_page_needs_no_script_and_no_mouse(screens: Screens, tmp_path: Path) -> None:
    path = tmp_path / "check.html"
    path.write_text(check_html(coverage_check(), check_info()), encoding="utf-8")
    page = screens(path.as_uri(), script=False).page
    page.locator(".matrix td a").first.press("Enter")
    assert page.url.endswith("#s1-a1")
    kept = page.locator("#s1 details", has_text="in article 1").last
    assert not kept.locator("blockquote").is_visible()
    kept.locator("summary").press("Enter")
    assert kept.locator("blockquote").is_visible()


def test_heads_stay_in_sight_in_a_large_matrix(screens: Screens, tmp_path: Path) -> None:
    check = coverage_check()
    many = replace(
        check,
        statements=tuple(replace(check.statements[i % 6], id=f"s{i}") for i in range(60)),
        articles=tuple(replace(check.articles[i % 8], id=f"outlet {i}") for i in range(40)),
    )
    path = tmp_path / "check.html"
    path.write_text(check_html(many, check_info()), encoding="utf-8")
    page = screens(path.as_uri(), width=1280).page
    page.evaluate("document.querySelector('.matrix').scrollTo(1500, 2000)")
    frame, head, side = (
        page.locator(selector).bounding_box()
        for selector in (".matrix", ".matrix thead tr:last-child th:nth-child(30)", ".matrix tbody tr:nth-child(40) th")
    )
    assert frame is not None
    assert head is not None
    assert side is not None
    assert frame["y"] <= head["y"] < frame["y"] + 80
    assert frame["x"] <= side["x"] < frame["x"] + 5
