"""What all benches share: options, results with the facts of the run, time in turns."""

from __future__ import annotations

import argparse
import ast
import json
import sys
from pathlib import Path

import pytest
from places import ROOT

from bench import harness
from bench.data.sets import MissingDataError


def test_only_the_named_options_are_there_and_sets_is_another_word_for_eval(tmp_path: Path) -> None:
    parser = harness.command_line("What it does.", "json", "eval", "seed", seed=7)
    asked = parser.parse_args(["--sets", str(tmp_path)])
    assert vars(asked) == {"json": None, "eval": tmp_path, "seed": 7}
    with pytest.raises(SystemExit):
        parser.parse_args(["--write"])


def test_a_result_has_the_facts_of_its_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(harness, "commit", lambda: "abc")
    out = tmp_path / "new" / "r.json"
    words = ["x", "--only", "a", "--json", str(out), f"--json={out}", "--eval", str(tmp_path), str(ROOT / "samples")]
    monkeypatch.setattr(sys, "argv", words)
    harness.save(argparse.Namespace(json=out), {"share": 0.5})
    record = harness.read_record(out)
    assert record["results"] == {"share": 0.5}
    assert record["commit"] == "abc"
    assert record["command"].endswith(f" --only a --eval …/{tmp_path.name} samples")
    assert {"processor", "cores", "system", "python"} <= set(record["machine"])


def test_nothing_is_written_unless_asked_and_a_hyphen_is_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(harness, "commit", lambda: "")
    harness.finish(argparse.Namespace(json=None), {"a": 1})
    assert json.loads(capsys.readouterr().out) == {"a": 1}
    harness.save(argparse.Namespace(json=Path("-")), {"a": 1})
    assert json.loads(capsys.readouterr().out)["results"] == {"a": 1}


def test_what_a_person_can_mend_ends_in_one_line() -> None:
    def main() -> None:
        raise MissingDataError("eval/flores-dev.ar", "is not there", "fetch it")

    with pytest.raises(SystemExit, match=r"^eval/flores-dev\.ar: is not there; fetch it$"):
        harness.run_main(main)


def test_ways_take_turns_and_are_compared_round_by_round() -> None:
    order: list[str] = []
    took = harness.in_turns({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, 3)
    assert order == ["a", "b"] * 3
    assert [*map(len, took.values())] == [3, 3]
    assert harness.ratio_of_pairs([2.0, 6.0, 5.0], [1.0, 2.0, 5.0]) == 2.0
    assert harness.median_seconds(lambda: None, 3) >= 0
    assert harness.timed(lambda: "made")[0] == "made"


def test_progress_is_told_on_the_error_stream(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(harness.progress(range(5), "set", every=2)) == [0, 1, 2, 3, 4]
    assert capsys.readouterr().err == "set: 2 of 5\nset: 4 of 5\n"


@pytest.mark.parametrize("path", sorted((ROOT / "bench").rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_benches_have_one_harness_and_leave_the_path_alone(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "sys.path" not in text
    if path.name not in ("harness.py", "settings.py"):  # those of a training run are its fields
        assert "ArgumentParser(" not in text
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Attribute)]
    if path.name not in ("harness.py", "sets.py"):
        assert not any(node.attr == "splitlines" and "eval" in ast.unparse(node) for node in calls)
