"""The review screen in a real browser: with the mouse, with the keyboard alone, by two people at once."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Screen, Screens
from hostile import HOSTILE, stained
from invented import article_of, embed_at, ledger_result, port_result, span
from playwright.sync_api import Locator, Route, expect
from served import Served, invented_run, served

from iqtibas.align.model import Alignment, Rendering, Verdict
from iqtibas.report import ArticleResult
from iqtibas.review import Decision, read_decisions, reviewed

STATEMENTS = 1000
ODD = "قال 🚢\u202eالأمر\u202c إن «المرفأ» 👨‍👩‍👧 سيفتتح\u2066 قريبا\u2069 ها\u0301 𞸀𞸁 غدا"
SELECT = """([start, end]) => import("/static/selection.js").then((made) => {
  const reader = document.querySelector("#text");
  made.selectSpan(reader, start, end);
  return made.selectedSpan(reader);
})"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path, invented_run()) as running:
        yield running


def enter(screens: Screens, place: Served, reviewer: str = "Mira", **options: object) -> Screen:
    screen = screens(place.links[reviewer], **options)
    expect(screen.page.locator("#item")).to_be_visible()
    return screen


def said(screen: Screen, words: str) -> None:
    """Wait until the live region says so."""
    expect(screen.page.locator("#said")).to_contain_text(words)


def row(screen: Screen, words: str) -> Locator:
    return screen.page.locator("#rows li", has_text=words)


def show(screen: Screen, words: str) -> None:
    """Open the statement whose row has these words, and wait until it is rendered, also where it was shown before."""
    screen.page.locator("#item").evaluate("(item) => { item.dataset.before = ''; }")
    row(screen, words).locator("a").click()
    expect(screen.page.locator("#item:not([data-before]) blockquote").first).to_contain_text(words)


def select(screen: Screen, place: Served, words: str, article: int = 0) -> tuple[int, int]:
    """Select words of the article by dragging over them in code."""
    where = span(invented_run()[article].article, words)
    screen.page.evaluate(SELECT, [where.start, where.end])
    return where.start, where.end


def changes(place: Served) -> list[str]:
    return [decision.change.action for decision in read_decisions(place.folder)]


def last(place: Served) -> Decision:
    return read_decisions(place.folder)[-1]


def test_open_filter_and_accept(screens: Screens, place: Served) -> None:
    screen = enter(screens, place)
    page = screen.page
    expect(page).to_have_title("Iqtibas review: invented run")
    expect(page.locator("#rows li")).to_have_count(4)
    expect(page.locator("#item blockquote").first).to_contain_text("Fishermen")  # the least sure one
    page.get_by_label("Verdict").first.select_option("faithful")
    expect(page.locator("#rows li:visible")).to_have_count(1)
    expect(page.locator("#count")).to_have_text("1 shown")
    page.get_by_label("Verdict").first.select_option("")
    page.get_by_label("Find").fill("ostavia")
    expect(page.locator("#rows li:visible")).to_have_count(1)
    show(screen, "Ostavia")
    page.get_by_role("button", name="Accept").click()
    said(screen, "Saved: accepted (statement 2).")
    assert changes(place) == ["accept"]
    page.get_by_label("Find").fill("")
    expect(row(screen, "Ostavia")).to_contain_text("accepted")
    expect(page.locator("#decided")).to_have_text("1 of 4 decided")
    page.get_by_label("Show").select_option("open")
    expect(page.locator("#rows li:visible")).to_have_count(3)
    assert screen.violations() == []


def test_link_by_selecting_undo_redo_and_reload(screens: Screens, place: Served) -> None:
    screen = enter(screens, place)
    page = screen.page
    show(screen, "12 new berths")
    words = "توسيع الحوض الغربي وتعميقه إلى 18 مترا"
    start, end = select(screen, place, words)
    expect(page.locator("#selected")).to_have_text(f"{end - start} characters selected")
    page.get_by_role("button", name="Link selection").click()
    said(screen, "linked the rendering")
    expect(page.locator("mark.here")).to_have_text(words)
    assert last(place).change.spans == (span(invented_run()[0].article, words),)
    page.reload()
    expect(page.locator("mark.here")).to_have_text(words)
    expect(page.locator(".standing")).to_contain_text("Changed by people: rendering")
    page.keyboard.press("u")
    said(screen, "Saved: undid: linked the rendering")
    expect(page.locator("mark.here")).to_contain_text("سيفتتح مرفأ سيرين")
    page.keyboard.press("y")
    said(screen, "Saved: redid")
    expect(page.locator("mark.here")).to_have_text(words)
    page.get_by_text("History: 3 entries").click()
    assert screen.violations() == []
    assert changes(place) == ["link", "undo", "redo"]


def test_select_with_the_mouse(screens: Screens, place: Served) -> None:
    screen = enter(screens, place)
    page = screen.page
    show(screen, "Fishermen")
    line = page.locator(".pane", has_text="ويرى صيادون أن الخطة")
    line.scroll_into_view_if_needed()
    line.click(click_count=3)
    page.get_by_role("button", name="Link selection").click()
    said(screen, "linked the rendering")
    result = invented_run()[0]
    spans = last(place).change.spans
    assert spans is not None
    assert (
        result.article.slice(spans[0])
        == "ويرى صيادون أن الخطة غامضة، وأن أحدا لم يسألهم عن رأيهم في \u202eالأمر\u202c."
    )
    expect(page.get_by_role("heading", level=1)).to_contain_text("Choose its verdict")
    page.keyboard.press("a")
    expect(page.get_by_role("alert")).to_contain_text("The rendering has no verdict yet")
    page.keyboard.press("3")
    expect(page.get_by_role("button", name="partial")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("a")
    said(screen, "Saved: accepted")
    after = reviewed(invented_run(), read_decisions(place.folder))[0]
    assert (after.reviews[2].status, after.alignments[2].verdict.label) == ("accepted", "partial")


def test_split_and_merge(screens: Screens, place: Served) -> None:
    screen = enter(screens, place)
    page = screen.page
    show(screen, "Ostavia")
    select(screen, place, "في أوستافيا ")
    page.get_by_role("button", name="Split").click()
    expect(page.locator("mark.here")).to_have_count(2)
    expect(page.locator(".rendered blockquote")).to_have_text(["تعهد شركاؤنا", "بتقديم 40 مليون كرونة"])
    select(screen, place, "بناء محطة للقطارات")
    page.get_by_role("button", name="Add as part").click()
    expect(page.locator("mark.here")).to_have_count(3)
    page.keyboard.press("u")
    expect(page.locator("mark.here")).to_have_count(2)
    page.keyboard.press("m")
    expect(page.locator("mark.here")).to_have_count(1)
    expect(page.locator("mark.here")).to_have_text("تعهد شركاؤنا في أوستافيا بتقديم 40 مليون كرونة")
    assert changes(place) == ["split", "link", "undo", "merge"]


def test_everything_works_with_the_keyboard_alone(screens: Screens, place: Served) -> None:
    screen = enter(screens, place)
    page = screen.page
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the statement")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#work")).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert screen.violations() == []
    page.keyboard.press("Escape")
    for at in (2, 3, 4):
        page.keyboard.press("j")
        expect(page.locator(".eyebrow")).to_contain_text(f"{at} in the queue")
    page.keyboard.press("t")
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.press("ArrowLeft")  # the first word of the rendering
    for _ in range(3):
        page.keyboard.press("Shift+ArrowLeft")
    assert page.evaluate("getSelection().toString()") == "سيفتتح مرفأ سيرين 20"
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    said(screen, "linked the rendering")
    expect(page.locator("mark.here")).to_have_text("سيفتتح مرفأ سيرين")
    page.keyboard.press("n")
    page.keyboard.type("Ask Mira.")
    page.keyboard.press("Control+Enter")
    said(screen, "noted")
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.keyboard.press("Control+a")
    page.keyboard.type("Twenty new docks.")
    page.keyboard.press("Control+Enter")
    said(screen, "edited the English")
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    expect(page.locator("h1")).to_contain_text("faithful")
    page.keyboard.press("r")
    said(screen, "rejected")
    page.keyboard.press("/")
    page.keyboard.type("berths")
    page.keyboard.press("Tab")
    assert changes(place) == ["link", "note", "translate", "verdict", "reject"]
    after = reviewed(invented_run(), read_decisions(place.folder))[0]
    assert "Twenty new docks." in [translation.english for translation in after.translations]
    assert after.reviews[0].note == "Ask Mira."


def test_keys_can_be_turned_off(screens: Screens, place: Served) -> None:
    screen = enter(screens, place)
    page = screen.page
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Single keys act").uncheck()
    page.get_by_role("button", name="Close").click()
    page.reload()
    page.keyboard.press("a")
    page.get_by_role("button", name="Reject").click()
    said(screen, "rejected")
    assert changes(place) == ["reject"]


def test_two_people_see_each_other_and_lose_nothing(screens: Screens, place: Served) -> None:
    mira, omar = enter(screens, place), enter(screens, place, "Omar <b>")
    for screen in (mira, omar):
        show(screen, "Ostavia")
    mira.page.keyboard.press("2")
    said(mira, "changed the verdict to altered")
    said(omar, "Mira changed the verdict to altered (statement 2).")
    expect(omar.page.get_by_role("button", name="altered")).to_have_attribute("aria-pressed", "true")
    omar.page.locator("#note").fill("I doubt this.")  # now the page is not rendered anew under Omar's hands
    mira.page.keyboard.press("3")
    expect(omar.page.get_by_role("alert")).to_contain_text("Mira changed the verdict to partial")
    omar.page.locator("form[data-note] button").click()
    expect(omar.page.get_by_role("alert")).to_contain_text("Not saved, because Mira changed the verdict to partial")
    expect(omar.page.locator("#note")).to_have_value("I doubt this.")
    omar.page.get_by_role("button", name="Save mine all the same").click()
    said(omar, "noted")
    said(mira, "Omar <b> noted")
    expect(mira.page.locator("#note")).to_have_value("I doubt this.")
    assert [(d.reviewer, d.change.action) for d in read_decisions(place.folder)] == [
        ("Mira", "verdict"),
        ("Mira", "verdict"),
        ("Omar <b>", "note"),
    ]
    omar.complaints.clear()  # Chromium reports the refused change on its console


def test_what_was_typed_outlives_the_tab(screens: Screens, place: Served) -> None:
    screen = enter(screens, place)
    page = screen.page
    show(screen, "Ostavia")
    page.locator("#note").fill("Half a thou")
    page.reload()
    expect(page.locator("#note")).to_have_value("Half a thou")
    expect(page.locator("form[data-note] .draft")).to_be_visible()
    page.locator("form[data-note] button").click()
    said(screen, "noted")
    expect(page.locator("form[data-note] .draft")).to_be_hidden()
    assert page.evaluate("Object.keys(localStorage).length") == 0
    assert last(place).change.note == "Half a thou"


def test_what_is_typed_while_something_is_saved_stays(screens: Screens, place: Served) -> None:
    screen = enter(screens, place)
    page = screen.page
    show(screen, "Ostavia")

    def slowly(route: Route) -> None:
        page.locator("#note").press_sequentially(" two")
        route.continue_()

    page.route("**/decisions", slowly)
    page.locator("#note").fill("one")
    page.keyboard.press("Control+Enter")
    said(screen, "noted")
    expect(page.locator("#note")).to_have_value("one two")
    expect(page.locator("#note")).to_be_focused()
    expect(page.locator("form[data-note] .draft")).to_be_visible()
    assert last(place).change.note == "one"


def test_when_the_server_is_gone_nothing_is_shown_as_saved(screens: Screens, tmp_path: Path) -> None:
    with served(tmp_path, invented_run()) as place:
        screen = enter(screens, place)
        port = place.port
    page = screen.page
    page.keyboard.press("a")
    expect(page.get_by_role("alert")).to_contain_text("The server does not answer")
    expect(page.locator("#decided")).to_have_text("0 of 4 decided")
    page.locator("#note").fill("kept")
    with served(tmp_path, invented_run(), port=port):
        page.keyboard.press("Escape")
        page.keyboard.press("a")
        expect(page.get_by_role("alert")).to_contain_text("This session has ended")
    assert read_decisions(tmp_path) == ()
    screen.complaints.clear()


@pytest.mark.parametrize(("width", "dark"), [(1400, False), (800, False), (390, False), (1400, True)])
def test_every_width_and_the_dark_are_accessible(screens: Screens, place: Served, width: int, dark: bool) -> None:
    screen = enter(screens, place, width=width, dark=dark)
    for _ in range(3):
        screen.page.keyboard.press("j")
    expect(screen.page.locator(".eyebrow")).to_contain_text("4 in the queue")
    assert screen.violations() == []
    assert screen.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_stranger_gets_a_page_that_says_so(screens: Screens, place: Served) -> None:
    screen = screens(f"http://127.0.0.1:{place.port}/")
    expect(screen.page.locator("h1")).to_have_text("Not here")
    assert screen.violations() == []
    screen.complaints.clear()  # the 401 itself


def test_offsets_are_code_points_whatever_the_text(screens: Screens, tmp_path: Path) -> None:
    result = odd_result()
    text, embed = result.article.text, result.alignments[0].embed
    draw = random.Random(4)
    with served(tmp_path, [result], ["Mira"]) as place:
        screen = enter(screens, place)
        for _ in range(60):
            start = draw.randrange(embed.end + 1, len(text) - 1)
            end = draw.randrange(start + 1, len(text) + 1)
            if "\n" in (text[start], text[end - 1]):
                continue
            assert screen.page.evaluate(SELECT, [start, end]) == {"start": start, "end": end}


def odd_result() -> ArticleResult:
    """One statement, and a text in which units, code points, and what is shown all differ."""
    lines = (
        ("embed", "It opens soon.\n— Mira Dalen (@miradalen) March 9, 2024"),
        ("paragraph", ODD),
        ("paragraph", ODD[::-1]),
    )
    article = article_of(lines, "invented/odd.txt")  # type: ignore[arg-type]
    where = span(article, "سيفتتح\u2066 قريبا")
    alignment = Alignment(
        embed_at(article, article.blocks[0]), Rendering(where.start, where.end, 0.5), Verdict("faithful", 0.5)
    )
    return ArticleResult(article, (), (alignment,), (), ())


def test_hostile_text_does_nothing(screens: Screens, tmp_path: Path) -> None:
    results = [stained(port_result(), HOSTILE), stained(ledger_result(), HOSTILE)]
    with served(tmp_path, results, [HOSTILE]) as place:
        screen = enter(screens, place, HOSTILE)
        page = screen.page
        page.evaluate("() => { window.alert = () => { throw new Error('ran') } }")
        page.locator("#note").fill(HOSTILE)
        page.locator("form[data-note] button").click()
        said(screen, "noted")
        for _ in range(3):
            page.keyboard.press("j")
        expect(page.locator(".eyebrow")).to_contain_text("4 in the queue")
        assert page.locator("script").count() == 1
        assert page.locator("img").count() == 0


def test_a_thousand_statements_can_be_searched(screens: Screens, tmp_path: Path) -> None:
    """How fast, says bench/load/serve.py."""
    with served(tmp_path, invented_run(STATEMENTS // 3)) as place:
        screen = enter(screens, place)
        page = screen.page
        expect(page.locator("#rows li")).to_have_count(STATEMENTS // 3 * 3 + 4)
        page.get_by_label("Find").fill("berths")
        expect(page.locator("#count")).to_have_text(f"{STATEMENTS // 3 + 1} shown")
