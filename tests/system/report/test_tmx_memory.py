"""A TMX file of anything at all is read in little memory: measured in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from places import ROOT

SIZE = 1_000_000
MOST = 6
"""Megabytes that reading may add to one; as a tree they take 15 to 50."""
UNIT = '<tu><tuv xml:lang="ar"><seg>خبر</seg></tuv><tuv xml:lang="en"><seg>news</seg></tuv></tu>'
HEAD, TAIL = '<tmx version="1.4"><header/><body>', "</body></tmx>"
READ = r"""
import sys
from pathlib import Path
from iqtibas.article import ReadError
from iqtibas.report.exchange.pairs import read_pairs
def used():
    return int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]) // 1024
for path in sys.argv[1:]:
    before = used()
    try:
        told = len(list(read_pairs(Path(path))))
    except ReadError as error:
        told = str(error)
    print(used() - before, told)
"""


def filled(piece: str) -> str:
    return piece * (SIZE // len(piece))


PIECES = {
    "foreign elements": "<x/>",
    "nested ones": "<x><y><z/></y></x>",
    "attributes": '<x a="1" b="2" c="3"/>',
    "text in between": "<p>words</p> and words ",
    "namespaces": '<n:x xmlns:n="urn:n"/>',
    "units without sides": "<tu/>",
    "other languages": '<tu><tuv xml:lang="fr"><seg>mot</seg></tuv></tu>',
}
READ_WHOLE = {
    "nothing else": f"{HEAD}{UNIT}{TAIL}",
    **{name: f"{HEAD}{filled(piece)}{UNIT}{TAIL}" for name, piece in PIECES.items()},
    "in the header": f"<tmx><header>{filled('<prop/>')}</header><body>{UNIT}{TAIL}",
    "before the body": f"<tmx>{filled('<x/>')}<body>{UNIT}{TAIL}",
    "behind the body": f"{HEAD}{UNIT}</body>{filled('<x/>')}</tmx>",
}
REFUSED = {
    f"units of {piece}": f"{HEAD}<tu>{filled(piece)}</tu>{UNIT}{TAIL}"
    for piece in ("<x/>", "<prop/>", "<tuv/>", "<note>n</note>", "<tu/>")
}


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read as Linux tells it")
def test_files_of_anything_are_read_in_little_memory(tmp_path: Path) -> None:
    texts = READ_WHOLE | REFUSED
    paths = [tmp_path / f"{number}.tmx" for number in range(len(texts))]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    command = [sys.executable, "-c", READ, *map(str, paths)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found = dict(zip(texts, (line.split(" ", 1) for line in done.stdout.splitlines()), strict=True))
    assert [name for name, (grown, _) in found.items() if int(grown) > MOST and name != "nothing else"] == []
    assert [name for name in READ_WHOLE if found[name][1] != "1"] == []
    assert [name for name in REFUSED if "has a tu of more than 10000 elements" not in found[name][1]] == []
