"""The table of what `ablate.py` measured: python -m bench.train.compared FOLDER

Markdown, one table for arms that began with the starter and one for those that began with nothing, in the order of
arms.py. A figure is bold where it lies further outside the range of the baseline's seeds than that range is wide. That
is a hint and no test: of changes that change nothing, a third would be bold in a column with two seeds (Student's t).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.train.arms import ARMS, BASELINE, FRESH, STARTED

Record = dict[str, object]

LINES = "arms.jsonl"
COLUMNS = ("dev_nll", "BLEU", "chrF2++", "names", "copies")
LOWER_IS_BETTER = ("dev_nll",)
# Of 100 things none may come out by chance where 3 would in the long run: the rule of three.
LEAST_SPREAD = {"copies": 3.0}


def table(records: Sequence[Record], start: str) -> str:
    """Markdown, in the order of ARMS. Bold: further outside the baseline seeds' range than that range is wide."""
    told = {arm.name: arm.told for arm in ARMS}
    rows = {record["arm"]: record for record in records if record["start"] == start}
    seeds = [row for name, row in rows.items() if str(name).startswith(BASELINE)]
    lines = [f"| | updates | pieces | nats | {' | '.join(COLUMNS[1:])} |", "|---|---|---|---|---|---|---|---|"]
    for name in (name for name in told if name in rows):
        lines.append(_row(told[name], rows[name], rows[name], seeds))
        if "last" in rows[name]:
            lines.append(_row("– the same, not averaged", rows[name], rows[name]["last"], seeds))
    return "\n".join(lines)


def _row(told: str, record: Record, scores: Record, seeds: Sequence[Record]) -> str:
    cells = [_cell(column, scores, seeds) for column in COLUMNS]
    return f"| {told} | {record['updates']} | {int(str(record['pieces'])) // 1000}k | {' | '.join(cells)} |"


def _cell(column: str, scores: Record, seeds: Sequence[Record]) -> str:
    value, others = _figure(scores, column), [_figure(row, column) for row in seeds]
    shown = f"{value:.3f}" if column == "dev_nll" else f"{value:.1f}"
    if len(others) < 2:
        return shown
    spread = max(max(others) - min(others), LEAST_SPREAD.get(column, 0.0))
    if min(others) - spread <= value <= max(others) + spread:
        return shown
    better = (value > max(others)) != (column in LOWER_IS_BETTER)
    return f"**{shown}** {'better' if better else 'worse'}"


def _figure(record: Record, column: str) -> float:
    value = record[column]
    return float(value[0] if isinstance(value, list) else str(value))


def read_records(file: Path) -> list[Record]:
    """The lines of the arms that were run; none where there is no file yet."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []


def tables(records: Sequence[Record]) -> str:
    """Both tables."""
    return f"{table(records, STARTED)}\n\n{table(records, FRESH)}"


if __name__ == "__main__":
    print(tables(read_records(Path(sys.argv[1]) / LINES)))
