"""What `check` gives people and programs: inert, complete, counted once, and the same every time."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from invented_check import CONTROLS, HOSTILE, PORT, SAID, SPEAKER, TWENTY, UNSAID, check_info, coverage_check, stained
from rich.console import Console
from selectolax.lexbor import LexborHTMLParser

from iqtibas.align.coverage.model import Attribution, Check
from iqtibas.align.model import Finding, recorded
from iqtibas.align.reasons import Amount, Reason, SideValues, Values
from iqtibas.article import ReadError
from iqtibas.report import (
    CHECK_FORMATS,
    GATE_KINDS,
    CheckFormat,
    check_csv,
    check_html,
    check_json,
    check_lines,
    check_record,
    gate,
    print_check,
)
from iqtibas.report.check.changes import (
    distinct,
    find_changes,
    label_counts,
    leaders,
    not_covered,
    timeline,
)
from iqtibas.report.check.clauses import clause_ledger, clauses
from iqtibas.report.check.view import check_view
from iqtibas.report.controls import ACTIVE
from iqtibas.report.terminal.markdown import literal
from iqtibas.report.wording import difference_sentence


def page_of(check: Check) -> LexborHTMLParser:
    return LexborHTMLParser(check_html(check, check_info()))


def text_of(page: LexborHTMLParser, selector: str) -> str:
    return " ".join(" ".join(node.text() for node in page.css(selector)).split())


def printed(check: Check, form: CheckFormat, *, terminal: bool = False) -> str:
    out = io.StringIO()
    print_check(check, check_info(), Console(file=out, force_terminal=terminal, width=120), form)
    return out.getvalue()


# What a check adds up to


def test_copies_count_once_and_both_counts_are_stated() -> None:
    check = coverage_check()
    assert leaders(check) == [0, 1, 1, 3, 4, 1, 6, 7]
    assert label_counts(check) == {"faithful": (7, 5), "altered": (6, 4), "partial": (1, 1)}
    change = find_changes(check)[0]
    assert (change.articles, change.distinct) == ([1, 2, 4, 5], 2)
    assert not_covered(check) == [5]
    assert check_record(check, check_info())["counts"] == {
        "renderings": {
            "faithful": {"all": 7, "once": 5},
            "altered": {"all": 6, "once": 4},
            "partial": {"all": 1, "once": 1},
        },
        "changes": {"all": 8, "once": 6, "different": 5},
    }


@settings(deadline=None)
@given(st.lists(st.integers(0, 7)), st.permutations(range(8)), st.integers(0, 8))
def test_counting_once_never_counts_more(articles: list[int], order: list[int], size: int) -> None:
    check = replace(coverage_check(), copies=(tuple(sorted(order[:size])),) if size > 1 else ())
    assert distinct(check, articles) <= len(set(articles))
    apart = [article for article in set(articles) if article not in order[:size] or size < 2]
    assert distinct(check, articles) >= len(apart)


def test_the_timeline_never_guesses_a_day() -> None:
    check = coverage_check()
    days = {date.isoformat(): changes for date, changes in timeline(find_changes(check))}
    assert list(days) == ["2024-03-05", "2024-03-06"]
    [first] = days["2024-03-05"]
    assert (first.first, first.undated) == ((1, 2), (4, 5))
    omission = next(change for change in find_changes(check) if change.found[0].finding.kind == "omission")
    assert (omission.date, omission.first, omission.undated) == (None, (), (4,))
    undated = replace(check, articles=tuple(replace(article, published=None) for article in check.articles))
    assert timeline(find_changes(undated)) == []


def test_the_clause_ledger_tells_who_keeps_and_who_changes() -> None:
    check = coverage_check()
    changes = [change for change in find_changes(check) if change.statement == 0]
    number, family = clause_ledger(check, 0, changes)
    assert (number.kept, [change.articles for change in number.changes]) == ((0,), [[1, 2, 4, 5]])
    assert (family.kept, family.changes) == ((0, 1, 2, 4, 5), ())
    *_, beside = clause_ledger(check, 3, [change for change in find_changes(check) if change.statement == 3])
    assert beside.span is None
    assert [change.found[0].finding.kind for change in beside.changes] == ["addition"]


@settings(deadline=None)
@given(st.text(st.sampled_from("ab ,;.—\n«»12"), max_size=60))
def test_clauses_are_apart_and_leave_out_no_word(text: str) -> None:
    found = clauses(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    covered = {at for clause in found for at in range(clause.start, clause.end)}
    assert all(at in covered for at, sign in enumerate(text) if sign.isalnum())


def test_a_difference_is_a_sentence_about_the_rendering() -> None:
    def finding(kind: Any, detail: str = "") -> Finding:
        return recorded(kind, None, None, detail, 0.9)

    assert difference_sentence(finding("number", "60 ≠ 16"), "60", "16") == (
        "The Arabic says “16” where the statement says “60” (60 ≠ 16)."
    )
    said = "The statement says 60 million; the Arabic says 16 million"
    sixty, sixteen = (Amount("count", Decimal(n * 10**6)) for n in (60, 16))
    values = Values(SideValues(("60 million",), amount=sixty), SideValues(("16 مليون",), amount=sixteen))
    other = Finding("number", Reason.NUMBER_DIFFERS, None, None, values, 0.9)
    assert difference_sentence(other, "60 million", "16 مليون") == f"{said} (“16 مليون”)."
    assert difference_sentence(other, "sixty", "ا" * 81) == f"{said} (“sixty”)."
    assert difference_sentence(other, "sixty", "16") == f"{said} (“sixty”)."
    assert difference_sentence(finding("omission"), "Not today.", "") == "The Arabic leaves out “Not today”."
    assert difference_sentence(finding("addition"), "", "غدا") == "The Arabic adds “غدا”."
    assert difference_sentence(finding("name"), "Ilan", "") == "The Arabic has nothing for “Ilan”."
    assert "nothing" in difference_sentence(finding("number"), "", "16")
    assert difference_sentence(finding("negation"), "", "").startswith("One side denies")
    assert difference_sentence(finding("quotation", "never closed"), "", "“").endswith("never closed.")


# The page


def test_the_matrix_says_in_words_what_each_article_made_of_each_statement() -> None:
    page = page_of(coverage_check())
    rows = page.css(".matrix tbody tr")
    assert len(rows) == 6
    states = [[cell.text(strip=True)[1:] for cell in row.css("td")] for row in rows]
    assert states[0] == ["kept", "altered", "altered", "altered", "absent", "altered", "absent", "absent"]
    assert states[5] == ["absent"] * 8
    signs = {cell.text(strip=True)[0]: cell.text(strip=True)[1:] for row in rows for cell in row.css("td")}
    assert signs == {"✓": "kept", "≠": "altered", "◐": "partial", "∅": "absent"}
    heads = [head.text() for head in page.css(".matrix thead tr:last-child .n")]
    assert heads == ["1", "2", "3", "6", "4", "5", "7", "8"]
    group = page.css_first(".matrix thead th[colspan]")
    assert group is not None
    assert (group.text(), group.attributes["colspan"]) == ("Copies A", "3")


def test_copies_are_one_group_on_the_page() -> None:
    page = page_of(coverage_check())
    assert "6 if near-identical copies count once" in text_of(page, ".listing caption")
    assert len(page.css(".listing tbody.copies tr")) == 4
    first = page.css_first("#s1 .rendered-by")
    assert first is not None
    assert "in articles 2, 3, 6" in " ".join(first.text().split())
    assert "2 if copies count once" in text_of(page, "#s1 .clauses")
    assert "4 if near-identical copies count once" in text_of(page, ".tally")


def test_every_link_on_the_page_leads_somewhere() -> None:
    for check in (coverage_check(), stained("x")):
        page = page_of(check)
        ids = [node.attributes["id"] for node in page.css("[id]")]
        assert len(set(ids)) == len(ids)
        targets = {(link.attributes["href"] or "")[1:] for link in page.css("a[href^='#']")}
        assert targets <= set(ids)


def test_the_page_says_who_is_said_to_have_said_it() -> None:
    page = page_of(coverage_check())
    assert "That is not Mira Dalen, whose statement it is." in text_of(page, "#s5 .given")
    assert "That is the statement’s speaker." in text_of(page, "#s1 .given")
    unsourced = text_of(page, "#unsourced")
    assert UNSAID in unsourced
    assert SPEAKER in unsourced


def test_arabic_is_isolated_and_named_as_such() -> None:
    page = page_of(coverage_check())
    for quotation in page.css("blockquote, q"):
        arabic = any("\u0600" <= sign <= "\u06ff" for sign in quotation.text())
        assert quotation.attributes["lang"] == ("ar" if arabic else "en")
        assert quotation.attributes["dir"] == ("rtl" if arabic else "ltr")


def test_hostile_strings_are_inert() -> None:
    page = page_of(stained(HOSTILE))
    plain = {node.tag for node in page_of(coverage_check()).css("*")}
    assert {node.tag for node in page.css("*")} <= plain
    for node in page.css("*"):
        for name, value in node.attributes.items():
            assert not name.startswith("on")
            assert name not in ("style", "src", "srcset", "action")
            assert not (value or "").strip().lower().startswith(("javascript:", "data:"))
    assert page.body is not None
    assert HOSTILE in page.body.text()


def test_control_characters_are_named_never_active() -> None:
    text = check_html(stained(f"a{CONTROLS}b"), check_info(), [ReadError(CONTROLS, CONTROLS, CONTROLS)])
    assert not ACTIVE.search(text)
    assert "[U+202E]" in text


def test_the_policy_allows_only_the_style_sheet() -> None:
    page = page_of(coverage_check())
    style, policy = page.css_first("style"), page.css_first("meta[http-equiv]")
    assert style is not None
    assert policy is not None
    digest = base64.b64encode(hashlib.sha256(style.text().encode()).digest()).decode()
    assert (policy.attributes["content"] or "").startswith(f"default-src 'none'; style-src 'sha256-{digest}'")
    assert not page.css("script")
    assert "url(" not in style.text()


def test_nothing_to_check_is_a_page_too() -> None:
    empty = Check((), (), (), (), ())
    failure = ReadError("a.txt", "is empty", "give another")
    assert "Not read: 1" in check_html(empty, check_info(), [failure])
    assert gate(empty, GATE_KINDS, 0.0) == []
    assert check_lines(empty) == ""
    for form in CHECK_FORMATS:
        assert printed(empty, form)


# CSV, JSON, the terminal


def rows_of(check: Check) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(check_csv(check).removeprefix("\ufeff"), newline="")))


def test_csv_has_a_row_a_pair_and_what_has_no_source() -> None:
    rows = rows_of(coverage_check())
    assert len(rows) == 6 * 8 + 1
    altered = next(row for row in rows if row["state"] == "altered")
    assert (altered["findings"], altered["copies"], altered["published"]) == ("number: 12 ≠ 20", "1", "2024-03-05")
    assert altered["rendering"] == TWENTY
    assert altered["changes in words"].startswith("The Arabic says “20 رصيفا”")
    assert (rows[-1]["state"], rows[-1]["rendering"]) == ("rendered without source", UNSAID)
    differing = [row for row in rows if row["attribution"] == "differs"]
    assert [row["attributed to"] for row in differing] == ["المحافظ"]


@pytest.mark.parametrize("stain", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])
def test_csv_computes_nothing(stain: str) -> None:
    check = stained(stain)
    for row in rows_of(
        replace(
            check,
            statements=tuple(replace(s, id=stain, text=stain) for s in check.statements[:1]),
            covered=(),
            unsourced=(),
        )
    ):
        for cell in row.values():
            assert not cell.lstrip(" ").startswith(tuple("=+-@\t\r＝＋－＠"))


def test_json_offsets_give_the_words_back() -> None:
    check = coverage_check()
    record: Any = json.loads(check_json(check, check_info()))
    assert record["schema"] == 1
    for covered in record["covered"]:
        text = check.articles[covered["article"]].text
        assert covered["rendering"]["text"] == " […] ".join(text[a:b] for a, b in covered["rendering"]["parts"])
    change = record["changes"][0]
    start, end = change["english"]
    assert SAID[0][start:end] == "12 new berths"
    assert (change["first_published"], change["first"], change["undated"]) == ("2024-03-05", [1, 2], [4, 5])
    assert record["not_covered"] == [5]
    assert record["copies"] == [[1, 2, 5]]
    assert [article["copy_of"] for article in record["articles"]] == [None, None, 1, None, None, 1, None, None]
    [quotation] = record["unsourced"]
    assert check.articles[4].text[quotation["start"] : quotation["end"]] == UNSAID
    assert record["made"]["settings"] == {"min_confidence": 0.5, "statements": "remarks.csv"}
    remarks = [f["kind"] for c in record["covered"] for f in c["findings"] if f["remark"]]
    assert remarks == ["quotation"]


def test_a_line_of_json_for_every_pair() -> None:
    lines = [json.loads(line) for line in check_lines(coverage_check()).splitlines()]
    assert len(lines) == 48
    assert {line["verdict"] for line in lines} == {"faithful", "altered", "partial", "missing"}
    absent = next(line for line in lines if line["verdict"] == "missing")
    assert (absent["rendering"], absent["confidence"], absent["findings"]) == (None, None, [])
    assert lines[0]["statement"] == {"id": "seren-1", "text": SAID[0], "speaker": SPEAKER, "date": "2024-03-04"}
    assert lines[0]["rendering"]["text"] == PORT


def test_the_terminal_shows_every_state_and_both_counts() -> None:
    plain = printed(coverage_check(), "plain")
    assert plain == printed(coverage_check(), "table")
    assert "number: 12 ≠ 20" in plain
    assert "in no article" in plain
    assert "renderings: kept 7, altered 6, partial 1; if near-identical copies count once: kept 5, altered 4" in plain
    assert "rendered without source: 1" in plain
    assert json.loads(printed(coverage_check(), "json"))["schema"] == 1
    assert "given to" in printed(coverage_check(), "table", terminal=True)


@pytest.mark.parametrize("form", CHECK_FORMATS)
def test_nothing_from_outside_steers_the_terminal(form: CheckFormat) -> None:
    stain = f"[red]a{CONTROLS}\nb[/red]"
    assert not ACTIVE.search(printed(stained(stain), form))
    shown = printed(stained(stain), form, terminal=True)
    assert not set(shown) & (set(CONTROLS) - set("\x1b\u2068\u2069"))


def test_markdown_is_a_table_with_the_changes_below() -> None:
    lines = printed(coverage_check(), "markdown").splitlines()
    assert lines[0].count("|") == 10
    assert lines[2].endswith("| kept | altered | altered | absent | altered | altered | absent | absent |")
    assert any("(article 2, 3, 5, 6; 2 if copies count once)" in line for line in lines)


@given(st.text())
@example("| <b> `x` **y** [a](b) ~~c~~ &amp; # \\|")
def test_markdown_takes_no_text_for_markup(text: str) -> None:
    line = literal(text)
    assert "\n" not in line
    bare = line.replace("\\\\", "")
    assert all(bare[at - 1] == "\\" for at, sign in enumerate(bare) if sign in "`*_[]<>|~")


def test_a_matrix_too_large_leaves_out_what_is_absent_throughout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("iqtibas.report.check.view.MOST_CELLS", 6 * 8 - 1)
    page = page_of(coverage_check())
    assert len(page.css(".matrix tbody tr")) == 5
    assert len(page.css(".matrix thead .n")) == 7
    assert "1 statement in no article and 1 article without any" in text_of(page, "#overview .checked")
    assert SAID[5] in text_of(page, "li#s6")
    assert "4 if near-identical copies count once" in text_of(page, ".tally")
    assert len(page.css(".listing [id^='article-']")) == 8


def test_the_view_puts_the_gravest_first() -> None:
    view = check_view(coverage_check())
    labels = [[r.coverage.verdict.label for r in s.renderings] for s in view.statements]
    assert labels[0] == ["altered", "altered", "faithful"]
    assert labels[2] == ["partial", "faithful"]
    assert [r.numbers for r in view.statements[0].renderings] == [[2, 3, 6], [5], [1]]


def test_an_article_in_its_own_voice_is_given_to_nobody() -> None:
    check = coverage_check()
    own = Attribution("", "", False, None, None)
    page = page_of(replace(check, covered=(replace(check.covered[0], attribution=own),)))
    assert text_of(page, ".given") == "In the article’s own voice, not as a quotation."
