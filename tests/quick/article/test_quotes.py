"""Quoted speech. All people, papers and places in the examples are invented."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from iqtibas.article.input.read import read_articles
from iqtibas.article.model import BLOCK_KINDS, Article, Block, BlockKind, Quote
from iqtibas.article.quotes import find_quotes

_INTRODUCED = re.compile(r"[:“”«\"‘’]\s*\Z")
WORDS = [
    "قال",
    "وأضاف",
    "مشيرا إلى",
    "ذكر",
    "إن",
    "أن",
    "بأنه",
    "سعد",
    "الوزير",
    "كما",
    "بحسب",
    "تغريدة",
    "في",
    "3",
]
SIGNS = [" ", "\n", ".", "؟", "،", ":", "؛", "-", "(", ")", "\u200f", "\u202b", "ُ", "ـ", "..", "10:30", "abc"]
texts = st.lists(st.sampled_from(WORDS + SIGNS + list("“”«»\"'‘’„")) | st.characters(codec="utf-8"), max_size=80).map(
    "".join
)


def article(text: str, kinds: dict[int, BlockKind] | None = None) -> Article:
    """An article with one block a line, a paragraph unless `kinds` tells otherwise by line number."""
    blocks, start = [], 0
    for number, line in enumerate(text.split("\n")):
        if line.strip():
            left = start + len(line) - len(line.lstrip())
            kind = (kinds or {}).get(number, "paragraph")
            blocks.append(Block(kind, left, left + len(line.strip())))
        start += len(line) + 1
    return Article("a", text, "", "", "ar", tuple(blocks), "")


def found(text: str, kinds: dict[int, BlockKind] | None = None) -> list[tuple[str, str, str]]:
    """(what is said, speaker, verb) of each quote."""
    parsed = article(text, kinds)
    return [(parsed.slice(quote), quote.speaker, quote.verb) for quote in find_quotes(parsed)]


def only(text: str) -> Quote:
    (quote,) = find_quotes(article(text))
    return quote


@pytest.mark.parametrize("marks", ["“”", "”“", "«»", "»«", '""', "''", "‘’", "’‘", "„“", "””", '”"'])
def test_marks_in_any_direction(marks: str) -> None:
    said = "سنفتح الجسر القديم. ثم نفتح الجسر الجديد"
    text = f"وقال سعد الناصر {marks[0]}{said}{marks[1]} وغادر."
    assert found(text) == [(said, "سعد الناصر", "وقال")]
    assert only(text).direct
    assert only(text).closed


def test_the_outer_of_nested_quotations_wins() -> None:
    said = 'لقد قال لي أبي «لا تبع البيت القديم أبدا» ثم "نام"'
    assert found(f"قال سعد: “{said}”.") == [(said, "سعد", "قال")]


def test_spaces_inside_the_marks_are_outside_the_quote() -> None:
    assert found("قالت هند “ سنفتح الجسر القديم غدا “.") == [("سنفتح الجسر القديم غدا", "هند", "قالت")]


def test_a_quotation_that_nothing_closes_ends_with_its_block() -> None:
    text = "يقول سعد فيها، “سنفتح الجسر القديم. ثم نعود\nخبر آخر عن المدينة."
    assert found(text) == [("سنفتح الجسر القديم. ثم نعود", "سعد", "يقول")]
    assert not only(text).closed


def test_a_stray_mark_swallows_nothing() -> None:
    assert found('زار الوفد مقر "النهار ثم عاد إلى المدينة في المساء.') == []


def test_a_quotation_goes_on_in_the_next_block() -> None:
    text = "قال سعد: “سنفتح الجسر القديم قريبا.\n“ثم نفتح الجسر الجديد بعده.”"
    first, second = find_quotes(article(text))
    assert (first.speaker, first.closed) == ("سعد", False)
    assert (second.speaker, second.closed) == ("سعد", True)
    assert text[second.start : second.end] == "ثم نفتح الجسر الجديد بعده."


@pytest.mark.parametrize(
    "text",
    [
        'زار الوفد مقر صحيفة "النهار الجديد" في المدينة.',
        "التقى «سعد الناصر» مع رئيس حلف «الشمال» أمس.",
        "صدر كتاب بعنوان «تاريخ المدينة القديمة وأهلها الطيبين» أمس.",
        "شاهدنا فيلم المخرجة الجديد (رجل في المدينة القديمة) أمس.",
        "The minister said “we will open the bridge”.",
        "يجب أن نعود قبل أن يأتي المساء.",
        "وصل الوفد عند الساعة 10:30 إلى المدينة.",
    ],
)
def test_names_and_titles_are_no_speech(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("text", ["قال سعد: “لا عودة”.", 'قالت هند "لن أعود".', "سعد الناصر: «لن أعود إلى المدينة»"])
def test_short_speech_needs_an_introduction(text: str) -> None:
    assert len(found(text)) == 1


def test_a_name_in_marks_is_a_speaker() -> None:
    assert found("وأضاف «سعد»:\nسنفتح الجسر القديم قريبا.") == [("سنفتح الجسر القديم قريبا.", "سعد", "وأضاف")]
    assert found("قال رئيس حزب «النهار» إن الجسر قديم.") == [("إن الجسر قديم.", "رئيس حزب «النهار»", "قال")]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("وأكد وزير النقل، سعد الناصر، أن الجسر قديم جدا.", "وزير النقل، سعد الناصر"),
        ("قال وزير النقل سعد الناصر، اليوم الجمعة، إن الجسر قديم جدا.", "وزير النقل سعد الناصر"),
        ("أشارت هند إلى أن الجسر قديم جدا.", "هند"),
        ("أَشَارَت هِند إلى أَنَّ الجسر قديم جدا.", "هِند"),
        ("شدد سعد، في بيان، على أن الجسر قديم جدا.", "سعد"),
        ("قال علي إن الجسر قديم جدا.", "علي"),
        ("وذكرت مصادر في الوزارة أن الجسر قديم جدا.", "مصادر في الوزارة"),
        ("وقال عدد من السكان إن الجسر قديم جدا.", "عدد من السكان"),
        ("نائبة رئيس البلدية هند الناصر كشفت أن الجسر قديم جدا.", "نائبة رئيس البلدية هند الناصر"),
        ("وكان الوزير قد أعلن أن الجسر قديم جدا.", "الوزير"),
        ("نقلت الصحيفة عن سعد الناصر قوله إن الجسر قديم جدا.", "سعد الناصر"),
        ("زعموا أن الجسر قديم جدا.", ""),
    ],
)
def test_reported_speech_and_its_speaker(text: str, speaker: str) -> None:
    quote = only(text)
    assert quote.speaker == speaker
    assert not quote.direct
    assert quote.closed
    assert text[quote.start : quote.end].endswith("الجسر قديم جدا.")


def test_reports_in_one_sentence_end_where_the_next_begins() -> None:
    text = "قال سعد إن الجسر قديم، مشيرًا إلى أن البناء بدأ، وأضاف أن الطريق مفتوح، بحسب بيان للوزارة."
    assert found(text) == [
        ("إن الجسر قديم", "سعد", "قال"),
        ("أن البناء بدأ", "سعد", "مشيرًا"),
        ("أن الطريق مفتوح", "سعد", "وأضاف"),
    ]


def test_a_verb_without_subject_takes_the_last_speaker_of_its_gender() -> None:
    text = "قالت هند الناصر إن الجسر قديم.\nوأضافت: “سنفتح الجسر قريبا”.\nوأضاف أن الطريق مفتوح."
    assert [speaker for _, speaker, _ in found(text)] == ["هند الناصر", "هند الناصر", ""]


def test_speech_behind_a_colon_ends_where_somebody_else_reports() -> None:
    text = "قال سعد: سنفتح الجسر. ثم نفتح الطريق. وأضافت هند أن البناء بدأ."
    assert found(text) == [
        ("سنفتح الجسر. ثم نفتح الطريق.", "سعد", "قال"),
        ("أن البناء بدأ.", "هند", "وأضافت"),
    ]


def test_a_colon_at_the_end_of_a_block_introduces_the_next() -> None:
    text = "وأضاف سعد:\nسنفتح الجسر القديم. ثم الجديد.\nخبر آخر عن المدينة."
    assert found(text) == [("سنفتح الجسر القديم. ثم الجديد.", "سعد", "وأضاف")]
    assert found(text, {1: "boilerplate"}) == []


def test_a_cue_is_read_with_the_rendering_behind_it() -> None:
    text = "أعلاه تغريدة لوزارة النقل تقول: سنفتح الجسر القديم قريبا."
    cue = Block("cue", 0, text.index(":") + 1)
    parsed = Article("a", text, "", "", "ar", (cue, Block("paragraph", cue.end + 1, len(text))), "")
    (quote,) = find_quotes(parsed)
    assert (parsed.slice(quote), quote.speaker, quote.verb) == ("سنفتح الجسر القديم قريبا.", "", "تقول")


@pytest.mark.parametrize(
    "behind", ["، قال سعد الناصر أمام البرلمان.", " كما قال سعد الناصر أمس.", "، حسبما قال سعد الناصر."]
)
def test_a_verb_behind_the_quotation(behind: str) -> None:
    said = "سنفتح الجسر القديم قريبا"
    assert [(text, verb) for text, _, verb in found(f"«{said}»{behind}")] == [(said, "قال")]


def test_a_partly_quoted_report_is_one_report() -> None:
    text = "قالت هند إن الوضع في المدينة القديمة «صعب جدا على الجميع هنا» وإن البناء بدأ في كل مكان."
    (quote,) = find_quotes(article(text))
    assert (quote.direct, text[quote.start : quote.end]) == (False, text[text.index("إن") :])


def test_marks_win_over_the_report_that_they_fill() -> None:
    quote = only("وصفت هند الجسر وقالت إنه «قديم جدا ولم يعد يصلح لشيء في المدينة».")
    assert quote.direct


def test_a_time_is_no_colon() -> None:
    assert found("قال سعد في الساعة 10:30 من مساء أمس كلاما كثيرا.") == []


def test_headings_are_read_and_boilerplate_is_not() -> None:
    text = "سعد: “سنفتح الجسر القديم قريبا”\nقال سعد إن الجسر قديم."
    assert [speaker for _, speaker, _ in found(text, {0: "heading", 1: "boilerplate"})] == ["سعد"]


@example("ـ", {})
@given(texts, st.dictionaries(st.integers(0, 5), st.sampled_from(BLOCK_KINDS)))
def test_quotes_are_trimmed_slices_of_their_blocks(text: str, kinds: dict[int, BlockKind]) -> None:
    parsed = article(text, kinds)
    quotes = find_quotes(parsed)
    assert all(a.end <= b.start for a, b in pairwise(quotes))
    for quote in quotes:
        said = parsed.slice(quote)
        assert said
        assert said == said.strip()
        assert any(block.start <= quote.start and quote.end <= block.end for block in parsed.blocks)
        assert quote.verb in text
        assert quote.speaker in text
        assert quote.closed or quote.direct


def test_renderings_behind_a_verb_are_found(shared: Path) -> None:
    """All renderings of the seed articles, and nine in ten of QuoteBench's, behind a mark or a colon."""
    for name, least in (("seeds-gold.jsonl", 1.0), ("quotebench-dev.jsonl", 0.9)):
        path = shared / "eval" / name
        golds = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        overlaps = []
        for gold, parsed in zip(golds, read_articles([str(path)]), strict=True):
            assert isinstance(parsed, Article)
            renderings = [tweet["rendering"] for tweet in gold["tweets"] if tweet["rendering"]]
            introduced = [r for r in renderings if _INTRODUCED.search(parsed.text, max(0, r[0] - 9), r[0])]
            overlaps += [max(_overlap(q, *r) for q in find_quotes(parsed)) for r in introduced]
        assert sum(overlap > 0.8 for overlap in overlaps) >= least * len(overlaps) > 0


def _overlap(quote: Quote, start: int, end: int) -> float:
    """Intersection over union of two ranges; negative if they are apart."""
    return (min(quote.end, end) - max(quote.start, start)) / (max(quote.end, end) - min(quote.start, start))
