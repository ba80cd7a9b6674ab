"""Where the encoder was: see translate/encode.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from translate.encode import WIDTH as WIDTH
from translate.encode import SentenceEncoder as SentenceEncoder
from translate.encode import load_sentence_encoder as load_sentence_encoder

if TYPE_CHECKING:
    from translate.encode import Vectors as Vectors
