"""English that a machine made is marked as such in every file, and apart where it is not to be relied on."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from invented import ledger_result, port_result, run_info
from lxml import etree

from iqtibas.report.exchange.docx import docx_of_article
from iqtibas.report.exchange.formats import bilingual_lines
from iqtibas.report.exchange.pairs import read_pairs
from iqtibas.report.exchange.parquet import parquet_of_run
from iqtibas.report.exchange.tables import csv_text
from iqtibas.report.exchange.tmx import tmx_of_article
from iqtibas.report.exchange.xliff import NAMESPACE, xliff_of_article
from iqtibas.report.record.jsonl import json_line
from iqtibas.report.record.stored import ARTICLES, RESULTS, articles_lines, read_run
from iqtibas.report.wording import UNRELIABLE, UNRELIABLE_WORDS, is_unreliable
from iqtibas.translate import Memory
from iqtibas.translate.quality import RELIABLE

RUN = run_info()
GATE = ledger_result()
UNRELIABLE_NOTE = f"{UNRELIABLE}: {UNRELIABLE_WORDS}"


def test_the_invented_segments_are_of_every_kind() -> None:
    assert [is_unreliable(t) for t in GATE.translations] == [True, False, False, False]
    assert [t.accepted for t in GATE.translations] == [False, False, True, False]


def test_a_memory_tells_machine_english_from_what_people_made() -> None:
    units = etree.fromstring(tmx_of_article(GATE, RUN)).findall("body/tu")
    for unit, translation in zip(units, GATE.translations, strict=True):
        arabic, english = unit.findall("tuv")
        made = None if translation.accepted else "MT!"
        assert (unit.get("creationid"), english.get("creationid"), arabic.get("creationid")) == (made, made, None)
        properties = {prop.get("type"): prop.text for prop in unit.findall("prop")}
        expected = {} if translation.accepted else {"x-Origin": "MachineTranslation", "x-ConfirmationLevel": "Draft"}
        if made and translation.quality is not None:
            expected["x-quality:Integer"] = f"{100 * translation.quality:.0f}"
        assert properties == expected
        assert (UNRELIABLE_NOTE in [note.text for note in unit.findall("note")]) == is_unreliable(translation)


def test_our_own_memory_takes_no_machine_english(tmp_path: Path) -> None:
    path = tmp_path / "gate.tmx"
    path.write_bytes(tmx_of_article(GATE, RUN))
    assert [pair.vouched for pair in read_pairs(path)] == [t.accepted for t in GATE.translations]
    with Memory(tmp_path / "memory.sqlite") as memory:
        assert memory.accept(read_pairs(path)) == 1
        assert [pair.english for pair in memory.accepted()] == [t.english for t in GATE.translations if t.accepted]


@pytest.mark.parametrize(
    "mark",
    ["<tu creationid='MT!'>", "<tu><prop type='x-Origin'>MachineTranslation</prop>", "<tu><tuv creationid='MT!'/>"],
)
def test_machine_english_of_other_tools_is_known_too(tmp_path: Path, mark: str) -> None:
    sides = "<tuv xml:lang='ar'><seg>خبر</seg></tuv><tuv xml:lang='en'><seg>news</seg></tuv></tu>"
    (tmp_path / "x.tmx").write_text(f"<tmx><body>{mark}{sides}<tu creationid='mira'>{sides}</body></tmx>")
    assert [pair.vouched for pair in read_pairs(tmp_path / "x.tmx")] == [False, True]


def test_xliff_gives_no_unreliable_segment_out_as_translated() -> None:
    names = {"x": NAMESPACE}
    states = []
    for unit in etree.fromstring(xliff_of_article(GATE, RUN)).iterfind(".//x:unit", names):
        segment = unit.find("x:segment", names)
        states.append((segment.get("state"), segment.get("subState")))
        notes = {note.text: note.get("category") for note in unit.iterfind("x:notes/x:note", names)}
        assert notes.get(UNRELIABLE_NOTE) == ("quality" if segment.get("state") == "initial" else None)
    put_right = ("translated", "iqtibas:warned")
    assert states == [("initial", "iqtibas:unreliable"), put_right, ("final", None), ("translated", None)]


def test_word_shows_it_by_a_style_of_its_own() -> None:
    document = docx.Document(io.BytesIO(docx_of_article(GATE, RUN)))
    rows = document.tables[-1].rows
    for row, translation in zip(rows, GATE.translations, strict=True):
        english, *notes = row.cells[1].paragraphs
        unreliable = is_unreliable(translation)
        assert english.style.name == ("Unreliable machine translation" if unreliable else "Normal")
        assert any(note.text.startswith(UNRELIABLE) for note in notes) == unreliable
    font = document.styles["Unreliable machine translation"].font
    assert (str(font.color.rgb), font.underline) == ("6B6B6B", docx.enum.text.WD_UNDERLINE.DOTTED)
    assert f"[{UNRELIABLE}] {UNRELIABLE_WORDS}" in [paragraph.text for paragraph in document.paragraphs]


def test_json_lines_say_it_in_a_key() -> None:
    expected = [is_unreliable(t) for t in GATE.translations]
    assert [segment["unreliable"] for segment in json.loads(json_line(GATE, RUN))["segments"]] == expected
    records = [json.loads(line) for line in bilingual_lines(GATE, RUN).splitlines()]
    assert [record["unreliable"] for record in records] == expected
    assert [record["quality"] for record in records] == [t.quality for t in GATE.translations]


def test_just_below_the_cut_is_unreliable_though_it_is_rounded_up() -> None:
    first, *rest = GATE.translations
    near = replace(GATE, translations=(replace(first, quality=RELIABLE - 0.001), *rest))
    segment = json.loads(json_line(near, RUN))["segments"][0]
    assert (segment["quality"], segment["unreliable"]) == (RELIABLE, True)


def test_tables_say_it_of_renderings_that_were_translated_back(tmp_path: Path) -> None:
    result = port_result()
    known = [replace(own, quality=quality) for own, quality in zip(result.fidelities, (0.39, 0.4, None), strict=True)]
    result = replace(result, fidelities=tuple(known))
    rows = list(csv.DictReader(io.StringIO(csv_text([result]).removeprefix("\ufeff"), newline="")))
    assert [row["machine translation is unreliable"] for row in rows] == [UNRELIABLE, "", ""]

    (tmp_path / RESULTS).write_text(json_line(result, RUN) + "\n", encoding="utf-8")
    (tmp_path / ARTICLES).write_text("".join(articles_lines([result])), encoding="utf-8")
    (read,) = read_run(tmp_path).results
    assert [own.quality for own in read.fidelities] == [0.39, 0.4, None]

    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(io.BytesIO(parquet_of_run([result], RUN)))
    assert table["machine_translation_is_unreliable"].to_pylist() == [True, False, False]
    assert table["machine_translation_quality"].to_pylist() == [0.39, 0.4, None]


def test_a_run_of_an_earlier_version_is_read(tmp_path: Path) -> None:
    records = [json.loads(line) for line in articles_lines([port_result()])]
    for record in records:
        for embed in record["embeds"]:
            del embed["hypothesis_quality"]
    (tmp_path / ARTICLES).write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    (tmp_path / RESULTS).write_text(json_line(port_result(), RUN) + "\n", encoding="utf-8")
    assert [own.quality for own in read_run(tmp_path).results[0].fidelities] == [None, None, None]
