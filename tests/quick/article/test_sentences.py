"""Sentence and clause segmentation. The people and places in the examples are invented."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iqtibas.article.marks import Quotation, pair_marks
from iqtibas.article.model import Article, Block, Segment
from iqtibas.article.sentences import MAX_QUOTED, segment_article, split_clauses, split_sentences

WORDS = ["قال", "وأضاف", "إن", "الوزير", "سعد", "د", "م", "بينما", "3", "1,000", "12.3", "Mr", "http://a.b/c"]
SIGNS = [
    " ",
    "\n",
    ".",
    "..",
    "…",
    "؟",
    "!",
    "،",
    "؛",
    ",",
    ":",
    " – ",
    "(",
    ")",
    "[",
    "*",
    "\u200f",
    "ُ",
    "ـ",
]
MARKS = list("“”«»\"'‘’„")
pieces = st.lists(st.sampled_from(WORDS + SIGNS + MARKS) | st.characters(codec="utf-8"), max_size=60)
texts = pieces.map("".join)


def sentences(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text)]


def clauses(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split_clauses(text, Segment(0, len(text)))]


# "|" stands where a sentence ends.
@pytest.mark.parametrize(
    "marked",
    [
        "وصل سعد الناصر.| ثم غادر المدينة.",
        "هل وصل سعد؟| نعم وصل!",
        "هل وصل سعد؟!| نعم، وصل؛ ثم غادر.",
        "انتهى كل شيء…| ثم عاد الجميع.",
        "وصل أمس|\nولم يتكلم",
        "وصل أمس|\r\nولم يتكلم",
        "بدأ العمل.|وانتهى في يوم واحد.",
        "هل بدأ العمل؟|وهل انتهى؟",
        "قال د. سعد وم. هند في سنة 300 ق.م. كذا.| ثم جلسا.",
        "في سنة 1400 هـ. كتبت ج. ك. الناصر رواية.| ثم صمتت.",
        "زاد السعر 3.5 و٣٫٥ و1,200 منذ 12.3.2021 كثيرا.| ثم هبط.",
        "بلغ عددهم 2022.| ثم زاد.",
        "زر https://example.org/a.b.c واقرأ الخبر.| ثم عد إلينا.",
        "زر موقع.كوم اليوم.| ثم عد إلينا.",
        "1. بداية القائمة هنا.| 2. نهاية القائمة هنا.",
        "وصل الوفد.\u200f| ثم غادر.",
        "انتهى العمل. ***",
        ". . .",
        "كتب إتش. جي. الناصر رواية عن الزمن.| وصدرت بعد عام.",
        "جيه. كيه. رامي كتبت رواية.| ثم صمتت.",
        "قرأ جورج إتش. دبليو. فورت كتابا.| وعاد أمس.",
        "فاز في. إس. نادر بالجائزة.| ثم صمت.",
        "إي. إم. وادي شاعر.| ثم صمت.",
        "ذكرت وكالة (أ. ف. ب) أن المعرض انتهى.| وقالت إنه نجح.",
        "ذكرت أ. ف. ب. أن المعرض انتهى.",
        "قال د. وليد وم. فؤاد وأ. فاطمة ذلك.| ثم جلسوا.",
        "أرسل إلى ص. ب. 123 في المدينة.| ثم عاد.",
        "انتهى العام.| د. سعد يتحدث.",
        "هل صحيح؟| د. سعد يتحدث.",
        "بلغ العدد 3.| م. هند تتحدث.",
        "خسر الفريق ب.| ثم عاد إلى المدينة.",
        "كان ذلك سنة 300 ق. م.| وبعدها جاء غيرهم.",
        "ولد عام 1444 هـ.| وقال سعد إنه كبير.",
        "وقعت في الفئة ج.| فقد زاد الوزن.",
        "ظهر الخبر على بي بي سي.| د. سعد يتحدث.",
        "وصل الطراز إف.| وبدأ الطراز إكس.| ثم غادر.",
        "وقع العقد أ. م. السالم وج. ر. الناصر معا.| ثم غادرا.",
        "جاء الكاتب جيه. دي. فارنر والناشر آر. وليامز إلى المعرض.| وانتهى الحفل.",
        "كرمت اللجنة إتش. جي. وود أمس.| وفرح الجميع.",
        "وصل مذيع قناة دي. إم.| وقال إنه باق.",
        "قتـ.ـل رجلان في القصـ!ـف.| وفر ثالث.",
    ],
)
def test_terminators_numbers_and_abbreviations(marked: str) -> None:
    assert sentences(marked.replace("|", "")) == [part.strip() for part in marked.split("|")]


@pytest.mark.parametrize(
    "marked",
    [
        "قال “نعم. سنعود غدا.”| ثم خرج من القاعة.",
        "قال ”نعم. سنعود غدا.“| ثم خرج من القاعة.",
        "قال «نعم. سنعود غدا» ثم خرج.| وعاد أمس.",
        'قال "نعم. سنعود غدا" ثم خرج.| وعاد أمس.',
        "قال ’نعم. سنعود غدا‘ ثم خرج.| وعاد أمس.",
        'قال «أجابني "لا. أبدا" ومضى. ثم عاد».| وخرج من القاعة.',
        "قال “نعم. سنعود غدا. ”| وخرج من القاعة.",
        'قال ”نعم. سنعود غدا" ثم خرج.| وعاد أمس.',
        "قال “نعم.| وسكت.| ثم خرج.",
        "وعد خالد” بالعودة.| ثم خرج.",
        "قال سعد.|«لن أعود» كانت آخر كلمة.",
        "بقي السؤال (من يدفع؟ ومتى؟) بلا جواب.| ثم انتهى اللقاء.",
        "انتهى اللقاء (وكان طويلا.)| ثم عاد.",
        "وصل الوفد كله (!) إلى المدينة.| ثم عاد.",
        'زار سعد مقر و"النهار. الجديد" معا.| ثم عاد.',
    ],
)
def test_quotations_and_brackets_are_not_cut(marked: str) -> None:
    assert sentences(marked.replace("|", "")) == [part.strip() for part in marked.split("|")]


@pytest.mark.parametrize(
    "marked",
    [
        "قرر السفر.. وفي المساء عاد إلى المدينة",
        "قرر الوفد السفر غدا..| وفي المساء عاد إلى المدينة",
        "مسارح الحرب.. توتر لا ينتهي أبدا",
        ".. وأضاف سعد كلمة أخرى.| ثم صمت.",
    ],
)
def test_two_dots_are_a_pause_unless_both_sides_are_sentences(marked: str) -> None:
    assert sentences(marked.replace("|", "")) == [part.strip() for part in marked.split("|")]


def test_english() -> None:
    marked = "Mr. Naser of the U.S. office met J. K. Saad at No. 5.| I don't.| Yahoo! said so.| They left."
    assert sentences(marked.replace("|", "")) == [part.strip() for part in marked.split("|")]


def test_a_long_quotation_is_cut_inside() -> None:
    sentence = "هذه جملة طويلة بعض الشيء في خطاب الوزير. "
    many = MAX_QUOTED // len(sentence) + 1
    assert len(sentences(f"قال «{(sentence * 3).strip()}» وصمت.")) == 2
    assert len(sentences(f"قال «{(sentence * many).strip()}» وصمت.")) == many + 1


def test_a_stretch_of_a_text() -> None:
    text = "خارج. داخل أول. داخل ثان. خارج."
    start, end = text.index("داخل"), text.rindex("خارج")
    assert [text[s.start : s.end] for s in split_sentences(text, start, end)] == ["داخل أول.", "داخل ثان."]


@given(texts, st.data())
def test_sentences_cover_the_text_once(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    _check_cover(text, start, end, split_sentences(text, start, end))


@given(texts)
def test_a_line_with_several_sentences_has_a_word_in_each(text: str) -> None:
    line = " ".join(text.split())
    found = sentences(line)
    assert len(found) <= 1 or all(any(map(str.isalnum, sentence)) for sentence in found)


@given(texts)
def test_clauses_cover_the_sentence_once_and_have_three_words(text: str) -> None:
    for sentence in split_sentences(text):
        parts = split_clauses(text, sentence)
        _check_cover(text, sentence.start, sentence.end, parts)
        assert parts[0].start == sentence.start
        assert parts[-1].end == sentence.end
        if len(parts) > 1:
            assert all(_words(text[part.start : part.end]) >= 3 for part in parts)


def _words(text: str) -> int:
    return sum(any(map(str.isalnum, word)) for word in text.split())


def _check_cover(text: str, start: int, end: int, segments: list[Segment]) -> None:
    assert all(a.end <= b.start for a, b in pairwise(segments))
    for segment in segments:
        assert start <= segment.start < segment.end <= end
        assert text[segment.start : segment.end].strip() == text[segment.start : segment.end]
    covered = {at for segment in segments for at in range(segment.start, segment.end)}
    assert all(at in covered for at in range(start, end) if not text[at].isspace())


@pytest.mark.parametrize(
    "marked",
    [
        "قال الوزير سعد الناصر،| إن العمل مستمر هنا؛| وإن النهاية قريبة جدا",
        "أكد سعد أن الوفد وصل| وأضاف أن العمل بدأ| بينما يستعد الباقون للسفر غدا",
        "وصل الوفد أمس –| بعد تأخير طويل –| إلى العاصمة الجديدة هناك",
        "بلغ العدد 1,000 رجل في الساعة 10:30 من مساء أمس",
        "زار سعد المدينة (نعم، لا، ربما) ثم عاد إلى بيته",
        "زر موقع الوزارة https://example.org/a,b:c واقرأ الخبر كله",
        "نعم، لا، وصل الوفد أمس",
        "قال له سعد “لا،”| ثم خرج من القاعة",
        "He came in late,| sat down; nobody said a word to him",
    ],
)
def test_clauses(marked: str) -> None:
    assert clauses(marked.replace("|", "")) == [part.strip() for part in marked.split("|")]


def test_an_article_is_segmented_block_by_block() -> None:
    text = "عنوان الخبر\nWe did it. Yes.\nوصل الوفد. ثم غادر.\n- بند أول. نعم."
    kinds = ("heading", "embed", "paragraph", "list_item")
    blocks, start = [], 0
    for kind, line in zip(kinds, text.split("\n"), strict=True):
        blocks.append(Block(kind, start, start + len(line)))
        start += len(line) + 1
    article = Article("a", text, "", "", "ar", tuple(blocks), "")
    assert [article.slice(s) for s in segment_article(article)] == [
        "عنوان الخبر",
        "وصل الوفد.",
        "ثم غادر.",
        "- بند أول.",
        "نعم.",
    ]


@pytest.mark.parametrize(
    ("line", "pairs"),
    [
        ("“أ” «ب» \"ج\" 'د'", [(0, 2), (4, 6), (8, 10), (12, 14)]),
        ("”أ“ ’ب‘ »ج«", [(0, 2), (4, 6), (8, 10)]),
        ("“أ «ب» ج”", [(0, 8), (3, 5)]),
        ('"أ "ب" ج"', [(0, 8), (3, 5)]),
        ("«أ “ب»", [(0, 5)]),
        ("“أ ب", [(0, None)]),
        ("أ” ب", []),
        ("don't and the players' union", []),
        ("و“أ” ل“ب”", [(1, 3), (6, 8)]),
        ("“أ”“ب”", [(0, 2), (3, 5)]),
        ('”أ" ب', [(0, 2)]),
        ('«أ." ب.»', [(0, 7)]),
        ('“أ." ب.”', [(0, 7)]),
        ('«أ." ب «ج»', [(0, 3), (7, 9)]),
        ('«أ." "ب" ج»', [(0, 10), (5, 7)]),
    ],
)
def test_marks_pair_by_position(line: str, pairs: list[tuple[int, int | None]]) -> None:
    assert pair_marks(line) == [Quotation(*pair) for pair in pairs]


@given(texts)
def test_pairs_nest_and_never_cross(line: str) -> None:
    closed = [(q.open, q.close) for q in pair_marks(line) if q.close is not None]
    assert all(first < last for first, last in closed)
    assert not any(a < b < last < end for a, last in closed for b, end in closed)
