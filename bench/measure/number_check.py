"""Measure the number check: false alarms on clean pairs, recall on changed numbers, and the time it takes.

usage: python -m bench.measure.number_check [--eval ../shared/eval] [--json OUT] [--show N]

Clean pairs are professional translations, so that every finding counts as a false alarm (some are real
slips of the translator: --show prints them). Recall is measured on QuoteBench's altered numbers with gold
spans, and on the clean pairs with one number of the English changed (a digit, or a number word; seeded). The
precision of each shape of finding, from the changed pairs and the same pairs unchanged, is what the
severities in align/ledger/severity.py stand on; those of what differs in words (units, bounds, rates, weekdays, words
for how many) are measured on the natural sets, ours (bench/data/natural) and those of --eval, where "number" is a kind
of change. There a rendering counts as accused or told only by findings that decide alone.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.data.sets import PARALLEL, QUOTEBENCH, holds_pairs, read_articles, read_pairs, read_parallel
from bench.harness import command_line, run_main, save
from bench.measure.scoring import gold_text
from iqtibas.align.ledger.numbers.check import find_mismatches
from iqtibas.align.ledger.severity import DECISION_THRESHOLD
from iqtibas.align.model import Finding
from iqtibas.align.reasons import Reason
from iqtibas.article.quantities.arabic import arabic_values
from iqtibas.article.quantities.english import english_values
from iqtibas.article.quantities.english_numerals import SMALL, TENS
from iqtibas.report.wording import sentence

SEED = 13
SHAPES = ("paired", "English only", "Arabic only", "in words")
OURS = Path(__file__).parents[1] / "data" / "natural"
# One and two are not demanded (pronouns, duals), so a change is made to larger words only.
SWAPPED_WORDS = [word for word, value in (SMALL | TENS).items() if value > 2]
WORD = re.compile(r"\b(?:" + "|".join(SWAPPED_WORDS) + r")\b")
FIGURE = re.compile(r"(?<![\w.,@#])\d[\d,.]*\d|(?<![\w.,@#])\d(?!\w)")


@dataclass(frozen=True)
class Pair:
    """A statement and its rendering."""

    english: str
    arabic: str

    def findings(self) -> list[Finding]:
        """What the check says of the pair."""
        return find_mismatches(self.english, self.arabic)

    def has_number(self) -> bool:
        """Whether either side holds a number that the other must account for."""
        found = english_values(self.english) + arabic_values(self.arabic)
        return any(not quantity.soft for quantity in found)


def clean_pairs(folder: Path, name: str) -> list[Pair]:
    """The pairs of two files of one sentence a line."""
    return [Pair(pair.english, pair.arabic) for pair in read_parallel(folder, name) if pair.english and pair.arabic]


def changed(pair: Pair, chance: random.Random) -> Pair | None:
    """The pair with the first or last digit of one figure changed, or else one number word swapped."""
    figures = list(FIGURE.finditer(pair.english))
    if figures:
        found = chance.choice(figures)
        digits = [i for i, char in enumerate(found.group()) if char.isdigit()]
        at = found.start() + chance.choice([digits[0], digits[-1]])
        new = chance.choice([digit for digit in "123456789" if digit != pair.english[at]])
        return Pair(pair.english[:at] + new + pair.english[at + 1 :], pair.arabic)
    spelled = list(WORD.finditer(pair.english))
    if not spelled:
        return None
    found = chance.choice(spelled)
    new = chance.choice([word for word in SWAPPED_WORDS if word != found.group()])
    return Pair(pair.english[: found.start()] + new + pair.english[found.end() :], pair.arabic)


def quotebench(path: Path) -> Iterator[tuple[str, list[Finding], str]]:
    """The label ("number", "faithful", …), findings and statement of every embed that has a rendering."""
    for row in read_articles(path):
        for tweet in row["tweets"]:
            if tweet["rendering"] is None:
                continue
            found = find_mismatches(tweet["english"], row["text"][slice(*tweet["rendering"])])
            yield tweet["kind"] or tweet["verdict"], found, tweet["english"]


def shape(finding: Finding) -> str:
    """Which sides a finding points at, and whether it is one of words."""
    if finding.reason is Reason.QUANTITY_DIFFERS:
        return "in words"
    if finding.english and finding.arabic:
        return "paired"
    return "English only" if finding.english else "Arabic only"


def measure_clean(pairs: list[Pair], show: int) -> dict[str, float]:
    """False alarms and time on unchanged pairs."""
    started = time.perf_counter()
    found = [pair.findings() for pair in pairs]
    seconds = time.perf_counter() - started
    for pair, findings in [(p, f) for p, f in zip(pairs, found, strict=True) if f][:show]:
        print(f"\n{pair.english}\n{pair.arabic}\n  {[sentence(finding) for finding in findings]}")
    accused = sum(map(bool, found))
    numbered = sum(pair.has_number() for pair in pairs)
    return {
        "pairs": len(pairs),
        "pairs with a number": numbered,
        "false alarms": accused,
        "share of pairs": accused / len(pairs),
        "share of pairs with a number": accused / numbered,
        "ms per pair": 1000 * seconds / len(pairs),
    }


def measure_changed(pairs: list[Pair], show: int) -> dict[str, float]:
    """Recall on pairs with a changed number, and how often each shape of finding is right there."""
    chance = random.Random(SEED)
    both = [(pair, new) for pair in pairs if (new := changed(pair, chance))]
    missed = [new for _, new in both if not new.findings()]
    for pair in missed[:show]:
        print(f"\nMISSED {pair.english}\n{pair.arabic}")
    result = {"changed pairs": len(both), "recall": 1 - len(missed) / len(both)}
    right = [shape(finding) for _, new in both for finding in new.findings()]
    wrong = [shape(finding) for old, _ in both for finding in old.findings()]
    for name in SHAPES:
        result[f"precision, {name}"] = right.count(name) / max(1, right.count(name) + wrong.count(name))
    return result


def measure_quotebench(path: Path, show: int) -> dict[str, float]:
    """Share of altered numbers that are found, and of faithful renderings that are accused."""
    rows = list(quotebench(path))
    result: dict[str, float] = {}
    for label, wanted in (("number", True), ("faithful", False)):
        chosen = [(found, said) for kind, found, said in rows if kind == label]
        for found, said in [row for row in chosen if bool(row[0]) != wanted][:show]:
            print(f"\n{label}: {said}\n  {[sentence(finding) for finding in found]}")
        result[f"{label}, n"] = len(chosen)
        result[f"{label}, share with a finding"] = sum(bool(found) for found, _ in chosen) / len(chosen)
    return result


def natural(path: Path) -> list[tuple[str, list[Finding]]]:
    """The label ("number", "faithful", "other") and the findings of every rendering of a natural set."""
    if holds_pairs(path):
        pairs = [(p["english"], p["arabic"], p["verdict"], p["kinds"]) for p in read_pairs(path)]
    else:
        pairs = [
            (t["english"], gold_text(article["text"], t), t["verdict"], t.get("kinds", []))
            for article in read_articles(path)
            for t in article["tweets"]
            if t["rendering"]
        ]
    return [
        ("number" if "number" in kinds else verdict if verdict == "faithful" else "other", find_mismatches(*texts))
        for *texts, verdict, kinds in pairs
    ]


def measure_natural(paths: Sequence[Path]) -> dict[str, float]:
    """Changed numbers told, faithful renderings accused, and the precision of each shape of finding."""
    rows = [row for path in paths for row in natural(path)]
    result: dict[str, float] = {}
    for label in ("number", "faithful"):
        chosen = [found for own, found in rows if own == label]
        told = sum(any(f.severity >= DECISION_THRESHOLD for f in found) for found in chosen)
        result |= {f"{label}, n": len(chosen), f"{label}, share with a finding": told / max(1, len(chosen))}
    for name in SHAPES:
        right, wrong = (
            sum(any(shape(f) == name for f in found) for own, found in rows if own == label)
            for label in ("number", "faithful")
        )
        result[f"precision, {name}"] = right / max(1, right + wrong)
    return result


def main() -> None:
    """Print a table, and write the same figures as JSON where asked."""
    options = command_line(__doc__, "json", "eval")
    options.add_argument("--show", type=int, default=0, help="errors to print of each set")
    chosen = options.parse_args()
    sets = {name: clean_pairs(chosen.eval, name) for name in PARALLEL}
    results = {name: measure_clean(pairs, chosen.show) for name, pairs in sets.items()}
    results["changed numbers"] = measure_changed([p for pairs in sets.values() for p in pairs], chosen.show)
    if (chosen.eval / QUOTEBENCH).exists():  # which is not public
        results["quotebench-dev"] = measure_quotebench(chosen.eval / QUOTEBENCH, chosen.show)
        for path in sorted(chosen.eval.glob("natural-?.jsonl")):
            results[path.stem] = measure_natural([path])
    for name in ("articles", "pairs"):
        results[f"bench/data/natural, {name}"] = measure_natural(sorted(OURS.glob(f"{name}-*.jsonl")))
    for name, figures in results.items():
        print(f"\n{name}")
        for what, figure in figures.items():
            print(f"  {what:32}{figure:10.4g}")
    save(chosen, results)


if __name__ == "__main__":
    run_main(main)
