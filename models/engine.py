"""What the two engines share: decoding options, results, and the SentencePiece pieces of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from iqtibas.article.errors import ModelError
from iqtibas.models.folder import CONFIG, GENERATION, SOURCE_PIECES, TARGET_PIECES, VOCABULARY, read_json

END = "</s>"
_SURROGATE = re.compile("[\ud800-\udfff]")
# What OPUS-MT's own servers use; a model's generation_config.json overrides it.
BEAM = 4
WIDEST_BEAM = 32
# Fewer would leave no room for one sign that SentencePiece spells out (ﷺ becomes 18 letters).
LEAST_POSITIONS = 64


@dataclass(frozen=True, slots=True)
class Options:
    """All that decides a translation besides the model and the source; `dataclasses.asdict` makes it JSON.

    engine: "ctranslate2" or "transformers". precision: of the arithmetic, "int8" or "float32". beam: width of
    the search, 1 for greedy. length_penalty: scores are divided by length ** length_penalty. no_repeat_ngram:
    no n-gram of this many pieces comes twice, 0 to allow it. positions: the most pieces the model can number.
    lexicon: whether only likely translations of a batch's pieces are considered, see `shortlist`. candidates: how many
    of the beam's best are compared with the source, see `rerank`; 1 for none.
    """

    engine: str
    precision: str
    beam: int
    length_penalty: float
    no_repeat_ngram: int
    positions: int
    lexicon: bool = False
    candidates: int = 1

    @property
    def longest_source(self) -> int:
        """The most pieces of one source, `</s>` included; what is longer is split.

        Half of the positions, so that a translation has room to be twice as long and is never cut.
        """
        return self.positions // 2


def read_options(folder: Path, engine: str, precision: str, *, lexicon: bool = False) -> Options:
    """The options that the model's authors recommend, and ours. Raises ModelError if its files do not read."""
    config = read_json(folder / CONFIG)
    settings = config | read_json(folder / GENERATION, optional=True)
    try:
        options = Options(
            engine,
            precision,
            int(settings.get("num_beams") or BEAM),
            float(settings.get("length_penalty") or 1.0),
            int(settings.get("no_repeat_ngram_size") or 0),
            int(config["max_position_embeddings"]),
            lexicon,
            int(settings.get("num_return_sequences") or 1),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(str(folder), f"{CONFIG} or {GENERATION} holds no usable {error}") from error
    possible = 1 <= options.candidates <= options.beam <= WIDEST_BEAM
    if not possible or options.no_repeat_ngram < 0 or options.positions < LEAST_POSITIONS:
        raise ModelError(str(folder / GENERATION), f"asks for impossible decoding: {options}")
    return options


@dataclass(frozen=True, slots=True)
class Decoded:
    """An engine's answer to one source.

    pieces: without `</s>`. score: mean log-probability of the pieces and `</s>`, natural logarithm, 0 at
    best. finished: False if the model had not come to an end at the limit. links: for each piece the source piece
    that it attended to most; empty where the engine does not tell. others: the beam's next best, best first, where
    options ask for candidates.
    """

    pieces: tuple[str, ...]
    score: float
    finished: bool
    links: tuple[int, ...] = ()
    others: tuple[Decoded, ...] = ()


class Engine(Protocol):
    """Something that runs a MarianMT model."""

    name: str
    precision: str

    def translate(self, sources: Sequence[Sequence[str]], options: Options) -> Iterator[tuple[int, Decoded]]:
        """Translate sources of 1 to `options.longest_source` pieces, each with `</s>` at its end.

        Yields (index of the source, what it became) batch by batch, each source once, in the plan's order.
        """


class Pieces:
    """The model's SentencePiece rules (Kudo & Richardson 2018): text to pieces, pieces to text."""

    def __init__(self, folder: Path) -> None:
        from sentencepiece import SentencePieceProcessor

        target = folder / TARGET_PIECES
        self._source = SentencePieceProcessor(model_file=str(folder / SOURCE_PIECES))
        self._target = SentencePieceProcessor(model_file=str(target)) if target.exists() else self._source
        self.ids: dict[str, int] = read_json(folder / VOCABULARY)

    def encode(self, text: str) -> list[str]:
        """A source's pieces with `</s>` at the end, as Marian was trained.

        Lone surrogates count as unknown signs.
        """
        return [*self._source.encode(_SURROGATE.sub("\ufffd", text), out_type=str), END]

    def decode(self, pieces: Sequence[str]) -> str:
        """The text of a target's pieces."""
        return str(self._target.decode_pieces(list(pieces))).strip()
