"""Fit the guard's constants, and measure how many planted failures it catches and how many clean segments it flags.

usage: python -m bench.fit.guard [--eval ../shared/eval] [--write] [--json OUT]

Clean segments are the references of FLORES dev and NTREX (half of its documents) and the outputs of seven systems.
Failures are planted into them with a fixed seed: a phrase said again and again, the source or half of it copied, a
clause (at least CLAUSE_WORDS words and CLAUSE_SHARE of the text) dropped. Constants are fitted on one half of the
documents and measured on the other, both ways; FLORES has no documents, its lines are taken by tens. Then they are
fitted on everything, which `--write` packages.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.data.sets import PARALLEL, SYSTEMS, read_output, read_parallel
from bench.fit.logistic import fit
from bench.harness import command_line, finish, run_main
from iqtibas.article.model import Segment
from iqtibas.article.sentences import split_clauses
from iqtibas.models.signals import signal_names
from iqtibas.report import write_atomically
from iqtibas.translate import fitted, guard, omission
from iqtibas.translate.names import known_names
from iqtibas.translate.signals import OmissionSignals
from iqtibas.translate.terms import TermIndex

# Every so many lines of a system: seven systems together weigh as much as the references.
EVERY = 7
RUN = 10  # lines of FLORES dev that count as one document
SEED = 20240304
CLAUSE_WORDS, CLAUSE_SHARE = 4, 0.2
# Quantiles of the clean length ratio: outside the outer ones it is wrong, below the inner one a clause may be missing.
SHORTEST, LONGEST, SUSPECT = 0.001, 0.999, 0.25
# Clean segments that the omission check may accuse; the other checks accuse about one in a hundred.
FALSE_ALARMS = 0.014


@dataclass(frozen=True)
class Case:
    """One translation. failure: what was planted, "" for nothing. origin: "reference" or a system."""

    source: str
    english: str
    group: str
    origin: str
    failure: str


def clean_cases(folder: Path) -> Iterator[Case]:
    for name in PARALLEL:
        pairs = read_parallel(folder, name, RUN)
        for pair in pairs:
            yield Case(pair.arabic, pair.english, pair.document, "reference", "")
        for shift, system in enumerate(SYSTEMS if name == "flores-dev" else ()):
            outputs = read_output(folder, system, name)
            for pair, output in list(zip(pairs, outputs, strict=True))[shift::EVERY]:
                yield Case(pair.arabic, output, pair.document, system, "")


def planted(case: Case, draw: random.Random) -> Iterator[Case]:
    """The case with each of the failures that can be planted into it."""
    for failure, plant in (("repetition", _repeat), ("copy", _copy), ("dropped clause", _drop)):
        english = plant(case, draw)
        if english:
            yield Case(case.source, english, case.group, case.origin, failure)


def _repeat(case: Case, draw: random.Random) -> str:
    """A phrase of one to six words comes three to six times more, and the rest may be lost, as when a decoder loops."""
    words = case.english.split()
    length = draw.randint(1, 6)
    if len(words) <= length:
        return ""
    start = draw.randrange(len(words) - length)
    looped = words[start : start + length] * draw.randint(3, 6)
    return " ".join([*words[: start + length], *looped, *(words[start + length :] if draw.random() < 0.5 else [])])


def _copy(case: Case, draw: random.Random) -> str:
    """The source, or half of it behind half of the English."""
    given, made = case.source.split(), case.english.split()
    whole = draw.random() < 0.5
    return case.source if whole else " ".join([*made[: len(made) // 2], *given[len(given) // 2 :]])


def _drop(case: Case, draw: random.Random) -> str:
    text = case.english
    clauses = [text[clause.start : clause.end] for clause in split_clauses(text, Segment(0, len(text)))]
    large = [
        at
        for at, clause in enumerate(clauses)
        if len(clause.split()) >= CLAUSE_WORDS and CLAUSE_SHARE <= len(clause) / len(text) < 1 - CLAUSE_SHARE
    ]
    gone = draw.choice(large) if large else None
    return " ".join(clause for at, clause in enumerate(clauses) if at != gone) if large else ""


class Fit:
    """Constants from some cases, beside the packaged ones. rows: the omission check's signals of suspects."""

    def __init__(self, cases: Sequence[Case], rows: dict[Case, tuple[float, ...]]) -> None:
        ratios = np.array([guard.log_ratio(case.source, case.english) for case in cases if not case.failure])
        self.shortest, self.longest, self.suspect = (
            float(np.quantile(ratios, q)) for q in (SHORTEST, LONGEST, SUSPECT)
        )
        asked = [case for case in cases if self.asks(case)]
        wanted = np.array([bool(case.failure) for case in asked])
        self.model = fit(np.array([rows[case] for case in asked]), wanted, 0.5)
        model = fitted.Logistic(tuple(self.model["weights"]), self.model["bias"])  # type: ignore[arg-type]
        accused = sorted(
            (model.probability(rows[c]) for c, own in zip(asked, wanted, strict=True) if not own), reverse=True
        )
        self.model["cut"] = round(accused[min(len(accused) - 1, int(FALSE_ALARMS * len(ratios)))], 4)
        self.bounds = fitted.Bounds(self.shortest, self.longest, self.suspect, model, float(self.model["cut"]))

    def asks(self, case: Case) -> bool:
        """Whether the guard asks the omission check about a case."""
        ratio = guard.log_ratio(case.source, case.english)
        return case.failure in ("", "dropped clause") and self.shortest <= ratio < self.suspect

    def record(self) -> dict[str, object]:
        """What the packaged file holds."""
        numbers = {name: round(getattr(self, name), 4) for name in ("shortest", "longest", "suspect")}
        return {**numbers, "omission": {"signals": signal_names(OmissionSignals), **self.model}}


def notes_under(own: Fit, rows: dict[Case, tuple[float, ...]], names: TermIndex) -> Callable[[Case], list[str]]:
    """What the guard and the names say of a case with these constants in place of the packaged ones."""

    def notes(case: Case) -> list[str]:
        def drops(source: str, english: str) -> bool:
            row = rows[case] if case in rows else omission.features(source, english)
            return own.bounds.omission.probability(row) >= own.bounds.cut

        found = list(guard.notes(case.source, case.english, drops_clause=drops, limits=own.bounds))
        missing = [m for m in names.find(case.source) if m.term.is_name and not m.term.times_in(case.english)]
        return found + [f"{guard.NAMES}: expected {mention.term.english}" for mention in missing]

    return notes


def figures(told: Sequence[tuple[Case, list[str]]]) -> dict[str, object]:
    """Shares flagged: of clean segments by origin, of planted failures by kind."""

    def share(chosen: Sequence[list[str]]) -> list[float]:
        return [round(sum(map(bool, chosen)) / max(1, len(chosen)), 4), len(chosen)]

    kinds = ("repetition", "copy", "dropped clause")
    clean = [(case, notes) for case, notes in told if not case.failure]
    by_note = sorted({note.split(":")[0] for _, notes in clean for note in notes})
    return {
        "planted": share([notes for case, notes in told if case.failure]),
        **{kind: share([notes for case, notes in told if case.failure == kind]) for kind in kinds},
        "clean": share([notes for _, notes in clean]),
        "clean references": share([notes for case, notes in clean if case.origin == "reference"]),
        "clean systems": share([notes for case, notes in clean if case.origin != "reference"]),
        "clean by note": {n: sum(any(x.startswith(n) for x in notes) for _, notes in clean) for n in by_note},
    }


def main() -> None:
    parser = command_line(__doc__, "json", "eval", "write")
    asked = parser.parse_args()
    draw = random.Random(SEED)
    cases = [own for case in clean_cases(asked.eval) for own in (case, *planted(case, draw))]
    ratios = [guard.log_ratio(case.source, case.english) for case in cases if not case.failure]
    least, most = min(ratios), float(np.quantile(ratios, SUSPECT + 0.03))
    dropped = [case for case in cases if case.failure in ("", "dropped clause")]
    suspects = [case for case in dropped if least <= guard.log_ratio(case.source, case.english) < most]
    rows = {case: omission.features(case.source, case.english) for case in suspects}
    groups = sorted({case.group for case in cases})
    half = set(random.Random(SEED).sample(groups, len(groups) // 2))
    names, told = TermIndex(known_names()), []
    for fold in (True, False):
        notes = notes_under(Fit([c for c in cases if (c.group in half) != fold], rows), rows, names)
        told += [(case, notes(case)) for case in cases if (case.group in half) == fold]
    result = figures(told)
    if asked.write:
        write_atomically(fitted.GUARD, json.dumps(Fit(cases, rows).record()) + "\n")
    finish(asked, result)


if __name__ == "__main__":
    run_main(main)
