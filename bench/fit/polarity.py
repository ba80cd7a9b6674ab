"""Fit and measure the check of opposites.

usage: python -m bench.fit.polarity [--eval ../shared/eval] [--write] [--json OUT]

Clean pairs are flores-dev and ntrex-odd, every STRIDE-th of those with a word of the list; each is one negative as it
is and one positive with one of those words, drawn with a fixed seed, exchanged for its opposite. Figures are
cross-validated by document and count statements: a statement is accused if one of its words is, and a change that is
ruled out before it is probed counts as missed. `--write` refits on everything and writes
align/ledger/polarity/polarity.json.
"""

from __future__ import annotations

import random

from bench.fit.negation import Rows, read_documents, report
from bench.harness import command_line, run_main
from iqtibas.align.ledger.edits import Edit
from iqtibas.align.ledger.pair import Pair
from iqtibas.align.ledger.polarity.check import PolaritySignals, Suspect, find_suspects, is_opposite, polarity_signals
from iqtibas.align.ledger.polarity.opposites import find_swaps
from iqtibas.models import load_contrast
from iqtibas.models.sentence_encoder import load_sentence_encoder
from iqtibas.models.word_links import load_word_encoder

SEED = 7
STRIDE = 2
# At most this share of clean statements may be accused by the cut.
FALSE_ALARMS = 0.006


def undoing(suspects: list[Suspect], planted: Edit | None) -> int | None:
    """Which suspect takes back what was planted."""
    if planted is None:
        return None
    near = [i for i, s in enumerate(suspects) if abs(s.swap.edit.start - planted.start) <= 2]
    return next((i for i in near if suspects[i].swap.edit.new.lower() == planted.old.lower()), None)


def rows_of(triples: list[tuple[str, str, str]]) -> Rows:
    """Signals of the suspects of every pair as it is and changed."""
    words, contrast, encoder, rng = load_word_encoder(), load_contrast(), load_sentence_encoder(), random.Random(SEED)
    rows = Rows(PolaritySignals)
    for document, english, arabic in [t for t in triples if find_swaps(t[1])][::STRIDE]:
        planted = rng.choice(find_swaps(english)).edit
        for text, change in ((english, None), (planted.text, planted)):
            pair = Pair(text, arabic, words)
            suspects = find_suspects(pair)
            signals = polarity_signals(pair, suspects, contrast, encoder) if suspects else []
            rows.add(document, signals, change is not None, undoing(suspects, change))
        words.forget()
        encoder.forget()
    return rows


def main() -> None:
    args = command_line(__doc__, "json", "eval", "write").parse_args()
    report("polarity", rows_of(read_documents(args.eval)), FALSE_ALARMS, args, is_opposite)


if __name__ == "__main__":
    run_main(main)
