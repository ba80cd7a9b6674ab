"""Details of pasted texts: the limits of each rule on both sides, languages, tails, dates, and how inputs are named."""

from __future__ import annotations

import datetime
import hashlib
import io
import json
from pathlib import Path

import pytest
from pasted import BEFORE, BEHIND, between, inner, parts, pasted

from iqtibas.article import Article, IqtibasError, find_embeds
from iqtibas.article.dates import parse_date
from iqtibas.article.embeds import find_tail
from iqtibas.article.input.decode import Decoded, decode, examine
from iqtibas.article.input.jsonl import articles_from_lines, bounded_lines
from iqtibas.article.input.plain import article_from_text, cue_length
from iqtibas.article.input.read import Input, count_inputs, is_url, plan_inputs, read_articles
from iqtibas.article.languages import language_of

SAID = "We will open the new bridge on Monday."
HEADLINE = "افتتاح جسر آخر في الشمال"


def kinds(*lines: str) -> list[str]:
    return [kind for kind, _ in inner(between(*lines))]


class TestLimits:
    def test_words_of_a_heading(self) -> None:
        assert kinds(" ".join(["كلمة"] * 16)) == ["heading"]
        assert kinds(" ".join(["كلمة"] * 17)) == ["paragraph"]

    @pytest.mark.parametrize("end", [".", "؟", "!", "…", ":", "،", "؛", '."', ".»", ".)", "؟ ”", ".\u200f"])
    def test_ends_of_sentences(self, end: str) -> None:
        assert kinds(f"يفتتح الجسر{end}") == ["paragraph"]

    @pytest.mark.parametrize("end", ["", "-", "»", " )"])
    def test_what_ends_no_sentence(self, end: str) -> None:
        assert kinds(f"يفتتح الجسر{end}") == ["heading"]

    def test_a_starred_line_is_a_heading_whatever_its_end(self) -> None:
        assert kinds("*يفتتح الجسر.") == ["heading"]
        assert kinds("*" + " ".join(["كلمة"] * 17)) == ["paragraph"]

    def test_length_of_a_title(self) -> None:
        line = "كلمة " * 23 + "كلمات"  # 120 code points
        assert pasted(line).title == line
        assert pasted(line + "ن").title == "كلمة " * 22 + "كلمة …"
        assert pasted(BEFORE, title="عنوان").title == "عنوان"

    def test_a_title_is_no_caption_and_else_the_first_block(self) -> None:
        assert pasted("صورة: كريم البدري", "المصدر: نسيم", HEADLINE).title == HEADLINE
        assert pasted("صورة: كريم البدري", "المصدر: نسيم").title == "صورة: كريم البدري"

    def test_length_of_a_cue(self) -> None:
        cue = "وكتب على تويتر " + "ا" * 145  # 160 code points
        assert cue_length(f"{cue}:  يفتتح") == len(cue) + 3
        assert cue_length(f"{cue[1:]}:  يفتتح") == len(cue) + 2
        assert cue_length(f"{cue}ا: يفتتح") == 0

    @pytest.mark.parametrize("length", [159, 160, 161])
    def test_no_time_and_no_address_ends_a_cue_at_its_limit(self, length: int) -> None:
        cue = "وكتب على تويتر "
        assert cue_length(cue + "1" * (length - len(cue)) + ":30 يفتتح") == 0
        assert cue_length(cue + "https".rjust(length - len(cue)) + "://x.com/a يفتتح") == 0

    @pytest.mark.parametrize(
        ("line", "cue"),
        [
            ("وغرد: نفتح الجسر.", "وغرد: "),
            ("وغرد:نفتح الجسر.", "وغرد:"),
            ("وغرد في 10:30 قائلا: نفتح.", "وغرد في 10:30 قائلا: "),
            ("تغريدة على https://x.com/a تقول: نفتح.", "تغريدة على https://x.com/a تقول: "),
            ("تغريدة، «نفتح الجسر القديم غدا».", "تغريدة، "),
            ("تغريدة «نسيم» الأخيرة: نفتح.", "تغريدة «نسيم» الأخيرة: "),
            ("تغريدة «نسيم في الشمال» الأخيرة: نفتح.", "تغريدة «نسيم في الشمال» الأخيرة: "),
            ("تغريدة «نسيم في الشمال الجديد» الأخيرة: نفتح.", "تغريدة "),
            ("تغريدة «نفتح", "تغريدة "),
            ("تغريدة « نفتح", ""),
            ("قال الوزير: نفتح الجسر.", ""),
            (": تغريدة نفتح.", ""),
        ],
    )
    def test_where_a_cue_ends(self, line: str, cue: str) -> None:
        assert line[: cue_length(line)] == cue

    def test_a_cue_alone_and_what_stands_behind_it(self) -> None:
        assert inner(between("وغرد الوزير:  نفتح الجسر.")) == [("cue", "وغرد الوزير:"), ("paragraph", "نفتح الجسر.")]
        assert inner(between("وغرد الوزير:")) == [("cue", "وغرد الوزير:")]

    def test_length_of_a_plug(self) -> None:
        plug = "تابعونا على قناتنا "
        assert kinds(plug + "ا" * (150 - len(plug))) == ["boilerplate"]
        assert kinds(plug + "ا" * (151 - len(plug))) != ["boilerplate"]

    @pytest.mark.parametrize(("headlines", "taken"), [(11, 11), (12, 12), (13, 12)])
    def test_headlines_below_read_also(self, headlines: int, taken: int) -> None:
        found = kinds("إقرأ أيضاً:", *[HEADLINE] * headlines)
        assert found == ["boilerplate"] * (1 + taken) + ["heading"] * (headlines - taken)

    @pytest.mark.parametrize(
        ("line", "taken"),
        [
            (" ".join(["كلمة"] * 25), True),
            (" ".join(["كلمة"] * 26), False),
            ("يفتتح الجسر.", False),
            ("وغرد الوزير «نفتح الجسر القديم", False),
            (SAID, False),
        ],
    )
    def test_what_is_a_headline(self, line: str, taken: bool) -> None:
        assert (kinds("إقرأ أيضاً:", line)[1] == "boilerplate") is taken

    @pytest.mark.parametrize(
        ("marker", "alone"),
        [("إقرأ أيضاً", False), ("مواضيع ذات صلة", False), ("مواضيع ذات صلة ...", False), ("إقرأ أيضاً عن الجسر", True)],
    )
    def test_read_also_with_and_without_a_headline_of_its_own(self, marker: str, alone: bool) -> None:
        assert kinds(marker, HEADLINE) == ["boilerplate", "heading" if alone else "boilerplate"]

    @pytest.mark.parametrize(("between_them", "ended"), [(0, True), (2, True), (3, False)])
    def test_how_near_the_end_mark_must_be(self, between_them: int, ended: bool) -> None:
        article = pasted(BEFORE, "المصدر: نسيم", *[BEFORE] * between_them, "إقرأ أيضاً عن الجسر", BEHIND)
        assert parts(article)[-1] == ("boilerplate" if ended else "paragraph", BEHIND)

    def test_read_also_at_the_top_is_no_other_article(self) -> None:
        article = pasted("إقرأ أيضاً عن الجسر", BEFORE, BEHIND)
        assert [kind for kind, _ in parts(article)] == ["boilerplate", "paragraph", "paragraph"]

    def test_a_line_is_known_by_its_head(self) -> None:
        for blanks, kind in ((1, "caption"), (119, "caption"), (121, "heading")):
            assert kinds(f"صورة {'ا' * blanks}") == [kind], blanks


class TestEmbeds:
    @pytest.mark.parametrize(
        ("line", "kind"),
        [
            ("We will open the bridge now", "embed"),
            ("We will open the bridge", "foreign"),
            ("Karim Badri Bridge Monday Opening Ceremony", "foreign"),
            ("Read more about the bridge and the road", "foreign"),
            ("We open it https://t.co/a1", "embed"),
            ("Opening now https://t.co/a1", "embed"),
            ("Opening https://t.co/a1", "foreign"),
            ("@KarimB: Opening now", "embed"),
            ("@KarimB: Opening", "foreign"),
            ("We will open the bridge der die das mit", "foreign"),
        ],
    )
    def test_what_is_a_statement(self, line: str, kind: str) -> None:
        assert kinds(line) == [kind]

    @pytest.mark.parametrize(
        ("text", "language"),
        [
            ("نفتح الجسر", "ar"),
            ("Bridge", "en"),
            ("the der", "en"),
            ("the der die", "und"),
            ("Мост открыт", "und"),
            ("Мо br", "und"),
            ("Мос bridge", "en"),
            ("12", "und"),
        ],
    )
    def test_languages(self, text: str, language: str) -> None:
        assert language_of(text) == language

    @pytest.mark.parametrize(
        ("tail", "found"),
        [
            ("— A B (@ab)", True),
            ("— A B (@ab) two words", True),
            ("— A B (@ab) and three words", False),
            ("— A B (@ab) on a day in 2021", True),
            ("— A B (@ab) on a day in 202", False),
            (f"— {'A' * 100} (@ab)", True),
            (f"— {'A' * 101} (@ab)", False),
            (f"— A (@{'a' * 64})", True),
            (f"— A (@{'a' * 65})", False),
            (f"— A (@ab){' ' * 56}2021", True),
            (f"— A (@ab){' ' * 57}2021", False),
        ],
    )
    def test_tails(self, tail: str, found: bool) -> None:
        assert (find_tail(f"We open. {tail}") is not None) is found

    @pytest.mark.parametrize(
        ("text", "day"),
        [
            ("May 3, 2022", datetime.date(2022, 5, 3)),
            ("February 30, 2022", None),
            ("31 February 2022 or 2022-03-04", datetime.date(2022, 3, 4)),
            ("2022-13-01", None),
            ("at 3 May 2022 and 4 June 2023", datetime.date(2022, 5, 3)),
            ("٣ أيار ٢٠٢٢", datetime.date(2022, 5, 3)),
            ("3 May", None),
            ("12 اكتوبر 2021", datetime.date(2021, 10, 12)),
            ("12 اغسطس، 2021", datetime.date(2021, 8, 12)),
            ("24 اذار/مارس 2021", datetime.date(2021, 3, 24)),
            ("5 غشت 2021", datetime.date(2021, 8, 5)),
            ("5 جانفي 2021", datetime.date(2021, 1, 5)),
            ("5 ماي 2021", datetime.date(2021, 5, 5)),
            ("5 جوان 2021", datetime.date(2021, 6, 5)),
        ],
    )
    def test_dates(self, text: str, day: datetime.date | None) -> None:
        assert parse_date(text) == day

    @pytest.mark.parametrize(
        ("lines", "embeds"),
        [
            ((SAID, "It is new.", "— A B (@ab)"), [(SAID, "It is new.")]),
            ((f"{SAID} https://t.co/a", "It is new.", "— A B (@ab)"), [(SAID,), ("It is new.",)]),
            ((SAID, "@karim: It is new.", "— A B (@ab)"), [(SAID,), ("It is new.",)]),
            ((BEFORE, "It is new.", "— A B (@ab)"), [("It is new.",)]),
            ((SAID, "نفتح الجسر.", "— A B (@ab)"), [(SAID,), ("نفتح الجسر.",)]),
            ((f"{SAID} — A B (@ab)", "It is new. — C D (@cd)"), [(SAID,), ("It is new.",)]),
            ((SAID, "It is new. — C D (@cd)"), [(SAID,), ("It is new.",)]),
            (("نفتح الجسر. https://t.co/a", SAID), [("نفتح الجسر.",), (SAID,)]),
            ((SAID, "And we will close the old one too.", BEFORE), [(SAID, "And we will close the old one too.")]),
        ],
    )
    def test_which_lines_are_one_embed(self, lines: tuple[str, ...], embeds: list[tuple[str, ...]]) -> None:
        assert [embed.text for embed in find_embeds(between(*lines))] == ["\n".join(said) for said in embeds]

    def test_a_tail_with_nothing_above_it_is_no_embed(self) -> None:
        article = pasted("— A B (@ab)", BEFORE)
        assert find_embeds(article) == []

    def test_markup_keeps_its_line_out_of_an_embed(self) -> None:
        text = f"{BEFORE}\n{SAID}\nIt is new.\n— A B (@ab)"
        article = article_from_text(text, id="a", source="a", sha256="", markup={text.index(SAID): "list_item"})
        assert [embed.text for embed in find_embeds(article)] == [SAID, "It is new."]

    def test_all_that_is_read_of_one(self) -> None:
        line = "\u200eRT @Roads: See https://a.example/b. We open (pic.x.com/c) now. https://t.co/d pic.x.com/e\u200f"
        article = between(line, "— A B (C) (@roads) May 3, 2022")
        [embed] = find_embeds(article)
        assert embed.text == "See https://a.example/b. We open (pic.x.com/c) now."
        assert article.slice(embed.said) == embed.text
        assert article.slice(embed).split("\n")[0] == line.strip()
        assert (embed.author, embed.handle, embed.speaker) == ("A B (C)", "roads", "")
        assert embed.links == ("https://a.example/b", "pic.x.com/c", "https://t.co/d", "pic.x.com/e")
        assert (embed.date, embed.platform, embed.language) == (datetime.date(2022, 5, 3), "twitter", "en")


class TestDecoding:
    def test_utf_16_without_a_mark_by_its_share_of_arabic(self) -> None:
        for codec in ("utf-16-le", "utf-16-be"):
            assert decode(("ا" * 7 + "中" * 3).encode(codec), "a") == Decoded("ا" * 7 + "中" * 3, "UTF-16")
        assert decode(("ا" * 100).encode("utf-16-le")[:-1], "a").encoding == "UTF-8"

    def test_so_much_damage_is_noted_and_more_is_refused(self) -> None:
        text = "ا" * 99 + "\ufffd"
        assert examine(text, "a") == ("1 damaged character(s), shown as U+FFFD",)
        assert decode(text.encode(), "a").text == text
        with pytest.raises(IqtibasError, match="1 characters are lost"):
            examine(text[1:], "a")
        assert examine("ا" * 198 + "\ufffd" * 2 + "abc", "a")[0].startswith("2 damaged")

    def test_broken_utf_8_is_still_utf_8_while_most_of_it_is(self) -> None:
        text = "افتتح العمدة الجسر الجديد صباح الأحد. " * 20
        assert decode(text.encode() + b"\xd8", "a") == Decoded(
            f"{text}\ufffd", "UTF-8", ("1 damaged character(s), shown as U+FFFD",)
        )

    @pytest.mark.parametrize(
        ("declared", "encoding"),
        [
            ("windows-1256", "windows-1256"),
            (" CP_1256 ", "windows-1256"),
            ("ISO_8859-6", "ISO-8859-6"),
            ("asmo-708", "ISO-8859-6"),
            ("arabic", "ISO-8859-6"),
        ],
    )
    def test_declared_encodings(self, declared: str, encoding: str) -> None:
        name = {"windows-1256": "cp1256", "ISO-8859-6": "iso8859-6"}[encoding]
        assert decode("هش".encode(name), "a", declared) == Decoded("هش", encoding)

    @pytest.mark.parametrize("data", [b"\xa9\xae\xbb", b"\x80\x8b\x95", "été à Genève".encode("cp1252")])
    def test_signs_and_accents_are_no_arabic(self, data: bytes) -> None:
        with pytest.raises(IqtibasError, match="is Arabic in none of"):
            decode(data, "a")

    def test_a_wrong_declaration_does_not_decide(self) -> None:
        text = "پاريس وگاليري والمدينة القديمة في المساء"  # پ and گ are in windows-1256 alone
        assert decode(text.encode("cp1256"), "a", "iso-8859-6") == Decoded(text, "windows-1256")


class TestInputs:
    @pytest.fixture(autouse=True)
    def _in_empty_folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)

    def test_plans(self) -> None:
        for path in ("x/a.txt", "x/b.html", "y/a.txt"):
            Path(path).parent.mkdir(exist_ok=True)
            Path(path).write_text(BEFORE, encoding="utf-8")
        url = "https://a.example/b"
        assert plan_inputs(["x", "y/a.txt", "-", url, "-", url, "x/a.txt"]) == [
            Input("x/a.txt", "x/a.txt", "x/a.txt"),
            Input("x/b.html", "b.html", "x/b.html"),
            Input("y/a.txt", "y/a.txt", "y/a.txt"),
            Input("-", "stdin", "stdin"),
            Input(url, url, url),
        ]
        assert count_inputs(["x", "y", "none", "-"]) == 4

    @pytest.mark.parametrize(
        ("argument", "told"),
        [
            ("https://a", True),
            ("HTTP://a", True),
            ("a+b.c-1://x", True),
            ("c://x", False),
            ("1a://x", False),
            ("a/b://", False),
        ],
    )
    def test_urls(self, argument: str, told: bool) -> None:
        assert is_url(argument) is told

    @pytest.mark.parametrize(
        "name", ["a.txt", "a.TEXT", "a.md", "a.jsonl", "a.ndjson", "a.html", "a.HTM", "a.xhtml", "a.docx"]
    )
    def test_suffixes_that_are_read_in_a_folder(self, name: str) -> None:
        Path("in/sub").mkdir(parents=True)
        Path("in/sub", name).write_text("x")
        Path("in/a.csv").write_text("x")
        Path("in/.b.txt").write_text("x")
        assert [found.short for found in plan_inputs(["in"]) if isinstance(found, Input)] == [f"sub/{name}"]

    @pytest.mark.parametrize("start", ["<!DOCTYPE html>", "\n <HTML lang=ar>", "\ufeff<?xml version='1.0'?><html>"])
    def test_pages_by_their_start(self, start: str) -> None:
        Path("page").write_text(f"{start}<p>{BEFORE}</p>", encoding="utf-8")
        Path("page.txt").write_text(f"{start}<p>{BEFORE}</p>", encoding="utf-8")
        page, text = read_articles(["page", "page.txt"])
        assert isinstance(page, Article)
        assert isinstance(text, Article)
        assert (page.text, page.source) == (BEFORE, "page (HTML, UTF-8)")
        assert text.source == "page.txt (UTF-8)"
        [piped] = read_articles(["-"], io.BytesIO(f"{start}<p>{BEFORE}</p>".encode()))
        assert isinstance(piped, Article)
        assert (piped.id, piped.source) == ("stdin", "stdin (HTML, UTF-8)")

    def test_standard_input_is_read_whole_whatever_it_begins_with(self) -> None:
        data = f"\n\n\n{BEFORE}\n{BEHIND}\n".encode()
        [article] = read_articles(["-"], io.BytesIO(data))
        assert isinstance(article, Article)
        assert (article.text, article.sha256) == (data.decode(), hashlib.sha256(data).hexdigest())

    def test_ids_that_come_again(self) -> None:
        line = json.dumps({"id": "a", "text": BEFORE})
        for name in ("x.jsonl", "y.jsonl"):
            Path(name).write_text(f"{line}\n{line}\n", encoding="utf-8")
        found = [one for one in read_articles(["x.jsonl", "y.jsonl"]) if isinstance(one, Article)]
        assert [one.id for one in found] == ["a", "a#2", "a#3", "a#4"]
        assert [one.notes for one in found] == [(), *[("another article of this run has the id a",)] * 3]

    def test_dates_of_records(self) -> None:
        def day(**own: object) -> datetime.date | None:
            [one] = articles_from_lines([json.dumps({"text": BEFORE, **own}).encode()], "a", "a")
            assert isinstance(one, Article)
            return one.published

        assert day(published="2021-03-24T10:00") == day(date="2021-03-24") == datetime.date(2021, 3, 24)
        assert day(published="2021-03-24", date="2020-01-01") == datetime.date(2021, 3, 24)
        assert day(published="soon", date="2020-01-01") == datetime.date(2020, 1, 1)
        assert day() is day(date=20210324) is None

    def test_what_is_told_of_a_record(self) -> None:
        [article] = articles_from_lines([json.dumps({"text": f"{BEFORE}\u202e"}).encode()], "in/a.jsonl", "a.jsonl")
        assert isinstance(article, Article)
        assert (article.id, article.source) == ("a.jsonl:1", "in/a.jsonl:1 (JSON lines)")
        assert article.sha256 == hashlib.sha256(f"{BEFORE}\u202e".encode()).hexdigest()
        assert article.notes == ("1 bidirectional control(s) kept; the order on screen may mislead",)
        assert article.title == BEFORE

    def test_lines_are_cut_at_a_bound_and_the_next_is_whole(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("iqtibas.article.input.jsonl.MAX_BYTES", 4)
        stream = io.BytesIO(b"abc\nabcd\nabcde\nabcdefghijklm\n\nxyz")
        assert list(bounded_lines(stream)) == [b"abc\n", b"abcd\n", b"abcde", b"abcde", b"\n", b"xyz"]
