"""What a check of the ledger is, and what it looks with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from iqtibas.align.ledger.pair import Pair
from iqtibas.align.model import Finding
from iqtibas.models import Contrast, load_contrast
from iqtibas.models.divergence import DivergenceTagger, load_tagger
from iqtibas.models.sentence_encoder import SentenceEncoder, load_sentence_encoder
from iqtibas.models.signals import Signals
from iqtibas.models.word_links import WordEncoder, load_word_encoder


@dataclass(frozen=True, slots=True)
class Tools:
    """What the ledger looks with: word links, sentence vectors, a translation model and a tagger that compare texts."""

    words: WordEncoder
    sentences: SentenceEncoder
    contrast: Contrast
    divergence: DivergenceTagger


def load_tools() -> Tools:
    """The tools that ship with the package; every call has the same. Raises ModelError if a model is damaged."""
    return Tools(load_word_encoder(), load_sentence_encoder(), load_contrast(), load_tagger())


@dataclass(frozen=True, slots=True)
class Check:
    """One check of the ledger: a row of align/ledger/checks.py.

    find: the findings on a pair, their spans offsets into its two texts. models: the fitted models that decide, each
    with its signals (align/ledger/fitted.py); none for a rule. yields_to: names of earlier checks whose findings win:
    what begins within the English words of one of them is not said again.
    """

    name: str
    find: Callable[[Pair, Tools], list[Finding]]
    models: Mapping[str, Signals] = field(default_factory=dict)
    yields_to: tuple[str, ...] = ()

    @property
    def folder(self) -> str:
        """The folder below align/ledger with its code, word lists and weights."""
        return self.find.__module__.split(".")[-2]
