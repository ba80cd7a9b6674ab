"""The batch runner: what is finished is left alone, any end can be resumed, parts make the whole, memory stays flat."""

from __future__ import annotations

import io
import json
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from fake_model import CountingWords, Watcher, batch, run_info, translator_with
from places import ROOT, SUPPORT
from rich.console import Console

from iqtibas.article import Article, DefectError, OutputError, ReadError, UsageError, read_articles
from iqtibas.article.input.plain import article_from_text
from iqtibas.cli import batch as batch_outputs
from iqtibas.cli.batch import translate_into
from iqtibas.models import Options
from iqtibas.models.engine import Decoded
from iqtibas.report.exchange import formats as formats_module
from iqtibas.report.exchange.formats import FORMATS
from iqtibas.report.terminal.progress import batch_progress
from iqtibas.storage import write as writing
from iqtibas.storage.lock import STATE_FOLDER
from iqtibas.translate import Journal, Memory, Pair, Shard, count_articles, parse_shard, setting_digest
from iqtibas.translate import batch as batch_module

NAMES, VERBS = "ليلى هادي ميرا سالم نورة".split(), "زار رسم باع أصلح وصف".split()
THINGS = "الجسر الكتاب البيت القارب الطريق المصباح الحديقة".split()


def write_articles(folder: Path, number: int, seed: int = 0) -> Path:
    """Short invented articles; most sentences are in several of them."""
    drawn = random.Random(seed)
    folder.mkdir(exist_ok=True)
    for index in range(number):
        sentences = [
            f"{drawn.choice(VERBS)} {drawn.choice(NAMES)} {drawn.choice(THINGS)} رقم {drawn.randrange(40)}."
            for _ in range(drawn.randint(1, 6))
        ]
        (folder / f"{index:03}.txt").write_text(" ".join(sentences) + "\n", encoding="utf-8")
    return folder


def outputs(out: Path) -> dict[str, bytes]:
    """All files but the journal's own, by their names."""
    files = (path for path in sorted(out.rglob("*")) if path.is_file())
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in files if p.relative_to(out).parts[0] != STATE_FOLDER}


def ids(out: Path) -> list[str]:
    return [json.loads(line)["id"] for line in (out / "results.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_articles(tmp_path / "in", 30)


# -- one run


def test_articles_share_one_plan_and_results_keep_their_order(folder: Path, tmp_path: Path) -> None:
    engine = CountingWords()
    outcome = batch(tmp_path / "out", [folder], engine)
    assert (outcome.done, outcome.kept, outcome.failures, outcome.stopped) == (30, 0, [], 0)
    assert engine.calls == 1
    assert len(engine.asked) == len(set(engine.asked)) < outcome.segments
    assert ids(tmp_path / "out") == [f"{n:03}.txt" for n in range(30)]
    assert len(outputs(tmp_path / "out")) == 31


def test_windows_change_nothing_but_the_plan(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    batch(tmp_path / "one", [folder], CountingWords(), formats=tuple(FORMATS))
    for name, value in (("WINDOW_SEGMENTS", 5), ("WINDOW_CHARACTERS", 100)):
        monkeypatch.setattr(batch_module, name, value)
        engine = CountingWords()
        batch(tmp_path / name, [folder], engine, formats=tuple(FORMATS))
        assert engine.calls > 5
        assert outputs(tmp_path / name) == outputs(tmp_path / "one")


def test_what_cannot_be_read_is_a_failure_of_its_own(folder: Path, tmp_path: Path) -> None:
    (folder / "005.txt").write_bytes(b"\x00\x01\x02")
    (folder / "010.jsonl").write_text('{"id": "a", "text": "خبر قصير."}\n{"no": "text"}\n', encoding="utf-8")
    outcome = batch(tmp_path / "out", [folder, tmp_path / "absent.txt"], CountingWords())
    assert [type(error) for error in outcome.failures] == [ReadError] * 3
    assert [error.where.rpartition("/")[2] for error in outcome.failures] == ["005.txt", "010.jsonl:2", "absent.txt"]
    assert all(error.__traceback__ is None and error.__context__ is None for error in outcome.failures)
    assert outcome.done == len(ids(tmp_path / "out")) == 30


def test_what_cannot_be_written_is_a_failure_of_its_own(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = writing.write_atomically

    def full(path: Path, *rest: Any, **more: Any) -> None:
        if path.name.startswith("007"):
            raise OutputError(str(path), "cannot be written: no space left on device")
        write(path, *rest, **more)

    monkeypatch.setattr(formats_module, "write_atomically", full)
    outcome = batch(tmp_path / "out", [folder], CountingWords())
    assert (outcome.done, len(outcome.failures)) == (29, 1)
    monkeypatch.undo()
    assert batch(tmp_path / "out", [folder], CountingWords()).done == 1


def test_a_defect_costs_the_article_that_it_shows_in(tmp_path: Path) -> None:
    class Defective(CountingWords):
        def translate(self, sources: Sequence[Sequence[str]], options: Options) -> Iterator[tuple[int, Decoded]]:
            if any("سبعة" in source for source in sources):
                raise ZeroDivisionError
            return super().translate(sources, options)

    @contextmanager
    def protect(name: str) -> Iterator[None]:
        try:
            yield
        except ZeroDivisionError as error:
            raise DefectError(name, "a defect") from error

    texts = {"a": "خبر أول.", "b": "خبر سبعة هنا.", "c": "خبر أخير."}
    articles = [article_from_text(text, id=name, source=name, sha256=name) for name, text in texts.items()]
    translator = translator_with(Defective())
    outcome, _ = translate_into(
        tmp_path / "out", articles, translator, run_info(translator), ("text",), Watcher(), isolate=protect
    )
    assert (outcome.done, [error.where for error in outcome.failures]) == (2, ["b"])
    assert ids(tmp_path / "out") == ["a", "c"]


def test_progress_hears_of_every_article_and_segment(folder: Path, tmp_path: Path) -> None:
    (folder / "005.txt").write_bytes(b"\x00")
    watcher, translator = Watcher(), translator_with(CountingWords())
    outcome, notes = translate_into(
        tmp_path / "out", read_articles([str(folder)]), translator, run_info(translator), ("text",), watcher
    )
    assert len(watcher.names) == count_articles([str(folder)]) == 30
    assert watcher.segments == outcome.segments
    assert notes == ()


def test_the_terminal_shows_rate_and_time_left_and_nothing_when_piped() -> None:
    told = {}
    for terminal in (True, False):
        moments = iter(range(0, 10_000, 3))  # seconds
        console = Console(file=io.StringIO(), force_terminal=terminal, width=160, get_time=lambda m=moments: next(m))
        with batch_progress(console, 3) as progress:
            progress.translated(1000)  # with what loads once: no part of the rate
            progress.finished("a/\x1b[31mred.txt")
            progress.translated(2)
        told[terminal] = console.file.getvalue()  # type: ignore[attr-defined]
    assert re.search(r"1002 segments, 0\.\d segments/s", told[True])
    assert re.search(r"about \d+ s|about \d+ min", told[True])
    assert "1/3" in told[True]
    assert "[U+001B]" in told[True]
    assert told[False] == ""


def test_articles_are_counted_before_they_are_read(folder: Path, tmp_path: Path) -> None:
    lines = tmp_path / "more.jsonl"
    lines.write_text('{"text": "خبر"}\n' * 7, encoding="utf-8")
    assert count_articles([str(folder), str(lines), str(tmp_path / "absent")]) == 38


# -- again


def test_a_rerun_does_nothing(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    batch(out, [folder], CountingWords(), formats=tuple(FORMATS))
    before, times = outputs(out), {p: p.stat().st_mtime_ns for p in out.glob("*.*.*")}
    engine = CountingWords()
    outcome = batch(out, [folder], engine, formats=tuple(FORMATS))
    assert (outcome.done, outcome.kept, outcome.segments, engine.calls) == (0, 30, 0, 0)
    assert outputs(out) == before
    assert {p: p.stat().st_mtime_ns for p in out.glob("*.*.*")} == times


def test_only_what_changed_is_done_again(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    batch(out, [folder], CountingWords())
    (folder / "003.txt").write_text("خبر جديد تماما.\n", encoding="utf-8")
    (folder / "004.txt").unlink()
    (folder / "aa.txt").write_text("خبر مضاف.\n", encoding="utf-8")
    (out / "006.txt.en.txt").unlink()
    (out / "007.txt.en.txt").write_bytes(b"")
    (out / "008.txt.en.txt").write_bytes(b"edited")
    engine = CountingWords()
    outcome = batch(out, [folder], engine)
    assert (outcome.done, outcome.kept) == (4, 26)
    assert "خبر جديد تماما." in engine.asked
    assert ids(out) == [f"{n:03}.txt" for n in range(30) if n != 4] + ["aa.txt"]
    assert (out / "006.txt.en.txt").is_file()
    assert (out / "007.txt.en.txt").read_bytes() != b""
    assert (out / "008.txt.en.txt").read_bytes() == b"edited"


def test_another_setting_does_all_again(folder: Path, tmp_path: Path) -> None:
    out, memory = tmp_path / "out", tmp_path / "memory.sqlite"
    batch(out, [folder], CountingWords(), memory)
    assert batch(out, [folder], CountingWords(), memory, formats=("text", "tmx")).done == 30
    with Memory(memory) as opened:
        opened.accept([Pair((folder / "000.txt").read_text(encoding="utf-8").split(".")[0] + ".", "Accepted.")])
    engine = CountingWords()
    assert batch(out, [folder], engine, memory, formats=("text", "tmx")).done == 30
    assert engine.asked == []
    assert "Accepted." in (out / "000.txt.en.txt").read_text(encoding="utf-8")


def test_a_damaged_journal_costs_a_rerun_and_not_the_run(folder: Path, tmp_path: Path) -> None:
    out, memory = tmp_path / "out", tmp_path / "memory.sqlite"
    batch(out, [folder], CountingWords(), memory)
    before = outputs(out)
    (out / STATE_FOLDER / "journal.sqlite").write_bytes(b"\xff" * 5000)
    engine = CountingWords()
    assert batch(out, [folder], engine, memory).done == 30
    assert engine.asked == []
    assert outputs(out) == before


def test_unfinished_files_are_cleared_by_who_is_alone(tmp_path: Path) -> None:
    with Journal(tmp_path, "s") as first:
        left = first.staging / ".0123.part"
        left.write_bytes(b"half")
        with Journal(tmp_path, "s"):
            assert left.exists()
    with Journal(tmp_path, "s"):
        assert not left.exists()


def test_settings_differ_by_any_part() -> None:
    assert setting_digest({"a": 1, "b": "x"}) == setting_digest({"b": "x", "a": 1})
    assert len({setting_digest({"a": a, "b": b}) for a in (1, 2) for b in ("x", "y")}) == 4


# -- in parts


@pytest.mark.parametrize("together", [False, True], ids=["one folder", "folders of their own"])
def test_shards_make_exactly_the_whole(folder: Path, tmp_path: Path, together: bool) -> None:
    (folder / "005.txt").write_bytes(b"\x00")
    batch(tmp_path / "whole", [folder], CountingWords(), formats=tuple(FORMATS))
    failures, lines = 0, list[bytes]()
    united: dict[str, bytes] = {}
    for part in (3, 1, 2):
        out = tmp_path / (f"out{part}" if together else "out")
        outcome = batch(out, [folder], CountingWords(), formats=tuple(FORMATS), shard=f"{part}/3")
        assert outcome.kept == 0
        assert outcome.done > 3
        failures += len(outcome.failures)
        united |= outputs(out)
        lines += (out / "results.jsonl").read_bytes().splitlines(keepends=True) if together else []
    whole = outputs(tmp_path / "whole")
    assert failures == 1
    if together:
        lines.sort(key=lambda line: str(json.loads(line)["id"]))
        assert b"".join(lines) == whole.pop("results.jsonl")
        united.pop("results.jsonl")
    assert united == whole


def test_every_name_is_in_one_shard_whatever_the_others() -> None:
    names = [f"خبر {n}" for n in range(200)]
    for count in (1, 2, 7):
        held = [[shard for shard in range(count) if Shard(shard, count).holds(name)] for name in names]
        assert all(len(shards) == 1 for shards in held)
        assert len({shards[0] for shards in held}) == count


def test_shards_are_written_as_part_of_whole() -> None:
    assert (parse_shard(""), parse_shard("2/8")) == (Shard(0, 1), Shard(1, 8))
    for wrong in ("0/3", "4/3", "3", "1/0", "a/b", "-1/3", "1/3/5", "١/٣"):
        with pytest.raises(UsageError):
            parse_shard(wrong)


# -- stopped


def job(tmp_path: Path, folder: Path, name: str, **more: object) -> Path:
    """A job file for `fake_model.py`."""
    told: dict[str, object] = {
        "out": str(tmp_path / name),
        "inputs": [str(folder)],
        "memory": str(tmp_path / f"{name}.sqlite"),
        "log": str(tmp_path / f"{name}.log"),
        "formats": list(FORMATS),
        "pause": 0.004,
        "window": 512,
        **more,
    }
    path = tmp_path / f"{name}-{len(more)}{more.get('shard', '')}.json".replace("/", "of")
    path.write_text(json.dumps(told), encoding="utf-8")
    return path


def started(path: Path) -> subprocess.Popen[str]:
    """A batch in a process of its own that has begun to work."""
    command = [sys.executable, str(SUPPORT / "fake_model.py"), str(path)]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        # A shell that runs the tests in the background has them, and their children, ignore Ctrl-C.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def finished(process: subprocess.Popen[str]) -> list[int]:
    """How a batch ended: the signal, articles done, articles kept."""
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return [int(word) for word in said.split()]


def journaled(out: Path) -> Mapping[str, Sequence[Any]]:
    """Files of finished articles with inode and time: neither changes unless they are written again."""
    if not (path := out / STATE_FOLDER / "journal.sqlite").exists():
        return {}
    journal = sqlite3.connect(path)
    try:
        names = [name for (files,) in journal.execute("SELECT files FROM finished") for name in json.loads(files)]
    except sqlite3.OperationalError:  # killed before there was a table
        names = []
    finally:
        journal.close()
    return {name: ((s := (out / name).stat()).st_ino, s.st_mtime_ns) for name in names}


def test_kill_nine_at_random_moments_changes_no_byte_and_redoes_no_finished_work(tmp_path: Path) -> None:
    kills, drawn = 5, random.Random(1709)
    folder = write_articles(tmp_path / "in", 60)
    engine = CountingWords()
    batch(tmp_path / "whole", [folder], engine, tmp_path / "whole.sqlite", tuple(FORMATS))
    whole, out = outputs(tmp_path / "whole"), tmp_path / "out"
    finished_before: Mapping[str, Sequence[Any]] = {}
    path = job(tmp_path, folder, "out", pause=0.01, window=20)
    killed = 0
    for _ in range(kills):
        process = started(path)
        time.sleep(drawn.uniform(0.0, 0.35))
        process.kill()
        process.communicate()
        killed += process.returncode == -signal.SIGKILL
        now = outputs(out) if out.exists() else {}
        assert {name: whole[name] for name in now} == now
        finished_now = journaled(out)
        assert finished_before.items() <= finished_now.items()
        finished_before = finished_now
    assert killed >= 3
    _, done, kept = finished(started(path))
    assert (done + kept, outputs(out)) == (60, whole)
    assert finished_before.items() <= journaled(out).items()
    assert not list(out.rglob("*.part"))
    asked = (tmp_path / "out.log").read_text(encoding="utf-8").splitlines()
    assert set(asked) == set(engine.asked)
    assert len(asked) - len(set(asked)) <= killed  # each may have lost the one that it was about to remember


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_end_a_batch_that_the_next_run_completes(tmp_path: Path, number: signal.Signals) -> None:
    folder = write_articles(tmp_path / "in", 20)
    batch(tmp_path / "whole", [folder], CountingWords(), formats=tuple(FORMATS))
    process = started(job(tmp_path, folder, "out", pause=0.1))
    log = tmp_path / "out.log"
    while not log.exists():
        time.sleep(0.01)
    process.send_signal(number)
    stopped, done, _ = finished(process)
    assert (stopped, done) == (number, 0)
    assert (tmp_path / "out" / "results.jsonl").read_bytes() == b""
    assert batch(tmp_path / "out", [folder], CountingWords(), tmp_path / "out.sqlite", tuple(FORMATS)).done == 20
    assert outputs(tmp_path / "out") == outputs(tmp_path / "whole")


def test_shards_may_run_at_the_same_time_in_one_folder_with_one_memory(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "in", 40)
    batch(tmp_path / "whole", [folder], CountingWords(), formats=tuple(FORMATS))
    processes = [started(job(tmp_path, folder, "out", shard=f"{part}/2")) for part in (1, 2)]
    assert sum(done for _, done, _ in map(finished, processes)) == 40
    assert outputs(tmp_path / "out") == outputs(tmp_path / "whole")


def test_a_batch_outside_the_main_thread_hears_no_signals_and_works(folder: Path, tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(batch, tmp_path / "out", [folder], CountingWords()).result().done == 30


def test_the_runs_passing_notes_stay_out_of_the_files(tmp_path: Path) -> None:
    from dataclasses import replace

    article: Article = article_from_text("خبر قصير.", id="a", source="a", sha256="00")
    for name, note in (("one", "It was pulled."), ("two", "It is the best here.")):
        translator = translator_with(CountingWords())
        run = run_info(translator)
        assert run.model is not None
        noted = replace(run, model=replace(run.model, note=note))
        translate_into(tmp_path / name, [article], translator, noted, tuple(FORMATS), Watcher())
    assert outputs(tmp_path / "one") == outputs(tmp_path / "two")
    assert batch_outputs.RESULTS in outputs(tmp_path / "one")
