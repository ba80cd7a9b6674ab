"""docs/figures.md says what bench/results has, and the results are as they should be."""

from __future__ import annotations

import json
import re

import pytest
from places import ROOT

from bench.harness import RESULTS
from bench.release import figures

RECORDS = figures.records()
KEYS = {"command", "date", "commit", "machine", "results"}
LARGEST_BYTES = 30_000
each_record = pytest.mark.parametrize("stem", sorted(RECORDS))


def test_the_page_is_what_the_results_say() -> None:
    told = figures.PAGE.read_text(encoding="utf-8")
    assert told == figures.page(RECORDS), "run python -m bench.release.figures --write"


@each_record
def test_a_result_says_where_it_comes_from(stem: str) -> None:
    record, path = RECORDS[stem], RESULTS / f"{stem}.json"
    assert set(record) >= KEYS
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", record["date"])
    assert record["command"].startswith(("python -m bench.", "make "))
    if record.get("carried_over"):
        assert record["source"]
    else:
        assert record["machine"]["cores"]
        assert not record["commit"].endswith("+"), "measured on files that no commit has"
    assert path.stat().st_size <= LARGEST_BYTES
    assert not re.search(r'"/|[ "]~/|\.\./\.\./', path.read_text(encoding="utf-8")), "a path of one machine"


def test_the_script_that_measures_everything_writes_what_the_page_reads() -> None:
    script = (ROOT / "bench" / "all.sh").read_text(encoding="utf-8")
    written = set(re.findall(r"--json bench/results/([\w-]+)\.json", script))
    written |= set(re.findall(r"natural-[ace]\b", script))
    read = {stem for section in figures.SECTIONS for _, stem, _ in section.rows}
    assert read - written <= {"fresh-clone", "negation-denials"}
    for module in re.findall(r"-m (bench\.[\w.]+)", script):
        assert (ROOT / f"{module.replace('.', '/')}.py").is_file(), module


def test_a_row_without_a_result_is_left_out_and_a_result_without_a_row_is_listed() -> None:
    one = {"command": "python -m bench.measure.other", "date": "2027-01-02", "results": {}}
    made = figures.page({"other": one})
    assert "| [other](../bench/results/other.json) | 2027-01-02 | `python -m bench.measure.other` |" in made
    assert "QuoteBench dev" not in made


def test_figures_are_printed_as_documents_have_them() -> None:
    assert [figures.short(x) for x in (0.9534, 1.0, 0.0)] == [".953", "1.00", ".000"]
    assert figures.percent(0.0291) == "2.9 %"
    found = {"kinds_found": {"number": [3, 4], "name": 0.5}}
    assert figures.kinds(found, figures.KINDS) == "number 3 of 4, name .50"
    assert json.dumps(figures.with_range({"a": 0.5, "intervals": {"a": [0.4, 0.6]}}, "a")) == '".500 (.400 to .600)"'
