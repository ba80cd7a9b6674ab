"""What programs, spreadsheets and terminals get: the contract, inert cells, plain lines, whole files."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import ledger_result, plain_result, port_result, run_info
from rich.console import Console

from iqtibas.align.model import Verdict, VerdictLabel
from iqtibas.article import OutputError, ReadError
from iqtibas.article.csv_cells import FORMULA_STARTS, escape_formula
from iqtibas.report import (
    ArticleResult,
    csv_text,
    english_text,
    json_line,
    prepare_out,
    print_summary,
    summary_rows,
    write_atomically,
)
from iqtibas.report.controls import ACTIVE, FSI, PDI, isolated, one_line, split_controls
from iqtibas.report.exchange.tables import COLUMNS
from iqtibas.report.page.highlights import Mark, marked
from iqtibas.report.wording import first_finding

EMBED_KEYS = [
    "start",
    "end",
    "text",
    "author",
    "handle",
    "date",
    "links",
    "rendering",
    "verdict",
    "confidence",
]


def record(result: ArticleResult | None = None) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(json_line(result or port_result(), run_info()))
    return parsed


def with_text(result: ArticleResult, before: str, after: str) -> ArticleResult:
    assert len(before) == len(after)
    return replace(result, article=replace(result.article, text=result.article.text.replace(before, after)))


# JSON lines -------------------------------------------------------------------------------------------------


def test_the_record_has_exactly_the_keys_of_the_contract() -> None:
    made = record()
    assert list(made) == ["schema", "id", "sha256", "embeds", "notes", "segments", "signatures", "model"]
    assert list(made["embeds"][0]) == [*EMBED_KEYS, "findings", "scores"]
    assert list(made["embeds"][0]["rendering"]) == ["start", "end", "text", "confidence"]
    assert list(made["embeds"][0]["findings"][0]) == ["kind", "english", "arabic", "detail", "severity"]
    assert list(made["segments"][0]) == ["start", "end", "english", "notes", "quality", "unreliable"]


def test_the_record_says_what_was_found() -> None:
    result, made = port_result(), record()
    first, _, third = made["embeds"]
    finding = first["findings"][0]
    text = result.article.text
    assert (first["verdict"], first["confidence"], first["date"]) == ("altered", 0.93, "2024-03-04")
    assert text[slice(*finding["english"])] == "12 new berths"
    assert text[slice(*finding["arabic"])] == "20 رصيفا"
    assert first["findings"][2]["arabic"] is None
    assert first["scores"] == {"chrF2++": 48.21, "matched_percentile": 33.0, "mismatched_percentile": 97.4}
    assert text[first["rendering"]["start"] : first["rendering"]["end"]] == first["rendering"]["text"]
    assert (third["rendering"], third["verdict"], third["scores"]) == (None, "missing", {})


def test_the_machine_path_of_the_model_stays_here() -> None:
    made = record()["model"]
    assert "path" not in made
    assert made["options"] == {"beam_size": 4, "int8": True, "length_penalty": 1.0}


def test_nothing_translated_and_nothing_scored_is_a_record_too() -> None:
    made = json.loads(json_line(plain_result(), replace(run_info(), model=None)))
    assert (made["embeds"], made["segments"], made["model"]) == ([], [], {})
    assert record(replace(port_result(), fidelities=()))["embeds"][0]["scores"] == {}


def test_a_line_is_one_line_and_utf8_for_every_reader() -> None:
    hostile = with_text(port_result(), "سيفتتح", "a\u2028\x85\ud800\x0bz")
    line = json_line(hostile, run_info())
    assert len(line.splitlines()) == 1
    assert json.loads(line.encode("utf-8"))["embeds"][0]["rendering"]["text"].startswith("a\u2028\x85\ud800\x0bz")
    assert "مرفأ" in line


def test_a_rendering_in_two_places_and_the_quality_of_segments_are_recorded() -> None:
    result = ledger_result()
    fine = replace(result.translations[0], quality=0.31851)
    made = record(replace(result, translations=(fine, *result.translations[1:])))
    rendering, text = made["embeds"][0]["rendering"], result.article.text
    assert [text[start:end].split()[0] for start, end in rendering["parts"]] == ["إنه", "انتظرنا"]
    assert rendering["parts"][0] == [rendering["start"], rendering["end"]]
    assert [segment["quality"] for segment in made["segments"]] == [0.32, 0.74, 0.31, None]
    assert made["segments"][1]["notes"] == ["restored: Jorn Val"]


def test_figures_are_rounded() -> None:
    result = port_result()
    first = replace(result.alignments[0], verdict=replace(result.alignments[0].verdict, confidence=1 / 3))
    assert record(replace(result, alignments=(first, *result.alignments[1:])))["embeds"][0]["confidence"] == 0.3333


# CSV --------------------------------------------------------------------------------------------------------


def table(results: list[ArticleResult]) -> list[dict[str, str]]:
    text = csv_text(results)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_the_table_comes_back_as_it_was() -> None:
    result = port_result()
    rows = table([result, plain_result()])
    assert [row["verdict"] for row in rows] == ["altered", "faithful", "missing"]
    assert tuple(rows[0]) == COLUMNS
    assert rows[0]["statement"] == result.alignments[0].embed.text
    assert rows[0]["findings"].split("\n")[0] == "number: 12 ≠ 20"
    assert (rows[0]["chrF2++"], rows[2]["chrF2++"], rows[2]["rendering start"]) == ("48.2", "", "")
    assert int(rows[1]["rendering start"]) == result.alignments[1].rendering.start  # type: ignore[union-attr]


def test_the_table_has_every_place_of_a_rendering_and_remarks_apart() -> None:
    result = ledger_result()
    row = table([result])[0]
    parts = [part.split("-") for part in row["rendering parts"].split(" ")]
    assert row["rendering"] == " […] ".join(result.article.text[int(start) : int(end)] for start, end in parts)
    assert row["findings"] == "negation: southern ≠ northern"
    assert row["remarks"].startswith("modality: must ≠ may\nquotation: an indirect report")
    assert len(row["remarks"].split("\n")) == 4
    assert table([port_result()])[0]["rendering parts"] == table([port_result()])[2]["remarks"] == ""


def test_formulas_are_inert_and_lines_end_as_the_standard_says() -> None:
    embed = replace(port_result().alignments[0].embed, author='=HYPERLINK("http://example.org","x")', handle="+1")
    result = replace(port_result(), alignments=(replace(port_result().alignments[0], embed=embed),), fidelities=())
    row = table([result])[0]
    assert row["author"] == '\'=HYPERLINK("http://example.org","x")'
    assert row["handle"] == "'+1"
    assert csv_text([result]).endswith("\r\n")


@given(st.text())
def test_any_cell_survives_and_none_computes(cell: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow([escape_formula(cell), "end"])
    [[back, end]] = csv.reader(io.StringIO(out.getvalue(), newline=""))
    assert end == "end"
    assert back in (cell, f"'{cell}")
    assert not back.lstrip(" ").startswith(FORMULA_STARTS)


# The terminal -----------------------------------------------------------------------------------------------


def printed(terminal: bool, report: Path | None = Path("out/report.html")) -> str:
    out = io.StringIO()
    console = Console(file=out, force_terminal=terminal, width=70, color_system=None)
    failure = ReadError("broken\x1b[31m.txt", "decoded wrongly", "try --encoding windows-1256")
    print_summary(summary_rows([port_result(), plain_result()]), [failure], report, console)
    return out.getvalue()


def test_rows_in_reading_order_with_the_gravest_finding() -> None:
    rows = summary_rows([port_result(), plain_result()])
    assert [(row.number, row.label) for row in rows] == [
        (1, "altered"),
        (2, "faithful"),
        (3, "missing"),
        (None, "no embedded statement"),
    ]
    assert rows[0].finding == "number: 12 ≠ 20"


@pytest.mark.parametrize(
    ("label", "kept", "line"),
    [
        ("altered", slice(None), "negation: southern ≠ northern"),
        ("faithful", slice(1, None), "remark, modality: must ≠ may"),
        ("faithful", slice(2, None), "remark, quotation: an indirect report in quotation marks"),
        ("faithful", slice(0, 0), ""),
    ],
)
def test_a_remark_is_named_as_one(label: VerdictLabel, kept: slice, line: str) -> None:
    alignment = ledger_result().alignments[0]
    findings = alignment.verdict.findings[kept]
    assert first_finding(replace(alignment, verdict=Verdict(label, 0.9, findings))) == line


def test_what_is_left_out_goes_before_an_unsure_number() -> None:
    alignment = port_result().alignments[0]
    number, _, omission = alignment.verdict.findings
    verdict = Verdict("partial", 0.6, (replace(number, severity=0.65), omission))
    assert first_finding(replace(alignment, verdict=verdict)) == "omission: no counterpart in the Arabic"


# English as text --------------------------------------------------------------------------------------------


def test_the_text_says_what_cannot_be_relied_on_and_what_a_person_accepted() -> None:
    result = ledger_result()
    head, legend, _, *lines = english_text(result, run_info()).splitlines()
    assert head == "[invented-ar-en] for tests"
    assert legend.startswith("[unreliable] The chance")
    assert lines == [
        "The gate of gates of Seren [unreliable; repetition]",
        *result.article.slice(next(b for b in result.article.blocks if b.kind == "embed")).splitlines(),
        "The guard said: “He will open the northern gate tomorrow.” [restored: Jorn Val]",
        "A large crowd came to the opening. [accepted]",
        "He added: “We waited nine years.”",
    ]
    assert "unreliable" not in english_text(port_result(), run_info())


def test_a_pipe_gets_plain_aligned_lines() -> None:
    lines = printed(terminal=False).splitlines()
    assert {line.index(word) for line, word in zip(lines[1:4], ("altered", "faithful", "missing"), strict=True)} == {
        lines[0].index("Verdict")
    }
    assert "very likely, 93 %" in lines[1]
    assert lines[-2] == "failed  broken[U+001B][31m.txt: decoded wrongly; try --encoding windows-1256"
    assert lines[-1].startswith("report  out")
    assert not set("\t\x1b" + FSI + PDI) & set("".join(lines))


def test_a_terminal_gets_a_table_without_foreign_escapes() -> None:
    text = printed(terminal=True)
    assert "altered" in text
    assert "\x1b[31m" not in text


def test_isolates_close_on_the_line_they_open() -> None:
    rows = [replace(row, finding="الوزيرة قالت " * 20 + "12 ≠ 20") for row in summary_rows([port_result()])]
    out = io.StringIO()
    print_summary(rows, [], None, Console(file=out, force_terminal=True, width=70, color_system=None))
    assert FSI in out.getvalue()
    assert all(line.count(FSI) == line.count(PDI) for line in out.getvalue().splitlines())


def test_isolation_is_by_run() -> None:
    assert isolated("name: Seren (مرفأ 20 سيرين)") == f"name: Seren ({FSI}مرفأ 20 سيرين{PDI})"


# Controls and marks -----------------------------------------------------------------------------------------


@given(st.text(st.sampled_from("a ع\u202e\u2069\x1b\n\ud800")))
def test_controls_are_named_and_nothing_is_lost(text: str) -> None:
    runs = split_controls(text)
    assert "".join(run for run, _ in runs) == text
    assert all(bool(ACTIVE.search(run)) is control for run, control in runs)
    assert not ACTIVE.search(one_line(text))


spans = st.tuples(st.integers(0, 30), st.integers(0, 30))


@given(st.text(max_size=30), spans, st.lists(spans, max_size=8))
def test_pieces_give_back_the_text(text: str, where: tuple[int, int], borders: list[tuple[int, int]]) -> None:
    start, end = sorted(min(x, len(text)) for x in where)
    marks = [Mark(*pair, "rendering", number) for number, pair in enumerate(borders, 1)]
    pieces = marked(text, start, end, marks)
    assert "".join(piece.text for piece in pieces) == text[start:end]
    for piece in pieces:
        assert piece.text == text[piece.start : piece.start + len(piece.text)] != ""
        covered = range(piece.start, piece.start + len(piece.text))
        for mark in marks:
            assert {mark in piece.marks} == {mark.start <= at < mark.end for at in covered}
    opened = [mark for piece in pieces for mark in piece.opened]
    assert opened == sorted((m for m in marks if start <= m.start < min(m.end, end)), key=lambda m: m.start)


# Files ------------------------------------------------------------------------------------------------------


def test_a_folder_is_made_and_left_empty(tmp_path: Path) -> None:
    prepare_out(tmp_path / "new" / "out")
    assert list((tmp_path / "new" / "out").iterdir()) == []


def test_a_file_in_the_way_is_told_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    for folder in (tmp_path / "out", tmp_path / "out" / "below"):
        with pytest.raises(OutputError, match=r"a file is in the way.*--out"):
            prepare_out(folder)
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, data: bytes) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(OutputError, match="cannot be written: permission denied"):
        prepare_out(tmp_path)


def test_text_is_written_as_it_is(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a.csv", "مرفأ\r\nb\n\ud800")
    assert (tmp_path / "a.csv").read_bytes() == "مرفأ\r\nb\n\\ud800".encode()
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    path = tmp_path / "report.html"
    write_atomically(path, "old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match=r"report\.html: cannot be written: no space left on device; free space"):
        write_atomically(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        write_atomically(tmp_path / "nowhere" / "a.txt", "x")
