"""What decisions teach: the confidence that is fitted to them, written, read back and refused."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from decisions import ACCEPT, REJECT, decide, item_of, workspace_of
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import port_result
from served import invented_run

from iqtibas.article import ReadError, Segment, UsageError
from iqtibas.report import ArticleResult
from iqtibas.review import (
    Change,
    calibration_json,
    read_calibration,
    read_decisions,
    recalibrate,
)
from iqtibas.review.calibration import Outcome, fit, outcomes, refitted
from iqtibas.review.workspace import Workspace


def overconfident(n: int) -> list[Outcome]:
    """Outcomes of a run that is right in 60 of 100 cases where it says 90, and in 30 where it says 70."""
    draw = random.Random(11)
    sure = [draw.choice([0.7, 0.9]) for _ in range(n)]
    return [Outcome(f"a{i % 37}", p, draw.random() < (0.6 if p > 0.8 else 0.3)) for i, p in enumerate(sure)]


def test_a_fit_says_what_was_seen() -> None:
    slope, intercept = fit(overconfident(4000))
    assert refitted(0.9, slope, intercept) == pytest.approx(0.6, abs=0.04)
    assert refitted(0.7, slope, intercept) == pytest.approx(0.3, abs=0.04)


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=2, max_size=60))
def test_a_fit_is_finite_whatever_was_seen(seen: list[tuple[float, bool]]) -> None:
    slope, intercept = fit([Outcome("a", p, right) for p, right in [*seen, (0.5, True), (0.5, False)]])
    assert math.isfinite(slope)
    assert math.isfinite(intercept)
    assert 0 <= refitted(0.0, slope, intercept) <= 1
    assert 0 <= refitted(1.0, slope, intercept) <= 1


def long_review(folder: Path, wrong: Callable[[int], bool], n: int = 60) -> list[ArticleResult]:
    """A reviewed run: of n altered statements those are rejected that `wrong` picks."""
    results = invented_run(n)
    with workspace_of(folder, *results) as workspace:
        items = [item for item in workspace.items if workspace.own(item)[1].verdict.label == "altered"]
        for at, item in enumerate(items[:n]):
            decide(workspace, item, REJECT if wrong(at) else ACCEPT)
    return results


def test_a_calibration_is_written_with_where_it_comes_from_and_read_back(tmp_path: Path) -> None:
    results = long_review(tmp_path, lambda at: at % 2 == 0)
    fitted = recalibrate(results, read_decisions(tmp_path), "0.1.0")
    assert (fitted.decided, fitted.right, fitted.reviewers, fitted.last) == (60, 30, ("Mira",), 60)
    assert fitted.brier_after < fitted.brier_before
    assert fitted.confidence(results[0].alignments[0]) == pytest.approx(0.5, abs=0.05)
    file = tmp_path / "calibration.json"
    file.write_text(calibration_json(fitted))
    assert read_calibration(file, "0.1.0") == fitted
    with pytest.raises(ReadError, match="fitted on a run of version"):
        read_calibration(file, "0.2.0")
    with Workspace(tmp_path, results, fitted.confidence) as workspace:
        assert [item.confidence for item in workspace.items] == sorted(item.confidence for item in workspace.items)


@pytest.mark.parametrize(("wrong", "n"), [(lambda at: at < 5, 60), (lambda at: at % 2 == 0, 30)])
def test_too_few_decisions_of_a_kind_fit_nothing(tmp_path: Path, wrong: Callable[[int], bool], n: int) -> None:
    results = long_review(tmp_path, wrong, n)
    with pytest.raises(UsageError, match="a fit needs 20 of each"):
        recalibrate(results, read_decisions(tmp_path), "0.1.0")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"kind": "x", "schema": 1}', '{"kind": 1', "\x00"])
def test_what_is_no_calibration_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "c.json").write_text(text)
    with pytest.raises(ReadError, match="no calibration"):
        read_calibration(tmp_path / "c.json", "")
    with pytest.raises(ReadError, match="cannot be read"):
        read_calibration(tmp_path / "none.json", "")


def test_a_rendering_moved_a_little_was_found_all_the_same(tmp_path: Path) -> None:
    result = port_result()
    own = result.alignments[1].rendering
    assert own is not None
    with workspace_of(tmp_path, result) as workspace:
        item = item_of(workspace, "faithful")
        decide(workspace, item, Change("link", (Segment(own.start, own.end - 2),)))
        decide(workspace, item, ACCEPT)
        assert [outcome.right for outcome in outcomes([result], read_decisions(tmp_path))] == [True]
        decide(workspace, item, Change("link", (Segment(own.start, own.start + 10),)))
        decide(workspace, item, ACCEPT)
        assert [outcome.right for outcome in outcomes([result], read_decisions(tmp_path))] == [False]
