"""Standard streams that are closed, full or of another encoding, terminals of no width, and text that would steer them."""

from __future__ import annotations

import ast
import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from commands import iqtibas
from places import ROOT
from rich.console import Console
from rich.progress import Task, TaskID
from rich.text import Text

from iqtibas.cli.console import say
from iqtibas.cli.streams import prepare_streams
from iqtibas.report.controls import ACTIVE, FSI, PDI, disarmed, disarmed_json
from iqtibas.report.terminal.progress import TimeLeft, batch_progress, duration, progress_bar, shown_name
from iqtibas.report.terminal.screen import Screen

ESCAPES = [
    "\x1b[31m",
    "\x1b]0;title\x07",
    "\x9b2J",
    "a\rb",
    "\x1b[2J\x1b[H",
    "\x08\x08",
    "\u202edesrever",
    "\x1bPq\x1b\\",
]


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "خبر.txt"
    path.write_text("أعلنت بلدية الميناء خطة للجسر.\n", encoding="utf-8")
    return path


def shell(line: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A line of sh in which `iqtibas` is the program. What standard output and error are is for the line to say."""
    own = {"IQTIBAS": f"{sys.executable} {ROOT / 'main.py'}", **environment}
    script = line.replace("iqtibas ", "$IQTIBAS ")
    return subprocess.run(
        ["sh", "-c", script], env=os.environ | own, capture_output=True, encoding="utf-8", check=False, timeout=120
    )


# ---- Streams


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("iqtibas align - --json - <&-", "standard input is closed"),
        ("iqtibas align {} --json - >&-", "standard output: cannot be written"),
        ("iqtibas models list >&-", "standard output: cannot be written"),
        ("iqtibas align {} >/dev/full", "standard output: cannot be written (no space left on device)"),
        ("iqtibas --version >/dev/full", "standard output: cannot be written (no space left on device)"),
        ("iqtibas --help >/dev/full", "standard output: cannot be written (no space left on device)"),
    ],
)
def test_streams_that_cannot_be_used_end_in_one_line(article: Path, line: str, said: str) -> None:
    if "/dev/full" in line and not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    ended = shell(line.replace("{}", f"'{article}'"))
    assert ended.returncode == 1, ended
    assert "Traceback" not in ended.stderr
    assert "Exception ignored" not in ended.stderr
    [failed] = [told for told in ended.stderr.splitlines() if told.startswith("failed")]
    assert said in failed


def test_nowhere_to_complain_is_still_an_exit_code(article: Path) -> None:
    for line in (
        "iqtibas align nope.txt 2>&-",
        "iqtibas align nope.txt >&- 2>&- <&-",
        "iqtibas align nope.txt 2>/dev/full",
    ):
        ended = shell(line)
        assert (ended.returncode, ended.stderr) == (1, ""), line


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-16", "cp437", "shift-jis"])
def test_streams_of_another_encoding_print(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding=encoding))
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.BytesIO(), encoding=encoding))
    prepare_streams()
    say("خبر \ud800 – one")
    Screen(width=80).print("خبر \u2068\ud800 – two")
    sys.stdout.flush()
    said = written.getvalue().decode("utf-8" if encoding == "ascii" else encoding)  # typer takes ASCII for a mistake
    assert "one" in said
    assert "two" in said


@pytest.mark.parametrize("columns", ["0", "1", "-5", "9" * 5_000, "²", "", "wide"])
def test_a_terminal_of_no_width_prints_all(monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("LINES", columns)
    told = iqtibas("--help").output
    assert "COLUMNS" not in os.environ
    assert "translate" in told
    assert max(map(len, told.splitlines())) >= 40


# ---- What acts on terminals


@pytest.mark.parametrize("escape", ESCAPES)
def test_nothing_that_is_printed_steers_the_terminal(escape: str) -> None:
    file = io.StringIO()
    screen = Screen(file=file, force_terminal=True, color_system=None, width=200, legacy_windows=False)
    screen.print(f"a{escape}b", markup=False)
    screen.print(Text(f"a{escape}b"))
    screen.print(f"{FSI}a{escape}b{PDI}", soft_wrap=True)
    with progress_bar(screen, quiet=False) as bar:
        bar.add_task(f"a{escape}b", total=3, rate=escape)
        bar.refresh()
    assert not [part for part in ESCAPES if part in file.getvalue() and part != "\x1b[2J\x1b[H"]
    assert disarmed(f"{FSI}{escape}{PDI}").strip(FSI + PDI) == disarmed(escape)
    assert json.loads(disarmed_json(json.dumps(escape, ensure_ascii=False))) == escape
    assert not ACTIVE.search(disarmed_json(escape))
    assert not ACTIVE.search(shown_name(f"{escape}\n{escape}"))


def on_terminal(arguments: Sequence[str], folder: Path) -> str:
    """What a command sends to a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), *arguments], stdout=theirs, stderr=theirs, stdin=theirs, cwd=folder,
        env=os.environ | {"TERM": "xterm", "COLUMNS": "200"},
    )  # fmt: skip
    os.close(theirs)
    said = b""
    try:
        while piece := os.read(ours, 65536):
            said += piece
    except OSError:  # the other side has closed
        pass
    process.wait(timeout=60)
    os.close(ours)
    return said.decode("utf-8", "replace")


def test_names_of_files_do_not_steer_a_terminal(tmp_path: Path) -> None:
    """The progress line, messages, usage errors and JSON, for real."""
    evil = "\x1b]0;owned\x07\x9b31m.txt"
    (tmp_path / evil).write_text("أعلنت بلدية الميناء خطة للجسر.\n", encoding="utf-8")
    (tmp_path / "bad\x1b]0;owned\x07.txt").write_bytes(b"%PDF-")
    ids = json.dumps({"id": "\x1b]0;owned\x07\x9b", "text": "أعلنت بلدية الميناء خطة."}, ensure_ascii=False)
    (tmp_path / "ids.jsonl").write_text(ids, encoding="utf-8")
    for arguments in (
        ("align", ".", "--json", "-"),
        ("align", "no\x1b]0;owned\x07.txt"),
        ("align", ".", "--no\x1b]0;owned\x07"),
        ("no\x1b]0;owned\x07",),
    ):
        said = on_terminal(arguments, tmp_path)
        assert "owned" in said
        assert "\x1b]0;owned" not in said
        assert "\x9b" not in said


def test_there_is_one_place_that_prints() -> None:
    """No command makes a console of its own, and none echoes past `say`."""
    for room in ("cli", "report", "review", "align", "translate", "models"):
        for path in sorted((ROOT / room).rglob("*.py")):
            called = {
                ast.unparse(n.func) for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)
            }
            allowed = {"cli/console.py": {"typer.echo"}, "cli/app.py": {"typer.echo"}, "cli/streams.py": {"print"}}
            assert not (called & {"print", "typer.echo", "Console", "rich.print"}) - allowed.get(
                path.relative_to(ROOT).as_posix(), set()
            ), path


# ---- Progress


def test_no_time_left_is_told_before_it_can_be_known() -> None:
    now = 0.0
    task = Task(TaskID(0), "", 192.0, 0.0, _get_time=lambda: now)
    task.start_time = 0.0
    for now, done, said in (  # noqa: B007 (the clock)
        (15.0, 0, ""),
        (4.9, 20, ""),
        (16.0, 20, "about 2 min 20 s left"),
        (60.0, 20, "about 8 min 40 s left"),
        (60.0, 191, "about 1 s left"),
        (7_200.0, 96, "about 2 h 00 min left"),
        (7_200.0, 192, ""),
    ):
        task.completed = done
        assert TimeLeft().render(task).plain == said
    assert duration(59.4) == "59 s"


def test_segments_are_counted_while_no_article_is_finished() -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=120)
    with batch_progress(console, 192) as progress:
        bar = progress._bar
        assert (bar.tasks[0].description, bar.tasks[0].fields["rate"]) == ("starting", "")
        progress.translated(40)
        assert bar.tasks[0].fields["rate"] == "40 segments"
        progress.finished("a\x1bb.txt")
        assert bar.tasks[0].description == "a[U+001B]b.txt"


def test_version_and_completion_are_offered() -> None:
    told = iqtibas("--help").output
    assert all(option in told for option in ("--version", "--install-completion", "--show-completion"))
