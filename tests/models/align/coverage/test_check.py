"""Coverage against statements: what is found, whose it is, what has no source, which articles are copies."""

from __future__ import annotations

import datetime
import json
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from iqtibas.align import Aligner, Check, check_coverage, english_statements
from iqtibas.align.coverage.attribution import attribute, find_unsourced, same_speaker, surname
from iqtibas.align.coverage.check import without_edges
from iqtibas.align.coverage.copies import FEWEST_SHINGLES, find_copies
from iqtibas.align.coverage.nearness import ArticleRows, Nearness
from iqtibas.align.index.build import build_index
from iqtibas.align.index.file import article_line, article_of
from iqtibas.align.index.search import Index
from iqtibas.align.model import Rendering, Verdict, recorded
from iqtibas.article import Article, Quote, Segment, find_quotes, read_articles
from iqtibas.article.input.plain import article_from_text
from iqtibas.article.input.statements import Statement
from iqtibas.cli.app import app

MEETING = (
    "ميناء السلام - عقد مجلس المياه اجتماعه السنوي يوم الثلاثاء بحضور وفود من المنطقة.\n"
    "وقال وزير المياه كريم البدري: «سنفتح 12 محطة جديدة على النهر قبل نهاية العام، ولن نرفع سعر الماء».\n"
    "وأضاف البدري أن الحكومة ستدعم المزارعين في القرى الجبلية خلال موسم الجفاف.\n"
    "وقال البدري للصحفيين: «لا أحد يعرف متى يعود المطر إلى هذه الوديان».\n"
    "ومن المقرر أن يجتمع الخبراء مجددا في الربيع."
)
HARBOUR = (
    "انهار رصيف قديم في ميناء الشرق ليلة الاثنين من دون وقوع إصابات.\n"
    "وتعمل فرق الصيانة على إزالة الركام من مدخل الميناء.\n"
    "وينتظر أصحاب القوارب أن يفتح الميناء من جديد بعد أسبوعين."
)
STATIONS = (
    "We will open 15 new stations on the river before the end of the year, and we will not raise the price of water."
)
FARMERS = "The government will support the farmers of the mountain villages during the drought."
ELSEWHERE = "Our museum has bought two paintings of a forgotten master and will show them next to his letters."


def article(text: str, name: str = "a.txt") -> Article:
    return article_from_text(text, id=name, source=name, sha256="0" * 64)


def said(text: str, name: str = "s", speaker: str = "Karim Badri") -> Statement:
    return Statement(name, text, speaker)


@pytest.fixture(scope="module")
def checked(aligner: Aligner) -> Check:
    statements = [said(STATIONS, "stations"), said(ELSEWHERE, "elsewhere"), said(FARMERS, "farmers")]
    return check_coverage(statements, [article(HARBOUR, "harbour"), article(MEETING, "meeting")], aligner)


class TestCoverage:
    def test_each_statement_is_found_where_it_is_rendered_and_nowhere_else(self, checked: Check) -> None:
        assert [(one.statement, one.article) for one in checked.covered] == [(0, 1), (2, 1)]
        stations, farmers = (MEETING[one.rendering.start : one.rendering.end] for one in checked.covered)
        assert stations == "سنفتح 12 محطة جديدة على النهر قبل نهاية العام، ولن نرفع سعر الماء"
        assert "ستدعم المزارعين" in farmers

    def test_findings_point_into_the_statement_itself(self, checked: Check) -> None:
        verdict = checked.covered[0].verdict
        [number] = [finding for finding in verdict.findings if finding.kind == "number"]
        assert verdict.label == "altered"
        assert number.english is not None
        assert number.arabic is not None
        assert STATIONS[number.english.start : number.english.end] == "15"
        assert MEETING[number.arabic.start : number.arabic.end] == "12"

    def test_whose_words_the_article_says_they_are(self, checked: Check) -> None:
        direct, reported = (one.attribution for one in checked.covered)
        assert (direct.verb, direct.direct, direct.agrees) == ("وقال", True, True)
        assert "كريم البدري" in direct.speaker
        assert (reported.verb, reported.direct, reported.agrees) == ("وأضاف", False, True)

    def test_a_quotation_that_no_statement_covers_has_no_source(self, checked: Check) -> None:
        [loose] = checked.unsourced
        assert loose.name == "Karim Badri"
        assert MEETING[loose.quote.start : loose.quote.end].startswith("لا أحد يعرف")

    def test_the_same_with_an_index(self, checked: Check, aligner: Aligner, tmp_path: Path) -> None:
        for one in checked.articles:
            (tmp_path / f"{one.id}.txt").write_text(one.text, encoding="utf-8")
        build_index([str(tmp_path / f"{one.id}.txt") for one in checked.articles], tmp_path / "index")
        index = Index.open(tmp_path / "index")
        again = check_coverage(checked.statements, list(index.articles()), aligner, index=index)
        # The encoder's last digits depend on what is encoded together.
        for one, other in zip(again.covered, checked.covered, strict=True):
            assert replace(one, rendering=other.rendering, verdict=other.verdict) == other
            assert one.rendering.spans == other.rendering.spans
            assert (one.verdict.label, one.verdict.findings) == (other.verdict.label, other.verdict.findings)
            assert one.rendering.confidence == pytest.approx(other.rendering.confidence, abs=0.01)

    def test_an_embed_of_the_statement_itself_is_no_rendering(self, aligner: Aligner) -> None:
        tail = "pic.twitter.com/iq00Aa\n— Karim Badri (@KarimBadri) May 1, 2022"
        text = f"{HARBOUR}\n{FARMERS} {tail}\nأعلاه تغريدة الوزير."
        assert check_coverage([said(FARMERS)], [article(text)], aligner).covered == ()

    def test_what_an_article_embeds_and_renders_has_a_source(self, aligner: Aligner) -> None:
        lines = MEETING.splitlines()
        tweet = "Nobody knows when the rain will come back to these valleys. pic.twitter.com/iq00Ab"
        lines.insert(3, f"{tweet}\n— Karim Badri (@KarimBadri) May 1, 2022")
        found = check_coverage([said(STATIONS), said(FARMERS)], [article("\n".join(lines))], aligner)
        assert found.unsourced == ()

    @pytest.mark.parametrize(("statements", "articles"), [([], [HARBOUR]), ([FARMERS], []), ([FARMERS], ["خبر"])])
    def test_nothing_to_find(self, statements: list[str], articles: list[str], aligner: Aligner) -> None:
        found = check_coverage([said(text) for text in statements], [article(text) for text in articles], aligner)
        assert (found.covered, found.unsourced, found.copies) == ((), (), ())
        assert len(found.statements) == len(statements)


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
        read = article(f"{MEETING}\nوقال البدري: «نعم».\nوقال حارس الجسر: «لم أر شيئا في تلك الليلة الماطرة كلها».")
        quotes = find_quotes(read)
        loose = find_unsourced(read, 7, quotes, ["Karim Badri", "Mina Dalloul"], [])
        assert [read.slice(one.quote)[:8] for one in loose] == ["سنفتح 12", "لا أحد ي"]
        assert {(one.article, one.name) for one in loose} == {(7, "Karim Badri")}
        assert find_unsourced(read, 7, quotes, ["Karim Badri"], [Segment(0, len(read.text))]) == []


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
    @pytest.fixture
    def listed(self, tmp_path: Path) -> Path:
        file = tmp_path / "list.csv"
        rows = [("stations", STATIONS), ("elsewhere", ELSEWHERE)]
        file.write_text("id,text,speaker\n" + "".join(f'{i},"{t}",Karim Badri\n' for i, t in rows), encoding="utf-8")
        (tmp_path / "meeting.txt").write_text(MEETING, encoding="utf-8")
        return file

    def test_everything_at_once(self, listed: Path, tmp_path: Path) -> None:
        out, junit, sarif = tmp_path / "out", tmp_path / "gate.xml", tmp_path / "gate.sarif"
        asked = ["check", "--statements", str(listed), str(tmp_path / "meeting.txt"), "--out", str(out), "--json", "-"]
        gated = ["--fail-on", "number", "--junit", str(junit), "--sarif", str(sarif), "--dossier", "stations"]
        done = CliRunner().invoke(app, [*asked, *gated])
        assert done.exit_code == 3
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        assert [(line["statement"]["id"], line["verdict"]) for line in lines] == [
            ("stations", "altered"),
            ("elsewhere", "missing"),
        ]
        assert {path.name for path in out.iterdir()} == {"check.html", "check.csv", "check.json", "dossiers"}
        assert (out / "dossiers" / "stations" / "evidence.json").is_file()
        assert b"failure" in junit.read_bytes()
        assert json.loads(sarif.read_text(encoding="utf-8"))["version"] == "2.1.0"

    def test_the_library_and_an_index(self, listed: Path, tmp_path: Path) -> None:
        library, index = str(tmp_path / "own.sqlite"), str(tmp_path / "index")
        run = CliRunner()
        assert run.invoke(app, ["statements", "import", str(listed), "--library", library]).exit_code == 0
        assert run.invoke(app, ["index", str(tmp_path / "meeting.txt"), "--index", index, "-q"]).exit_code == 0
        done = run.invoke(app, ["check", "-s", "library", "--library", library, "--index", index, "--format", "plain"])
        assert done.exit_code == 0
        assert "altered" in done.stdout

    @pytest.mark.parametrize("error", [ZeroDivisionError("planted"), MemoryError()])
    @pytest.mark.parametrize("indexed", [False, True])
    def test_a_defect_costs_the_article_that_it_shows_in(
        self, indexed: bool, error: BaseException, listed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def planted(read: Article) -> list[Quote]:
            if read.id == "broken.txt":
                raise error
            return find_quotes(read)

        monkeypatch.setattr("iqtibas.align.coverage.check.find_quotes", planted)
        monkeypatch.delenv("IQTIBAS_TRACEBACKS", raising=False)
        files = [str(tmp_path / name) for name in ("broken.txt", "meeting.txt")]
        (tmp_path / "broken.txt").write_text(HARBOUR, encoding="utf-8")
        if indexed:
            assert CliRunner().invoke(app, ["index", *files, "--index", str(tmp_path / "index"), "-q"]).exit_code == 0
            files = ["--index", str(tmp_path / "index")]
        done = CliRunner().invoke(
            app, ["check", "-s", str(listed), *files, "--json", "-", "--out", str(tmp_path / "o")]
        )
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        assert done.exit_code == 1
        assert [(line["article"], line["verdict"]) for line in lines] == [
            ("meeting.txt", "altered"),
            ("meeting.txt", "missing"),
        ]
        told = " ".join(done.stderr.split())
        assert told.startswith("failed broken.txt: ")
        assert ("a defect of Iqtibas" in told) is isinstance(error, ZeroDivisionError)
        record = json.loads((tmp_path / "o" / "check.json").read_text(encoding="utf-8"))
        assert [failure["where"] for failure in record["failures"]] == ["broken.txt"]

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

    def test_no_english_statement(self, tmp_path: Path) -> None:
        (tmp_path / "list.csv").write_text("text\nسنفتح المحطات قبل نهاية العام\n", encoding="utf-8")
        done = CliRunner().invoke(app, ["check", "-s", str(tmp_path / "list.csv"), str(tmp_path / "list.csv")])
        assert done.exit_code == 2
        assert "holds no English statement" in " ".join(done.stderr.split())
