"""The page: inert whatever strangers write, readable for everyone, complete, and the same every time."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import get_args

import pytest
from hostile import HOSTILE, stained
from invented import ledger_result, plain_result, port_result, run_info
from selectolax.lexbor import LexborHTMLParser, LexborNode

from iqtibas.align.model import FindingKind
from iqtibas.article import ReadError, Segment
from iqtibas.eval import Fidelity
from iqtibas.report import ArticleResult, Review, report_html
from iqtibas.report.controls import ACTIVE, one_line
from iqtibas.report.page.html import TEMPLATES, safe_href
from iqtibas.report.page.overview import totals
from iqtibas.report.wording import FINDINGS, WEAK_MODEL, confidence_word, score_words, sureness

STYLE = (TEMPLATES / "style.css").read_text(encoding="utf-8")
SCRIPT = (TEMPLATES / "filter.js").read_text(encoding="utf-8")


def nodes(page: str) -> list[LexborNode]:
    return LexborHTMLParser(page).css("*")


def text_of(page: str) -> str:
    parsed = LexborHTMLParser(page)
    for script in parsed.css("script"):
        script.decompose()
    assert parsed.body is not None
    return parsed.body.text()


def reviewed(result: ArticleResult, stain: str) -> ArticleResult:
    reviews = tuple(Review("rejected", stain, stain, (stain,)) for _ in result.alignments)
    return replace(stained(result, stain), reviews=reviews)


def stained_page(stain: str, weak: bool) -> str:
    run = run_info(weak)
    assert run.model is not None
    model = replace(run.model, name=stain, digest=stain, revision=stain, licence=stain, note=stain)
    run = replace(run, model=model, engine=stain, options={stain: stain}, signatures={stain: stain}, version="0")
    result = reviewed(port_result(), stain)
    numbers = {stain: {t.segment: [stain] for t in result.translations}}
    return report_html([result, reviewed(ledger_result(), stain)], run, [ReadError(stain, stain, stain)], numbers)


@pytest.mark.parametrize("weak", [False, True])
def test_hostile_strings_are_inert(weak: bool) -> None:
    page = stained_page(HOSTILE, weak)
    plain = report_html([port_result(), ledger_result()], run_info(weak))
    assert {node.tag for node in nodes(page)} <= {node.tag for node in nodes(plain)} | {"ul", "li"}
    assert [node.text() for node in nodes(page) if node.tag == "script"] == [SCRIPT]
    for node in nodes(page):
        assert node.tag not in ("img", "iframe", "object", "link", "base", "form")
        for name, value in node.attributes.items():
            assert not name.startswith("on")
            assert name not in ("style", "src", "srcset", "action")
            assert not (value or "").strip().lower().startswith(("javascript:", "data:", "vbscript:"))
    assert HOSTILE in text_of(page)


@pytest.mark.parametrize("weak", [False, True])
def test_control_characters_are_named_never_active(weak: bool) -> None:
    controls = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00\x1b\x9b\ufeff\ud800"
    page = stained_page(f"a{controls}b", weak)
    assert not ACTIVE.search(page)
    assert "[U+202E]" in page
    assert "[U+202E]" in report_html([port_result()], run_info())


def test_the_policy_allows_only_the_style_sheet_and_the_script() -> None:
    page = LexborHTMLParser(report_html([port_result()], run_info()))
    [style], [script] = page.css("style"), page.css("script")
    meta = page.css_first("meta[http-equiv]")
    assert meta is not None
    allowed = [
        f"'sha256-{base64.b64encode(hashlib.sha256(node.text().encode()).digest()).decode()}'"
        for node in (style, script)
    ]
    assert (meta.attributes["content"] or "").split("; ") == [
        "default-src 'none'",
        f"style-src {allowed[0]}",
        f"script-src {allowed[1]}",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert "url(" not in STYLE
    assert "@import" not in STYLE
    assert not re.search(r"innerHTML|eval|fetch|XMLHttp|import\(|createElement|</", SCRIPT)


def test_links_out_are_plain_http_and_tell_no_referrer() -> None:
    links = LexborHTMLParser(report_html([port_result()], run_info())).css("a[href]")
    outward = [link for link in links if not (link.attributes["href"] or "").startswith("#")]
    assert {link.attributes["href"] for link in outward} == {"https://example.org/port"}
    assert all("noreferrer" in (link.attributes["rel"] or "") for link in outward)


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JAVASCRIPT://x",
        "data:text/html,x",
        "ftp://example.org",
        "http:example.org",
        "https://",
        "pic.example.org/x",
        "https://exa mple.org",
        "https://example.org/\u202egpj",
        "https://[::1",
        "//example.org",
        "file:///etc/passwd",
        " https://example.org",
    ],
)
def test_other_links_lead_nowhere(link: str) -> None:
    assert safe_href(link) is None


def test_every_link_within_arrives_and_every_id_is_alone() -> None:
    page = report_html([port_result(), plain_result(), port_result(), ledger_result()], run_info())
    ids = [node.attributes["id"] for node in nodes(page) if "id" in node.attributes]
    assert len(ids) == len(set(ids))
    targets = {node.attributes["href"] for node in nodes(page) if node.tag == "a"}
    assert {f"#{i}" for i in ids} >= {t for t in targets if t and t.startswith("#")}
    assert {"#a1-s1", "#a1-r1", "#a3-r2", "#a4-r1", "#a4-r1-p2", "#a4-s1-d-text", "#a4-s1-d"} <= targets
    labels = " ".join(node.attributes.get("aria-labelledby") or "" for node in nodes(page))
    assert set(labels.split()) <= set(ids)


@pytest.mark.parametrize("weak", [False, True])
def test_headings_tables_and_landmarks(weak: bool) -> None:
    page = LexborHTMLParser(report_html([port_result(), plain_result()], run_info(weak), [ReadError("x", "y", "z")]))
    levels = [int((node.tag or "")[1:]) for node in page.css("h1, h2, h3, h4, h5, h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))
    assert all(node.attributes.get("scope") in ("row", "col") for node in page.css("th"))
    assert len(page.css("main")) == len(page.css("body > header")) == 1
    assert page.css_first("a.skip").attributes["href"] == "#overview"  # type: ignore[union-attr]
    assert page.css_first("html").attributes["lang"] == "en"  # type: ignore[union-attr]
    assert page.css_first("svg title").text() == "1 faithful, 1 altered, 0 partial, 1 missing"  # type: ignore[union-attr]
    for node in page.css("[lang=ar]"):
        assert node.attributes.get("dir") in ("rtl", "auto")


@pytest.mark.parametrize("weak", [False, True])
@pytest.mark.parametrize("result", [port_result(), ledger_result()])
def test_the_whole_article_is_there_in_its_order(result: ArticleResult, weak: bool) -> None:
    page = LexborHTMLParser(report_html([result], run_info(weak)))
    for node in page.css("a.number, .english, .control, .gist-side, .eyebrow"):
        node.decompose()
    shown = "".join((page.css_first("div.text").text()).split())  # type: ignore[union-attr]
    at = 0
    for block in result.article.blocks:
        if block.kind != "embed":
            words = "".join(ACTIVE.sub("", result.article.slice(block)).split())
            assert words in shown[at:], block.kind
            at = shown.index(words, at) + len(words)


def test_verdicts_and_findings_are_said_in_words() -> None:
    text = " ".join(text_of(report_html([port_result()], run_info())).split())
    assert "very likely, 93 %" in text
    assert "number very likely, 97 % A number differs. 12 ≠ 20" in text
    assert "One side" not in text
    assert "The Arabic leaves out part of the statement" in text
    assert "closer than 97 % of unrelated pairs and 33 % of faithful ones" in text
    assert "None found in this article." in text
    assert "nrefs:1|case:mixed" in text
    assert "beam_size = 4" in text
    assert "int8 = yes" in text
    assert not re.search(r"\b(true|false)\b", text, re.IGNORECASE)


@pytest.mark.parametrize("weak", [False, True])
def test_every_place_of_a_rendering_is_marked_and_linked(weak: bool) -> None:
    page = LexborHTMLParser(report_html([ledger_result()], run_info(weak)))
    marks = [node.text() for node in page.css(".text mark.rendering.c1")]
    assert marks == ["إنه سيفتح البوابة الشمالية غدا، ويمكن لكل زائر أن يحمل مصباحا", "انتظرنا تسع سنوات"]
    links = [(a.text(), a.attributes["href"]) for a in page.css("figure.rendered .source a")]
    assert links == [("part 1", "#a1-r1"), ("part 2", "#a1-r1-p2")]
    assert [page.css_first(f"[id='{(to or '')[1:]}']").text() for _, to in links] == ["1, part 1", "1, part 2"]  # type: ignore[union-attr]


def test_what_a_finding_points_at_outside_of_the_rendering_is_marked_in_the_article() -> None:
    page = LexborHTMLParser(report_html([ledger_result()], run_info()))
    assert [node.text() for node in page.css(".text mark.finding")] == ["الحارس يورن فال", "“"]
    assert [a.text() for a in page.css(".text a.k-quotation")] == ["1d", "1e"]
    linked = [a.attributes["href"] for a in page.css(".findings .spans a")]
    assert linked == ["#a1-s1-d-text", "#a1-s1-e-text"]


def test_no_link_to_what_is_not_shown() -> None:
    """A finding may point into an embed, which is shown as its text alone."""
    result = ledger_result()
    alignment = result.alignments[0]
    lost = replace(alignment.verdict.findings[3], arabic=alignment.embed.said)
    inside = replace(alignment, verdict=replace(alignment.verdict, findings=(lost,)))
    page = LexborHTMLParser(report_html([replace(result, alignments=(inside,))], run_info()))
    assert not page.css(".findings .spans a")
    assert page.css(".findings q[lang=ar]")


def test_remarks_stand_apart_and_after_the_findings() -> None:
    page = LexborHTMLParser(report_html([ledger_result()], run_info()))
    findings, remarks = page.css("ol.findings")
    assert [node.text() for node in findings.css(".kind")] == ["negation"]
    assert [node.text() for node in remarks.css(".letter")] == ["b", "c", "d", "e"]
    assert "unsure, 55 %" in remarks.text()
    assert not re.search(r"\d %", remarks.css("li")[1].text())  # the form of a quotation has no probability
    assert [node.text() for node in page.css(".said mark.remark")] == ["bmust"]
    assert [node.text() for node in page.css(".said mark.finding:not(.remark)")] == ["asouthern"]


def test_a_finding_on_the_whole_rendering_does_not_repeat_it() -> None:
    result = ledger_result()
    alignment = result.alignments[0]
    assert alignment.rendering is not None
    first, last = alignment.rendering.spans
    everything = replace(alignment.verdict.findings[0], arabic=Segment(first.start, last.end))
    verdict = replace(alignment.verdict, findings=(everything,))
    page = LexborHTMLParser(
        report_html([replace(result, alignments=(replace(alignment, verdict=verdict),))], run_info())
    )
    assert "the whole rendering" in page.css_first(".findings").text()  # type: ignore[union-attr]
    assert not page.css(".rendered mark, .findings q[lang=ar]")


@pytest.mark.parametrize("weak", [False, True])
def test_english_that_cannot_be_relied_on_is_labelled_in_words(weak: bool) -> None:
    page = LexborHTMLParser(report_html([ledger_result()], run_info(weak)))
    assert [node.text() for node in page.css(".english.unreliable .words")] == ["The gate of gates of Seren"]
    labels = [node.text() for node in page.css(".english .label")]
    assert labels == ["unreliable", "repetition", "restored: Jorn Val", "accepted"]
    assert [node.text() for node in page.css(".english .label.quiet")] == ["restored: Jorn Val"]
    assert [node.text() for node in page.css(".legend dt")] == ["unreliable", "warning", "restored", "accepted"]
    assert len(page.css("summary .label.unreliable")) == weak
    assert not re.search(r"opacity|filter:", STYLE)  # grey comes from the palette, whose contrast is tested


def test_no_legend_where_there_is_nothing_to_explain() -> None:
    page = LexborHTMLParser(report_html([port_result()], run_info()))
    assert [node.text() for node in page.css(".legend dt")] == ["warning"]
    assert not LexborHTMLParser(report_html([plain_result()], run_info())).css(".legend")


def test_the_overview_counts_findings_remarks_and_english() -> None:
    counts = totals([ledger_result(), port_result(), plain_result()])
    assert counts.verdicts == {"faithful": 1, "altered": 2, "partial": 0, "missing": 1}
    assert counts.kinds == {"number": 1, "name": 1, "negation": 1, "omission": 1}
    assert (counts.remarks, counts.segments, counts.unreliable, counts.accepted) == (4, 13, 1, 1)
    page = LexborHTMLParser(report_html([ledger_result(), port_result()], run_info()))
    words = " ".join(page.css_first(".totals").text().split())  # type: ignore[union-attr]
    assert "negation 1" in words
    assert "13 segments, 1 of them unreliable, 1 accepted by a person" in words


def test_all_kinds_of_findings_have_words() -> None:
    assert set(FINDINGS) == set(get_args(FindingKind))
    assert all(f".k-{kind}" in STYLE for kind in FINDINGS)


def test_a_weak_model_is_named_and_its_english_folded() -> None:
    result = port_result()
    numbers: Mapping[str, Mapping[Segment, list[str]]] = {
        result.article.id: {result.translations[2].segment: ["5 years", "20 months"]}
    }
    weak = LexborHTMLParser(report_html([result], run_info(True), (), numbers))
    assert weak.css_first("header.masthead").text().count(WEAK_MODEL) == 1  # type: ignore[union-attr]
    assert weak.css("details.gist")
    assert not weak.css("details[open]")
    assert all(WEAK_MODEL in node.text() for node in weak.css("details.gist"))
    assert len(weak.css(".text .english")) == len(weak.css("details.gist .english")) == len(result.translations)
    assert [node.text() for node in weak.css(".quantity")] == ["5 years", "20 months"]
    assert WEAK_MODEL not in report_html([result], run_info(False))


def test_without_translation_the_arabic_stands_alone() -> None:
    page = report_html([replace(port_result(), translations=())], replace(run_info(), model=None))
    assert not LexborHTMLParser(page).css(".english:not(.score .english)")
    assert "nothing was translated" in page


def test_an_empty_run_and_failures_are_told() -> None:
    page = report_html([], run_info(), [ReadError("broken.txt", "binary", "save it as text")])
    text = " ".join(text_of(page).split())
    assert "broken.txt: binary. save it as text." in text


def test_translations_that_cross_blocks_or_overlap_are_shown_once() -> None:
    result = port_result()
    whole = replace(result.translations[0], segment=Segment(0, len(result.article.text)), english="ONCE")
    text = text_of(report_html([replace(result, translations=(whole, *result.translations[1:]))], run_info()))
    assert text.count("ONCE") == 1
    assert text.count("She said that work begins in spring.") == 1


def test_more_statements_than_colours() -> None:
    result = port_result()
    many = replace(result, alignments=result.alignments[:1] * 30, fidelities=())
    page = LexborHTMLParser(report_html([many], run_info()))
    assert len(page.css("section.statement")) == 30
    assert not page.css("[class~=c9]")


def test_five_long_articles_stay_small() -> None:
    result = port_result()
    base, copies = result.article, 12
    shift = [i * (len(base.text) + 1) for i in range(copies)]
    article = replace(
        base,
        text="\n".join([base.text] * copies),
        blocks=tuple(replace(b, start=b.start + s, end=b.end + s) for s in shift for b in base.blocks),
    )
    translations = tuple(
        replace(t, segment=Segment(t.segment.start + s, t.segment.end + s)) for s in shift for t in result.translations
    )
    long = replace(result, article=article, translations=translations)
    assert len(report_html([long] * 5, run_info()).encode()) < 400_000


# Colours ----------------------------------------------------------------------------------------------------

TINTS = tuple(f"c{i}" for i in range(1, 9))
PAIRS = (
    *((ink, ground) for ink in ("ink", "muted", "link") for ground in ("paper", "surface", "sunken")),
    *((label, f"{label}-bg") for label in ("faithful", "altered", "partial", "missing", "warn", *TINTS)),
    *((ink, f"{tint}-bg") for ink in ("ink", "link") for tint in TINTS),
    *((tint, ground) for tint in TINTS for ground in ("surface", "paper")),
    ("faithful", "surface"),
    *(("surface", tint) for tint in TINTS),
    ("ink", "altered-bg"),
    ("warn", "surface"),
)


def colours(dark: bool) -> dict[str, str]:
    """The custom properties of the light scheme, or those with the dark ones over them."""
    schemes = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
    rules = schemes[0] + (schemes[1] if dark else "")
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", rules))


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_contrast_is_at_least_four_and_a_half(ink: str, ground: str, dark: bool) -> None:
    palette = colours(dark)
    low, high = sorted((luminance(palette[ink]), luminance(palette[ground])))
    assert (high + 0.05) / (low + 0.05) >= 4.5


# Wording ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("probability", "word"),
    [(1.0, "very likely"), (0.9, "very likely"), (0.89, "likely"), (0.66, "likely"), (0.6, "unsure")],
)
def test_confidence_in_words(probability: float, word: str) -> None:
    assert confidence_word(probability) == word


def test_certainty_is_never_claimed() -> None:
    assert sureness(1.0) == "very likely, 99 %"
    assert sureness(0.0) == "unsure, 1 %"


@pytest.mark.parametrize(
    ("matched", "mismatched", "words"),
    [
        (2.0, 30.0, "unusually low"),
        (40.0, 80.0, "says little"),
        (40.0, 99.7, "closer than over 99 % of unrelated pairs and 40 % of faithful ones; typical"),
        (97.0, 99.0, "unusually close"),
        (None, None, "No scale is fitted for this model"),
    ],
)
def test_a_score_in_words(matched: float | None, mismatched: float | None, words: str) -> None:
    chrf = port_result().fidelities[0].chrf
    assert words in score_words(Fidelity(chrf, matched, mismatched, "x"))


def test_no_score_in_words() -> None:
    assert "Not scored" in score_words(Fidelity(None, None, None, ""))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ل\u034fم", "ل[U+034F]م"),
        ("ل\ufe0fم", "ل[U+FE0F]م"),
        ("x\U000e0061\U000e0062", "x[U+E0061]\U000e0062"),
        ("3\u316450", "3[U+3164]50"),
        ("كلمة\u200bكلمة", "كلمة[U+200B]كلمة"),
        ("ل\U0001bca0م", "ل[U+1BCA0]م"),
        ("❤️ 1️⃣ 🏴\U000e0067\U000e0062\U000e007f", "❤️ 1️⃣ 🏴\U000e0067\U000e0062\U000e007f"),
        ("می‌خواهم 👨‍👩‍👧 govern\u00adment", "می‌خواهم 👨‍👩‍👧 govern\u00adment"),
        ("葛\U000e0100城", "葛\U000e0100城"),
    ],
)
def test_what_hides_in_words_is_shown_by_name(text: str, shown: str) -> None:
    assert one_line(text) == shown
