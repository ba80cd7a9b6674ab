"""The report as a whole: its front page and what it counts, its further pages, and what is left of earlier ones."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import ledger_result, plain_result, port_result, run_info
from selectolax.lexbor import LexborHTMLParser

from iqtibas.article import OutputError
from iqtibas.report import ArticleResult, Review, report_html, report_pages, write_pages
from iqtibas.report.page.difference import LONGEST, Run, word_difference
from iqtibas.report.page.html import PAGE_ARTICLES, PAGE_LENGTH, paged
from iqtibas.report.page.overview import closeness, finding_kinds, totals

HOSTILE = "../<b>x</b>\u202e\u2067//?#%2e%2e\\"


def many(count: int) -> list[ArticleResult]:
    """So many articles, each with its own id."""
    kinds = (port_result(), plain_result(), ledger_result())
    made = [kinds[i % 3] for i in range(count)]
    return [replace(r, article=replace(r.article, id=f"{HOSTILE}{i}")) for i, r in enumerate(made)]


def pages_of(results: Sequence[ArticleResult]) -> dict[str, str]:
    return dict(report_pages(results, run_info(True)))


# The front page ---------------------------------------------------------------------------------------------


def test_every_statement_is_listed_with_what_the_filter_needs() -> None:
    page = LexborHTMLParser(report_html([port_result(), plain_result(), ledger_result()], run_info()))
    lines = page.css("#entries [data-verdict]")
    assert [line.attributes["data-verdict"] for line in lines] == ["altered", "faithful", "missing", "altered"]
    assert [line.attributes["data-kind"] for line in lines] == [
        "number name omission",
        "",
        "",
        "negation modality quotation",
    ]
    assert "number 12 ≠ 20" in lines[0].text()
    assert "Mira Dalen" in lines[0].text()
    entries = page.css("#entries > li")
    assert [entry.css_first("a.place").attributes["href"] for entry in entries] == ["#a1", "#a2", "#a3"]  # type: ignore[union-attr]
    assert "no embedded statement" in entries[1].text()


def test_the_filter_offers_what_there_is_and_hides_without_javascript() -> None:
    page = LexborHTMLParser(report_html([port_result(), ledger_result()], run_info()))
    assert "hidden" in page.css_first("#filters").attributes  # type: ignore[union-attr]
    words = [" ".join(label.text().split()) for label in page.css(".choice")]
    assert words[:3] == ["faithful 1", "altered 2", "missing 1"]
    assert words[3:] == ["number 1", "name 1", "negation 1", "modality 1", "omission 1", "quotation 1"]
    assert not page.css("form")  # Enter in a form would send it


def test_a_run_without_statements_has_no_choices() -> None:
    page = LexborHTMLParser(report_html([plain_result()], run_info()))
    assert not page.css("fieldset, svg")
    assert len(page.css("#entries > li")) == 1
    assert not LexborHTMLParser(report_html([], run_info())).css("#list, svg")


def test_the_chart_ranks_every_scored_rendering() -> None:
    ranked = closeness([port_result(), port_result(), ledger_result()])
    assert ranked is not None
    assert ranked.counts == [0, 0, 0, 2, 0, 0, 0, 0, 2, 0]
    assert ranked.tenths[3] == {"altered": 2}
    page = LexborHTMLParser(report_html([port_result()], run_info()))
    title = page.css_first("#closeness-title")
    assert title is not None
    assert title.text().endswith("from the least close: 0, 0, 0, 1, 0, 0, 0, 0, 1, 0")
    assert len(page.css(".closeness rect")) == 2


@pytest.mark.parametrize(("percentile", "tenth"), [(0.0, 0), (9.99, 0), (10.0, 1), (99.9, 9), (100.0, 9)])
def test_the_ends_of_the_chart(percentile: float, tenth: int) -> None:
    result = port_result()
    first = replace(result.fidelities[0], matched_percentile=percentile)
    none = replace(result.fidelities[1], matched_percentile=None)
    ranked = closeness([replace(result, fidelities=(first, none, result.fidelities[2]))])
    assert ranked is not None
    assert ranked.counts.index(1) == tenth
    assert sum(ranked.counts) == 1


def test_no_chart_without_a_scale() -> None:
    result = port_result()
    unranked = tuple(replace(f, matched_percentile=None, mismatched_percentile=None) for f in result.fidelities)
    assert closeness([replace(result, fidelities=unranked), ledger_result(), plain_result()]) is None
    page = report_html([replace(result, fidelities=unranked)], run_info())
    assert not LexborHTMLParser(page).css(".closeness")


def test_totals_by_statement_and_by_finding() -> None:
    counts = totals([port_result(), ledger_result(), plain_result()])
    assert counts.with_kind == {"number": 1, "name": 1, "negation": 1, "modality": 1, "omission": 1, "quotation": 1}
    assert (counts.alone, counts.reviews) == (1, {})
    assert finding_kinds(ledger_result().alignments[0]) == ["negation", "modality", "quotation"]


def test_what_people_decided_is_shown() -> None:
    reviews = (
        Review("accepted", "Mira Dalen", "As <b>printed</b>.", ("rendering", "verdict")),
        Review(),
        Review("rejected", "Jorn Val"),
    )
    result = replace(port_result(), reviews=reviews)
    page = LexborHTMLParser(report_html([result], run_info()))
    assert [" ".join(node.text().split()) for node in page.css(".review")] == [
        "Review: accepted by Mira Dalen; changed: rendering, verdict. As <b>printed</b>.",
        "Review: not reviewed yet",
        "Review: rejected by Jorn Val",
    ]
    words = " ".join(page.css_first(".totals").text().split())  # type: ignore[union-attr]
    assert "Reviewed1 not reviewed yet, 1 accepted, 1 rejected" in words
    assert totals([result, port_result()]).reviews == {"open": 1, "accepted": 1, "rejected": 1}
    assert not LexborHTMLParser(report_html([port_result()], run_info())).css(".review")


def test_findings_and_their_words_link_to_each_other() -> None:
    page = LexborHTMLParser(report_html([port_result()], run_info()))
    first = page.css_first("#a1-s1")
    assert first is not None
    links = [(a.text(), a.attributes["href"]) for a in first.css("mark a.letter")]
    assert links == [("a", "#a1-s1-a"), ("c", "#a1-s1-c"), ("b", "#a1-s1-b"), ("a", "#a1-s1-a"), ("b", "#a1-s1-b")]
    assert [a.attributes["aria-label"] for a in first.css(".findings a.letter")] == [
        "Finding a: both texts",
        "Finding b: both texts",
        "Finding c: both texts",
    ]


# Differences, word by word ----------------------------------------------------------------------------------


def test_words_that_differ() -> None:
    made = word_difference("The port will open 12 berths, soon.", "the Port will open 20 new berths soon")
    assert made == [
        Run("both", "The port will open"),
        Run("statement", "12"),
        Run("rendering", "20 new"),
        Run("both", "berths, soon."),
    ]
    assert word_difference("", "x") == [Run("rendering", "x")]
    assert word_difference("–", "– !") == [Run("both", "–"), Run("rendering", "!")]


def test_the_longest_texts_are_compared_and_longer_ones_are_not() -> None:
    assert word_difference("a " * LONGEST, "b") is not None
    assert word_difference("a", "b " * (LONGEST + 1)) is None


words = st.lists(st.sampled_from(["The", "the", "port,", "port", "“12”", "opens", "–"]), max_size=30).map(" ".join)


@given(words, words)
def test_the_runs_hold_both_texts(statement: str, rendering: str) -> None:
    runs = word_difference(statement, rendering)
    assert runs is not None
    assert " ".join(r.words for r in runs if r.side != "rendering") == statement
    back = [r.words for r in runs if r.side != "statement"]
    assert len(" ".join(back).split()) == len(rendering.split())
    if statement == rendering:
        assert {r.side for r in runs} <= {"both"}


def test_the_difference_is_on_the_page() -> None:
    page = LexborHTMLParser(report_html([port_result()], run_info()))
    shown = page.css("#a1-s1 .score del, #a1-s1 .score ins")
    assert [(node.tag, node.text()) for node in shown][2:8] == [
        ("del", "The"),
        ("ins", "Seren"),
        ("del", "of Seren"),
        ("del", "12"),
        ("ins", "20"),
        ("del", "berths"),
    ]
    # A weak model's wording is folded away; a stronger one's is open where the verdict gives a reason to look.
    assert [node.parent.attributes.get("id") for node in page.css("details.score[open]") if node.parent] == ["a1-s1"]
    assert not LexborHTMLParser(report_html([port_result()], run_info(True))).css("details[open]")


# Pages ------------------------------------------------------------------------------------------------------


def test_a_small_run_is_one_file() -> None:
    assert pages_of(many(PAGE_ARTICLES)) == {"report.html": report_html(many(PAGE_ARTICLES), run_info(True))}
    assert list(pages_of([])) == ["report.html"]


def test_a_large_run_has_pages_and_the_front_page_comes_last() -> None:
    pages = pages_of(many(2 * PAGE_ARTICLES + 1))
    assert list(pages) == [
        "report/articles-001.html",
        "report/articles-002.html",
        "report/articles-003.html",
        "report.html",
    ]
    front = LexborHTMLParser(pages["report.html"])
    assert not front.css("article")
    assert len(front.css("#entries > li")) == 2 * PAGE_ARTICLES + 1
    assert front.css("html.long")
    assert len(LexborHTMLParser(pages["report/articles-003.html"]).css("article")) == 1


def test_links_between_pages_arrive() -> None:
    pages = pages_of(many(2 * PAGE_ARTICLES + 1))
    parsed = {path: LexborHTMLParser(page) for path, page in pages.items()}
    ids = {path: {node.attributes["id"] for node in page.css("[id]")} for path, page in parsed.items()}
    followed = 0
    for path, page in parsed.items():
        for link in page.css("a[href]:not([rel~=noreferrer])"):
            file, _, place = (link.attributes["href"] or "").partition("#")
            target = os.path.normpath(os.path.join(os.path.dirname(path), file)) if file else path
            assert not place or place in ids[target], (path, link.attributes["href"])
            assert target in pages
            followed += 1
    assert followed > 500


def test_pages_name_their_neighbours_the_model_and_its_weakness() -> None:
    page = LexborHTMLParser(pages_of(many(2 * PAGE_ARTICLES + 1))["report/articles-002.html"])
    nav = page.css_first("nav")
    assert nav is not None
    steps = [(a.attributes.get("rel"), a.attributes["href"]) for a in nav.css("a")]
    assert steps == [(None, "../report.html"), ("prev", "articles-001.html"), ("next", "articles-003.html")]
    assert page.css("header .weak")
    assert "invented-ar-en" in page.css_first("footer").text()  # type: ignore[union-attr]
    policy = page.css_first("meta[http-equiv]").attributes["content"] or ""  # type: ignore[union-attr]
    assert "script-src" not in policy
    assert not page.css("script")


def test_long_articles_share_a_page_with_fewer() -> None:
    short, long = plain_result(), plain_result()
    long = replace(long, article=replace(long.article, text=long.article.text + " " * PAGE_LENGTH))
    starts = [page.first for page in paged([short, long, short, long, long, short])]
    assert starts == [1, 3, 5, 6]
    assert [page.last for page in paged([short, long, short])] == [2, 3]


@given(st.lists(st.integers(1, PAGE_LENGTH), max_size=80))
def test_every_article_is_on_one_page(lengths: list[int]) -> None:
    base = plain_result()
    results = [replace(base, article=replace(base.article, text="x" * length)) for length in lengths]
    pages = paged(results)
    assert [r for page in pages for r in page.results] == results
    assert all(len(page.results) <= PAGE_ARTICLES for page in pages)
    assert len({page.path for page in pages}) == len(pages)


# On the disk ------------------------------------------------------------------------------------------------


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_pages_of_an_earlier_run_go_and_nothing_else_does(tmp_path: Path) -> None:
    write_pages(tmp_path, report_pages(many(2 * PAGE_ARTICLES + 1), run_info()))
    mine = tmp_path / "report" / "articles-mine.html"
    mine.write_text("<html>notes of my own", encoding="utf-8")
    (tmp_path / "report" / "notes.txt").write_text('<meta name="generator" content="Iqtibas">', encoding="utf-8")
    kept = ["report.html", "report/articles-mine.html", "report/notes.txt"]
    write_pages(tmp_path, report_pages(many(PAGE_ARTICLES + 1), run_info()))
    assert names(tmp_path) == sorted([*kept, "report/articles-001.html", "report/articles-002.html"])
    write_pages(tmp_path, report_pages(many(1), run_info()))
    assert names(tmp_path) == kept
    assert mine.read_text(encoding="utf-8") == "<html>notes of my own"


def test_the_folder_of_pages_goes_with_the_last_of_them(tmp_path: Path) -> None:
    write_pages(tmp_path, report_pages(many(PAGE_ARTICLES + 1), run_info()))
    write_pages(tmp_path, report_pages(many(1), run_info()))
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_a_file_where_the_pages_should_go_is_told(tmp_path: Path) -> None:
    (tmp_path / "report").write_text("mine", encoding="utf-8")
    write_pages(tmp_path, report_pages(many(1), run_info()))
    with pytest.raises(OutputError, match="a file is in the way"):
        write_pages(tmp_path, report_pages(many(PAGE_ARTICLES + 1), run_info()))
    assert (tmp_path / "report").read_text(encoding="utf-8") == "mine"
