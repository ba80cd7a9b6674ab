"""Which of the beam's best is kept: the one that is likely English and near the source in meaning.

A small model's own score prefers what is usual to what is said. The sentence encoder, which was trained on other text
and for another task, often knows better which of a few near-equal hypotheses has the source's meaning. What it is
worth: bench/rerank.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Thread

from translate.encode import load_sentence_encoder
from translate.engine import Decoded

# What a cosine counts beside a mean log-probability of pieces. From a third of it to three times as much is as good.
SIMILARITY = 1.0
# The same text gets the same cosine to six digits in any company.
DIGITS = 4


def expect_candidates() -> None:
    """Begin to load the encoder, beside whatever else is being loaded."""
    Thread(target=load_sentence_encoder, daemon=True).start()


def chosen(source: str, decoded: Decoded, read: Callable[[Sequence[str]], str]) -> Decoded:
    """The best of an engine's answers to a source, without the others. read: the text of pieces."""
    answers = (decoded, *decoded.others)
    texts = [read(answer.pieces) for answer in answers]
    if len(set(texts)) == 1:
        return decoded
    encoder = load_sentence_encoder()
    rows = encoder.encode([source, *texts])
    encoder.forget()
    similarities = (rows[1:] @ rows[0]).tolist()
    values = [round(a.score + SIMILARITY * s, DIGITS) for a, s in zip(answers, similarities, strict=True)]
    return answers[values.index(max(values))]
