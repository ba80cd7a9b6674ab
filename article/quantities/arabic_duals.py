"""Arabic words that may be duals: two of what they name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from iqtibas.article.quantities.arabic_numerals import FRACTIONS, number_word, stem_in
from iqtibas.article.quantities.quantity import Hit, Quantity, QuantityKind, Token, key_at, words

# Duals that are no plural or name: as plain a two as the word itself.
_DUAL_NOUNS = frozenset(
    stem + ending
    for stem in words("عام سنت يوم شهر ساعت اسبوع دقيقت مرت شخص طفل رجل امرات هدف بلد نقطت مبارات")
    for ending in ("ين", "ان")
)
_DUAL_ENDINGS = ("ين", "ان", "تا")
_SHORTEST = 3
_MAY_BE_DUAL = re.compile(r"[اي](?:ن|ه|ها|هم|هما|هن|نا)?\Z|هما\Z")
# Monday; who; countries, months and singular nouns that end like a dual.
_NO_DUALS = frozenset(
    words(
        "اثنين الاثنين الذين لبنان ايران سودان باكستان افغانستان كردستان عدوان رمضان شعبان نيسان حزيران"
        " انسان برلمان عنوان سلطان ميدان سكان ضمان امان بيان لجان مكان زمان كيان قران اسنان اركان"
    )
)


def dual(tokens: Sequence[Token], at: int) -> Hit | None:
    """A word that ends like a dual. Many are plurals or names, so it is only ever good for a two."""
    key = tokens[at].key
    if len(key) < 5 or not key.endswith(_DUAL_ENDINGS) or stem_in(key, _NO_DUALS) or number_word(key):
        return None
    added = stem_in(key_at(tokens, at + 1), FRACTIONS)
    others = (2 + FRACTIONS[added],) if added and key_at(tokens, at + 1)[0] == "و" else ()
    sure = bool(stem_in(key, _DUAL_NOUNS))
    kind: QuantityKind = "count" if sure else "implied"
    return [Quantity(tokens[at].start, tokens[at].end, Decimal(2), kind, True, others=others, guess=not sure)], at + 1


def may_be_dual(key: str) -> bool:
    """Whether a folded word may be a dual, before another noun or a pronoun too, or a verb in the dual."""
    return bool(_MAY_BE_DUAL.search(key)) and "ال" not in key[:3] and len(key) > _SHORTEST
