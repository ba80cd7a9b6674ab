"""Coverage against statements with the real aligner: what is found, with an index too, and the command."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from coverage_texts import ELSEWHERE, FARMERS, HARBOUR, MEETING, STATIONS, article, said
from coverage_texts import listed as listed
from typer.testing import CliRunner

from iqtibas.align import Aligner, Check, check_coverage
from iqtibas.align.coverage.attribution import find_unsourced
from iqtibas.align.coverage.model import Unsourced
from iqtibas.align.index.build import build_index
from iqtibas.align.index.search import Index
from iqtibas.article.article_reading import ArticleReading
from iqtibas.cli.app import app


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


class TestCommand:
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
        def planted(reading: ArticleReading, *rest: Any) -> list[Unsourced]:
            if reading.article.id == "broken.txt":
                raise error
            return find_unsourced(reading, *rest)

        monkeypatch.setattr("iqtibas.align.coverage.check.find_unsourced", planted)
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


class TestPossible:
    @pytest.mark.parametrize(
        ("old", "new"), [("12", "19"), ("12", "120"), ("نهاية العام", "نهاية الشهر"), ("ولن نرفع", "وسنرفع")]
    )
    def test_one_change_never_makes_a_rendering_vanish(self, old: str, new: str, aligner: Aligner) -> None:
        changed = article(MEETING.replace(old, new))
        check = check_coverage([said(STATIONS.replace("15", "12"))], [changed], aligner)
        assert [one.statement for one in (*check.covered, *check.possible)] == [0]

    def test_a_copy_is_looked_at_where_its_original_has_the_statement(self, aligner: Aligner) -> None:
        original = MEETING.replace("12", "15")
        copy = original.replace("سنفتح 15 محطة جديدة على النهر", "سنغلق 90 مدرسة قديمة على النهر")
        check = check_coverage([said(STATIONS)], [article(original, "one"), article(copy, "two")], aligner)
        assert check.copies == ((0, 1),)
        in_copy = [one for one in (*check.covered, *check.possible) if one.article == 1]
        assert len(in_copy) == 1
        assert getattr(in_copy[0], "verdict", None) is None or in_copy[0].verdict.label == "altered"

    def test_a_passage_that_the_copy_lacks_is_absent(self, aligner: Aligner) -> None:
        copy = "\n".join(line for line in MEETING.splitlines() if "12" not in line)
        check = check_coverage([said(STATIONS)], [article(MEETING, "one"), article(copy, "two")], aligner)
        assert not [one for one in (*check.covered, *check.possible) if one.article == 1]
