"""Which pieces a translation may be made of: the last layer, half of the work, computes no others.

The *English pieces* are all without an Arabic sign. They follow from the vocabulary alone, so a translation does not
depend on what shares its batch; both engines write no others.

A *lexicon* goes further: for each piece of a source, the pieces that translate it in parallel text, and a few that are
always allowed (Devlin 2017, "Sharp models on dull hardware"; trained by bench/fit/shortlist.py). CTranslate2 allows a
whole batch the union of what its sources suggest, so the translation of a sentence may depend on its batch: it is
used only when asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from iqtibas.article.characters import ARABIC_SCRIPT
from iqtibas.article.errors import ModelError
from iqtibas.models.folder import SOURCE_PIECES, TARGET_PIECES, VOCABULARY, read_json
from iqtibas.models.manifest import Manifest, read_manifest, record_files

LEXICON_FOLDER, LEXICON = "shortlist", "lexicon.safetensors"
# 62 835 pieces with a hundred translations each have 25 MB.
LARGEST_LEXICON = 64 << 20
_ARABIC = re.compile(f"[{ARABIC_SCRIPT}]")
# The engines treat these by themselves: the end is always allowed, the others never come out.
_SPECIALS = frozenset(("<s>", "</s>", "<unk>", "<pad>"))


def english_pieces(ids: Mapping[str, int]) -> list[int]:
    """The numbers of the pieces that English may be made of, rising; ids: the model's vocabulary."""
    return sorted(number for piece, number in ids.items() if piece not in _SPECIALS and not _ARABIC.search(piece))


def vocabulary_digest(folder: Path) -> str:
    """SHA-256 over the files that turn text into numbers: models that differ in nothing else share a lexicon."""
    files = record_files(folder, (SOURCE_PIECES, TARGET_PIECES, VOCABULARY))
    return Manifest("", "", "", (), files).digest


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Likely translations of each piece.

    always: pieces that any translation may use. suggested[n]: those that piece n of a source suggests, likeliest
    first. digest: SHA-256 of the file.
    """

    always: list[int]
    suggested: list[list[int]]
    digest: str


def read_lexicon(model: Path) -> Lexicon:
    """The lexicon in a model folder's `shortlist`.

    Raises ModelError if there is none, if it is not what its manifest says, or is for another vocabulary.
    """
    folder = model / LEXICON_FOLDER
    if not (folder / LEXICON).is_file():
        raise ModelError(str(folder), "there is no lexicon for this model", "python -m bench.fit.shortlist makes one")
    manifest = read_manifest(folder)
    if LEXICON not in manifest.files:
        raise ModelError(str(folder / LEXICON), "is not in the manifest beside it")
    if (folder / LEXICON).stat().st_size > LARGEST_LEXICON:
        raise ModelError(str(folder / LEXICON), f"is larger than {LARGEST_LEXICON >> 20} MB")
    if changed := manifest.differences(folder):
        raise ModelError(str(folder), "; ".join(changed), "restore it")
    return _parse(folder / LEXICON, model, manifest.files[LEXICON].sha256)


def _parse(path: Path, model: Path, digest: str) -> Lexicon:
    from safetensors import SafetensorError, safe_open

    size = len(read_json(model / VOCABULARY))
    try:
        with safe_open(path, framework="numpy") as file:
            made_for = (file.metadata() or {}).get("vocabulary")
            always, first, targets = (file.get_tensor(name) for name in ("always", "first", "targets"))
    except (SafetensorError, OSError) as error:
        raise ModelError(str(path), f"is not a lexicon ({error})") from error
    if made_for != vocabulary_digest(model):
        raise ModelError(str(path), "was made for another vocabulary", "python -m bench.fit.shortlist makes a new one")
    if not _sound(always, first, targets, size):
        raise ModelError(str(path), "is not a lexicon (its numbers do not fit together)")
    suggested = [targets[start:end].tolist() for start, end in pairwise(first.tolist())]
    return Lexicon(always.tolist(), suggested, digest)


def _sound(always: Any, first: Any, targets: Any, size: int) -> bool:
    """Whether row n's translations can be targets[first[n]:first[n + 1]], for a vocabulary of `size` pieces."""
    if {always.ndim, first.ndim, targets.ndim} != {1} or any(
        x.dtype.kind not in "iu" for x in (always, first, targets)
    ):
        return False
    if len(first) != size + 1 or first[0] != 0 or first[-1] != len(targets) or (first[1:] < first[:-1]).any():
        return False
    return all(len(x) == 0 or (x.min() >= 0 and x.max() < size) for x in (always, targets))


def vocabulary_map(ids: Mapping[str, int], lexicon: Lexicon | None = None) -> Iterator[str]:
    """The lines of CTranslate2's `vmap.txt`: source piece, tab, target pieces; an empty source piece means always.

    ids: the vocabulary that the lexicon is for. Without a lexicon there is one line, the English pieces.
    """
    names = {number: piece for piece, number in ids.items()}
    allowed = set(english_pieces(ids))
    if lexicon is None:
        yield _line("", [names[number] for number in sorted(allowed)])
        return
    yield _line("", [names[number] for number in lexicon.always if number in allowed])
    for number, suggested in enumerate(lexicon.suggested):
        if kept := [names[other] for other in suggested if other in allowed]:
            yield _line(names[number], kept)


def _line(source: str, targets: list[str]) -> str:
    # A space or tab inside a piece would be read as the end of one; SentencePiece writes spaces as U+2581.
    return source + "\t" + " ".join(piece for piece in targets if not set(piece) & set(" \t\n")) + "\n"
