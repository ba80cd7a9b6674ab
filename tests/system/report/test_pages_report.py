"""The report as people meet it, in a browser: opened, filtered, followed by mouse and by key, narrow, dark, printed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from browser import Screen, Screens
from invented import ledger_result, plain_result, port_result, run_info
from playwright.sync_api import expect

from iqtibas.article import ReadError
from iqtibas.report import Review, report_pages, write_pages
from iqtibas.report.page.html import PAGE_ARTICLES

STAIN = "<img src=x onerror=alert(1)><script>alert(2)</script>\u202e\u2066{{7*7}}'\""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a report of three articles: altered, faithful, missing; none; altered."""
    out = tmp_path_factory.mktemp("small")
    port = replace(
        port_result(), reviews=(Review("accepted", "Mira Dalen", "As printed."), Review(), Review("rejected"))
    )
    failures = [ReadError("broken.txt", "binary", "save it as text")]
    write_pages(out, report_pages([port, plain_result(), ledger_result()], run_info(), failures))
    return (out / "report.html").as_uri()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a report with two pages, whose last article is the one with a gate."""
    out = tmp_path_factory.mktemp("large")
    results = [*(plain_result(f"{i}.txt") for i in range(PAGE_ARTICLES)), ledger_result()]
    write_pages(out, report_pages(results, run_info(True)))
    return (out / "report.html").as_uri()


def lines(screen: Screen) -> list[str]:
    """The statements in the list that are shown, as article and number."""
    shown = screen.page.locator("#entries [data-verdict]:visible .number").all()
    return [(link.get_attribute("href") or "").removeprefix("#") for link in shown]


def entries(screen: Screen) -> int:
    return screen.page.locator("#entries > li:visible").count()


# For everyone -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [360, 800, 1400])
def test_no_barrier_and_nothing_beside_the_screen(screens: Screens, small: str, width: int, dark: bool) -> None:
    screen = screens(small, width=width, dark=dark)
    screen.page.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = true; })")
    assert screen.violations() == []
    assert screen.page.evaluate("document.documentElement.scrollWidth") <= width


def test_no_barrier_on_further_pages_with_a_weak_model(screens: Screens, large: str) -> None:
    screen = screens(large.replace("report.html", "report/articles-002.html"), width=360)
    screen.page.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = true; })")
    assert screen.violations() == []
    assert screen.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_without_javascript_everything_is_there(screens: Screens, small: str) -> None:
    screen = screens(small, script=False)
    assert len(lines(screen)) == 4
    assert not screen.page.locator("#filters").is_visible()
    assert screen.page.locator("article:visible").count() == 3


def test_arabic_is_set_from_the_right_beside_the_english(screens: Screens, small: str) -> None:
    screen = screens(small)
    for side, kind in (("English", ".said blockquote"), ("Arabic", ".rendered blockquote")):
        assert screen.page.locator(kind).first.evaluate("e => getComputedStyle(e).direction") == (
            "ltr" if side == "English" else "rtl"
        )
    said = screen.page.locator("#a1-s1 .said").bounding_box()
    rendered = screen.page.locator("#a1-s1 .rendered").bounding_box()
    assert said
    assert rendered
    assert said["x"] + said["width"] <= rendered["x"]
    assert said["y"] == rendered["y"]


def test_hostile_names_do_nothing(screens: Screens, tmp_path: Path) -> None:
    result, run = port_result(), run_info()
    assert run.model is not None
    embed = replace(result.alignments[0].embed, author=STAIN, handle=STAIN, links=(f"javascript:{STAIN}",))
    hostile = replace(
        result,
        article=replace(result.article, id=f"../{STAIN}.txt", title=STAIN, source=STAIN),
        alignments=(replace(result.alignments[0], embed=embed), *result.alignments[1:]),
        reviews=(Review("rejected", STAIN, STAIN),) * 3,
    )
    model = replace(run.model, name=STAIN, revision=STAIN, note=STAIN)
    write_pages(tmp_path, report_pages([hostile] * (PAGE_ARTICLES + 1), replace(run, model=model)))
    for page in ("report.html", "report/articles-001.html"):
        screen = screens((tmp_path / page).as_uri())
        assert screen.page.locator("img, body script:not(:last-child)").count() == 0
        assert screen.page.get_by_text("onerror=alert(1)").count() > 0
        assert screen.requests == [(tmp_path / page).as_uri()]


# Filters ----------------------------------------------------------------------------------------------------


def test_choices_narrow_the_list_and_the_statements(screens: Screens, small: str) -> None:
    screen = screens(small)
    page = screen.page
    page.get_by_role("checkbox", name="altered 2").check()
    assert (lines(screen), entries(screen)) == (["a1-s1", "a3-s1"], 2)
    assert page.locator(".statement:visible").count() == 2
    page.get_by_role("checkbox", name="missing 1").check()
    assert lines(screen) == ["a1-s1", "a1-s3", "a3-s1"]
    page.get_by_role("checkbox", name="quotation 1").check()
    assert lines(screen) == ["a3-s1"]
    assert page.get_by_role("status").inner_text() == "1 of 4 statements in 1 of 3 articles"
    page.get_by_role("button", name="Show all").click()
    assert (len(lines(screen)), entries(screen)) == (4, 3)
    assert page.get_by_label("Find words").evaluate("e => e === document.activeElement")


def test_links_arrive_on_a_long_page_too(screens: Screens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("iqtibas.report.page.html.LONG_PAGE", 10)
    result = port_result()
    long = replace(result, alignments=result.alignments * 10, fidelities=())
    write_pages(tmp_path, report_pages([long], run_info()))
    screen = screens((tmp_path / "report.html").as_uri())
    last = f"#a1-s{len(long.alignments)}"
    screen.page.locator(f"#entries a[href='{last}']").click()
    expect(screen.page.locator(last)).to_be_in_viewport(ratio=1)
    screen.page.get_by_label("Find words").fill("moorings")
    assert len(lines(screen)) == 10


@pytest.mark.parametrize(
    ("text", "found", "articles"),
    [
        ("BERTHS seren", ["a1-s1"], 1),
        ("@MiraDalen", ["a1-s1", "a3-s1"], 2),
        ("port of seren", ["a1-s1", "a1-s2", "a1-s3"], 1),
        ("الطقس", [], 1),
        ("وزيره الموانى", ["a1-s1", "a1-s2", "a1-s3"], 1),
        ("weather.txt", [], 1),
        ("<b>", [], 0),
    ],
)
def test_words_are_found_whatever_their_case_and_vowels(
    screens: Screens, small: str, text: str, found: list[str], articles: int
) -> None:
    screen = screens(small)
    screen.page.get_by_label("Find words").fill(text)
    assert (lines(screen), entries(screen)) == (found, articles)


def test_the_address_keeps_the_choice(screens: Screens, small: str) -> None:
    screen = screens(small)
    page = screen.page
    page.get_by_role("checkbox", name="altered 2").check()
    page.get_by_label("Find words").fill("gate & “lamp")
    address = page.evaluate("location.href")
    assert lines(screen) == []
    page.get_by_label("Find words").fill("gate lamp")
    page.reload()
    assert lines(screen) == ["a3-s1"]
    assert page.get_by_label("Find words").input_value() == "gate lamp"
    again = screens(address)
    assert again.page.get_by_label("Find words").input_value() == "gate & “lamp"
    assert again.page.get_by_role("checkbox", name="altered 2").is_checked()


def test_a_link_leads_to_what_is_filtered_out(screens: Screens, small: str) -> None:
    page = screens(small).page
    page.get_by_role("checkbox", name="missing 1").check()
    assert not page.locator("#a1-s1").is_visible()
    page.locator(".embed .number.s1").first.click()
    assert page.locator("#a1-s1").is_visible()
    page.go_back()
    assert page.get_by_role("checkbox", name="missing 1").is_checked()


def test_the_filter_reaches_over_all_pages(screens: Screens, large: str) -> None:
    screen = screens(large)
    page = screen.page
    page.get_by_label("Find words").fill("southern gate")
    assert entries(screen) == 1
    page.locator("#entries .number:visible").click()
    page.wait_for_url("**/articles-002.html#a26-s1")
    assert page.get_by_text("The Arabic rendering", exact=True).is_visible()
    page.go_back()
    assert page.get_by_label("Find words").input_value() == "southern gate"
    assert entries(screen) == 1


# Links between texts ----------------------------------------------------------------------------------------


def lit(screen: Screen, selector: str) -> list[str]:
    """The words of the elements with an outline of the highlighting kind."""
    found = screen.page.locator(selector).all()
    return [e.inner_text() for e in found if e.evaluate("e => getComputedStyle(e).outlineStyle === 'solid'")]


def test_pointing_at_a_finding_lights_up_both_texts(screens: Screens, small: str) -> None:
    screen = screens(small)
    assert lit(screen, "mark") == []
    screen.page.locator("#a1-s1-a").hover()
    assert lit(screen, "mark") == ["a12 new berths", "a20 رصيفا"]
    screen.page.locator("#a1-s1 .rendered mark").last.hover()
    assert lit(screen, "mark") == ["bnorthern quarter", "bالحي الجنوبي"]


def test_keys_alone_lead_from_text_to_finding_and_back(screens: Screens, small: str) -> None:
    screen = screens(small)
    page = screen.page
    page.locator("#a1-s1 .said mark .letter").first.focus()
    assert lit(screen, "mark") == ["a12 new berths", "a20 رصيفا"]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Finding a: both texts"
    assert lit(screen, "mark") == ["a12 new berths", "a20 رصيفا"]


def test_a_statement_and_its_places_in_the_article_light_up_together(screens: Screens, small: str) -> None:
    screen = screens(small)
    for _ in range(2):  # what comes near for the first time is laid out, and may move under the pointer
        screen.page.locator("#a3 .embed").hover()
    assert lit(screen, "#a3 .text mark.rendering") == [
        "إنه سيفتح البوابة الشمالية غدا، ويمكن لكل زائر أن يحمل مصباحا",
        "انتظرنا تسع سنوات",
    ]
    screen.page.locator("#a3-r1-p2").focus()
    assert len(lit(screen, "#a3 .text .s1:is(mark, figure)")) == 3


def test_the_skip_link_comes_first_and_shows(screens: Screens, small: str) -> None:
    page = screens(small).page
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the overview")
    box = skip.bounding_box()
    assert skip.evaluate("e => e === document.activeElement")
    assert box
    assert box["y"] >= 0


def test_on_paper_there_are_no_controls_and_nothing_is_folded(screens: Screens, small: str) -> None:
    page = screens(small, dark=True).page
    page.emulate_media(media="print")
    assert not page.locator("#filters").is_visible()
    assert page.locator("#a1-s2 .score p").first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
