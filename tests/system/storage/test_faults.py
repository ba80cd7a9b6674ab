"""What a fault may cost: never a finished result, never half a file, and one clear line. docs/reliability.md lists them.

Every fault comes at a chosen moment (see `faults`), so that none of these tests depends on luck.
"""

from __future__ import annotations

import ast
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fault_checks import (
    Tree,
    add_decision,
    assert_whole,
    corrupt,
    fill,
    in_one_line,
    indexed,
    journal_in,
    parts,
    stored,
    tree,
    write_news,
)
from faults import Faults, faults
from invented import plain_result, port_result
from places import ROOT, python_path

from iqtibas.align.coverage.library import StatementLibrary
from iqtibas.article import OutputError, ReadError
from iqtibas.article.input.statements import Provenance, make_statement
from iqtibas.models import conversion
from iqtibas.report import ARTICLES, RESULTS, read_run
from iqtibas.review import LOG_FILE, Log, read_decisions
from iqtibas.storage import sqlite as store
from iqtibas.storage.lock import STATE_FOLDER, lock_output
from iqtibas.storage.write import remove_parts, write_together
from iqtibas.translate import Memory

RELIABILITY = ROOT / "docs" / "reliability.md"
FORMATS = "tmx,xliff,docx,csv,jsonl"


@pytest.fixture(scope="module")
def faulty(model_cache: Path) -> Iterator[Faults]:
    with faults() as opened:
        yield opened


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Three articles of two sentences."""
    return write_news(tmp_path / "in", "أولى ثانية ثالثة".split())


# ---- kill -9


def test_run_killed_at_any_file_call(faulty: Faults, news: Path, tmp_path: Path) -> None:
    out, command = tmp_path / "out", ("run", news, "--no-memory", "--out")
    assert faulty.run(*command, out).code == 0
    earlier = tree(out)
    write_news(news, "رابعة خامسة سادسة سابعة".split())
    clean = faulty.run(*command, tmp_path / "clean")
    later = tree(tmp_path / "clean")
    assert clean.code == 0
    assert earlier.keys() == later.keys()
    kills = 0
    for number in range(1, 2 * clean.calls["files"]):  # more calls than into an empty folder: old files are removed
        ended = faulty.run(*command, out, at="files", number=number, do="kill")
        if ended.code == 0:
            break
        kills += ended.code == -signal.SIGKILL
        now = tree(out)
        assert_whole(now, earlier, later)
        one_run_or_refused(out, now, earlier, later)
        if now["report.html"] == later["report.html"]:  # results first: a report can be made from them
            assert now[RESULTS] == later[RESULTS]
            assert now[ARTICLES] == later[ARTICLES]
    assert kills >= 10
    assert (tree(out), parts(out)) == (later, [])


def one_run_or_refused(out: Path, now: Tree, earlier: Tree, later: Tree) -> None:
    """Results and texts of two runs are never taken for one."""
    pair = [(version[RESULTS], version[ARTICLES]) for version in (earlier, later)]
    if (now[RESULTS], now[ARTICLES]) in pair:
        assert read_run(out).results
    else:
        with pytest.raises(ReadError):
            read_run(out)


def test_run_killed_while_it_translates_keeps_its_translations(faulty: Faults, news: Path, tmp_path: Path) -> None:
    command = ("run", news, "--out", tmp_path / "out", "--memory", tmp_path / "memory.sqlite")
    assert faulty.run(*command, at="sentences", number=4, do="kill").code == -signal.SIGKILL
    assert tree(tmp_path / "out") == {}
    again = faulty.run(*command)
    assert (again.code, again.calls["sentences"]) == (0, 1)  # of four: two articles share their second sentence
    assert faulty.run("run", news, "--out", tmp_path / "clean", "--no-memory").code == 0
    assert tree(tmp_path / "out") == tree(tmp_path / "clean")


def test_translate_killed_at_any_file_call(faulty: Faults, news: Path, tmp_path: Path) -> None:
    command = ("translate", news, "--format", "text,docx", "--no-memory", "--out")
    clean = faulty.run(*command, tmp_path / "clean")
    whole, out = tree(tmp_path / "clean"), tmp_path / "out"
    for number in range(1, clean.calls["files"] + 1, 2):
        faulty.run(*command, out, at="files", number=number, do="kill")
        assert_whole({name: content for name, content in tree(out).items() if name != RESULTS}, whole)
    assert faulty.run(*command, out).code == 0
    assert (tree(out), parts(out)) == (whole, [])


def test_index_killed_at_any_file_call(faulty: Faults, news: Path, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    assert faulty.run("index", news, "--index", folder).code == 0
    earlier = indexed(folder)
    write_news(news, "رابعة خامسة".split())
    for number in range(1, 60):
        ended = faulty.run("index", news, "--index", folder, at="files", number=number, do="kill")
        if ended.code == 0:
            break
        assert all(text in (earlier[name], (news / name).read_text("utf-8")) for name, text in indexed(folder).items())
    assert number > 5
    assert indexed(folder) == {path.name: path.read_text("utf-8") for path in sorted(news.iterdir())}


def test_export_killed_at_any_file_call(faulty: Faults, tmp_path: Path) -> None:
    run = stored(tmp_path, port_result(), plain_result())
    clean = faulty.run("export", run, "--to", FORMATS, "--out", tmp_path / "clean")
    whole, out = tree(tmp_path / "clean"), tmp_path / "out"
    assert clean.code == 0
    for number in range(1, clean.calls["files"] + 1, 2):
        faulty.run("export", run, "--to", FORMATS, "--out", out, at="files", number=number, do="kill")
        assert_whole(tree(out), whole)
    assert faulty.run("export", run, "--to", FORMATS, "--out", out).code == 0
    assert tree(out) == whole


KILLED = """
import os, sys
from pathlib import Path
from test_faults import Log, add_decision
log = Log(Path(sys.argv[1]))
add_decision(log)
log.add(0, lambda news: os.kill(os.getpid(), 9))
"""


def test_a_log_killed_within_a_decision_has_those_before(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": python_path(Path(__file__).parent)}
    ended = subprocess.run([sys.executable, "-c", KILLED, tmp_path], env=environment, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert len(read_decisions(tmp_path)) == 1
    with Log(tmp_path) as log:
        add_decision(log)
    assert len(read_decisions(tmp_path)) == 2


# ---- No space, no rights


def test_run_on_a_full_disk_leaves_the_earlier_run(faulty: Faults, news: Path, tmp_path: Path) -> None:
    out, command = tmp_path / "out", ("run", news, "--no-memory", "--quiet", "--out")
    assert faulty.run(*command, out).code == 0
    earlier = tree(out)
    write_news(news, "رابعة خامسة سادسة".split())
    whole = faulty.run(*command, tmp_path / "clean")
    for number in range(whole.calls["files"] // 2, whole.calls["files"], 2):
        ended = faulty.run(*command, out, at="files", number=number, do="full")
        if ended.code == 0:
            break  # all that was left was to remove what is not there
        in_one_line(ended, "no space left on device", "free space")
        assert_whole(tree(out), earlier, tree(tmp_path / "clean"))
    assert faulty.run(*command, out).code == 0
    assert (tree(out), parts(out)) == (tree(tmp_path / "clean"), [])


@pytest.mark.parametrize("command", ["run", "translate"])
def test_no_space_at_any_write(faulty: Faults, news: Path, tmp_path: Path, command: str) -> None:
    """The disk is full while bytes go into a file, not only when it is forced or renamed."""
    out, arguments = tmp_path / "out", (command, news, "--no-memory", "--quiet", "--out")
    assert faulty.run(*arguments, out).code == 0
    earlier = tree(out)
    write_news(news, "رابعة خامسة سادسة".split())
    whole = faulty.run(*arguments, tmp_path / "clean")
    assert whole.calls["writes"] >= 4
    for number in range(1, whole.calls["writes"] + 1):
        ended = faulty.run(*arguments, out, at="writes", number=number, do="full")
        if command == "translate" and ended.calls["writes"] < number:
            break  # what was written before is finished, and less is left to write
        assert ended.code == 1
        failed = [line for line in ended.lines if line.startswith("failed")]
        assert failed
        assert all("no space left on device" in line and "remove" not in line for line in failed)
        assert "Traceback" not in ended.said
        if command == "run":
            assert_whole(tree(out), earlier, tree(tmp_path / "clean"))
    assert faulty.run(*arguments, out).code == 0
    assert (tree(out), parts(out)) == (tree(tmp_path / "clean"), [])


@pytest.mark.parametrize("kind", ["memory", "library", "log", "journal"])
def test_no_space_for_a_database_advises_to_lose_nothing(tmp_path: Path, kind: str) -> None:
    """SQLite itself says that the disk is full, and the way out is space: never a file that is moved or removed."""
    (tmp_path / STATE_FOLDER).mkdir()
    made = {"memory": Memory, "library": StatementLibrary, "log": lambda _: Log(tmp_path), "journal": journal_in}[kind]
    with made(tmp_path / "store.sqlite") as opened:
        with opened._store.reading() as connection:
            connection.execute("PRAGMA max_page_count = 1")
        with pytest.raises(OutputError, match="there is no space left") as error:
            fill(opened._store)
    assert error.value.hint.startswith("free space")
    assert not re.search("move|remove|delete|another", error.value.hint)


@pytest.mark.parametrize("command", ["run", "translate", "index", "export"])
def test_files_that_may_not_grow(faulty: Faults, news: Path, tmp_path: Path, command: str) -> None:
    """The kernel refuses every byte after the first of any file, SQLite's too."""
    out = tmp_path / "out"
    arguments: dict[str, tuple[object, ...]] = {
        "run": ("run", news, "--out", out, "--no-memory", "--quiet"),
        "translate": ("translate", news, "--out", out, "--no-memory", "--quiet"),
        "index": ("index", news, "--index", out),
        "export": ("export", stored(tmp_path, port_result()), "--to", FORMATS, "--out", out),
    }
    ended = faulty.run(*arguments[command], limit=1)
    in_one_line(ended)
    assert (tree(out) if out.exists() else {}, parts(out)) == ({}, [])
    assert faulty.run(*arguments[command]).code == 0


def test_files_written_together_appear_together(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    write_together({one: ["1"], two: ["2"]})

    def broken() -> Iterator[str]:
        yield "half"
        raise OSError(28, os.strerror(28))

    with pytest.raises(OutputError, match=r"two: cannot be written: no space left on device"):
        write_together({one: ["new"], two: broken()})
    assert tree(tmp_path) == {"one": b"1", "two": b"2"}
    assert parts(tmp_path) == []


def test_only_our_own_unfinished_files_are_removed(tmp_path: Path) -> None:
    for name in (".0123456789abcdef.part", ".mine.part", "0123456789abcdef.part", ".0123456789abcdef.party"):
        (tmp_path / name).write_text("x")
    remove_parts(tmp_path)
    remove_parts(tmp_path / "absent")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".0123456789abcdef.party", ".mine.part", "0123456789abcdef.part"
    ]  # fmt: skip


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write into every folder")
@pytest.mark.parametrize("command", ["run", "translate", "index"])
def test_a_read_only_folder_is_named_before_any_work(faulty: Faults, news: Path, tmp_path: Path, command: str) -> None:
    out = tmp_path / "out"
    out.mkdir(mode=0o500)
    ended = faulty.run(command, news, "--index" if command == "index" else "--out", out)
    in_one_line(ended, "permission denied")
    assert ended.calls["sentences"] == 0


@pytest.mark.parametrize("command", ["run", "translate", "index"])
def test_a_folder_that_takes_no_file_is_named_before_any_work(faulty: Faults, news: Path, command: str) -> None:
    """/proc takes no file from anybody, root included."""
    out = Path("/proc/iqtibas")
    if not out.parent.is_dir():
        pytest.skip("needs /proc, where nobody can make a folder")
    ended = faulty.run(command, news, "--index" if command == "index" else "--out", out)
    in_one_line(ended, "/proc/iqtibas")
    assert ended.calls["sentences"] == 0


# ---- Signals


def test_sigterm_ends_a_run_like_ctrl_c_with_what_is_finished(faulty: Faults, news: Path, tmp_path: Path) -> None:
    command = ("run", news, "--out", tmp_path / "out", "--no-memory")
    ended = faulty.run(*command, at="sentences", number=4, do="term")
    assert (ended.code, ended.lines[0]) == (128 + signal.SIGTERM, "stopped; what is finished is written")
    assert [result.article.id for result in read_run(tmp_path / "out").results] == ["0.txt"]
    assert faulty.run(*command).code == 0
    assert len(read_run(tmp_path / "out").results) == 3


def test_sigterm_ends_an_index_like_a_kill(faulty: Faults, news: Path, tmp_path: Path) -> None:
    ended = faulty.run("index", news, "--index", tmp_path / "index", at="sentences", number=3, do="term")
    assert ended.code in (-signal.SIGTERM, 128 + signal.SIGTERM)
    assert faulty.run("index", news, "--index", tmp_path / "index").code == 0
    assert len(indexed(tmp_path / "index")) == 3


# ---- Memory, files, other runs


@pytest.mark.parametrize("command", ["run", "translate"])
def test_an_article_that_needs_too_much_memory_costs_no_other(
    faulty: Faults, news: Path, tmp_path: Path, command: str
) -> None:
    arguments = (command, news, "--out", tmp_path / "out", "--no-memory")
    ended = faulty.run(*arguments, at="sentences", number=1, do="memory")
    if command == "run":
        in_one_line(ended, "0.txt: needs more memory than there is")
        assert [result.article.id for result in read_run(tmp_path / "out").results] == ["1.txt", "2.txt"]
    else:  # the window that failed is done again, an article at a time, and now there is memory
        assert ended.code == 0
    assert faulty.run(*arguments).code == 0
    assert len((tmp_path / "out" / RESULTS).read_bytes().splitlines()) == 3


@pytest.mark.parametrize(("command", "moment"), [("run", ("sentences", 1)), ("index", ("files", 2))])
def test_a_file_that_vanishes_costs_no_other(
    faulty: Faults, news: Path, tmp_path: Path, command: str, moment: tuple[str, int]
) -> None:
    """A run tells of it, as what it was asked for is not there; an index is of what is there."""
    out, gone = tmp_path / "out", news / "2.txt"
    arguments = (command, news, "--index" if command == "index" else "--out", out)
    ended = faulty.run(*arguments, at=moment[0], number=moment[1], do=f"remove {gone}")
    assert not gone.exists()
    if command == "run":
        in_one_line(ended, str(gone), "No such file")
        assert [result.article.id for result in read_run(out).results] == ["0.txt", "1.txt"]
    else:
        assert ended.code == 0
        assert set(indexed(out)) == {"0.txt", "1.txt"}
    write_news(news, "أولى ثانية ثالثة".split())
    assert faulty.run(*arguments).code == 0


def test_a_file_that_changes_is_taken_as_it_was_read(faulty: Faults, news: Path, tmp_path: Path) -> None:
    command = ("run", news, "--out", tmp_path / "out", "--no-memory")
    before = [(news / name).read_text("utf-8") for name in ("0.txt", "1.txt")]
    for name in ("0.txt", "1.txt"):
        assert faulty.run(*command, at="sentences", number=2, do=f"add {news / name}").code == 0
    results = read_run(tmp_path / "out").results
    texts = [result.article.text for result in results]
    assert texts[1] != before[1]  # it had not been read yet
    for result in results:
        assert all(result.article.slice(t.segment) for t in result.translations)
    assert texts == [(news / f"{n}.txt").read_text("utf-8") for n in range(3)]


def test_two_runs_on_one_folder_are_told_of_each_other(faulty: Faults, news: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with lock_output(out):
        ended = faulty.run("run", news, "--out", out, "--no-memory")
        in_one_line(ended, str(out), "another run is at work in this folder", "--out")
        assert ended.calls["sentences"] == 0
        assert tree(out) == {}
    assert faulty.run("run", news, "--out", out, "--no-memory").code == 0


def test_a_lock_is_gone_with_its_process(faulty: Faults, news: Path, tmp_path: Path) -> None:
    command = ("run", news, "--out", tmp_path / "out", "--no-memory")
    assert faulty.run(*command, at="sentences", number=1, do="kill").code == -signal.SIGKILL
    assert (tmp_path / "out" / STATE_FOLDER / "lock").exists()
    assert faulty.run(*command).code == 0


def test_a_state_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / STATE_FOLDER).write_text("a file in the way")
    with pytest.raises(OutputError, match=r"cannot be locked"), lock_output(tmp_path):
        pytest.fail("it was locked")


# ---- SQLite files


def test_a_damaged_library_is_moved_aside_with_a_note(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with StatementLibrary(path) as library:
        library.add(make_statement("The port will open.", Provenance("", None, "", "")))
    corrupt(path)
    damaged = path.read_bytes()
    with StatementLibrary(path) as library:
        assert "was damaged" in library.notes[0]
        assert library.add(make_statement("The port will open.", Provenance("", None, "", "")))
    assert (tmp_path / "library.sqlite.damaged-1").read_bytes() == damaged


def test_a_damaged_memory_costs_time_and_not_the_run(faulty: Faults, news: Path, tmp_path: Path) -> None:
    memory = tmp_path / "memory.sqlite"
    command = ("run", news, "--out", tmp_path / "out", "--memory", memory)
    first = faulty.run(*command)
    before = tree(tmp_path / "out")
    corrupt(memory)
    ended = faulty.run(*command)
    assert (ended.code, ended.calls["sentences"]) == (0, first.calls["sentences"])
    assert "was damaged" in ended.said
    assert tree(tmp_path / "out") == before


def test_a_damaged_log_is_refused_and_kept(tmp_path: Path) -> None:
    with Log(tmp_path) as log:
        add_decision(log)
    corrupt(tmp_path / LOG_FILE)
    damaged = (tmp_path / LOG_FILE).read_bytes()
    with pytest.raises(ReadError, match=rf"{LOG_FILE}.*damaged"):
        read_decisions(tmp_path)
    assert damaged in [path.read_bytes() for path in tmp_path.iterdir()]


def test_what_lies_beside_a_damaged_store_goes_with_it(tmp_path: Path) -> None:
    """A write-ahead log of the old file would be taken for the new one's; another process may still have it open."""
    path = tmp_path / "memory.sqlite"
    with Memory(path) as memory:
        opened = memory._store
    sides = ("-wal", "-shm", "-journal")  # the names of SQLite, not those that the program knows
    for side in sides:
        Path(f"{path}{side}").write_bytes(b"of the old file" + side.encode())
    opened._move_away()
    for side in sides:
        assert Path(f"{path}.damaged-1{side}").read_bytes() == b"of the old file" + side.encode()
    assert not list(tmp_path.glob("memory.sqlite-*"))


def test_a_decision_is_on_the_disk_before_anybody_is_told(tmp_path: Path) -> None:
    """`synchronous = FULL` (2) has SQLite wait for the disk at every commit; others may lose the last ones."""
    with Log(tmp_path) as log, log._store.reading() as connection:
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    with Memory(tmp_path / "memory.sqlite") as memory, memory._store.reading() as connection:
        assert connection.execute("PRAGMA synchronous").fetchone() == (1,)


@pytest.mark.parametrize("kind", ["memory", "library", "log"])
def test_a_lock_that_stays_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    path = tmp_path / LOG_FILE
    opens = {"memory": Memory, "library": StatementLibrary, "log": lambda _: Log(tmp_path)}[kind]
    opens(path).close()  # type: ignore[operator]
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.05)
    other = sqlite3.connect(path, isolation_level=None)
    try:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(OutputError, match=r"another program has kept the .* locked"):
            opens(path)  # type: ignore[operator]
    finally:
        other.close()
    opens(path).close()  # type: ignore[operator]


# ---- The clock


@pytest.mark.parametrize("jump", [-10 * 365 * 86400.0, 10 * 365 * 86400.0])
def test_results_do_not_depend_on_the_clock(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jump: float
) -> None:
    from fake_model import CountingWords, batch

    batch(tmp_path / "one", [news], CountingWords(), tmp_path / "one.sqlite")
    really = time.time
    monkeypatch.setattr(time, "time", lambda: really() + jump)
    for path in news.iterdir():
        os.utime(path, (max(0.0, really() + jump),) * 2)
    batch(tmp_path / "two", [news], CountingWords(), tmp_path / "two.sqlite")
    assert tree(tmp_path / "one") == tree(tmp_path / "two")
    assert batch(tmp_path / "one", [news], CountingWords(), tmp_path / "one.sqlite").kept == 3


def test_a_clock_that_jumps_back_deletes_no_conversion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b", "c", ".unfinished"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(conversion.time, "time", lambda: 0.0)
    conversion.discard_old(tmp_path, keep=1)
    assert len(list(tmp_path.iterdir())) == 4


# ---- The table


def test_every_row_of_the_table_names_a_test_that_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", RELIABILITY.read_text(encoding="utf-8"))
    assert len(named) >= 15
    for file, test in named:
        found = {
            n.name for n in ast.walk(ast.parse((ROOT / file).read_text("utf-8"))) if isinstance(n, ast.FunctionDef)
        }
        assert test in found, f"{file} has no {test}"
    own = {name for file, name in named if (ROOT / file).samefile(__file__)}
    here = {n for n in globals() if n.startswith("test_")} - {"test_every_row_of_the_table_names_a_test_that_is_there"}
    assert here == own
