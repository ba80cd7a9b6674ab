"""The training pairs: read, cleaned, kept apart from the evaluation sets, and mixed anew for each pass.

A pass is a pure function of the seed and its number, so a run that is resumed draws what it would have drawn.
"""

from __future__ import annotations

import json
import random
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.data.sets import read_lines, read_tsv
from iqtibas.article.characters import DIGITS as ASCII_DIGITS

MIX = Path(__file__).parent / "mix.toml"
MOST_WORDS = 110
MOST_JOINED_WORDS = 70
SHORT_WORDS = 9
# A sentence of fewer words can occur anywhere ("He died in 1998."); of more, it was copied.
LEAST_EVALUATION_WORDS = 6
SMALL_WORDS = frozenset("of the and in de la le du von van der den bin ibn al el at for on to a an".split())
ARABIC = re.compile("[\u0621-\u064a]")
BRACKETS = re.compile(r"\[[^\[\]]*\]")
DIGITS = re.compile(r"[0-9]{2,}")

Pair = tuple[str, str]  # Arabic, English


@dataclass(frozen=True, slots=True)
class Corpus:
    """One file's pairs, in its order, and how a pass draws from them (see mix.toml)."""

    name: str
    pairs: tuple[Pair, ...]
    passes: float
    short_passes: float
    join: float = 0.0


class ContaminatedError(Exception):
    """A sentence of an evaluation set is among the training pairs."""


def load_corpora(shared: Path, mix: Path = MIX, seed: int = 1) -> list[Corpus]:
    """All files that mix.toml names, cleaned, without repeated pairs.

    shared: the folder with `train`, `lexicon` and `eval`. Raises MissingDataError for a missing file, ContaminatedError
    where an evaluation sentence is among the pairs.
    """
    table = tomllib.loads(mix.read_text(encoding="utf-8"))
    seen: set[Pair] = set()
    corpora = []
    for name, row in table["corpus"].items():
        pairs = _unseen(clean(read_pairs(shared / "train" / f"{name}.tsv.gz")), seen)
        corpora.append(Corpus(name, pairs, row["passes"], row.get("short_passes", row["passes"]), row.get("join", 0.0)))
    for name, row in table["lexicon"].items():
        entries = list(_unseen(read_pairs(shared / "lexicon" / f"{name}.tsv.gz"), seen))
        random.Random(seed).shuffle(entries)
        kept = tuple(_capitals(entries[: row["most"]]) if row.get("capitals") else entries[: row["most"]])
        corpora.append(Corpus(name, kept, row["passes"], row["passes"]))
    refuse_contamination(corpora, shared / "eval")
    return corpora


def read_pairs(path: Path) -> Iterator[Pair]:
    """The pairs of a gzipped file that have both sides, white space squeezed. Raises MissingDataError."""
    for arabic, english in read_tsv(path):
        if arabic.strip() and english.strip():
            yield " ".join(arabic.split()), " ".join(english.split())


def clean(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Leave out what would teach wrong: untranslated or overlong sides, and numbers on one side only."""
    for arabic, english in pairs:
        english = " ".join(BRACKETS.sub(" ", english).split()) or english
        if not ARABIC.search(arabic) or ARABIC.search(english):
            continue
        if max(len(arabic.split()), len(english.split())) > MOST_WORDS:
            continue
        if _numbers(arabic) != _numbers(english):
            continue
        yield arabic, english


def _numbers(text: str) -> set[str]:
    return set(DIGITS.findall(text.translate(ASCII_DIGITS)))


def _unseen(pairs: Iterable[Pair], seen: set[Pair]) -> tuple[Pair, ...]:
    kept = []
    for pair in pairs:
        if pair not in seen:
            seen.add(pair)
            kept.append(pair)
    return tuple(kept)


def _capitals(pairs: Sequence[Pair]) -> list[Pair]:
    return [(arabic, capitalize_name(english)) for arabic, english in pairs]


def capitalize_name(english: str) -> str:
    """Capitals as in a title for a name in lower case; anything else is returned as it is."""
    if english != english.lower():
        return english
    words = english.split()
    return " ".join(word if at and word in SMALL_WORDS else _capital(word) for at, word in enumerate(words))


def _capital(word: str) -> str:
    return re.sub(r"(^|[-('.])([^\W\d_])", lambda found: found[1] + found[2].upper(), word)


def refuse_contamination(corpora: Iterable[Corpus], sets: Path) -> None:
    """Raises ContaminatedError if a pair has, on either side, a sentence of an evaluation set."""
    forbidden = {bare(text) for text in evaluation_sentences(sets)}
    for corpus in corpora:
        for pair in corpus.pairs:
            for text in pair:
                if len(text.split()) >= LEAST_EVALUATION_WORDS and bare(text) in forbidden:
                    raise ContaminatedError(f"{corpus.name}: an evaluation sentence is among the pairs: {text[:80]}")


def evaluation_sentences(sets: Path) -> Iterator[str]:
    """Every line of the plain sets, and every statement of the benchmarks, in both languages."""
    for path in sorted(sets.glob("*.ar")) + sorted(sets.glob("*.en")):
        yield from read_lines(path)
    for path in sorted(sets.glob("*.jsonl")):
        for line in filter(None, read_lines(path)):
            for text in _strings(json.loads(line)):
                yield from text.splitlines()


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def bare(text: str) -> str:
    """Letters and digits only, in lower case, so that punctuation and marks hide no copy."""
    return "".join(c for c in text.lower() if c.isalnum())


def draw_pass(corpora: Sequence[Corpus], seed: int, number: int) -> list[Pair]:
    """The pairs of one pass, joined and shuffled."""
    chooser = random.Random(f"{seed} {number}")
    drawn: list[Pair] = []
    for corpus in corpora:
        for at, pair in enumerate(corpus.pairs):
            short = len(pair[1].split()) < SHORT_WORDS
            for _ in range(_draws(corpus.short_passes if short else corpus.passes, chooser)):
                drawn.append(_joined(corpus, at, chooser))
    chooser.shuffle(drawn)
    return drawn


def _draws(passes: float, chooser: random.Random) -> int:
    whole = int(passes)
    return whole + (chooser.random() < passes - whole)


def _joined(corpus: Corpus, at: int, chooser: random.Random) -> Pair:
    if not corpus.join or chooser.random() >= corpus.join:
        return corpus.pairs[at]
    run = corpus.pairs[at : at + chooser.choice((2, 2, 3))]
    arabic, english = (" ".join(side) for side in zip(*run, strict=True))
    return (arabic, english) if len(english.split()) <= MOST_JOINED_WORDS else corpus.pairs[at]
