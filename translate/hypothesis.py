"""What a model, the memory, or a person makes of one source."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """English for one source.

    score: mean natural log-probability of its pieces, 0 at best, and 0 for what no model made. finished:
    False if the model came to no end and was stopped. accepted: True if a person vouches for it. notes: see `guard`.
    quality: from 0 to 1, the probability that it can be relied on, see `quality`; None where that is unknown.
    similarity: cosine of the source's and the English's sentence vectors; None where the beam left nothing to compare.
    """

    text: str
    score: float
    finished: bool = True
    accepted: bool = False
    notes: tuple[str, ...] = ()
    quality: float | None = None
    similarity: float | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "notes", tuple(self.notes))  # JSON, where the memory keeps them, has lists only
