"""What a spreadsheet would compute is disarmed, wherever it splits our tables, and comes back as it was."""

from __future__ import annotations

import csv
import datetime
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hostile import stained
from hypothesis import given
from hypothesis import strategies as st
from invented import ledger_result, port_result, run_info
from invented_check import stained as stained_check
from lxml import etree
from places import ROOT

from iqtibas.article import ReadError
from iqtibas.article.csv_cells import (
    FORMULA_STARTS,
    TSV_SEPARATORS,
    escape_formula,
    read_table,
    unescape_formula,
    written_table,
)
from iqtibas.article.input.statements import Statement, read_statements, statements_csv
from iqtibas.report.check.table import check_csv
from iqtibas.report.exchange.docx import docx_of_article
from iqtibas.report.exchange.rows import read_rows
from iqtibas.report.exchange.tables import csv_text
from iqtibas.report.exchange.tsv import read_tsv, tsv_of_pairs
from iqtibas.translate import Pair

PAYLOADS = (
    "=1+1",
    "news;=HYPERLINK(1)",
    "a; =1",
    'a;"=1',
    "a\t=1",
    "a\n=1",
    "a\r\n-1",
    "  =1",
    "\u00a0=1",
    "\u3000+1",
    "\ufeff=1",
    "\u200f@SUM(1)",
    "＝1",
    "a;＠SUM(1)",
    "﹦1",
    "﹣1+1",
    "a;;;=1",
    "\t\t@x",
    "'=1",
    "a;''=1",
    "a;\n\t; ＋1",
    '"=1"',
)
SPLITS = ",;\t"
PIECES = st.lists(st.sampled_from([*'=+-@;\t\n\r ,"', "'", "\u00a0", "＝", "﹣", "a", "خ", "\u200f"]), max_size=12)
CELLS = st.one_of(PIECES.map("".join), st.text(max_size=30), st.sampled_from(PAYLOADS))


def computed(text: str, separator: str) -> list[str]:
    """Cells that would be computed in a spreadsheet that splits a file at one sign, as lenient as any is."""
    cells = [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) for cell in row]
    unseen = re.compile(r"^[\s\u200b-\u200f\u2060-\u2069\ufeff\"]+")
    return [cell for cell in cells if unseen.sub("", unicodedata.normalize("NFKC", cell)).startswith(tuple("=+-@"))]


@given(CELLS)
def test_every_cell_comes_back(cell: str) -> None:
    assert unescape_formula(escape_formula(cell)) == cell
    assert unescape_formula(escape_formula(cell, TSV_SEPARATORS), TSV_SEPARATORS) == cell


@given(CELLS, CELLS)
def test_no_separator_of_any_locale_makes_a_formula_of_a_table(first: str, second: str) -> None:
    table = [["id", "text", "source"], ["1", first, second], [second, first, "end"]]
    text = written_table(table)
    assert [computed(text, sign) for sign in SPLITS] == [[], [], []]
    assert [row for _, row in read_table(text, columns=("text", "source"))] == table


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_is_computed_anywhere(payload: str) -> None:
    text = written_table([["x", payload]])
    assert not any(computed(text, sign) for sign in SPLITS)


def test_every_sign_that_compatibility_makes_one_is_known() -> None:
    signs = {c for c in map(chr, range(0x110000)) if unicodedata.normalize("NFKC", c).startswith(tuple("=+-@"))}
    assert signs <= set(FORMULA_STARTS)


@pytest.mark.parametrize("text", ["plain", "3; 4", "a, b", "it's", "و؛ = 3", "x=1", "a - b", "two\nlines", "«;»"])
def test_other_texts_stay(text: str) -> None:
    assert escape_formula(text) == text


# ---- Everything that we write


def statements_table(stain: str) -> str:
    day = datetime.date(2021, 3, 24)
    return statements_csv([Statement("a", f"Words {stain}", stain, day, stain, stain)])


def run_table(stain: str) -> str:
    port = port_result()
    embed = replace(port.alignments[0].embed, author=stain, handle=stain, text=stain)
    stained = replace(port.alignments[0], embed=embed)
    return csv_text([replace(port, alignments=(stained, *port.alignments[1:])), ledger_result()])


def coverage_table(stain: str) -> str:
    return check_csv(stained_check(stain))


def memory_table(stain: str) -> str:
    return "".join(tsv_of_pairs([Pair(stain, stain, stain), Pair("خبر", f"news{stain}", "me")]))


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("written", [statements_table, run_table, coverage_table, memory_table])
def test_no_table_of_ours_is_computed(written: Callable[[str], str], payload: str) -> None:
    for sign in SPLITS:
        assert computed(written(payload).removeprefix("\ufeff"), sign) == []


def test_nothing_else_writes_tables() -> None:
    """Whoever calls csv.writer elsewhere writes cells that nothing disarms."""
    rooms = ("article", "storage", "models", "translate", "align", "eval", "report", "review", "cli")
    sources = [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    writers = [path.name for path in sources if re.search(r"csv\.(Dict)?[wW]riter\(", path.read_text("utf-8"))]
    assert writers == ["csv_cells.py"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_we_wrote_is_read_back(tmp_path: Path, payload: str) -> None:
    (tmp_path / "s.csv").write_text(statements_table(payload), encoding="utf-8", newline="")
    (read,) = read_statements(tmp_path / "s.csv").statements
    assert (read.text, read.speaker, read.source) == (f"Words {payload}", payload, payload)
    (tmp_path / "m.tsv").write_text(memory_table(payload), encoding="utf-8", newline="")
    assert next(read_tsv(tmp_path / "m.tsv")) == Pair(payload, payload, payload)
    (tmp_path / "r.csv").write_text(run_table(payload), encoding="utf-8", newline="")
    assert next(read_rows(tmp_path / "r.csv"))["author"] == payload


# ---- Tables of others


def rows(text: str) -> list[list[str]]:
    return [row for _, row in read_table(text)]


@pytest.mark.parametrize("sign", SPLITS)
@pytest.mark.parametrize("quoting", [csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
def test_the_separator_is_found(sign: str, quoting: int) -> None:
    table = [["arabic", "english"], ["ميناء, كبير", "port; big"], ["سد", "dam\tlarge"]]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=sign, quoting=quoting).writerows(table)  # type: ignore[arg-type]
    assert rows(out.getvalue()) == table
    assert rows("\ufeff" + out.getvalue()) == table


@pytest.mark.parametrize("sign", SPLITS)
def test_a_quoted_head_does_not_mislead(sign: str) -> None:
    head = '"a,b;c,d\t;",x'.replace(",x", f"{sign}x")
    assert rows(f"{head}\r\n1{sign}2\r\n") == [["a,b;c,d\t;", "x"], ["1", "2"]]


def test_a_line_that_excel_understands_names_the_separator() -> None:
    assert rows("sep=;\r\na,b;c\r\n") == [["a,b", "c"]]


def test_lines_are_counted_as_they_stand() -> None:
    assert [line for line, _ in read_table('a,b\n"two\nlines",c\nd,e\n')] == [1, 2, 4]


def test_what_is_no_table_names_the_line() -> None:
    def reading() -> Iterator[tuple[int, list[str]]]:
        return read_table('a,b\n"open', "x.csv")

    with pytest.raises(ReadError, match=r"x\.csv, line 2: is malformed"):
        list(reading())


# ---- Word


@pytest.mark.parametrize(
    "payload", [*PAYLOADS, "{ DDEAUTO c:\\\\cmd }", "INCLUDETEXT /etc/passwd", "<w:instrText>QUOTE</w:instrText>"]
)
def test_a_word_file_has_no_field_and_leads_nowhere(payload: str) -> None:
    data = docx_of_article(stained(port_result(), payload), run_info())
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for name in packed.namelist():
            part = etree.fromstring(packed.read(name))
            tags = {etree.QName(element).localname for element in part.iter() if isinstance(element.tag, str)}
            assert not tags & {"instrText", "fldSimple", "fldChar", "altChunk", "object"}
            assert not [r for r in part.iter("{*}Relationship") if r.get("TargetMode") == "External"]
