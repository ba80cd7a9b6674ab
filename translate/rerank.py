"""Which of the beam's best is kept: the one that is likely English and near the source in meaning.

A small model's own score favours frequent wording over the source's meaning. The sentence encoder was trained on other
text and for another task, and often knows better which of a few near-equal hypotheses has that meaning. What it is
worth: bench/measure/rerank.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Thread
from typing import NamedTuple

from iqtibas.models.engine import Decoded
from iqtibas.models.sentence_encoder import load_sentence_encoder

# What a cosine counts beside a mean log-probability of pieces. From a third of it to three times as much is as good.
SIMILARITY = 1.0
# A text's cosine is the same to six digits whatever shares its batch.
DIGITS = 4


class Chosen(NamedTuple):
    """The answer that is kept. similarity: its cosine with the source, None where no encoder was asked."""

    answer: Decoded
    similarity: float | None


def preload_encoder() -> None:
    """Begin to load the encoder, beside whatever else is being loaded.

    No daemon: a process that ends while such a thread is inside of native code is aborted.
    """
    Thread(target=load_sentence_encoder).start()


def choose_candidate(
    source: str, decoded: Decoded, read: Callable[[Sequence[str]], str], count_missing: Callable[[str], int]
) -> Chosen:
    """The best of an engine's answers to a source.

    read: the text of pieces. count_missing: how many of the required terms a text lacks; only the answers
    that lack fewest are compared.
    """
    told = [(answer, read(answer.pieces)) for answer in (decoded, *decoded.others)]
    lacks = [count_missing(text) for _, text in told]
    fitting = [one for one, lack in zip(told, lacks, strict=True) if lack == min(lacks)]
    if len({text for _, text in fitting}) == 1:
        return Chosen(fitting[0][0], None)
    similarities = cosines(source, [text for _, text in fitting])
    values = [round(a.score + SIMILARITY * s, DIGITS) for (a, _), s in zip(fitting, similarities, strict=True)]
    best = values.index(max(values))
    return Chosen(fitting[best][0], similarities[best])


def cosines(source: str, texts: Sequence[str]) -> list[float]:
    """How near each of several texts is to a source in meaning, from -1 to 1."""
    encoder = load_sentence_encoder()
    rows = encoder.encode([source, *texts])
    encoder.forget()
    return [round(cosine, DIGITS) for cosine in (rows[1:] @ rows[0]).tolist()]
