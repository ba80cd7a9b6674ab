"""What the tests of faults look at: news to run on, the files of a folder, stores that are filled or damaged."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from faults import Ended
from invented import run_info

from iqtibas.align.index.search import Index
from iqtibas.report import ARTICLES, RESULTS, ArticleResult, articles_lines, json_line
from iqtibas.review import Change, Decision, Log, Subject
from iqtibas.storage import sqlite as store
from iqtibas.translate import Journal

PART = re.compile(r"\.[0-9a-f]{16}\.part")
Tree = dict[str, bytes]


def write_news(folder: Path, words: list[str]) -> Path:
    folder.mkdir(exist_ok=True)
    for at, word in enumerate(words):
        text = f"أعلنت بلدية الميناء خطة {word} للجسر. وقالت الوزيرة ميرا دالين إن الميناء سيفتح قريبا.\n"
        (folder / f"{at}.txt").write_text(text, encoding="utf-8")
    return folder


def tree(folder: Path) -> Tree:
    """What readers see in a folder: all files but our state and hidden ones."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    named = {path.relative_to(folder): path for path in paths}
    return {n.as_posix(): p.read_bytes() for n, p in named.items() if not any(part[0] == "." for part in n.parts)}


def parts(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if PART.fullmatch(path.name)]


def assert_whole(now: Tree, *versions: Tree) -> None:
    """Every file is as one of the runs wrote it, to the last byte."""
    for name, content in now.items():
        assert content in [version.get(name) for version in versions], name


def in_one_line(ended: Ended, *words: str) -> None:
    assert ended.code == 1
    [line] = [line for line in ended.lines if line.startswith("failed")]
    assert all(word in line for word in words), line
    assert "Traceback" not in ended.said


def add_decision(log: Log) -> None:
    moment = datetime.datetime(2024, 3, 7, 14, 5, tzinfo=datetime.UTC)
    decision = Decision(0, moment, "Mira", "a.txt", Subject("ab" * 32, 0, 9, "cd"), Change("reject"))
    log.add(0, lambda news: decision)


def indexed(folder: Path) -> dict[str, str]:
    return {article.id: article.text for article in Index.open(folder).articles()}


def stored(folder: Path, *results: ArticleResult) -> Path:
    """A run in its folder."""
    run = folder / "run"
    run.mkdir()
    (run / RESULTS).write_text("".join(json_line(result, run_info()) + "\n" for result in results), encoding="utf-8")
    (run / ARTICLES).write_text("".join(articles_lines(results)), encoding="utf-8")
    return run


def fill(full: store.Store) -> None:
    with full.writing() as connection:
        connection.execute("CREATE TABLE more (x)")
        connection.execute("INSERT INTO more VALUES (zeroblob(100000))")


def journal_in(path: Path) -> Journal:
    return Journal(path.parent, "setting")


def corrupt(path: Path) -> None:
    """Keep the first bytes, which say that it is a database, and spoil the rest."""
    path.write_bytes(path.read_bytes()[:16] + b"\xff" * 6000)
