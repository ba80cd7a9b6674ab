"""Coverage against statements without a model: whose words they are, what has no source, which articles are copies."""

from __future__ import annotations

import datetime
import json
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from coverage_texts import FARMERS, HARBOUR, MEETING, article, said
from coverage_texts import listed as listed
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from iqtibas.align import english_statements
from iqtibas.align.coverage.attribution import attribute, find_unsourced, same_speaker, surname
from iqtibas.align.coverage.check import without_edges
from iqtibas.align.coverage.copies import FEWEST_SHINGLES, find_copies
from iqtibas.align.coverage.nearness import ArticleRows, Nearness
from iqtibas.align.index.file import article_line, article_of
from iqtibas.align.model import Rendering, Verdict, recorded
from iqtibas.article import Article, Segment, find_quotes, read_articles
from iqtibas.article.article_reading import ArticleReading
from iqtibas.cli.app import app

LEAD, OWN, TAIL = (
    "وفي زيارة قصيرة للميناء صباح الأحد،",
    "ستنقل العبارة الجديدة مئتي راكب كل يوم",
    "، وهو خبر سار للجميع.",
)


@pytest.mark.parametrize(
    ("parts", "added", "left"),
    [
        ((LEAD, " ", OWN, "."), 0, OWN + "."),
        (("وقال ", LEAD, " ", OWN), 1, OWN),
        (("وقال الوزير للناس ", LEAD, " ", OWN), 1, OWN),
        (("وقال الوزير الجديد للناس ", LEAD, " ", OWN), 1, None),
        ((OWN, TAIL), 1, OWN),
        ((OWN, TAIL, " ثم سكت قليلا"), 1, OWN),
        ((OWN, TAIL, " ثم سكت قليلا الوزير"), 1, None),
        ((LEAD, " ستنقل العبارة راكبا"), 0, None),
        ((LEAD, " ستنقل العبارة راكبا واحدا"), 0, "ستنقل العبارة راكبا واحدا"),
    ],
)
def test_what_is_added_at_an_edge_is_beside_the_rendering(parts: tuple[str, ...], added: int, left: str | None) -> None:
    text = "".join(parts)
    start = len("".join(parts[:added]))
    finding = recorded("addition", None, Segment(start, start + len(parts[added])), "", 0.9)
    found = without_edges(article(text), Rendering(0, len(text), 0.8), Verdict("partial", 0.8, (finding,)))
    assert (found and text[found.start : found.end]) == left
    assert found is None or found.confidence == 0.8


def test_a_rendering_in_parts_and_one_that_adds_nothing_stay() -> None:
    text = f"{LEAD} {OWN}"
    left_out = Verdict("partial", 0.8, (recorded("omission", Segment(0, 5), None, "", 0.9),))
    assert without_edges(article(text), Rendering(0, len(text), 0.8), left_out) is None
    added = Verdict("partial", 0.8, (recorded("addition", None, Segment(0, len(LEAD)), "", 0.9),))
    parts = (Segment(0, len(LEAD)), Segment(len(LEAD) + 1, len(text)))
    assert without_edges(article(text), Rendering(0, len(text), 0.8, parts=parts), added) is None


def test_statements_in_other_languages_are_told() -> None:
    kept, [error] = english_statements([said(FARMERS), said("سنفتح المحطات قبل نهاية العام الجاري", "arabic")])
    assert [one.text for one in kept] == [FARMERS]
    assert "arabic" in str(error)


def test_a_statement_is_near_to_the_article_with_its_row() -> None:
    random_rows = np.random.default_rng(1).normal(size=(6, 512)).astype(np.float32)
    rows = random_rows / np.linalg.norm(random_rows, axis=1, keepdims=True)
    articles = [ArticleRows(rows[3:], np.zeros(3, bool)), ArticleRows(rows[:2], np.array([False, True]))]
    empty = ArticleRows(np.zeros((0, 512), np.float32), np.zeros(0, bool))
    statements = Nearness.of_rows(rows[:3])
    assert [statements.near(own, least=1.0) for own in (*articles, empty)] == [[], [0, 1], []]
    assert Nearness.of_rows(rows[:0]).near(articles[0]) == []


class TestSpeakers:
    @pytest.mark.parametrize(
        ("speaker", "name"),
        [
            ("Antony J. Blinken", "Blinken"),
            ("SECRETARY BLINKEN", "Blinken"),
            ("Hisham Al-Rakhawi", "Rakhawi"),
            ("Ned Price, Department Spokesperson", "Price"),
            ("Lloyd J. Austin III", "Austin"),
            ("Karine Jean-Pierre", "Jean-Pierre"),
            ("Secretary of State", ""),
            ("Regional Water Council", ""),
            ("The White House", ""),
            ("QUESTION", ""),
            ("", ""),
        ],
    )
    def test_surnames(self, speaker: str, name: str) -> None:
        assert surname(speaker) == name

    @pytest.mark.parametrize(
        ("speaker", "arabic", "agrees"),
        [
            ("Antony Blinken", "وزير الخارجية الأمريكي أنتوني بلينكن", True),
            ("Antony Blinken", "أنتونى بلينكين", True),
            ("Xi Jinping", "الرئيس الصيني شي جين بينغ", True),
            ("Antony Blinken", "لويد أوستن", False),
            ("Antony Blinken", "سامي الدالوني", False),
            ("Antony Blinken", "الوزير", None),
            ("Antony Blinken", "مسؤول أميركي رفيع في الوزارة", None),
            ("Antony Blinken", "الأمين العام للأمم المتحدة", None),
            ("Department of State", "بلينكن", None),
            ("", "بلينكن", None),
            ("Antony Blinken", "", None),
        ],
    )
    def test_names_across_scripts(self, speaker: str, arabic: str, agrees: bool | None) -> None:
        assert same_speaker(speaker, arabic, ["Dallouni"]) is agrees

    def test_the_articles_own_voice_is_nobodys(self) -> None:
        own = attribute(Rendering(0, 30, 0.9), said(FARMERS), find_quotes(article(HARBOUR)), ())
        assert (own.speaker, own.quote, own.agrees) == ("", None, None)

    def test_only_long_direct_quotations_of_known_speakers_want_a_source(self) -> None:
        read = ArticleReading(
            article(f"{MEETING}\nوقال البدري: «نعم».\nوقال حارس الجسر: «لم أر شيئا في تلك الليلة الماطرة كلها».")
        )
        loose = find_unsourced(read, 7, ["Karim Badri", "Mina Dalloul"], [])
        assert [read.article.slice(one.quote)[:8] for one in loose] == ["سنفتح 12", "لا أحد ي"]
        assert {(one.article, one.name) for one in loose} == {(7, "Karim Badri")}
        assert find_unsourced(read, 7, ["Karim Badri"], [Segment(0, len(read.text))]) == []


WORDS = [f"كلمة{letter}{other}" for letter in "ابتثجحخد" for other in "رزسشصضطظ"]


def news(seed: int, words: int = 120) -> str:
    rng = random.Random(seed)
    lines = [" ".join(rng.choice(WORDS) for _ in range(12)) + "." for _ in range(words // 12)]
    return "\n".join(lines)


class TestCopies:
    def test_a_copy_with_another_headline_spelling_and_end(self) -> None:
        first = news(1)
        lines = first.replace("ة", "ه").splitlines()
        second = "\n".join(["عاجل من وكالة أخرى", *lines[1:-1], "تابعونا على قناتنا."])
        articles = [article(news(2)), article(first), article(news(3)), article(second), article(news(2))]
        assert find_copies(articles) == ((0, 4), (1, 3))

    def test_articles_that_quote_the_same_words_are_no_copies(self) -> None:
        quoted = "\n" + news(9, 24)
        assert find_copies([article(news(4) + quoted), article(news(5) + quoted)]) == ()

    def test_short_articles_and_none(self) -> None:
        short = " ".join(WORDS[: FEWEST_SHINGLES // 2])
        assert find_copies([article(short), article(short)]) == ()
        assert find_copies([]) == ()

    @given(st.lists(st.integers(0, 3), max_size=7))
    @settings(max_examples=25, deadline=None)
    def test_equal_articles_are_together_and_others_are_not(self, seeds: list[int]) -> None:
        groups: dict[int, list[int]] = {}
        for number, seed in enumerate(seeds):
            groups.setdefault(seed, []).append(number)
        wanted = tuple(tuple(own) for own in groups.values() if len(own) > 1)
        assert find_copies([article(news(seed)) for seed in seeds]) == wanted


class TestPublished:
    PAGE = "<html><head>{}</head><body><article><h1>عنوان</h1><p>{}</p>{}</article></body></html>"

    @pytest.mark.parametrize(
        ("head", "body", "day"),
        [
            ('<meta property="article:published_time" content="2024-05-31T10:00:00+03:00">', "", "2024-05-31"),
            (
                '<script type="application/ld+json">{"@graph": [{"datePublished": "2023-01-02"}]}</script>',
                "",
                "2023-01-02",
            ),
            ('<script type="application/ld+json">[{"datePublished": "2023-01-02T09:00"}]</script>', "", "2023-01-02"),
            ('<script type="application/ld+json">{"datePublished": </script>', "", None),
            ("", '<time datetime="2022-02-03T01:02:03Z">أمس</time>', "2022-02-03"),
            ("", '<time datetime="2022-02-03">أمس</time><time datetime="2022-02-04">اليوم</time>', None),
            ("", '<time datetime="2022-02-03">أ</time><time pubdate datetime="2022-02-04">ب</time>', "2022-02-04"),
            ('<meta property="article:published_time" content="last week">', "", None),
            ('<meta property="article:published_time" content="2024-02-31">', "", None),
        ],
    )
    def test_of_a_page(self, head: str, body: str, day: str | None, tmp_path: Path) -> None:
        (tmp_path / "page.html").write_text(self.PAGE.format(head, MEETING, body), encoding="utf-8")
        [read] = read_articles([str(tmp_path / "page.html")])
        assert isinstance(read, Article)
        assert read.published == (datetime.date.fromisoformat(day) if day else None)

    @pytest.mark.parametrize(("key", "value"), [("date", "2021-03-24"), ("published", "2021-03-24T08:00:00Z")])
    def test_of_a_line_of_json(self, key: str, value: str, tmp_path: Path) -> None:
        (tmp_path / "a.jsonl").write_text(json.dumps({"text": MEETING, key: value}), encoding="utf-8")
        [read] = read_articles([str(tmp_path / "a.jsonl")])
        assert isinstance(read, Article)
        assert read.published == datetime.date(2021, 3, 24)

    def test_an_index_keeps_it_and_reads_lines_without(self) -> None:
        dated = replace(article(MEETING), published=datetime.date(2024, 5, 31))
        assert article_of(article_line(dated, "p")) == (dated, "p")
        older = json.loads(article_line(article(MEETING), "p"))
        del older["published"]
        assert article_of(json.dumps(older).encode())[0] == article(MEETING)


class TestCommand:
    def test_no_english_statement(self, tmp_path: Path) -> None:
        (tmp_path / "list.csv").write_text("text\nسنفتح المحطات قبل نهاية العام\n", encoding="utf-8")
        done = CliRunner().invoke(app, ["check", "-s", str(tmp_path / "list.csv"), str(tmp_path / "list.csv")])
        assert done.exit_code == 2
        assert "holds no English statement" in " ".join(done.stderr.split())

    @pytest.mark.parametrize(
        ("more", "told"),
        [
            (["--index", "nowhere"], "name files, or give --index"),
            (["--junit", "a.xml"], "--fail-on"),
            (["--dossier", "stations"], "--out"),
            (["--fail-on", "colour"], "colour"),
            (["--format", "pdf"], "pdf"),
            (["--out", "{}/out", "--dossier", "nobody"], "nobody"),
        ],
    )
    def test_what_does_not_go_together(self, more: list[str], told: str, listed: Path, tmp_path: Path) -> None:
        options = [option.format(tmp_path) for option in more]
        done = CliRunner().invoke(app, ["check", "-s", str(listed), str(tmp_path / "meeting.txt"), *options])
        assert done.exit_code == 2
        assert told in " ".join(done.stderr.split())
