"""Which English word came from which Arabic one, as the decoder's attention has it.

Attention says this well where a model is sure, and names are where it usually is; it is no proof (Jain & Wallace 2019).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from iqtibas.translate.terms import LinkedText

_WORD_START = "▁"


def link_words(source: Sequence[str], english: str, pieces: Sequence[str], attended: Sequence[int]) -> LinkedText:
    """The words of a translation with their links.

    source, pieces: what the model read (with `</s>`) and made (without). english: the text of `pieces`. attended: for
    each of `pieces`, the index into `source` that it attended to most, or () where the engine cannot say.
    """
    words = tuple(english.split())
    groups = _word_numbers(pieces)
    if len(attended) != len(pieces) or not groups or groups[-1] + 1 != len(words):
        return LinkedText(words)
    numbers = _word_numbers(source)
    votes: list[Counter[int]] = [Counter() for _ in words]
    for group, at in zip(groups, attended, strict=True):
        votes[group][numbers[at] if at < len(source) - 1 else -1] += 1
    return LinkedText(words, tuple(own.most_common(1)[0][0] for own in votes))


def _word_numbers(pieces: Sequence[str]) -> list[int]:
    """For each piece the number of its word, from 0; a lone mark of a word's start belongs to the word that follows."""
    numbers, word, is_open = [], -1, False
    for piece in pieces:
        starts = piece.startswith(_WORD_START)
        if starts or word < 0:
            word += 0 if is_open else 1
        is_open = piece == _WORD_START
        numbers.append(max(word, 0))
    return numbers
