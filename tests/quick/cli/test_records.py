"""CONTRIBUTING.md and the decisions name files, modules and functions that exist."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from places import ROOT

GUIDE = ROOT / "CONTRIBUTING.md"
RECORDS = [GUIDE, *sorted(ROOT.glob("docs/decisions/*.md"))]
FOLDERS = "article storage models translate align eval report review cli iqtibas bench tests samples docs".split()
# A file whose name stands without its folder may be anywhere.
NAMES = {path.name for folder in FOLDERS for path in (ROOT / folder).rglob("*")} | {
    path.name for path in ROOT.iterdir()
}
_CODE = re.compile(r"`([^`\n]+)`")
_PATH = re.compile(rf"(?<![\w./])(?:{'|'.join(FOLDERS)})/[\w./*-]*|(?<![\w./])\w+\.(?:py|tsv|j2|sh|toml)\b")
_MODULE = re.compile(r"(?:-m |^)(bench(?:\.\w+)+)")
_ROW = re.compile(r"^\| [^|]+\? \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
# Named in order to say that there must be none.
NOT_FILES = {"utils.py"}
# To be filled in by whoever follows the guide: article/input/KIND.py.
_BLANK = re.compile("KIND|NAME")


def spans(record: Path) -> list[str]:
    return _CODE.findall(record.read_text(encoding="utf-8"))


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.name)
def test_records_name_files_that_exist(record: Path) -> None:
    named = {path for span in spans(record) for path in _PATH.findall(span) if not _BLANK.search(path)}
    named -= NOT_FILES
    gone = [path for path in sorted(named) if not (any(ROOT.glob(path)) if "/" in path else path in NAMES)]
    assert gone == []


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.name)
def test_records_name_modules_that_exist(record: Path) -> None:
    named = {module for span in spans(record) for module in _MODULE.findall(span)}
    assert [module for module in sorted(named) if find_spec(module) is None] == []


def test_what_a_newcomer_looks_for_stands_in_the_file() -> None:
    rows = _ROW.findall(GUIDE.read_text(encoding="utf-8"))
    assert len(rows) >= 10
    for files, names in rows:
        text = "".join((ROOT / file).read_text(encoding="utf-8") for file in _CODE.findall(files))
        assert [name for name in _CODE.findall(names) if not re.search(rf"{name}\b", text)] == [], files
