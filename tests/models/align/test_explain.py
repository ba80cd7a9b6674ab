"""Explanations: they show what the aligner and the ledger did, and nothing that they did not do."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from places import SAMPLES
from rich.console import Console

from iqtibas.align import Aligner
from iqtibas.align import explain as explanations
from iqtibas.align.explain import Explanation, Probe, changed_words, explain_embed
from iqtibas.align.ledger import verdict
from iqtibas.align.ledger.checks import CHECKS
from iqtibas.align.ledger.fitted import Fitted, watching
from iqtibas.align.ledger.missing import MISSING_SIGNALS
from iqtibas.align.ledger.weighing import OF_VERDICT, VerdictSignals, verdict_models
from iqtibas.align.model import recorded
from iqtibas.article import Article, UsageError, find_embeds
from iqtibas.article.input.plain import article_from_text
from iqtibas.models import Contrast
from iqtibas.models.signals import signal_names
from iqtibas.report.controls import FSI
from iqtibas.report.terminal.explain import explanation_json, print_explanation


def sample(samples: Path, name: str) -> Article:
    path = next(samples.glob(f"{name}*.txt"))
    return article_from_text(path.read_text(encoding="utf-8"), id=path.name, source=path.name, sha256="")


def explain(aligner: Aligner, article: Article, number: int = 1) -> Explanation:
    return explain_embed(aligner, article, find_embeds(article), number)


def printed(explanation: Explanation, terminal: bool = False, width: int = 100) -> str:
    out = io.StringIO()
    print_explanation(explanation, Console(file=out, force_terminal=terminal, width=width, color_system=None))
    return out.getvalue()


@pytest.fixture(scope="module")
def number(aligner: Aligner) -> Explanation:
    return explain(aligner, sample(SAMPLES, "02"))


@pytest.fixture(scope="module")
def negation(aligner: Aligner) -> Explanation:
    return explain(aligner, sample(SAMPLES, "05"))


def test_what_is_explained_is_what_the_aligner_decided(aligner: Aligner, samples: Path, number: Explanation) -> None:
    article = sample(samples, "02")
    alignment = aligner.align(article, find_embeds(article))[0]
    assert number.rendering == alignment.rendering
    assert number.verdict == alignment.verdict
    assert number.embed == alignment.embed


def test_candidates_stand_in_order_and_their_probabilities_are_shares(number: Explanation) -> None:
    shares = [row.probability for row in number.candidates]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1)
    assert [row.span is None for row in number.candidates].count(True) == 1
    assert [i for i, row in enumerate(number.candidates) if row.chosen] == [number.chosen]
    assert number.chosen != number.runner_up


def test_contributions_add_up_to_the_difference_of_utilities(number: Explanation) -> None:
    stretches = [row for row in number.candidates if row.span is not None]
    for row in stretches:
        assert sum(signal.contribution for signal in row.signals) == pytest.approx(row.utility, abs=1e-6)
    assert number.chosen is not None
    assert number.runner_up is not None
    runner_up = number.candidates[number.runner_up]
    other = 0.0 if runner_up.span is None else runner_up.utility
    explained = sum(reason.contribution for reason in number.reasons)
    assert explained == pytest.approx(number.candidates[number.chosen].utility - other, abs=1e-6)
    strengths = [abs(reason.contribution) for reason in number.reasons]
    assert strengths == sorted(strengths, reverse=True)


def test_a_number_that_differs_is_shown_with_both_values(number: Explanation) -> None:
    differing = [row for row in number.ledger.numbers if not row.agree]
    assert len(differing) == 1
    assert differing[0].english_value
    assert differing[0].arabic_value
    assert differing[0].english_value != differing[0].arabic_value
    text = printed(number)
    assert "differ" in text
    assert "Verdict: altered" in text


def test_the_edit_that_fits_the_arabic_better_is_shown_with_its_check(negation: Explanation) -> None:
    lowest = min(negation.ledger.probes, key=lambda probe: probe.margin)
    assert lowest.check == "negation"
    assert lowest.margin < 0
    assert ("not" in lowest.old) != ("not" in lowest.new)
    assert lowest.side == "english"
    decided = [row for row in negation.ledger.checks if row.check == "negation"]
    assert any(row.reported and row.probability >= row.cut for row in decided)


def test_the_arabic_without_a_negation_is_shown_too(aligner: Aligner) -> None:
    text = (
        "The village depends on the river for its water. https://t.co/a1\n"
        "— Ministry of Transport (@TransportMarzan) May 1, 2020\n"
        "وقالت الوزارة: «القرية لا تعتمد على النهر في الحصول على المياه»."
    )
    explanation = explain(aligner, article_from_text(text, id="a", source="a", sha256=""))
    [probe] = [probe for probe in explanation.ledger.probes if probe.side == "arabic"]
    assert (probe.check, probe.old, probe.new) == ("negation", "القرية لا", "القرية")
    assert probe.margin < 0
    assert [row.check for row in explanation.ledger.checks if row.reported and "verdict" not in row.check] == ["denial"]
    shown = printed(explanation)
    assert "without a negation" in shown
    assert "القرية لا" in shown


def test_no_question_to_the_translation_model_goes_unheard() -> None:
    asked = {name for name in vars(Contrast) if not name.startswith("_")}
    assert asked <= vars(explanations._Listening).keys()


def test_every_check_names_its_signals_and_says_what_it_judged(negation: Explanation) -> None:
    checks = {row.check for row in negation.ledger.checks}
    assert {"omission", "addition", "negation"} <= checks
    models = {name: signal_names(signals) for check in CHECKS for name, signals in check.models.items()}
    models |= {f"{OF_VERDICT}{name}": signal_names(VerdictSignals) for name in verdict_models()}
    models |= {"missing": MISSING_SIGNALS}
    assert models.keys() - {"exchanged", "name", "denial", "polarity", "modality"} <= checks
    for row in negation.ledger.checks:
        assert tuple(signal.name for signal in row.signals) == models[row.check]
        assert row.reported == (row.probability >= row.cut)


def test_a_missing_rendering_is_explained_by_the_best_that_was_refused(aligner: Aligner, samples: Path) -> None:
    article = sample(samples, "06")
    english = [e for e in find_embeds(article) if e.language == "en"]
    verdicts = [a.verdict.label for a in aligner.align(article, english)]
    explanation = explain(aligner, article, verdicts.index("missing") + 1)
    assert explanation.rendering is None
    assert explanation.chosen is not None
    assert explanation.candidates[explanation.chosen].span is None
    assert explanation.reasons
    assert explanation.ledger.checks == explanation.ledger.numbers == ()
    assert "not rendered here, chosen" in printed(explanation)


def test_what_turns_out_to_render_something_else_is_explained_with_what_was_checked(
    aligner: Aligner, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verdict, "missing_probability", lambda *_: 0.9)
    article = sample(samples, "02")
    (alignment,) = aligner.align(article, find_embeds(article))
    assert (alignment.rendering, alignment.verdict.label, alignment.verdict.confidence) == (None, "missing", 0.9)
    explanation = explain(aligner, article)
    assert (explanation.rendering, explanation.verdict) == (None, alignment.verdict)
    assert explanation.ledger.checks
    assert "what was chosen renders something else" in printed(explanation)


def test_a_candidate_says_which_other_statement_it_went_to(aligner: Aligner, samples: Path) -> None:
    article = sample(samples, "07")
    first, second = (explain(aligner, article, n) for n in (1, 2))
    assert first.rendering
    theirs = [row for row in second.candidates if row.span and row.span.start == first.rendering.start]
    assert all(row.given_to == 1 for row in theirs)
    assert theirs
    assert all(row.given_to is None for row in second.candidates if row.chosen)


@pytest.mark.parametrize("number", [0, -1, 2, 99])
def test_a_number_out_of_range_is_refused_with_how_many_there_are(aligner: Aligner, samples: Path, number: int) -> None:
    with pytest.raises(UsageError, match=f"statement {number}: the article has 1; give a number from 1 to 1"):
        explain(aligner, sample(samples, "02"), number)


def test_an_article_without_statements_is_refused(aligner: Aligner, samples: Path) -> None:
    with pytest.raises(UsageError, match="the article has none"):
        explain(aligner, sample(samples, "08"))


def test_the_json_holds_spans_as_pairs_and_round_figures(number: Explanation) -> None:
    line = explanation_json(number)
    assert "\n" not in line
    record = json.loads(line)
    assert record["schema"] == 1
    assert record["verdict"]["label"] == "altered"
    assert record["embed"]["said"] == [number.embed.said.start, number.embed.said.end]
    chosen = record["candidates"][record["chosen"]]
    assert chosen["chosen"] is True
    assert chosen["text"] == number.candidates[record["chosen"]].text
    assert {signal["name"] for signal in chosen["signals"]} == {reason["name"] for reason in record["reasons"]}


def test_line_separators_from_outside_do_not_end_the_line_of_json(number: Explanation) -> None:
    line = explanation_json(replace(number, compared="a\u2028b\x85c\ud800"))
    assert len(line.splitlines()) == 1
    assert json.loads(line.encode("utf-8"))["compared"] == "a\u2028b\x85c\ud800"


def test_arabic_stands_on_lines_of_its_own_and_isolated_only_on_a_terminal(number: Explanation) -> None:
    plain, terminal = printed(number), printed(number, terminal=True, width=60)
    assert FSI not in plain
    assert FSI in terminal
    for line in plain.splitlines():
        if any("\u0600" <= sign <= "\u06ff" for sign in line):
            assert line.startswith("  ")
    assert max(map(len, terminal.replace(FSI, "").replace("\u2069", "").splitlines())) <= 60


def test_text_from_outside_is_neither_markup_nor_control(number: Explanation) -> None:
    evil = "[bold]x[/bold] \x1b[31m \u202e"
    rows = tuple(replace(row, text=evil) for row in number.candidates)
    ledger = replace(number.ledger, probes=(Probe("negation", "english", evil, evil, 1.0),), english_unlinked=(evil,))
    finding = recorded("name", None, None, evil, 0.5)
    shown = replace(number, candidates=rows, ledger=ledger, article=evil, compared=evil)
    shown = replace(shown, verdict=replace(number.verdict, findings=(), explained=(finding,)))
    for text in (printed(shown), printed(shown, terminal=True)):
        assert "[bold]x[/bold]" in text
        assert "\x1b[31m" not in text
        assert "\u202e" not in text
        assert "explained by what is left out or added" in text


def test_models_are_only_watched_inside_the_block() -> None:
    fitted = Fitted((1.0, -2.0), 0.5, 0.3, "trial")
    with watching() as outer:
        first = fitted.probability((1, 0), "here")
        with watching() as inner:
            fitted.probability((0, 0))
        fitted.probability((0, 1))
    fitted.probability((1, 1))
    assert [one.about for one in outer] == ["here", "", ""]
    assert outer[0].probability == first
    assert (outer[0].model, outer[0].signals, outer[0].cut) == ("trial", (1.0, 0.0), 0.3)
    assert len(inner) == 1


@pytest.mark.parametrize(
    ("one", "other", "changed"),
    [
        ("it will open today", "it will not open today", ("will", "will not")),
        ("it will not open", "it will open", ("will not", "will")),
        ("North of the river", "South of the river", ("North", "South")),
        ("so it is", "so it was", ("it is", "it was")),
        ("same", "same", ("same", "same")),
        ("", "", ("", "")),
    ],
)
def test_an_edit_is_shown_by_the_words_it_changes(one: str, other: str, changed: tuple[str, str]) -> None:
    assert changed_words(one, other) == changed


words = st.lists(st.sampled_from(["not", "will", "is", "a"]), max_size=8)


@given(words, words)
def test_changed_words_are_all_that_differs(one: list[str], other: list[str]) -> None:
    old, new = changed_words(" ".join(one), " ".join(other))
    before = len(one) - len(old.split())
    assert len(other) - len(new.split()) == before
    assert (old == new) == (one == other)
