"""What a reader sees of a text, and the way back to what is there."""

from __future__ import annotations

import re
import unicodedata

import pytest
import regex

from iqtibas.article import Article, find_embeds, find_quotes
from iqtibas.article.api import read_text
from iqtibas.article.characters import INVISIBLE
from iqtibas.article.quantities.arabic import arabic_quantities
from iqtibas.article.sentences import segment_article
from iqtibas.article.unseen import unseen_notes
from iqtibas.article.visible import visible, visible_article

HIDDEN = re.compile(f"[{INVISIBLE}]")
ODD = [
    *("\u034f", "\ufe0f", "\U000e0061", "\u3164", "\u115f", "\uffa0", "\u17b4", "\u180b", "\u180e", "\ufff9", "\ufe00"),
    *("\U000e0100", "\U0001bca0", "\U0001d173", "\u206a", "\u2064"),
]
"""Invisible, and at home in none of our texts."""
PLUMBING = ["\u200b", "\u2060", "\ufeff"]
"""Invisible, and ordinary between words."""
POST = "We will not close the 350 camps in Kenya. pic.twitter.com/abC1\n— Mira Dalen (@MiraDalen) March 24, 2021"
NEWS = (
    "أعلنت الوزارة تفاصيل جديدة أمس عبر حسابها الرسمي.\n{post}\n"
    "وقالت الوزيرة ميرا دالين: «لم نغلق المخيمات في كينيا، وعددها 350 مخيما».\nوغادر الوفد البلاد مساء أمس."
)


def sprinkled(text: str, sign: str) -> str:
    """The text with a sign inside every word, behind its first letter or digit."""
    return re.sub(r"(?<!\w)(\w)(?=\w)", rf"\1{sign}", text)


def in_arabic(sign: str) -> str:
    """The news with a sign inside of every word but those of the post."""
    before, behind = NEWS.split("{post}")
    return sprinkled(before, sign) + POST + sprinkled(behind, sign)


def test_the_table_is_that_of_unicode() -> None:
    """A later version of Unicode may ignore more; then the table is to be renewed."""
    ignorable = regex.compile(r"\p{Default_Ignorable_Code_Point}")
    annotation = {"\ufff9", "\ufffa", "\ufffb"}
    for code in (*range(0xD800), *range(0xE000, 0x110000)):
        sign = chr(code)
        if unicodedata.category(sign) != "Cn":
            assert (HIDDEN.match(sign) is not None) == (ignorable.match(sign) is not None or sign in annotation), code


@pytest.mark.parametrize("sign", [*ODD, *PLUMBING, "\u200c", "\u200d", "\u200f", "\u00ad"], ids=ascii)
def test_all_readings_are_those_of_what_is_seen(sign: str) -> None:
    plain, odd = read_text(NEWS.format(post=POST)), read_text(in_arabic(sign))
    for reading in (find_quotes, segment_article):
        mine, theirs = reading(plain), reading(odd)
        assert [HIDDEN.sub("", odd.slice(one)) for one in theirs] == [plain.slice(one) for one in mine]
    assert [block.kind for block in odd.blocks] == [block.kind for block in plain.blocks]
    assert [q.speaker for q in find_quotes(odd)] == ["الوزيرة ميرا دالين"]
    assert odd.title == plain.title


@pytest.mark.parametrize("sign", [*ODD, *PLUMBING, "\u200c", "\u200f"], ids=ascii)
def test_a_post_is_read_as_it_is_seen(sign: str) -> None:
    article = read_text(NEWS.format(post=sprinkled(POST, sign)))
    [embed] = find_embeds(article)
    assert HIDDEN.sub("", embed.text) == "We will not close the 350 camps in Kenya."
    assert article.slice(embed.said) == embed.text
    assert (embed.author, embed.handle, str(embed.date)) == ("Mira Dalen", "MiraDalen", "2021-03-24")


@pytest.mark.parametrize("sign", [*ODD, *PLUMBING, "\u200d", "\u200e"], ids=ascii)
def test_numbers_are_whole(sign: str) -> None:
    [own] = arabic_quantities(visible(f"عددها 3{sign}50 مخيما").text)
    assert own.value == 350


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("\ufedf\ufee2 \ufef3\ufed8\ufede", "لم يقل"),
        ("\ufefb", "لا"),
        ("\ufdf2", "الله"),
        ("کینیا علی", "كينيا على"),
        ("وعلی إلی کل", "وعلى إلى كل"),
        ("ہنا ھناك ەنا", "هنا هناك هنا"),
        ("Kеnyа", "Kenya"),
        ("Ԝhite Ηouse", "White House"),
        ("КЕNYA", "KENYA"),
        ("We met in Кеуа", "We met in Keya"),
        ("𝐊𝐞𝐧𝐲𝐚 𝟑𝟓𝟎", "Kenya 350"),
        ("ｋｅｎｙａ ３５０", "kenya 350"),
        ("oﬃcial", "official"),
        ("ﬁve", "five"),
    ],
)
def test_letters_are_those_that_they_look_like(written: str, seen: str) -> None:
    view = visible(written)
    assert view.text == seen
    assert view.to_source(0, len(view.text)) == (0, len(written))
    assert len(view.offsets) == len(seen) + 1


@pytest.mark.parametrize(
    "text", ["Москва", "Η Αθήνα", "В Киеве met", "the α variant", "m² 10½ №5", "صلى ﷺ", "عُمَان", "👨‍👩‍👧 نص"]
)
def test_what_is_itself_stays(text: str) -> None:
    assert visible(text).text == HIDDEN.sub("", text)


@pytest.mark.parametrize(
    "text",
    [
        "می‌خواهم 👨‍👩‍👧 ❤️ 1️⃣ 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "\u200fنص\u200f \u202bعربي\u202c",
        "كلمة\u200b كلمة \ufeffكلمة",
        "govern\u00adment",
        "ل‍م ه‍",
        "葛\U000e0100城",
        "ᠮᠣ\u180bᠩ",
    ],
)
def test_ordinary_writing_is_not_noted(text: str) -> None:
    assert unseen_notes(text) == ()


@pytest.mark.parametrize("sign", [*ODD, *PLUMBING], ids=ascii)
def test_what_hides_letters_is_noted(sign: str) -> None:
    [note] = read_text(in_arabic(sign)).notes
    assert f"invisible character(s) read through (U+{ord(sign):04X})" in note


def test_posing_letters_are_noted() -> None:
    [note] = read_text(NEWS.format(post=POST.replace("Kenya", "Kеnyа"))).notes
    assert note == "2 letter(s) of other alphabets that look like Latin ones, read as those"


def test_an_entity_hides_nothing() -> None:
    plain, odd = read_text(NEWS.format(post=POST)), read_text(NEWS.format(post=POST).replace("لم", "ل&#847;م"))
    assert len(segment_article(plain)) == len(segment_article(odd))
    assert "لم نغلق" in visible_article(odd).article.text


def test_spans_come_back_to_where_they_were() -> None:
    article = read_text(in_arabic("\u034f"))
    seen = visible_article(article)
    for block in article.blocks:
        assert seen.located(seen.looked_up(block)).end == block.end
    assert all(
        not article.text[a.end : b.start].strip() for a, b in zip(article.blocks, article.blocks[1:], strict=False)
    )
    assert seen.article.text == HIDDEN.sub("", article.text)


def test_nothing_invisible_costs_nothing() -> None:
    article = read_text(NEWS.format(post=POST))
    seen = visible_article(article)
    assert seen.article is article is seen.source
    found = find_quotes(article)
    assert seen.located(found) is found


def test_a_text_of_nothing_but_invisible_signs_is_no_article() -> None:
    view = visible("\u034f" * 1000)
    assert view.text == ""
    assert view.to_source(0, 0) == (1000, 1000)
    article = Article("x", "\u034f", "", "x", "ar", (), "")
    assert visible_article(article).article.text == ""
