"""Whether links, handles, hashtags, e-mail addresses and emoji come through a translation unchanged and in their order.

usage: python -m bench.measure.verbatim [--model embedded] [--sets ../shared/eval] [--lines 300] [--json OUT]

Plants tokens into FLORES dev lines with a fixed seed, at the beginning, between two words, or at the end, and compares
two ways: as part of what the model reads, and protected, where the text around them is translated in parts of its own.
chrF2++ is that of the text without tokens. Paragraphs of QuoteBench that hold tokens are translated as they are.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

from sacrebleu.metrics.chrf import CHRF

from bench.fit.chrf_scale import read_set
from iqtibas.report import write_atomically
from iqtibas.translate import load, pipeline
from iqtibas.translate.protect import TextPart, protected

ROOT = Path(__file__).resolve().parent.parent.parent
SEED = 20240304
TOKENS = (
    "https://t.co/{0}", "https://www.example.org/news/2021/03/{0}?id=7", "pic.twitter.com/{0}", "@{0}_a7", "#{0}",
    "#خطة_السلام", "press@{0}.example.org", "🇺🇦", "👩🏽‍🚒", "😀",
)  # fmt: skip


def planted(source: str, draw: random.Random) -> str:
    name = "".join(draw.choices("abcdefghijkLMNOP1234", k=8)).lstrip("1234") or "a"
    words, token = source.split(), draw.choice(TOKENS).format(name)
    at = draw.choice((0, len(words), draw.randrange(1, max(2, len(words)))))
    return " ".join([*words[:at], token, *words[at:]])


def kept(sources: Sequence[str], outputs: Sequence[str]) -> list[float]:
    """The share of sources whose tokens are all there, in order, and how many sources have any."""
    pairs = [(protected(s), protected(o)) for s, o in zip(sources, outputs, strict=True) if protected(s)]
    return [round(sum(one == other for one, other in pairs) / max(1, len(pairs)), 4), len(pairs)]


def bare(text: str) -> str:
    for token in protected(text):
        text = text.replace(token, " ")
    return " ".join(text.split())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="embedded")
    parser.add_argument("--sets", type=Path, default=ROOT.parent / "shared" / "eval")
    parser.add_argument("--lines", type=int, default=300)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    draw, translator = random.Random(SEED), load(asked.model, offline=True)
    lines, references, _ = read_set(asked.sets, "flores-dev")
    sources, references = [planted(line, draw) for line in lines[: asked.lines]], references[: asked.lines]
    protect = [made.text for made in translator.translate_texts(sources)]
    with (
        patch.object(pipeline, "text_parts", lambda text: [TextPart(text, False)]),
        patch.object(pipeline, "RETRY_STRATEGIES", ()),
    ):
        read = [made.text for made in translator.translate_texts(sources)]
    records = (asked.sets / "quotebench-dev.jsonl").read_text(encoding="utf-8").splitlines()
    paragraphs = [p for record in records for p in json.loads(record)["text"].split("\n") if protected(p)][
        : asked.lines
    ]
    score = CHRF(word_order=2).corpus_score
    result = {
        "planted": {
            "protected": kept(sources, protect),
            "read by the model": kept(sources, read),
            "chrF protected": round(score(list(map(bare, protect)), [references]).score, 2),
            "chrF read by the model": round(score(list(map(bare, read)), [references]).score, 2),
        },
        "quotebench": kept(paragraphs, [made.text for made in translator.translate_texts(paragraphs)]),
    }
    print(json.dumps(result, indent=1))
    if asked.json:
        write_atomically(asked.json, json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
