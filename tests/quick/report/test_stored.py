"""A run written to its folder and read back: nothing is lost, and nothing is believed."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import ledger_result, plain_result, port_result, run_info
from reasons import SENTENCES, findings

from iqtibas.align.reasons import Reason
from iqtibas.article import ReadError
from iqtibas.report import (
    ARTICLES,
    RESULTS,
    ArticleResult,
    RunInfo,
    article_record,
    articles_lines,
    csv_text,
    json_line,
    read_run,
    report_html,
)
from iqtibas.report.record import stored as room
from iqtibas.report.wording import sentence

RUN = run_info()


def write(folder: Path, *results: ArticleResult, info: RunInfo = RUN) -> Path:
    """A run's folder."""
    lines = "".join(json_line(result, info) + "\n" for result in results)
    (folder / RESULTS).write_text(lines, encoding="utf-8")
    (folder / ARTICLES).write_text("".join(articles_lines(results)), encoding="utf-8")
    return folder


def rewrite(path: Path, change: Callable[[dict[str, object]], object]) -> None:
    """Change the first line of a file."""
    first, *rest = path.read_text(encoding="utf-8").splitlines(keepends=True)
    record = json.loads(first)
    change(record)
    path.write_text(json.dumps(record) + "\n" + "".join(rest), encoding="utf-8")


def test_everything_comes_back(tmp_path: Path) -> None:
    results = (port_result(), ledger_result(), plain_result())
    read = read_run(write(tmp_path, *results))
    assert read.results == results  # the invented figures have few decimals, so rounding takes nothing
    assert read.info == dataclasses.replace(RUN, model=RUN.model and dataclasses.replace(RUN.model, path=Path()))
    lines = (tmp_path / RESULTS).read_text(encoding="utf-8").splitlines()
    assert [article_record(result, read.info) for result in read.results] == [json.loads(line) for line in lines]
    assert report_html(read.results, read.info, (), {}) == report_html(results, RUN, (), {})
    assert csv_text(read.results) == csv_text(results)


def test_long_decimals_come_back_as_the_machine_output_rounds_them(tmp_path: Path) -> None:
    first, *rest = port_result().alignments
    finer = dataclasses.replace(first, verdict=dataclasses.replace(first.verdict, confidence=0.123456789))
    read = read_run(write(tmp_path, dataclasses.replace(port_result(), alignments=(finer, *rest))))
    assert read.results[0].alignments[0].verdict.confidence == 0.1235


def test_a_segment_just_below_the_limit_of_reliability_stays_there(tmp_path: Path) -> None:
    first, *rest = ledger_result().translations
    near = dataclasses.replace(first, quality=0.3999)
    read = read_run(write(tmp_path, dataclasses.replace(ledger_result(), translations=(near, *rest))))
    assert read.results[0].translations[0].quality == 0.3999


def test_a_score_that_is_no_number_does_not_end_the_run(tmp_path: Path) -> None:
    first, *rest = ledger_result().translations
    odd = dataclasses.replace(first, score=float("-inf"))
    read = read_run(write(tmp_path, dataclasses.replace(ledger_result(), translations=(odd, *rest))))
    assert read.results[0].translations[0].score == 0


def with_every_reason() -> ArticleResult:
    """A result whose first statement has a finding for every reason, one of them explained by another."""
    first, *rest = port_result().alignments
    verdict = dataclasses.replace(first.verdict, findings=tuple(findings()), explained=(findings()[0],))
    return dataclasses.replace(port_result(), alignments=(dataclasses.replace(first, verdict=verdict), *rest))


def test_reasons_and_values_come_back(tmp_path: Path) -> None:
    result = with_every_reason()
    read = read_run(write(tmp_path, result))
    assert read.results == (result,)
    assert article_record(result, RUN) == json.loads((tmp_path / RESULTS).read_text(encoding="utf-8"))


def test_a_run_of_an_older_version_has_the_sentences_that_it_recorded(tmp_path: Path) -> None:
    def older(record: Any) -> None:
        for embed in record["embeds"]:
            del embed["findings"]
            for finding in embed["explained"]:
                del finding["reason"], finding["values"]

    result = with_every_reason()
    rewrite(write(tmp_path, result) / ARTICLES, older)
    [read] = read_run(tmp_path).results
    verdict = read.alignments[0].verdict
    assert {finding.reason for finding in (*verdict.findings, *verdict.explained)} == {Reason.RECORDED}
    assert [sentence(finding) for finding in verdict.findings] == list(SENTENCES.values())
    assert json_line(read, RUN) == json_line(result, RUN)
    again = tmp_path / "again"
    again.mkdir()
    assert read_run(write(again, read)).results == (read,)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda f: f.update(reason="mood"), '"reason" is none that this version knows'),
        (lambda f: f.update(reason="left_out"), '"values" are none of left_out'),
        (lambda f: f.pop("values"), '"values" is not there'),
        (lambda f: f.update(values=[]), '"values" is no object'),
        (lambda f: f["values"].pop("english"), '"values" are none of number_differs'),
        (lambda f: f["values"]["english"].update(words=[1]), '"words" holds what is no string'),
        (lambda f: f["values"]["english"].update(words=["1", "2"]), '"values" are none of'),
        (lambda f: f["values"]["english"].update(cut=1), '"cut" is neither true nor false'),
        (lambda f: f["values"]["english"].update(modality="fact"), '"values" are none of'),
        (lambda f: f["values"]["english"].update(modality="mood"), '"modality" is none that'),
        (lambda f: f["values"]["english"].update(english=7), '"english" is no string'),
        (lambda f: f["values"]["arabic"]["amount"].update(kind="much"), '"kind" is none that'),
        (lambda f: f["values"]["arabic"]["amount"].update(value=16), '"value" is no string'),
        (lambda f: f["values"]["arabic"]["amount"].update(value="1e999999999"), '"value" is no number that'),
        (lambda f: f["values"]["arabic"]["amount"].update(value="-16"), '"value" is no number that'),
        (lambda f: f["values"]["arabic"]["amount"].update(value="٣"), '"value" is no number that'),
        (lambda f: f["values"]["arabic"]["amount"].update(value="9" * 25), '"value" is no number that'),
        (lambda f: f["values"]["arabic"]["amount"].update(kind="month", value="13"), '"value" is no month'),
        (lambda f: f["values"]["arabic"]["amount"].update(kind="month", value="1.5"), '"value" is no month'),
    ],
)
def test_a_damaged_reason_is_named(tmp_path: Path, change: Callable[[Any], object], problem: str) -> None:
    rewrite(write(tmp_path, with_every_reason()) / ARTICLES, lambda r: change(r["embeds"][0]["findings"][0]))  # type: ignore[index]
    with pytest.raises(ReadError, match=problem):
        read_run(tmp_path)


def test_reasons_without_their_findings_are_refused(tmp_path: Path) -> None:
    rewrite(write(tmp_path, with_every_reason()) / ARTICLES, lambda r: r["embeds"][0]["findings"].pop())  # type: ignore[index]
    with pytest.raises(ReadError, match='"findings" are 25 instead of 26'):
        read_run(tmp_path)


def test_a_run_without_translation(tmp_path: Path) -> None:
    bare = dataclasses.replace(port_result(), translations=(), fidelities=())
    read = read_run(write(tmp_path, bare, info=RunInfo(None, "", {}, {}, "")))
    assert read.results == (bare,)
    assert read.info.model is None


def test_what_utf8_cannot_hold_and_what_ends_lines_comes_back(tmp_path: Path) -> None:
    result = plain_result("a\u2028b\x85\ud800.txt")
    assert read_run(write(tmp_path, result)).results == (result,)


def test_a_missing_file_says_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"results\.jsonl: is not there; give a folder that iqtibas run has written"):
        read_run(tmp_path)
    (write(tmp_path, port_result()) / ARTICLES).unlink()
    with pytest.raises(ReadError, match=r"articles\.jsonl: is not there"):
        read_run(tmp_path)


def test_files_of_different_runs_are_refused(tmp_path: Path) -> None:
    write(tmp_path, port_result(), ledger_result())
    lines = (tmp_path / ARTICLES).read_text(encoding="utf-8").splitlines(keepends=True)
    for wrong in (lines[:1], lines[::-1], [*lines, lines[0]]):
        (tmp_path / ARTICLES).write_text("".join(wrong), encoding="utf-8")
        with pytest.raises(ReadError, match=r"different runs; make the folder again"):
            read_run(tmp_path)


def test_an_empty_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="holds no article"):
        read_run(write(tmp_path))


@pytest.mark.parametrize(
    ("name", "change", "problem"),
    [
        (RESULTS, lambda r: r.update(schema=2), r'results\.jsonl:1: "schema" is not 1'),
        (RESULTS, lambda r: r["embeds"][0].update(verdict="true"), r'embeds\[0\]: "verdict" is none that'),
        (RESULTS, lambda r: r["embeds"][0].update(confidence=7), '"confidence" is too large or small'),
        (RESULTS, lambda r: r["embeds"][0].update(confidence=True), '"confidence" is no number'),
        (RESULTS, lambda r: r["embeds"][0].update(date="2024-13-01"), '"date" is no date'),
        (RESULTS, lambda r: r["embeds"][0].update(text="Another text."), '"text" does not stand where it should'),
        (RESULTS, lambda r: r["embeds"][0]["rendering"].update(end=10**9), '"start" lies outside'),
        (RESULTS, lambda r: r["embeds"][0]["findings"][0].update(english=[5, 2]), '"english" lies outside'),
        (RESULTS, lambda r: r["embeds"].pop(), '"embeds" are 3 instead of 2'),
        (RESULTS, lambda r: r["segments"].reverse(), '"segments" overlap, or are out of order'),
        (RESULTS, lambda r: r["model"].pop("digest"), '"digest" is not there'),
        (ARTICLES, lambda r: r.update(text=r["text"][:40]), r"articles\.jsonl:1"),
        (ARTICLES, lambda r: r.update(blocks=[]), "begin outside of every block"),
        (ARTICLES, lambda r: r["blocks"][0].update(kind="sermon"), '"kind" is none that'),
        (ARTICLES, lambda r: r["embeds"][0].update(said=[0, 3]), '"text" does not stand'),
        (ARTICLES, lambda r: r.update(notes="one"), '"notes" is no array'),
        (ARTICLES, lambda r: r["quotes"][0].update(direct=1), '"direct" is neither true nor false'),
    ],
)
def test_damage_is_named(
    tmp_path: Path, name: str, change: Callable[[dict[str, object]], object], problem: str
) -> None:
    rewrite(write(tmp_path, port_result()) / name, change)
    with pytest.raises(ReadError, match=problem):
        read_run(tmp_path)


@pytest.mark.parametrize(
    "line", [b"", b"\n", b"[]\n", b'{"schema": NaN}\n', b"\xff\n", b"[" * 100_000, b'{"schema": 1']
)
def test_what_is_no_record_is_refused(tmp_path: Path, line: bytes) -> None:
    (write(tmp_path, port_result()) / RESULTS).write_bytes(line)
    with pytest.raises(ReadError):
        read_run(tmp_path)


def test_sizes_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, port_result())
    monkeypatch.setattr(room, "MAX_LINE_BYTES", 100)
    with pytest.raises(ReadError, match="is longer than"):
        read_run(tmp_path)
    monkeypatch.setattr(room, "MAX_RUN_BYTES", 100)
    with pytest.raises(ReadError, match="is larger than"):
        read_run(tmp_path)


def leaves(value: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    """The places of all values in a record, those of objects and arrays too."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, inner in items for place in leaves(inner, (*path, key)))] if path or items else []


JSON = st.one_of(st.none(), st.booleans(), st.integers(-3, 900), st.floats(-1, 2), st.text(max_size=4), st.just([]))


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), name=st.sampled_from([RESULTS, ARTICLES]), value=JSON)
def test_whatever_is_changed_is_refused_or_can_be_shown(
    tmp_path: Path, data: st.DataObject, name: str, value: object
) -> None:
    path = write(tmp_path, data.draw(st.sampled_from([port_result(), ledger_result()]))) / name
    record = json.loads(path.read_text(encoding="utf-8"))
    *outer, last = data.draw(st.sampled_from([place for place in leaves(record) if place]))
    inner = record
    for key in outer:
        inner = inner[key]
    inner[last] = value
    path.write_text(json.dumps(record), encoding="utf-8")
    try:
        read = read_run(tmp_path)
    except ReadError:
        return
    for result in read.results:
        for alignment in result.alignments:
            assert result.article.slice(alignment.embed.said) == alignment.embed.text
    assert "</html>" in report_html(read.results, read.info, (), {})
    assert csv_text(read.results)
