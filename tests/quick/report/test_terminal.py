"""The summary in its four forms: readable in both directions, on narrow screens, in pipes and pasted elsewhere."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from commands import iqtibas
from invented import ledger_result, plain_result, port_result
from rich.cells import cell_len
from rich.console import Console

from iqtibas.article import ReadError, UsageError
from iqtibas.report import FORMS, Form, parse_form, print_summary, summary_rows
from iqtibas.report.controls import FSI, PDI
from iqtibas.report.terminal.markdown import literal
from iqtibas.report.terminal.summary import totals

ROWS = summary_rows([port_result(), ledger_result(), plain_result()])
STYLES = re.compile("\x1b\\[[0-9;]*m")
ARABIC = [replace(row, finding=f"name: Ghana; the Arabic says Guinea (غينيا) {row.number}") for row in ROWS]


def printed(form: Form, *, terminal: bool = False, width: int = 100, rows: list = ARABIC, **environment: str) -> str:
    out = io.StringIO()
    colours = {"TERM": "xterm-256color", "COLUMNS": str(width), **environment}
    console = Console(file=out, force_terminal=terminal, width=width, _environ=colours)
    failure = ReadError("broken.txt", "decoded wrongly", "ask @someone")
    print_summary(rows, [failure], Path("/out/report.html"), console, form, ["a note"])
    return out.getvalue()


def test_forms_are_named() -> None:
    assert [parse_form(form) for form in FORMS] == list(FORMS)
    with pytest.raises(UsageError, match="choose from table, plain, json, markdown"):
        parse_form("xml")


def test_counts_are_in_words() -> None:
    assert totals(ROWS) == "4 statements in 3 articles: 1 faithful, 2 altered, 1 missing"
    assert totals(summary_rows([plain_result()])) == "0 statements in 1 article"


@pytest.mark.parametrize("width", [30, 60, 95, 96, 100, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    text = STYLES.sub("", printed("table", terminal=True, width=width))
    table = text[: text.index("4 statements in")]
    assert max(map(cell_len, table.splitlines())) <= width
    assert all(row.label in text for row in ROWS if row.number)
    for line in text.splitlines():
        assert line.count(FSI) == line.count(PDI)


def test_on_sixty_columns_words_stay_whole() -> None:
    lines = STYLES.sub("", printed("table", terminal=True, width=60)).splitlines()
    assert [line.rstrip() for line in lines[1:4]] == [
        "invented/port.txt",
        "  1  altered  very likely, 93 %",
        f"     name: Ghana; the Arabic says Guinea ({FSI}غينيا{PDI}) 1",
    ]


def test_a_narrow_table_would_not_be_readable() -> None:
    assert "┃" not in printed("table", terminal=True, width=95)
    assert "┃" in printed("table", terminal=True, width=96)


def test_combining_marks_and_wide_signs_keep_the_columns() -> None:
    marked = [replace(ROWS[0], article="مُحَمَّد.txt"), replace(ROWS[1], article="漢字.txt"), ROWS[2]]
    lines = printed("plain", rows=marked).splitlines()[1:5]
    assert [
        cell_len(line[: line.index(word)])
        for line, word in zip(lines, ("Verdict", "altered", "faithful"), strict=False)
    ] == [cell_len(lines[0][: lines[0].index("Verdict")])] * 3
    assert any(unicodedata.combining(character) for character in "".join(lines))


def test_isolates_are_for_terminals_only() -> None:
    assert FSI in printed("table", terminal=True)
    for form in FORMS:
        assert FSI not in printed(form)
    assert FSI not in printed("plain", terminal=True)


def test_no_color_is_respected() -> None:
    assert "\x1b[" in printed("table", terminal=True)
    assert "\x1b[3" not in printed("table", terminal=True, NO_COLOR="1")
    assert "\x1b" not in printed("table")


def test_json_is_one_object_with_everything() -> None:
    text = printed("json", width=20)
    assert text.count("\n") == 1
    made = json.loads(text)
    assert list(made) == ["schema", "articles", "statements", "counts", "failures", "report", "notes"]
    assert made["counts"] == {"faithful": 1, "altered": 2, "partial": 0, "missing": 1}
    assert made["articles"] == ["invented/port.txt", "invented/gate.txt", "invented/weather.txt"]
    assert made["statements"][0]["confidence"] == 0.93
    assert (made["report"], made["notes"]) == ("/out/report.html", ["a note"])
    assert made["failures"] == ["broken.txt: decoded wrongly; ask @someone"]


def test_plain_lines_can_be_searched() -> None:
    lines = printed("plain", width=20).splitlines()
    assert lines[1].split() == ["Article", "Statement", "Verdict", "Confidence", "First", "finding"]
    assert [line.split()[0] for line in lines if " altered " in line] == ["invented/port.txt", "invented/gate.txt"]
    assert printed("plain", terminal=True, NO_COLOR="1").splitlines()[2:] == printed("plain").splitlines()[2:]


def test_markdown_is_a_table_and_notifies_nobody() -> None:
    hostile = [replace(ROWS[0], finding="a|b `c` <img> [x](y) *z* @octo #12 1_2\nnext")]
    lines = printed("markdown", rows=hostile).splitlines()
    assert lines[0] == "| Article | Statement | Verdict | Confidence | First finding |"
    cells = r"a\|b \`c\` \<img\> \[x\](y) \*z\* &#64;octo &#35;12 1\_2 next"
    assert lines[2] == f"| invented/port.txt | 1 | altered | very likely, 93 % | {cells} |"
    assert "- failed: broken.txt: decoded wrongly; ask &#64;someone" in lines
    assert "report.html" not in "".join(lines)


def test_what_is_no_mention_stays() -> None:
    assert literal("a # b, me @ home, 50 %") == "a # b, me @ home, 50 %"


@pytest.mark.parametrize("command", ["run", "align"])
def test_commands_refuse_another_form_before_any_work(command: str, tmp_path: Path) -> None:
    out = ["--out", tmp_path / "out"] if command == "run" else []
    done = iqtibas(command, tmp_path, "--format", "xml", *out)
    assert done.exit_code == 2
    assert not (tmp_path / "out").exists()
    assert "choose from table, plain, json, markdown" in done.output


def test_align_prints_one_object(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("أعلنت وزارة النقل افتتاح الجسر الجديد يوم الاثنين.\n", encoding="utf-8")
    done = iqtibas("align", tmp_path / "a.txt", "--format", "json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["articles"] == ["a.txt"]
