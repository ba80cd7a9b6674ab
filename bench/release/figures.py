"""Write docs/figures.md: every figure that the documents quote, out of the results in bench/results/.

usage: python -m bench.release.figures [--write]     (without --write: end with 1 if the page is out of date)

A result is a JSON file of one measurement, as `bench.harness.record` makes it. A figure from before results were kept
is carried over: its file says `"carried_over": true` and has the sentence that it was taken from, and only the figures
that were told there; the first run of its command replaces it. Results without a row here are listed at the end.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.harness import RESULTS, ROOT, command_line, read_record, run_main
from iqtibas.storage.write import write_atomically

PAGE = ROOT / "docs" / "figures.md"
MARK = "†"
HEADER = f"""\
# Figures

Written by `python -m bench.release.figures --write` from the files of [bench/results](../bench/results); each of these
has the command, the day, the commit and the machine beside its figures. `make bench` measures everything anew; any line
can be run by itself, with `--json bench/results/NAME.json`. [bench/README.md](../bench/README.md) says which data that
needs and how to get it. {MARK}: carried over from documents of that day, from before results were kept.

QuoteBench is made of news translations (NTREX-128): the figures on it say how well the program does what it was built
and fitted on. The first table says how it does on what editors write.
"""
Results = Any
Row = tuple[str, str, Callable[[Results], str]]  # what it is, the result file's name, and the figure


@dataclass(frozen=True)
class Section:
    """A table of the page. note: what a reader must know of all of it."""

    title: str
    note: str
    rows: Sequence[Row]


def short(value: float, places: int = 3) -> str:
    """A share as documents print it: .953, 1.00."""
    text = f"{value:.{places}f}"
    return text.removeprefix("0") if value < 1 else f"{value:.2f}"


def percent(value: float, places: int = 1) -> str:
    """2.9 %."""
    return f"{100 * value:.{places}f} %"


def kinds(results: Results, names: Sequence[str]) -> str:
    """How many of the changes of each kind are found."""
    found = results["kinds_found"]
    return ", ".join(f"{name} {_count(found[name])}" for name in names if name in found)


def _count(value: float | Sequence[int]) -> str:
    return f"{value[0]} of {value[1]}" if isinstance(value, Sequence) else short(value, 2)


def with_range(results: Results, figure: str, show: Callable[[float], str] = short) -> str:
    """A headline figure of `bench.measure.scoring`, with its 95 % interval."""
    low, high = results["intervals"][figure]
    return f"{show(results[figure])} ({show(low)} to {show(high)})"


KINDS = ("number", "name", "negation", "modality", "omission", "addition")


def natural(stem: str, what: str, *, name: str) -> list[Row]:
    """The rows of one natural set. name: its key in the results."""
    rows: list[Row] = []
    if not name.endswith("pairs"):
        rows.append((f"{what}: renderings found", stem, lambda r: with_range(r[name], "renderings_found")))
        rows.append(("… “missing” told right, F1", stem, lambda r: with_range(r[name], "missing_f1")))
    first = "… verdicts, macro-F1" if rows else f"{what}: verdicts, macro-F1"
    rows.append((first, stem, lambda r: with_range(r[name], "verdict_macro_f1")))
    rows.append(("… faithful renderings accused", stem, lambda r: with_range(r[name], "faithful_accused", percent)))
    rows.append(("… changes found", stem, lambda r: kinds(r[name], KINDS)))
    rows.append(
        ("… confidence in “faithful”: calibration error", stem, lambda r: short(r[name]["faithful_calibration_error"]))
    )
    return rows


WEIGHED = (
    "natural-a",
    "natural-e",
    "natural-c",
    "articles-1",
    "articles-2",
    "articles-3",
    "articles-4",
    "quotebench-dev",
)


def weighed(name: str) -> list[Row]:
    """The rows of one set of `bench.fit.verdict`."""

    def told(results: Results) -> str:
        own = results[name]
        accused, error = percent(own["faithful_accused"]), short(own["faithful_calibration_error"])
        return f"macro-F1 {short(own['macro_f1'])}; faithful renderings accused {accused}; calibration error {error}"

    return [(f"{name}: verdicts; confidence in “faithful”", "verdict", told)]


def ledger(what: str, stem: str) -> Row:
    """A check of the ledger with the usual figures: area under the curve, recall, false alarms."""
    return (
        what,
        stem,
        lambda r: f"AUC {short(r['auc'])}; recall {short(r['recall'], 2)} at {percent(r['false_alarms'])}",
    )


def _aligner(kind: str) -> Callable[[Results], str]:
    return lambda r: (
        f"{short(r['cross_validated'][kind]['hit'])}, mean IoU {short(r['cross_validated'][kind]['mean_iou'])}"
    )


def _verdicts(results: Results) -> str:
    accused = percent(results["faithful_flagged"])
    return f"macro-F1 {short(results['verdict_macro_f1'])}; faithful renderings accused {accused}"


def _scale(rows: int) -> Callable[[Results], str]:
    return lambda r: f"{r[f'scale {rows}']['exact ms']:.0f} ms"


SECTIONS = (
    Section(
        "Renderings as editors write them, held out",
        "Invented articles and pairs, each set by another author who had not seen the program, written after all fits. "
        "In brackets 95 % intervals, articles (groups of pairs) drawn anew.",
        [
            *natural("natural-held-out", "articles", name="held-out-articles"),
            *natural("natural-held-out", "pairs, set as short articles", name="held-out-pairs"),
        ],
    ),
    Section(
        "Renderings as editors write them, cross-validated by article and group",
        "Of statements whose rendering was found. The tagger was not trained on these sets, but the natural ones were "
        "watched while it was; where renderings stand was fitted on natural-a, natural-e, articles-1 and articles-2.",
        [row for name in WEIGHED for row in weighed(name)],
    ),
    Section(
        "Held out by document",
        "What decides was fitted on other documents of the same sets; planted changes are by scripts.",
        [
            ("QuoteBench dev, matcher held out: verdicts", "quotebench-held-out", _verdicts),
            ("… changes found", "quotebench-held-out", lambda r: kinds(r, KINDS)),
            ("… nine more articles drawn from each document (2 041 statements)", "quotebench-sampled", _verdicts),
            ("… changes found", "quotebench-sampled", lambda r: kinds(r, KINDS)),
            ("renderings found (IoU ≥ .6), QuoteBench dev", "aligner", _aligner("gold")),
            ("… with nine more articles from each (2 039 statements)", "aligner", _aligner("gold and sampled")),
            ("… in freer layouts: inside sentences, crossed, shared, split", "aligner", _aligner("free")),
            (
                "“missing” told right, QuoteBench dev / with the articles drawn",
                "aligner",
                lambda r: " / ".join(
                    f"F1 {short(own['missing_f1'])}, calibration error {short(own['calibration_error'])}"
                    for own in (r["cross_validated"][kind] for kind in ("gold", "gold and sampled"))
                ),
            ),
            (
                "changes planted in the Arabic of translations, right span: untouched pairs accused",
                "invented_quotes",
                lambda r: f"{percent(r['accused'])} of {r['n']['untouched']}",
            ),
            (
                "… told as what they are",
                "invented_quotes",
                lambda r: ", ".join(f"{kind} {short(share, 2)}" for kind, share in r["recall"].items()),
            ),
            (
                "numbers: clean pairs accused, FLORES / NTREX",
                "number_check",
                lambda r: " / ".join(percent(r[name]["share of pairs"]) for name in ("flores-dev", "ntrex-odd")),
            ),
            (
                "clauses left out / added in translations (NTREX), right span",
                "completeness",
                lambda r: (
                    f"{short(r['omission']['told']['ntrex-odd, clause left out'], 2)} / "
                    f"{short(r['addition']['told']['ntrex-odd, clause added'], 2)}"
                ),
            ),
            (
                "negation inserted or removed (every pair with a negation, a quarter of the others)",
                "negation",
                lambda r: (
                    f"AUC {short(r['auc_edits'])} an edit; recall {short(r['recall'], 2)} at "
                    f"{percent(r['false_alarms'])}"
                ),
            ),
            (
                "Arabic negations that answer none",
                "negation-denials",
                lambda r: f"recall {short(r['recall'], 2)} at {percent(r['false_alarms'])}",
            ),
            (
                "opposites exchanged",
                "polarity",
                lambda r: (
                    f"AUC {short(r['auc_edits'])} an edit; recall {short(r['recall'], 2)} at "
                    f"{percent(r['false_alarms'])}"
                ),
            ),
            (
                "modality changed",
                "modality",
                lambda r: (
                    f"AUC {short(r['auc'])}; recall {short(r['recall_accused'], 2)} at {percent(r['false_alarms'])}"
                ),
            ),
            (
                "names exchanged: places / people in the news / others",
                "names",
                lambda r: (
                    " / ".join(short(r[f"recall_{kind}"], 2) for kind in ("place", "person", "other"))
                    + f", at {percent(r['pairs_accused'])} of pairs accused"
                ),
            ),
            ledger("numbers that changed places", "exchanged"),
            (
                "word links, alignment error rate on 60 hand-linked FLORES pairs",
                "links",
                lambda r: (
                    f"{short(r['layer 7, centred, strength'][2])} "
                    f"(mutual argmax {short(r['layer 7, mutual argmax'][2])})"
                ),
            ),
            (
                "guard: planted failures caught / dropped clauses / clean segments flagged",
                "guard",
                lambda r: " / ".join(percent(ratio_of(r[name])) for name in ("planted", "dropped clause", "clean")),
            ),
            (
                "quality estimate: AUC / Spearman / AUC against a reader's judgement of 203 segments",
                "quality",
                lambda r: f"{short(r['auc'], 2)} / {short(r['spearman'], 2)} / {short(r['reader']['auc'], 2)}",
            ),
        ],
    ),
    Section(
        "`check` and the index",
        "Models of `check` held out by document.",
        [
            (
                "QuoteBench dev without its embeds: renderings found (IoU ≥ .5) / accepted though not rendered",
                "check",
                lambda r: (
                    f"{short(r['fit']['gold']['hit'], 2)} / {percent(r['fit']['gold']['found though not there'])}"
                ),
            ),
            (
                "… end to end, every second article: found / not rendered and not found / faithful accused",
                "check-end-to-end",
                lambda r: (
                    f"{short(r['quotebench']['found'], 2)} / {short(r['quotebench']['missing not found'], 2)} / "
                    f"{percent(r['quotebench']['faithful accused'])}"
                ),
            ),
            (
                "… accused in another article",
                "check-end-to-end",
                lambda r: "{of them accused} of {pairs with another document} pairs".format_map(r["quotebench"]),
            ),
            (
                "NTREX (half), every second document: right article and span / first, of those found / FLORES rejected",
                "check-end-to-end",
                lambda r: (
                    f"{short(r['documents']['and span'], 2)} / "
                    f"{short(r['documents']['first in the right article and span, of those found'], 2)} / "
                    f"{short(r['documents']['flores lines rejected'], 2)}"
                ),
            ),
            (
                "articles without embeds, statements in our own words: found",
                "check",
                lambda r: f"{r['officials']['found']} of {r['officials']['rendered']}",
            ),
            (
                "copies of one report, a tenth of the paragraphs dropped: resemblance / of unrelated articles at most",
                "check",
                lambda r: (
                    f"{short(r['copies']['10% of the paragraphs dropped']['median'], 2)} / "
                    f"{short(r['copies']['most of two documents'])}"
                ),
            ),
            (
                "index, NTREX as coverage, its English as statements: right article / span first; others rejected",
                "index",
                lambda r: (
                    f"{short(r['found']['article@1'])} / {short(r['found']['span@1'])}; "
                    f"{short(r['found']['rejected at LIKELY'])}"
                ),
            ),
            ("… int8 rows: of the ten nearest by floats", "index", lambda r: short(r["int8"]["recall@10"])),
            ("… a statement, exact, 2.5 · 10⁵ rows (10⁵ sentences)", "index", _scale(250_000)),
            ("… 10⁶ rows", "index", _scale(1_000_000)),
            (
                "whole documents, strict bead F1 (15 % joins, 5 % drops)",
                "documents",
                lambda r: _documents(r, "pairs"),
            ),
            ("… both sides joined and dropped on their own", "documents", lambda r: _documents(r, "sides")),
        ],
    ),
    Section(
        "Reading and translating",
        "",
        [
            (
                "embedded model, FLORES dev: BLEU, chrF2++",
                "translation",
                lambda r: ", ".join(f"{r['flores-dev'][name][0]}" for name in ("BLEU", "chrF2++")),
            ),
            (
                "… NTREX (half)",
                "translation",
                lambda r: ", ".join(f"{r['ntrex-odd'][name][0]}" for name in ("BLEU", "chrF2++")),
            ),
            (
                "names / numbers right in five press articles, after repairs",
                "gist",
                lambda r: f"{percent(r['names right'], 0)} / {percent(ratio_of(r['numbers right']), 0)}",
            ),
            (
                "links, handles, hashtags, addresses, emoji unchanged",
                "verbatim",
                lambda r: percent(ratio_of(r["planted"]["protected"])),
            ),
            (
                "sentence boundaries of NTREX, Arabic / English, F1 (sentencex in brackets)",
                "segmentation",
                lambda r: " / ".join(
                    f"{short(r[f'{x} ours']['f1'])} ({short(r[f'{x} sentencex']['f1'])})" for x in ("ar", "en")
                ),
            ),
            (
                "who says what in articles of an invented set, held out: quotations, recall / precision; speakers",
                "speakers",
                lambda r: "; ".join(
                    f"{short(r['held-out'][f'{what}, recall'])} / {short(r['held-out'][f'{what}, precision'])}"
                    for what in ("quotations", "speakers")
                ),
            ),
            (
                "lost spaces, one in four: put back / right of those put in; words of clean text cut",
                "spacing",
                lambda r: (
                    f"{short(r['one in four']['recall'], 2)} / {short(r['one in four']['precision'], 2)}; "
                    f"{r['clean']['cut']} of {r['clean']['words']}"
                ),
            ),
            (
                "remarks on the form of faithful quotations (none is right) / with a closing mark of another kind",
                "quotation",
                lambda r: f"{percent(r['clean']['remarked'])} / {percent(r['two kinds']['remarked'])}",
            ),
        ],
    ),
    Section(
        "Time, memory, survival",
        "On two cores. Times of a busy machine are medians of processor time.",
        [
            (
                "five press articles, everything, no translation memory: wall clock, peak memory",
                "articles",
                lambda r: f"{r['wall_s']} s, {r['peak_mb']} MB",
            ),
            (
                "cold start, `iqtibas translate` on one short article",
                "speed",
                lambda r: f"{r['cold']['wall s']} s, {r['cold']['CPU s']} s of processor time",
            ),
            (
                "int8 engine against one sentence at a time in transformers, opus-mt-ar-en's size, beam 4 / 1",
                "speed",
                lambda r: _speed(r, "int8, alphabet (ours)") + " times; with a lexicon " + _speed(r, "int8, lexicon"),
            ),
            (
                "`kill -9` at random moments, then resumed: same bytes; finished articles redone",
                "batch",
                lambda r: f"{'yes' if r[-1]['same_bytes'] else 'no'}; {r[-1]['articles_redone']}",
            ),
            ("memory for 10 000 articles against 100", "batch", lambda r: _growth(r)),
            (
                "report: front page of 1 000 articles / one article with 1 002 statements, drawn",
                "report",
                lambda r: " / ".join(f"{r[x]['drawn_ms'] / 1000:.1f} s" for x in ("many_articles", "many_embeds")),
            ),
            (
                "review screen, 50 clients: requests, errors, 95th percentile",
                "serve",
                lambda r: f"{r['requests']}, {r['errors']}, {r['p95_ms']} ms",
            ),
            (
                "10 000 articles in one process: growth from the 3 000th on",
                "many_articles",
                lambda r: f"{r[-1]['slope_kb_an_article']} KB an article",
            ),
            ("fresh clone, packages cached, by hand: `make demo`", "fresh-clone", lambda r: r["make demo"]),
        ],
    ),
    Section(
        "With the shipped models, which have seen it",
        "",
        [
            (
                "QuoteBench dev: embeds seen / text exact",
                "quotebench",
                lambda r: f"{short(r['embeds_seen'], 2)} / {short(r['text_exact'], 2)}",
            ),
            ("… verdicts", "quotebench", _verdicts),
        ],
    ),
)


def ratio_of(value: float | Sequence[float]) -> float:
    """A share that may have its count beside it."""
    return value[0] if isinstance(value, Sequence) else value


def _documents(results: Sequence[Mapping[str, Any]], damage: str) -> str:
    own = [row["f1"] for row in results if row["damage"] == damage]
    means = {name: sum(row[name] for row in own) / len(own) for name in own[0]}
    return "; ".join(f"{'ours' if name == 'iqtibas' else name} {short(value)}" for name, value in means.items())


def _speed(results: Results, way: str) -> str:
    return " / ".join(f"{results['ratios'][f'opus size, beam {beam}'][way]['× one at a time']}" for beam in (4, 1))


def _growth(results: Sequence[Mapping[str, Any]]) -> str:
    told = [row["growth"] for row in results if "growth" in row]
    if told:  # carried over, without the peaks
        return f"{100 * told[0]:+.1f} %"
    peaks = [row["peak_mb"] for row in results if row["figure"] == "memory" and row["run"] == "first"]
    return f"{100 * (peaks[-1] / peaks[0] - 1):+.1f} %"


def records(folder: Path = RESULTS) -> dict[str, dict[str, Any]]:
    """Every result by its file's name."""
    return {path.stem: read_record(path) for path in sorted(folder.glob("*.json"))}


def page(found: Mapping[str, Mapping[str, Any]]) -> str:
    """The whole page."""
    parts = [HEADER]
    for section in SECTIONS:
        rows = list(table(section.rows, found))
        if rows:
            note = [section.note, ""] if section.note else []
            head = ["| what | figure | day | measured by |", "|---|---|---|---|"]
            parts.append("\n".join([f"## {section.title}", "", *note, *head, *rows]))
    told = {stem for section in SECTIONS for _, stem, _ in section.rows}
    if others := [_listed(stem, found[stem]) for stem in found if stem not in told]:
        parts.append("\n".join(["## Other results", "", "| file | day | measured by |", "|---|---|---|", *others]))
    return "\n\n".join(part.rstrip("\n") for part in parts) + "\n"


def _listed(stem: str, own: Mapping[str, Any]) -> str:
    return f"| [{stem}](../bench/results/{stem}.json) | {own['date']} | `{own['command']}` |"


def table(rows: Sequence[Row], found: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The rows whose results are there."""
    for what, stem, figure in rows:
        if stem in found:
            own = found[stem]
            day = own["date"] + f" {MARK}" * bool(own.get("carried_over"))
            yield f"| {what} | {figure(own['results'])} | {day} | [`{own['command']}`](../bench/results/{stem}.json) |"


def main() -> None:
    parser = command_line(__doc__, "write")
    made = page(records())
    if parser.parse_args().write:
        write_atomically(PAGE, made)
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != made:
        sys.exit(f"{PAGE.name} is out of date: run with --write")


if __name__ == "__main__":
    run_main(main)
