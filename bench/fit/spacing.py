"""Fit and measure the lost spaces: the word forms of article/arabic/spacing.py, and what they put back.

usage: python -m bench.fit.spacing [--shared ../shared] [--write] [--json OUT]

`--write` counts the word forms of the training text (../shared/train, Arabic side) and writes those seen LEAST times
or more to article/arabic/arabic_words.txt.gz. Measured on every third line of FLORES dev, which has next to no lost
spaces of its own: spaces between Arabic words are taken out, one in TAKEN and all of a line, and put back. `recall`:
of the spaces taken out; `precision`: of those put in. `clean`: words of the untouched lines of all of FLORES dev that
are cut, by number and with the pieces. `pressed`: lines of NTREX (half) with a lost space. `load`: milliseconds of
processor time that the lexicon takes, median of LOADS.
"""

from __future__ import annotations

import gzip
import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.data.sets import PARALLEL, read_parallel, read_tsv, training_files
from bench.harness import ROOT, command_line, finish, median_seconds, run_main
from iqtibas.article.arabic.letters import normalize
from iqtibas.article.arabic.spacing import load_lexicon, readable

LEXICON = ROOT / "article" / "arabic" / "arabic_words.txt.gz"
LEAST = 3
TAKEN = 4
LOADS = 9
WORD = re.compile("[\u0621-\u063a\u0641-\u064a]+")
BETWEEN = re.compile(f"(?<={WORD.pattern[:-1]}) (?={WORD.pattern[:-1]})")


def count_words(files: Iterable[Path]) -> Counter[str]:
    """Word forms of the Arabic side of training files, normalised."""
    counts: Counter[str] = Counter()
    for file in files:
        counts.update(word for arabic, _ in read_tsv(file) for word in WORD.findall(normalize(arabic).text))
    return counts


def written(counts: Counter[str]) -> bytes:
    """The lexicon's file: a line a count, falling, with its words in order; the same bytes for the same counts."""
    by_count: dict[int, list[str]] = {}
    for word, count in counts.items():
        if count >= LEAST:
            by_count.setdefault(count, []).append(word)
    lines = (f"{count} {' '.join(sorted(words))}\n" for count, words in sorted(by_count.items(), reverse=True))
    return gzip.compress("".join(lines).encode(), mtime=0)


def put_back(lines: Sequence[str], share: float, chooser: random.Random) -> dict[str, float]:
    """Take out that share of the spaces between Arabic words, and count those put in."""
    taken = right = put = 0
    for line in lines:
        gone = {m.start() for m in BETWEEN.finditer(line) if chooser.random() < share}
        glued = "".join(sign for at, sign in enumerate(line) if at not in gone)
        wanted = {at - before for before, at in enumerate(sorted(gone))}
        found = spaces_put_in(glued)
        taken, put, right = taken + len(wanted), put + len(found), right + len(wanted & found)
    return {"taken": taken, "recall": round(right / taken, 3), "precision": round(right / put, 3)}


def spaces_put_in(line: str) -> set[int]:
    """Offsets into a normalised line before which a space is put in."""
    view = readable(line)
    return {at for at, following in zip(view.offsets, view.offsets[1:], strict=False) if at == following}


def cut_words(lines: Iterable[str]) -> list[str]:
    """The words of lines that are cut, with their pieces."""
    return [found for line in lines for word in WORD.findall(line) if " " in (found := readable(word).text)]


def load() -> None:
    """Load the lexicon anew."""
    load_lexicon.cache_clear()
    load_lexicon()


def main() -> None:
    parser = command_line(__doc__, "json", "shared", "write")
    args = parser.parse_args()
    if args.write:
        LEXICON.write_bytes(written(count_words(training_files(args.shared))))
    flores, news = (
        [normalize(pair.arabic).text for pair in read_parallel(args.shared / "eval", name)] for name in PARALLEL
    )
    third, chooser, clean = flores[::3], random.Random(7), cut_words(flores)
    result = {
        "one in four": put_back(third, 1 / TAKEN, chooser),
        "all": put_back(third, 1, chooser),
        "clean": {"words": sum(len(WORD.findall(line)) for line in flores), "cut": len(clean), "pieces": clean},
        "pressed": {"lines": len(news), "with a lost space": sum(bool(spaces_put_in(line)) for line in news)},
        "load": round(1000 * median_seconds(load, LOADS), 1),
    }
    finish(args, result)


if __name__ == "__main__":
    run_main(main)
