"""The model card, from what a run recorded; card.md has the words around the figures."""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.train.settings import ROOT, machine
from iqtibas.article.arabic.letters import is_arabic
from iqtibas.article.sentences import split_sentences
from iqtibas.translate import Translator

SAMPLE_SENTENCES = 10
SAMPLE_SEED = 20
LONG_ENOUGH = 8  # words

TEMPLATE = Path(__file__).parent / "card.md"
VERSIONS = Path(__file__).parent / "versions.jsonl"  # what was exported and committed before, a line each
SHOWN = ("BLEU", "chrF2++")


Record = dict[str, Any]


def write_card(run: Path, folder: Path, scores: Mapping[str, Any], translator: Translator) -> None:
    """MODEL_CARD.md of a model folder. run: with run.json and scores.jsonl. scores: from `export.score`."""
    facts = json.loads((run / "run.json").read_text("utf-8"))
    history = read_history(run)
    config = json.loads((folder / "config.json").read_text("utf-8"))
    kept = likeliest(history)
    settings = facts["settings"]
    figures = settings | {"start": Path(settings["start"]).name, "updates": kept["update"], "minutes": kept["minutes"]}
    card = TEMPLATE.read_text("utf-8").format(
        **figures,
        revision=translator.model.revision,
        encoder_layers=config["encoder_layers"],
        decoder_layers=config["decoder_layers"],
        d_model=config["d_model"],
        heads=config["encoder_attention_heads"],
        ffn=config["encoder_ffn_dim"],
        pieces=config["vocab_size"],
        pieces_seen=kept["pieces"] / 1e6,
        machine=facts.get("machine") or f"one that the run did not record; exported on {machine()}",
        versions=_versions(version_record(run, scores, translator.model.revision)),
        history=_history(history),
        data=_data(facts["pairs"], Path(settings["mix"])),
        scores=_scores(scores),
        signatures="\n".join(f"- {name}: `{_signature(scores, name)}`" for name in SHOWN),
        samples=_samples(translator),
    )
    (folder / "MODEL_CARD.md").write_text(card, encoding="utf-8")


def read_history(run: Path) -> list[Record]:
    """A run's evaluations, one for each update that was evaluated: a session's first repeats the last one's last."""
    lines = (run / "scores.jsonl").read_text("utf-8").splitlines()
    return list({record["update"]: record for record in map(json.loads, lines)}.values())


def likeliest(history: Sequence[Record]) -> Record:
    """The evaluation of the weights that are kept as the best."""
    return min(history, key=lambda record: record["dev_nll"])


def version_record(run: Path, scores: Mapping[str, Any], revision: str) -> Record:
    """This version's line of VERSIONS."""
    kept = likeliest(read_history(run))
    figures = {name: [row[metric][0] for metric in SHOWN] for name, row in scores.items()}
    return {"revision": revision} | {name: kept[name] for name in ("minutes", "pieces", "dev_nll")} | figures


def _versions(this: Record) -> str:
    """Every version that was committed, and this one in place of a line of its own."""
    earlier = map(json.loads, VERSIONS.read_text("utf-8").splitlines())
    rows = [*(record for record in earlier if record["revision"] != this["revision"]), this]
    return "\n".join(
        f"| {row['revision']} | {row['minutes']:.0f} | {row['pieces'] / 1e6:.1f} M | {row['dev_nll']:.3f} "
        f"| {' / '.join(map(str, row['flores-dev']))} | {' / '.join(map(str, row['ntrex-odd']))} |"
        for row in rows
    )


def _scores(scores: Mapping[str, Any]) -> str:
    return "\n".join(
        f"| {name} | {row['n']} | {' | '.join(str(row[metric][0]) for metric in SHOWN)} |"
        for name, row in scores.items()
    )


def _signature(scores: Mapping[str, Any], metric: str) -> str:
    """The metric's signature, which is one for all sets."""
    return " ".join(sorted({row[metric][1] for row in scores.values()}))


def _data(pairs: Mapping[str, int], mix: Path) -> str:
    """Every file with its pairs and its licence."""
    table = tomllib.loads(mix.read_text(encoding="utf-8"))
    rows = table["corpus"] | table["lexicon"]
    return ";\n".join(f"{name} {count:,} ({rows[name]['licence']})" for name, count in pairs.items()) + "."


def _history(records: Sequence[Record]) -> str:
    """At most a dozen rows of the table of evaluations, the first and the last among them."""
    step = max(1, -(-(len(records) - 1) // 11))
    shown = sorted({*range(0, len(records), step), len(records) - 1})
    rows = (records[at] for at in shown)
    return "\n".join(
        f"| {row['minutes']:.0f} | {row['pieces'] / 1e6:.1f} M | {row['dev_nll']:.3f} | {row['greedy_bleu_200']} |"
        for row in rows
    )


def _samples(translator: Translator) -> str:
    """Sentences of our own sample articles with what the model makes of them."""
    lines = [line for file in sorted((ROOT / "samples").glob("*.txt")) for line in _sentences(file)]
    chosen = random.Random(SAMPLE_SEED).sample(lines, SAMPLE_SENTENCES)
    made = translator.translate_texts(chosen)
    return "\n".join(f"- {source}\n  → {hypothesis.text}" for source, hypothesis in zip(chosen, made, strict=True))


def _sentences(file: Path) -> list[str]:
    text = file.read_text(encoding="utf-8")
    sentences = (text[part.start : part.end] for part in split_sentences(text))
    return [s for s in sentences if is_arabic(s) and len(s.split()) >= LONG_ENOUGH]
