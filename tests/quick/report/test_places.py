"""Where an article's files go: below the folder, apart from the program's own, and apart from each other."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from iqtibas.report.exchange.english import LONGEST_PART, Names, english_path, place_of
from iqtibas.report.exchange.formats import FORMATS, article_path

OUT = Path("out")
OURS = ("results.jsonl", "articles.jsonl", "embeds.csv", "report.html", "report", "review.sqlite", "review.sqlite-wal")
HOSTILE = [
    *(f"{name}/x" for name in OURS),
    *(f"{name.upper()}/x" for name in OURS),
    *(f"./{name}/x" for name in OURS),
    ".iqtibas/turn/x", ".iqtibas/parts/x", ".IQTIBAS/lock", ".iqtibas", ".iqtibas./x", ".iqtibas /x", "..iqtibas/x",
    "..", ".", "", "/", "//", "../x", "../../x", "a/../../x", "..\\x", "C:\\x", "C:x", "/etc/passwd", "\\\\host\\share",
    "CON", "con.txt", "a/NUL", "aux/x", "COM1", "lpt9.tar.gz", "CONIN$", "com¹", "x.", "x ", "x/ /y", "a:b", "a\0b",
    "a.en.txt/b", "a.ar-en.docx/b", "\x1b[31m", "a\nb", "ع" * 5_000, "a" * 5_000, "a/" * 5_000 + "x", "ع/" * 900,
    "\ud800", "e\u0301", "-rf", "~", "*", "x\u202ey",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_no_id_has_a_place_of_ours_or_one_that_a_system_refuses(name: str) -> None:
    path = english_path(OUT, name)
    below = path.relative_to(OUT).parts
    assert ".." not in path.parts
    assert below[0].casefold() not in OURS
    for part in below:
        assert not part.startswith(".")
        assert not part.endswith((".", " "))
        assert len(part.encode()) <= 255
        assert part.partition(".")[0].casefold() not in ("con", "prn", "aux", "nul", "com1", "com¹", "lpt9", "conin$")
    assert len(str(path).encode()) < 1_500
    assert not any(part.endswith(suffix) for part in below[:-1] for suffix, _ in FORMATS.values())


def test_hostile_ids_have_places_apart() -> None:
    assert len({english_path(OUT, name) for name in HOSTILE}) == len(HOSTILE)


@pytest.mark.parametrize("name", ["article.txt", "a/b/c.html", "أخبار/خبر.txt", "News_(2).jsonl", "results.jsonl"])
def test_usual_ids_are_their_own_paths(name: str) -> None:
    assert english_path(OUT, name) == OUT / f"{name}.en.txt"


SAME = [
    ("a.txt", "A.txt"), ("Straße", "STRASSE"), ("é", "e\u0301"), ("A/b", "a/B"), ("../x", english_path(Path(), "../x").name[:-7]),
    ("ﬁ", "FI"),
]  # fmt: skip


@pytest.mark.parametrize("ids", [pair for two in SAME for pair in itertools.permutations(two)])
def test_ids_that_share_a_place_get_names_apart(ids: tuple[str, str]) -> None:
    names = Names()
    for one in ids:
        names.enter(one)
    assert names.of(ids[0]) == ids[0]
    assert place_of(names.of(ids[0])) != place_of(names.of(ids[1]))


def test_parts_are_bounded_in_bytes() -> None:
    [part] = article_path(OUT, "ع" * 500, ".ar-en.docx").relative_to(OUT).parts
    assert part.startswith("ع" * (LONGEST_PART // 2) + "-")
