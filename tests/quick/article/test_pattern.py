"""Patterns match what `glob` does, and links that lead in circles are walked once."""

from __future__ import annotations

import glob
import os
import time
from pathlib import Path

import pytest

from iqtibas.article import Article, read_articles
from iqtibas.article.input.pattern import matching

PATTERNS = [
    "*", "*.txt", "**", "**/*", "**/*.txt", "a/**/*.txt", "a/*/c/*.txt", "a/b/one.txt", "?/b", "[ab]/*", ".*", "**/.h*",
    "**/b/**/one.txt", "*/", "**/", "nope*", "a/nope/*", "./a/*", "../*/a/*", "a/**", "**/**/one.txt", "[!a]*", "a//b/*",
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("a/b/one.txt", "a/b/c/two.txt", "b/three.txt", ".h/four.txt", "a/.hidden.txt", "one.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("أعلنت بلدية الميناء خطة للجسر.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("pattern", PATTERNS)
def test_patterns_match_as_they_do_elsewhere(folder: Path, pattern: str) -> None:
    for own in (pattern, f"{folder}/{pattern}"):
        expected = {os.path.normpath(path) for path in glob.glob(own, recursive=True)}
        assert {os.path.normpath(path) for path in matching(own)} == expected - {"."}


CIRCLES = {
    "two to their own folder": [("x", "."), ("y", ".")],
    "two to each other": [("a/x", "../b"), ("b/y", "../a")],
    "three upwards": [("a/b/x", ".."), ("a/b/y", "../.."), ("a/b/c/z", "../../..")],
    "a link to itself": [("x", "x"), ("y", "x")],
    "many": [(f"l{n}", ".") for n in range(30)],
    "a chain": [(f"l{n}", f"l{n + 1}") for n in range(30)] + [("l30", "a")],
}


@pytest.mark.parametrize("circle", CIRCLES)
@pytest.mark.parametrize("pattern", ["**/*.txt", "**/**/*.txt", "**"])
def test_links_in_circles_are_walked_once(folder: Path, circle: str, pattern: str) -> None:
    for name, target in CIRCLES[circle]:
        (folder / name).symlink_to(target)
    start = time.process_time()
    read = [item for item in read_articles([pattern]) if isinstance(item, Article)]
    assert time.process_time() - start < 5
    assert len(read) == 4
