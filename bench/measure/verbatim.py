"""Whether links, handles, hashtags, e-mail addresses and emoji come through a translation unchanged and in their order.

usage: python -m bench.measure.verbatim [--model embedded] [--eval ../shared/eval] [--lines 300] [--json OUT]

Plants tokens into FLORES dev lines with a fixed seed, at the beginning, between two words, or at the end, and compares
two ways: as part of what the model reads, and protected, where the text around them is translated in parts of its own.
chrF2++ is that of the text without tokens. Paragraphs of QuoteBench that hold tokens are translated as they are.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from unittest.mock import patch

from sacrebleu.metrics.chrf import CHRF

from bench.data.sets import QUOTEBENCH, lines_of, read_articles, read_parallel
from bench.harness import command_line, finish, run_main
from iqtibas.translate import load, pipeline
from iqtibas.translate.protect import TextPart, protected

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
    parser = command_line(__doc__, "json", "eval", "model")
    parser.add_argument("--lines", type=int, default=300)
    asked = parser.parse_args()
    draw, translator = random.Random(SEED), load(asked.model, offline=True)
    lines, references = lines_of(read_parallel(asked.eval, "flores-dev")[: asked.lines])
    sources = [planted(line, draw) for line in lines]
    protect = [made.text for made in translator.translate_texts(sources)]
    with (
        patch.object(pipeline, "text_parts", lambda text: [TextPart(text, False)]),
        patch.object(pipeline, "RETRY_STRATEGIES", ()),
    ):
        read = [made.text for made in translator.translate_texts(sources)]
    records = read_articles(asked.eval / QUOTEBENCH)
    paragraphs = [p for record in records for p in record["text"].split("\n") if protected(p)][: asked.lines]
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
    finish(asked, result)


if __name__ == "__main__":
    run_main(main)
