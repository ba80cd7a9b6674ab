"""Results that are there already: a slip, a hostile link or an id costs none of them. Force replaces, serve guards."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults import Ended, Faults, faults
from places import ROOT, python_path

from iqtibas.article import OutputError
from iqtibas.report import ARTICLES, RESULTS
from iqtibas.storage.lock import STATE_FOLDER, mark_served, refuse_served

Tree = dict[str, bytes]
SAID = "said.txt"
"""In the place of a file of statements."""
WORK = {
    "run": ("run", "--no-memory", "--out"),
    "translate": ("translate", "--no-memory", "--out"),
    "index": ("index", "--index"),
    "align": ("align", "--json"),
    "check": ("check", "--statements", SAID, "--out"),
}
SLIPS = ("nope.txt", "nope/", "n?pe*.txt", "nope/**/*.html", "", "nope.txt:1")


@pytest.fixture(scope="module")
def faulty(model_cache: Path) -> Iterator[Faults]:
    with faults() as opened:
        yield opened


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for at, word in enumerate("أولى ثانية".split()):
        (folder / f"{at}.txt").write_text(f"أعلنت بلدية الميناء خطة {word} للجسر.\n", encoding="utf-8")
    return folder


def all_of(folder: Path) -> Tree:
    """Every file below a folder but locks and journals, which an untouched folder may gain."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and STATE_FOLDER not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths if path.suffix != ".lock"}


def work(command: str, folder: Path) -> list[str]:
    """The command with its options; the last wants its place."""
    said = folder / SAID
    said.write_text("We will open the harbour bridge to all on Monday at noon.\n", encoding="utf-8")
    return [str(said) if option == SAID else option for option in WORK[command]]


def place(command: str, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder / "aligned.jsonl" if command == "align" else folder


def told(ended: Ended, *words: str) -> None:
    assert ended.code in (1, 2), ended.said
    assert "Traceback" not in ended.said
    line = next(line for line in ended.lines if words[0] in line)
    assert all(word in line for word in words), line


# ---- Slips


@pytest.mark.parametrize("command", WORK)
def test_a_slip_among_the_arguments_leaves_what_is_there(
    faulty: Faults, news: Path, tmp_path: Path, command: str
) -> None:
    verb, *options = work(command, tmp_path)
    out = place(command, tmp_path / "out")
    assert faulty.run(verb, news, *options, out).code == 0
    earlier = all_of(tmp_path / "out")
    assert earlier
    for slip in SLIPS if command == "run" else SLIPS[:3]:
        for arguments in ((tmp_path / slip if slip else slip,), (news / "0.txt", tmp_path / slip if slip else slip)):
            ended = faulty.run(verb, *arguments, *options, out)
            told(ended, "as it was", "--force")
            assert ended.calls["sentences"] == 0
            assert all_of(tmp_path / "out") == earlier
    forced = faulty.run(verb, news / "0.txt", tmp_path / "nope.txt", *options, out, "--force")
    assert forced.code == 1
    assert all_of(tmp_path / "out") != earlier or command == "index"


@pytest.mark.parametrize("command", WORK)
def test_no_readable_article_leaves_what_is_there(faulty: Faults, news: Path, tmp_path: Path, command: str) -> None:
    verb, *options = work(command, tmp_path)
    out = place(command, tmp_path / "out")
    assert faulty.run(verb, news, *options, out).code == 0
    earlier = all_of(tmp_path / "out")
    broken = tmp_path / "broken.txt"
    more = ["--rebuild"] if command == "index" else []
    for content in (b"", b"\0\1\2", b"%PDF-1.7", b"\x89PNG", b"PK\x03\x04", b" \n"):
        broken.write_bytes(content)
        told(faulty.run(verb, broken, *options, out, *more), "as it was", "--force")
        assert all_of(tmp_path / "out") == earlier


def test_a_stopped_run_leaves_the_earlier_one(faulty: Faults, news: Path, tmp_path: Path) -> None:
    command = ("run", news, "--no-memory", "--out", tmp_path / "out")
    assert faulty.run(*command).code == 0
    earlier = all_of(tmp_path / "out")
    ended = faulty.run(*command, at="sentences", number=2, do="term")
    assert ended.code == 128 + signal.SIGTERM
    assert "as it was" in ended.said
    assert all_of(tmp_path / "out") == earlier


def test_fresh_folders_take_what_there_is(faulty: Faults, news: Path, tmp_path: Path) -> None:
    ended = faulty.run("run", news, tmp_path / "nope.txt", "--no-memory", "--out", tmp_path / "out")
    told(ended, "nope.txt", "no such file")
    assert len((tmp_path / "out" / RESULTS).read_bytes().splitlines()) == 2


# ---- Served folders


@pytest.mark.parametrize("command", WORK)
def test_a_folder_that_is_served_is_guarded(faulty: Faults, news: Path, tmp_path: Path, command: str) -> None:
    verb, *options = work(command, tmp_path)
    out = place(command, tmp_path / "out")
    assert faulty.run(verb, news, *options, out).code == 0
    earlier = all_of(tmp_path / "out")
    (news / "0.txt").write_text("خبر آخر عن الميناء.\n", encoding="utf-8")
    with mark_served(tmp_path / "out"), mark_served(tmp_path / "out"):
        told(faulty.run(verb, news, *options, out), "is being served", "--force")
        assert all_of(tmp_path / "out") == earlier
        assert faulty.run(verb, news, *options, out, "--force").code == 0
    assert faulty.run(verb, news, *options, out).code == 0
    assert all_of(tmp_path / "out") != earlier


@pytest.mark.parametrize("command", ["run", "translate", "align", "check"])
def test_a_folder_that_begins_to_be_served_is_noticed(faulty: Faults, news: Path, tmp_path: Path, command: str) -> None:
    """The first call that changes what is on the disk comes after the arguments were found to be in order."""
    verb, *options = work(command, tmp_path)
    out = place(command, tmp_path / "out")
    assert faulty.run(verb, news, *options, out).code == 0
    earlier = all_of(tmp_path / "out")
    (news / "0.txt").write_text("خبر آخر عن الميناء.\n", encoding="utf-8")
    serve = {"at": "files", "number": 1, "do": f"serve {tmp_path / 'out'}"}
    told(faulty.run(verb, news, *options, out, **serve), "is being served", "--force")
    now = all_of(tmp_path / "out")
    about_all = [name for name in earlier if not name.endswith(".en.txt")]  # each article's own file is written at once
    assert about_all
    assert all(now[name] == earlier[name] for name in about_all)
    assert faulty.run(verb, news, *options, out, "--force", **serve).code == 0
    assert all_of(tmp_path / "out") != earlier


KILLED = """
import os, sys
from pathlib import Path
from iqtibas.storage.lock import mark_served
with mark_served(Path(sys.argv[1])):
    os.kill(os.getpid(), 9)
"""


def test_a_lock_that_a_killed_server_left_is_stale(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": python_path()}
    ended = subprocess.run([sys.executable, "-c", KILLED, tmp_path], env=environment, cwd=ROOT, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert (tmp_path / STATE_FOLDER / "served").is_file()
    refuse_served(tmp_path)
    with mark_served(tmp_path), pytest.raises(OutputError, match="is being served"):
        refuse_served(tmp_path)
    refuse_served(tmp_path)


# ---- Links


@pytest.mark.parametrize("command", ["run", "translate", "index"])
def test_no_link_in_an_output_folder_is_followed(faulty: Faults, news: Path, tmp_path: Path, command: str) -> None:
    """A link in the place of every file and folder that the command makes, to a file, a folder, or nothing."""
    verb, *options = work(command, tmp_path)
    assert faulty.run(verb, news, *options, tmp_path / "clean").code == 0
    places = [path.relative_to(tmp_path / "clean") for path in sorted((tmp_path / "clean").rglob("*"))]
    assert len(places) >= 5
    for number, name in enumerate(places):
        if "iqtibas-parts" in name.parts[:-1]:
            continue  # parts have random names until they are whole
        elsewhere, out = tmp_path / f"elsewhere{number}", tmp_path / f"out{number}"
        elsewhere.mkdir()
        (elsewhere / "parts").mkdir()
        for precious in ("precious.txt", "parts/precious.txt", ".0123456789abcdef.part", "articles-001.html"):
            (elsewhere / precious).write_text('<meta name="generator" content="Iqtibas">')
        before = all_of(elsewhere)
        for target in (elsewhere, elsewhere / "precious.txt", elsewhere / "made.txt"):
            link = out / name
            link.parent.mkdir(parents=True, exist_ok=True)
            link.unlink(missing_ok=True)
            link.symlink_to(target)
            ended = faulty.run(verb, news, *options, out)
            told(ended, "is a link", name.name)
            assert all_of(elsewhere) == before, name
            assert link.is_symlink()


# ---- Ids


def test_no_id_costs_the_batch_its_results(faulty: Faults, tmp_path: Path) -> None:
    ids = [
        "results.jsonl/x", ".iqtibas/turn/x", ".iqtibas/parts/x", ".iqtibas/journal.sqlite", "..", "/etc/x", "a" * 3_000,
        "Case", "case", "aux", "report.html/x", "a.en.txt/b", "a", "x" + "/y" * 700,
    ]  # fmt: skip
    lines = [json.dumps({"id": name, "text": f"أعلنت بلدية الميناء خطة {at} للجسر."}) for at, name in enumerate(ids)]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    for command in ("run", "translate"):
        out = tmp_path / command
        ended = faulty.run(command, tmp_path / "in.jsonl", "--no-memory", "--out", out)
        assert ended.code == 0, ended.said
        assert [json.loads(line)["id"] for line in (out / RESULTS).read_text("utf-8").splitlines()] == ids
    texts = [path for path in all_of(tmp_path / "translate") if path.endswith(".en.txt")]
    assert len({path.casefold() for path in texts}) == len(ids)
    assert faulty.run("export", tmp_path / "run", "--to", "docx,xliff").code == 0
    assert (tmp_path / "run" / ARTICLES).is_file()
