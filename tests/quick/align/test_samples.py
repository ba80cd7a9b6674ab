"""The shipped articles and their gold: every claim of samples/gold/quotes.json against the text."""

from __future__ import annotations

import io
import re
import runpy
import time
import unicodedata
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args

import pytest
from gold import ARTICLES, SAMPLES

from iqtibas.align.model import FindingKind

TEXTS = {path.name: path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt"))}
TWEETS = [
    pytest.param(TEXTS[article["id"]], tweet, id=f"{article['id'][:2]}-{number}")
    for article in ARTICLES
    for number, tweet in enumerate(article["tweets"], start=1)
]
EMBED_MARK = re.compile(r"https://t\.co/|pic\.(?:twitter|x)\.com/|^[—–] .*\(@\w+\)|^\.@\w+:", re.M)
OUTER = " \n“”«»\"'‘’"
KINDS = {"altered": {"number", "name", "negation", "modality"}, "partial": {"omission", "addition"}}
MAKE_DOCX = runpy.run_path(str(SAMPLES / "make_docx.py"))


def test_every_article_has_gold_and_the_gold_an_article() -> None:
    assert [article["id"] for article in ARTICLES] == list(TEXTS)
    assert len(ARTICLES) >= 18


@pytest.mark.parametrize("name", TEXTS)
def test_articles_have_the_size_of_news_and_clean_characters(name: str) -> None:
    text = TEXTS[name]
    assert 600 <= len(text) <= 3000
    assert unicodedata.normalize("NFC", text) == text
    assert not [c for c in text if unicodedata.category(c) in ("Cf", "Co", "Cn") or c in "\u0640\r\t"]
    assert all(line and line == line.strip() and "  " not in line for line in text.splitlines())


@pytest.mark.parametrize(("text", "tweet"), TWEETS)
def test_an_embed_is_whole_lines_that_hold_its_english_once(text: str, tweet: dict[str, Any]) -> None:
    embed = text[tweet["start"] : tweet["end"]]
    assert text.count(tweet["english"]) == 1
    assert tweet["english"] in embed
    assert text[tweet["start"] - 1] == text[tweet["end"]] == "\n"
    assert EMBED_MARK.search(embed)
    assert not re.search(r"[\u0600-\u06ff]", embed)


@pytest.mark.parametrize(("text", "tweet"), TWEETS)
def test_a_rendering_is_arabic_without_cue_or_outer_quotation_marks(text: str, tweet: dict[str, Any]) -> None:
    if tweet["verdict"] == "missing":
        assert tweet["rendering"] is tweet["rendering_text"] is None
        return
    start, end = tweet["rendering"]
    rendering = text[start:end]
    assert rendering == tweet["rendering_text"]
    assert rendering == rendering.strip(OUTER)
    assert text.count(rendering) == 1
    # 19 has one without marks, inside a longer sentence.
    assert text[start - 1] in '“«" '
    assert not re.search("[A-Za-z]|تقول:|جاء في", rendering)
    assert end < tweet["start"] or start >= tweet["end"]


@pytest.mark.parametrize(("text", "tweet"), TWEETS)
def test_a_verdict_names_the_words_that_differ(text: str, tweet: dict[str, Any]) -> None:
    kinds = KINDS.get(tweet["verdict"])
    if kinds is None:
        assert tweet["kind"] is None
        assert "differs" not in tweet
        return
    english, arabic = tweet["differs"]["english"], tweet["differs"]["arabic"]
    assert tweet["kind"] in kinds
    assert (english is None) == (tweet["kind"] == "addition")
    assert (arabic is None) == (tweet["kind"] == "omission")
    assert english is None or english in tweet["english"]
    assert arabic is None or arabic in tweet["rendering_text"]


def test_faithful_renderings_keep_the_digits_of_their_tweet() -> None:
    """Only digits on both sides: 09 and 12 write numbers in words on one of them, on purpose."""
    for article in ARTICLES:
        for tweet in article["tweets"]:
            if tweet["verdict"] == "faithful" and not article["id"].startswith("12"):
                arabic = {int(n) for n in re.findall(r"\d+", tweet["rendering_text"])}
                english = {int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*\d|\d", tweet["english"])}
                assert arabic <= english
                assert article["id"].startswith("09") or arabic == english


def test_the_altered_number_and_country_are_wrong_only_where_the_gold_says() -> None:
    gold = {article["id"][:2]: article["tweets"] for article in ARTICLES}
    assert "350" not in gold["02"][0]["rendering_text"]
    assert "1200" in gold["02"][0]["rendering_text"]
    assert "كينيا" not in TEXTS["03-newspaper-name.txt"]
    assert not re.search(r"\b(?:لم|لن|ليس|غير|عدم|رفضت)\b", gold["05"][0]["rendering_text"])


def test_every_kind_of_finding_is_shown() -> None:
    tweets = [tweet for article in ARTICLES for tweet in article["tweets"]]
    shown = {tweet["kind"] for tweet in tweets} | {"quotation" for tweet in tweets if "remarks" in tweet}
    assert shown - {None} == set(get_args(FindingKind))


def test_every_mark_of_an_embed_lies_in_a_gold_span() -> None:
    for article in ARTICLES:
        spans = [(t["start"], t["end"]) for t in article["tweets"] + article.get("arabic_tweets", [])]
        marks = [match.start() for match in EMBED_MARK.finditer(TEXTS[article["id"]])]
        assert all(any(start <= mark < end for start, end in spans) for mark in marks)
        assert bool(marks) == bool(spans)


def test_the_crossed_renderings_are_crossed() -> None:
    first, second = next(article["tweets"] for article in ARTICLES if article["id"].startswith("07"))
    assert first["end"] < second["start"] < second["rendering"][0] < first["rendering"][0]


def test_an_arabic_tweet_is_listed_apart() -> None:
    (article,) = (article for article in ARTICLES if "arabic_tweets" in article)
    (tweet,) = article["arabic_tweets"]
    embed = TEXTS[article["id"]][tweet["start"] : tweet["end"]]
    assert tweet["arabic"] in embed
    assert embed.endswith("October 3, 2023")


def test_the_spelling_traditions_are_there() -> None:
    assert not re.search(r"ي\b", TEXTS["03-newspaper-name.txt"])
    digits = re.sub(r"^[A-Z—].*$", "", TEXTS["09-newspaper-before.txt"], flags=re.M)
    assert set(re.findall(r"\d", digits)) <= set("٠١٢٣٤٥٦٧٨٩")
    assert "آذار/مارس" in TEXTS["01-agency-faithful.txt"]


def test_no_sample_repeats_eight_words_of_the_development_sets(shared: Path) -> None:
    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"\w+", text)
        return set(zip(*(words[i:] for i in range(8)), strict=False))

    theirs = [path.read_text(encoding="utf-8") for path in sorted((shared / "articles").glob("*.txt"))]
    theirs += (shared / "eval" / "quotebench-dev.jsonl").read_text(encoding="utf-8").splitlines()
    known = set().union(*map(runs, theirs))
    assert not [name for name, text in TEXTS.items() if known & runs(text)]


class PageText(HTMLParser):
    """The text of a page, a line for every block."""

    INLINE = frozenset(("a", "span", "script"))

    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def handle_data(self, data: str) -> None:
        self.text += re.sub(r"\s+", " ", data)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.text += "" if tag in self.INLINE else " " if tag == "br" else "\n"

    def handle_endtag(self, tag: str) -> None:
        self.text += "" if tag in self.INLINE else "\n"


def lines_of(text: str) -> list[str]:
    lines = (" ".join(line.split()).removeprefix("- ") for line in text.splitlines())
    return [line for line in lines if line]


@pytest.mark.parametrize("page", sorted((SAMPLES / "html").glob("*.html")), ids=lambda path: path.name[:2])
def test_a_page_holds_the_lines_of_its_twin_in_order(page: Path) -> None:
    source = page.read_text(encoding="utf-8")
    parser = PageText()
    parser.feed(source)
    lines = lines_of(parser.text)
    wanted = lines_of(TEXTS[f"{page.stem}.txt"])
    start = max(at for at, line in enumerate(lines) if line == wanted[0])
    assert [line for line in lines[start:] if line in wanted] == wanted
    tweets = next(article["tweets"] for article in ARTICLES if article["id"] == f"{page.stem}.txt")
    assert source.count('<blockquote class="twitter-tweet">') == len(tweets)


@pytest.mark.parametrize("name", MAKE_DOCX["HEADINGS"])
def test_a_word_file_holds_the_lines_of_its_twin(name: str) -> None:
    from docx import Document

    paragraphs = Document(str(SAMPLES / "docx" / f"{name}.docx")).paragraphs
    assert [p.text for p in paragraphs] == lines_of(TEXTS[f"{name}.txt"])
    headings = [p.text for p in paragraphs if p.style is not None and p.style.name == "Heading 2"]
    assert tuple(headings) == MAKE_DOCX["HEADINGS"][name]
    arabic = [bool(re.search(r"[\u0600-\u06ff]", p.text)) for p in paragraphs]
    assert [bool(p._p.xpath("./w:pPr/w:bidi")) for p in paragraphs] == arabic


def test_a_word_file_is_built_the_same_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    from docx import Document

    name, headings = next(iter(MAKE_DOCX["HEADINGS"].items()))
    first = MAKE_DOCX["build"](TEXTS[f"{name}.txt"], headings)
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert MAKE_DOCX["build"](TEXTS[f"{name}.txt"], headings) == first
    committed = Document(str(SAMPLES / "docx" / f"{name}.docx")).core_properties
    assert committed.modified == Document(io.BytesIO(first)).core_properties.modified
