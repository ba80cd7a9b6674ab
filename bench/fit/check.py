"""Coverage against statements that it does not embed: what the check finds, and what it must not find.

usage: python -m bench.fit.check [near] [fit] [quotebench] [documents] [copies] [officials] [speed]
       [--shared ../shared] [--write] [--every N] [--json OUT] [--fits FILE]

near        how many renderings and how much else sentence vectors let through (align/coverage/nearness.py)
fit         the models that choose a rendering without knowing a place for it, cross-validated by document; --write
            writes align/find/check.json
quotebench  the whole check on QuoteBench without its embeds, its tweets as one list of statements
documents   the whole check on ntrex's documents, their English lines and flores-dev's as statements
copies      resemblance of perturbed copies, and of articles on different events
officials   bench/data/officials.csv on ../shared/articles 002 to 004: what is rendered there, and what is not
speed       40 articles and 200 statements

All need ../shared. "quotebench" and "documents" judge every document by models that saw none of
it; --fits keeps these. --every takes only every Nth document. Needs scipy (`pip install iqtibas[bench]`).
"""

from __future__ import annotations

import csv
import json
import pickle
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from bench.data.sets import QUOTEBENCH, lines_of, read_parallel
from bench.data.unembedded import Asked, Covering, documents, examples, quotebench, with_foreign
from bench.fit import aligner as bench_aligner
from bench.fit.matching import Example, add_cheap, add_words, fit_choice, trimmed
from bench.harness import ROOT, command_line, run_main, save
from iqtibas.align import Aligner, Coverage, check_coverage, load_aligner
from iqtibas.align.coverage.copies import COPY, find_copies, resemblance, shingles
from iqtibas.align.coverage.nearness import Nearness, rows_of
from iqtibas.align.find.evidence import SHORTLIST
from iqtibas.align.find.match import Decision, Matcher, load_matcher
from iqtibas.align.find.signals import CHEAP_SIGNALS, FULL_SIGNALS
from iqtibas.align.model import VERDICT_LABELS
from iqtibas.article import Article, Segment, read_articles
from iqtibas.article.article_reading import ArticleReading
from iqtibas.article.input.plain import article_from_text
from iqtibas.article.input.statements import Statement, read_statements
from iqtibas.models import load_sentence_encoder
from iqtibas.report.wording import sentence

WEIGHTS = ROOT / "align" / "find" / "check.json"
OFFICIALS = ROOT / "bench" / "data" / "officials.csv"
HIT, SEED = 0.5, 5
FOREIGN_LINES = 200
LEASTS = (0.0, 0.05, 0.1, 0.15, 0.2, 0.3)
CONFIDENCES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
# Paragraphs left out and words changed in a copy.
PERTURBED = ((0.0, 0.0), (0.1, 0.02), (0.25, 0.02), (0.4, 0.02))


def share(values: object) -> float:
    found = list(values)  # type: ignore[call-overload]
    return round(float(np.mean(found)), 4) if found else 0.0


def near(sets: Path) -> dict[str, object]:
    """The share of renderings, of statements without one and of other documents' that each threshold lets through."""
    coverings = [c for c in quotebench(sets / QUOTEBENCH) if c.kind == "gold"]
    encoder = load_sentence_encoder()
    asked = [(a, number) for number, c in enumerate(coverings) for a in c.asked]
    statements = Nearness.of([a.text for a, _ in asked], encoder)
    rows = [rows_of(ArticleReading(c.article), encoder) for c in coverings]
    found: dict[str, object] = {}
    for least in LEASTS:
        passed = [set(statements.near(own, least)) for own in rows]
        own = [(k in passed[number], bool(a.places)) for k, (a, number) in enumerate(asked)]
        foreign = [
            k in passed[other]
            for k, (_, number) in enumerate(asked)
            for other in range(len(coverings))
            if coverings[other].document != coverings[number].document
        ]
        found[f"{least:g}"] = {
            "renderings": share(ok for ok, rendered in own if rendered),
            "not rendered": share(ok for ok, rendered in own if not rendered),
            "other documents": share(foreign),
        }
    return found


def prepared(sets: Path) -> tuple[object, list[Example]]:
    """The cheap model, and all examples with their evidence."""
    coverings = [*quotebench(sets / QUOTEBENCH), *documents(sets)]
    _, lines = lines_of(read_parallel(sets, "flores-dev"))
    found = examples(with_foreign(coverings, lines[::2]))
    background = load_matcher().background
    add_cheap(found, background)
    right = [e.right(e.stretches) for e in found]
    cheap = fit_choice([e.cheap for e in found], right, range(len(CHEAP_SIGNALS)))
    print("shortlist recall", add_words(found, cheap, background, SHORTLIST), file=sys.stderr)
    return cheap, found


def is_teaching(example: Example) -> bool:
    """Whether a candidate has its rendering: of others a fit would learn that what is rendered is missing."""
    return not example.gold or bool(example.right(example.shortlist()).any())


def fit(sets: Path, write: bool, kept: Path) -> dict[str, object]:
    """Cross-validated figures; keeps the matchers of the folds."""
    cheap, found = prepared(sets)
    columns, background = range(len(FULL_SIGNALS)), load_matcher().background
    fits = bench_aligner.fit_folds(found, columns, is_teaching)
    decided = bench_aligner.cross_validate(found, fits)
    matchers = [Matcher(cheap, one.full, one.shared, background, one.look) for one in fits]  # type: ignore[arg-type]
    kept.write_bytes(pickle.dumps((bench_aligner.folds(found), matchers)))
    if write:
        whole = bench_aligner.fit([e for e in found if is_teaching(e)], columns)
        look = bench_aligner.fit_look(found)
        bench_aligner.write(cheap, replace(whole, look=look), background, WEIGHTS)  # type: ignore[arg-type]
    sure = [
        (d.rendering.confidence, bool(e.gold), bench_aligner.is_right(e, d.rendering))
        for e, d in zip(found, decided, strict=True)
        if d.rendering
    ]
    figures: dict[str, object] = {kind: _figures(found, decided, kind) for kind in ("gold", "free", "plain")}
    return figures | {"by confidence": by_confidence(sure)}


def by_confidence(found: Sequence[tuple[float, bool, bool]]) -> dict[str, dict[str, int]]:
    """What `align.coverage.check.SURE` is chosen by: of passages with a confidence, how many render their statement.

    found: confidence, whether the statement is rendered at all, and whether this is the passage, of each.
    """
    table = {}
    for low, high in pairwise(CONFIDENCES):
        inside = [(rendered, right) for sure, rendered, right in found if low <= sure < high]
        rendered, right = (sum(column) for column in zip(*inside, strict=True)) if inside else (0, 0)
        table[f"from {low:g}"] = {"passages": len(inside), "rendered": rendered, "with the right ends": right}
    return table


def _figures(found: Sequence[Example], decided: Sequence[Decision], kind: str) -> dict[str, object]:
    own = [(e, d.rendering) for e, d in zip(found, decided, strict=True) if e.kind == kind]
    rendered = [(e, r) for e, r in own if e.gold]
    # layout: "missing" for statements of other documents and QuoteBench's missing, "plain" for ntrex's dropped lines.
    return {
        "n": len(own),
        "rendered": len(rendered),
        "hit": share(bench_aligner.covered(e, r) >= HIT for e, r in rendered),
        "found at all": share(r is not None for _, r in rendered),
        "found though not there": share(r is not None for e, r in own if not e.gold),
    }


def _fits(kept: Path) -> tuple[dict[str, int], list[Matcher]]:
    if not kept.is_file():
        sys.exit(f"{kept} is not there: run python -m bench.fit.check fit --fits {kept}")
    fold, matchers = pickle.loads(kept.read_bytes())
    return fold, matchers


def whole_quotebench(sets: Path, aligner: Aligner, kept: Path, every: int) -> dict[str, object]:
    """One article a document; all their tweets are the list, each article's fold decides its models."""
    first = {c.document: c for c in quotebench(sets / QUOTEBENCH) if c.kind == "gold"}
    coverings = list(first.values())[::every]
    asked = [(a, c.document) for c in coverings for a in c.asked]
    statements = [Statement(str(k), a.text) for k, (a, _) in enumerate(asked)]
    own, elsewhere = {}, []
    for covering, one in _checked(aligner, kept, coverings, statements):
        if asked[one.statement][1] == covering.document:
            own[one.statement] = covering, one
        else:
            elsewhere.append((covering, one))
    confusion, pairs = [], []
    for k, (a, _) in enumerate(asked):
        known = own.get(k)
        confusion.append((a.verdict, known[1].verdict.label if known else "missing"))
        pairs.append((a, known is not None and _hits(known[0].article, known[1].rendering, a)))
    for covering, one in elsewhere:
        print("ELSEWHERE", one.verdict.label, f"{one.rendering.confidence:.2f}", statements[one.statement].text[:100],
              "|", covering.article.slice(one.rendering)[:100])  # fmt: skip
    return {
        "articles": len(coverings),
        "statements": len(asked),
        "found": share(hit for a, hit in pairs if a.places),
        "missing not found": share(k not in own for k, (a, _) in enumerate(asked) if not a.places),
        "in another document": len(elsewhere),
        "of them accused": sum(one.verdict.label != "faithful" for _, one in elsewhere),
        "pairs with another document": len(asked) * (len(coverings) - 1),
        "verdict macro-F1": _macro_f1(confusion),
        "faithful accused": share(got in ("altered", "partial") for want, got in confusion if want == "faithful"),
        "confusion": {f"{w}->{g}": confusion.count((w, g)) for w, g in sorted(set(confusion))},
    }


def _checked(
    aligner: Aligner, kept: Path, coverings: Sequence[Covering], statements: Sequence[Statement]
) -> Iterator[tuple[Covering, Coverage]]:
    """What is found in each article by models that saw nothing of its document."""
    fold, matchers = _fits(kept)
    for k, matcher in enumerate(matchers):
        held = [covering for covering in coverings if fold[covering.document] == k]
        check = check_coverage(statements, [c.article for c in held], aligner, matcher=matcher)
        yield from ((held[one.article], one) for one in check.covered)


def _hits(article: Article, rendering: object, asked: Asked) -> bool:
    """Whether a rendering's places and the gold's share half of what they are together."""
    spans = [trimmed(article, span) for span in rendering.spans]  # type: ignore[attr-defined]
    ours = {k for span in spans for k in range(span.start, span.end)}
    gold = {k for place in asked.places for k in range(*_ends(trimmed(article, Segment(*place))))}
    return len(ours & gold) >= HIT * len(ours | gold)


def _ends(span: object) -> tuple[int, int]:
    return span.start, span.end  # type: ignore[attr-defined]


def _macro_f1(confusion: Sequence[tuple[str, str]]) -> float:
    scores = []
    for label in VERDICT_LABELS:
        right = sum(want == got == label for want, got in confusion)
        scores.append(2 * right / max(1, sum(w == label for w, _ in confusion) + sum(g == label for _, g in confusion)))
    return round(float(np.mean(scores)), 4)


def whole_documents(sets: Path, aligner: Aligner, kept: Path, every: int) -> dict[str, object]:
    """ntrex's documents with all of their lines, and statements that none of them has."""
    coverings = list(documents(sets, dropped=0))[::every]
    asked = [(a, c.document) for c in coverings for a in c.asked]
    _, lines = lines_of(read_parallel(sets, "flores-dev"))
    foreign = random.Random(SEED).sample(lines, FOREIGN_LINES)
    statements = [Statement(str(k), text) for k, text in enumerate([*(a.text for a, _ in asked), *foreign])]
    hits: set[int] = set()
    right: set[int] = set()
    wrong: set[int] = set()
    strangers: set[int] = set()
    best: dict[int, tuple[float, bool]] = {}
    for covering, one in _checked(aligner, kept, coverings, statements):
        if one.statement >= len(asked):
            strangers.add(one.statement)
            continue
        same = asked[one.statement][1] == covering.document
        hit = same and _hits(covering.article, one.rendering, asked[one.statement][0])
        best[one.statement] = max(best.get(one.statement, (0.0, False)), (one.rendering.confidence, hit))
        (right if same else wrong).add(one.statement)
        hits |= {one.statement} if hit else set()
    return {
        "articles": len(coverings),
        "statements": len(asked),
        "found in the right article": share(k in right for k in range(len(asked))),
        "and span": share(k in hits for k in range(len(asked))),
        "first in the right article and span, of those found": share(hit for _, hit in best.values()),
        "also found in another article": share(k in wrong for k in range(len(asked))),
        "flores lines rejected": round(1 - len(strangers) / FOREIGN_LINES, 4),
    }


def copies(sets: Path) -> dict[str, object]:
    """How much perturbed copies resemble their originals, and the most that two different documents do."""
    rng = random.Random(SEED)
    articles = [c.article for c in documents(sets, dropped=0)]
    originals = [shingles(ArticleReading(a)) for a in articles]
    found: dict[str, object] = {}
    for dropped, changed in PERTURBED:
        others = [shingles(ArticleReading(_article(_perturbed(a.text, dropped, changed, rng)))) for a in articles]
        values = [resemblance(a, b) for a, b in zip(originals, others, strict=True)]
        found[f"{dropped:.0%} of the paragraphs dropped"] = {
            "median": round(float(np.median(values)), 3),
            "copies": share(value >= COPY for value in values),
        }
    most = max(resemblance(a, b) for k, a in enumerate(originals) for b in originals[:k])
    many = [_article(_perturbed(a.text, 0.1, 0.02, rng)) for _ in range(16) for a in articles]
    started = time.process_time()
    groups = find_copies(many)
    return {
        **found,
        "most of two documents": round(most, 3),
        "articles": len(many),
        "groups": len(groups),
        "CPU seconds": round(time.process_time() - started, 1),
    }


def _perturbed(text: str, dropped: float, changed: float, rng: random.Random) -> str:
    """Another headline, some paragraphs and words gone, another spelling here and there, and a line of promotion."""
    head, *rest = text.split("\n")
    lines = ["عاجل | " + " ".join(reversed(head.split())), *(line for line in rest if rng.random() >= dropped)]
    out = []
    for line in lines:
        words = ["كذلك" if rng.random() < changed else word for word in line.split()]
        out.append(" ".join(w.replace("أ", "ا").replace("ة", "ه") if rng.random() < 0.3 else w for w in words))
    return "\n".join([*out, "تابعوا آخر الأخبار على قناتنا في تلغرام واشتركوا في النشرة اليومية لموقعنا"])


def _article(text: str) -> Article:
    return article_from_text(text, id="x", source="x", sha256="")


def officials(folder: Path, aligner: Aligner) -> dict[str, object]:
    """What 002 to 004 make of what officials said, by eye and by count."""
    statements = read_statements(OFFICIALS).statements
    with OFFICIALS.open(encoding="utf-8", newline="") as file:
        covered = {row["id"]: row["covered"] for row in csv.DictReader(file)}
    read = list(read_articles([str(folder / f"00{n}_*.txt") for n in (2, 3, 4)]))
    articles = [a for a in read if isinstance(a, Article)]
    check = check_coverage(statements, articles, aligner)
    for one in check.covered:
        article, statement, whose = articles[one.article], statements[one.statement], one.attribution
        right = "   " if article.id.startswith(covered[statement.id] or "none") else "???"
        print(
            f"{right} {statement.id} in {article.id[:3]}: {one.verdict.label}, rendering {one.rendering.confidence:.2f}"
        )
        print("   ", statement.text, "\n   ", " / ".join(article.slice(span) for span in one.rendering.spans))
        print("   ", whose.speaker, whose.verb, "direct" if whose.direct else "reported", whose.agrees)
        for finding in one.verdict.findings:
            print("      ", finding.kind, f"{finding.severity:.2f}", sentence(finding))
    for loose in check.unsourced:
        print("without source:", loose.name, "|", articles[loose.article].slice(loose.quote)[:120])
    found = {(statements[o.statement].id, articles[o.article].id[:3]) for o in check.covered}
    wanted = {(name, place) for name, place in covered.items() if place}
    return {
        "statements": len(statements),
        "rendered": len(wanted),
        "found": len(found & wanted),
        "not found": sorted(name for name, _ in wanted - found),
        "found elsewhere": sorted(found - wanted),
        "altered": sorted(statements[o.statement].id for o in check.covered if o.verdict.label == "altered"),
        "attributed to another": sorted(
            statements[o.statement].id for o in check.covered if o.attribution.agrees is False
        ),
    }


def speed(sets: Path, aligner: Aligner) -> dict[str, object]:
    """40 outlets on related events, and 200 statements, most of which are about something else."""
    coverings = list(documents(sets, dropped=0))[:40]
    texts = list(dict.fromkeys(a.text for c in coverings for a in c.asked))
    statements = [Statement(str(k), text) for k, text in enumerate(random.Random(SEED).sample(texts, 200))]
    wall, cpu = time.perf_counter(), time.process_time()
    check = check_coverage(statements, [c.article for c in coverings], aligner)
    return {
        "articles": len(coverings),
        "statements": len(statements),
        "renderings": len(check.covered),
        "seconds": round(time.perf_counter() - wall, 1),
        "CPU seconds": round(time.process_time() - cpu, 1),
    }


def main() -> None:
    parser = command_line(__doc__, "json", "shared", "write")
    parser.add_argument("parts", nargs="*", default=["near", "copies", "officials", "speed"])
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--fits", type=Path, default=Path("check-fits.pickle"))
    args = parser.parse_args()
    sets = args.shared / "eval"
    result: dict[str, object] = {}
    steps: dict[str, Callable[[], dict[str, object]]] = {
        "near": lambda: near(sets),
        "fit": lambda: fit(sets, args.write, args.fits),
        "quotebench": lambda: whole_quotebench(sets, load_aligner(), args.fits, args.every),
        "documents": lambda: whole_documents(sets, load_aligner(), args.fits, args.every),
        "copies": lambda: copies(sets),
        "officials": lambda: officials(args.shared / "articles", load_aligner()),
        "speed": lambda: speed(sets, load_aligner()),
    }
    for name in args.parts:
        result[name] = steps[name]()
        print(json.dumps({name: result[name]}, indent=1, ensure_ascii=False), flush=True)
    save(args, result)


if __name__ == "__main__":
    run_main(main)
