"""Scores of predictions against gold, on invented records; the measurement of the natural sets stands on them."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from bench import harness
from bench.data.sets import GoldArticle, GoldPair, as_article, fold_of, read_articles, unit_of
from bench.measure import natural
from bench.measure.scoring import figures, given, gold_text, headlines, intervals, kinds_found, score, trimmed
from iqtibas.align.model import Verdict

TEXT = "Title.\nThe bridge is open.\nقال الوزير: «الجسر مفتوح الآن». وأضاف: «والطريق أيضا».\nNo news today.\n"
EMBEDS = [TEXT.index("The bridge"), TEXT.index("No news")]
FIRST, SECOND = TEXT.index("الجسر"), TEXT.index("والطريق")
PARTS = [[FIRST, FIRST + len("الجسر مفتوح الآن")], [SECOND, SECOND + len("والطريق أيضا")]]


def statement(number: int, **changes: Any) -> dict[str, Any]:
    english = ("The bridge is open.", "No news today.")[number]
    gold = {"english": english, "start": EMBEDS[number], "end": EMBEDS[number] + len(english), "kind": None}
    plain = {"verdict": "faithful", "rendering": PARTS[0], "parts": [], "kinds": [], "accept": []}
    return gold | plain | changes


def article(*tweets: dict[str, Any], name: str = "a#0") -> GoldArticle:
    return {"id": name, "text": TEXT, "tweets": list(tweets)}  # type: ignore[typeddict-item]


def embed(number: int, place: list[list[int]], verdict: str, *kinds: str, sure: float = 0.9) -> dict[str, Any]:
    start = EMBEDS[number]
    longest = max(place, key=lambda p: p[1] - p[0], default=None)
    rendering = {"start": longest[0], "end": longest[1], "parts": place} if longest else None
    found = [{"kind": kind} for kind in kinds]
    said = {"start": start, "end": start + 14, "text": TEXT[start : TEXT.index("\n", start)]}
    return said | {"rendering": rendering, "verdict": verdict, "confidence": sure, "findings": found}


def scored(gold: GoldArticle, *embeds: dict[str, Any]) -> dict[str, Any]:
    return figures(list(score([gold], [{"id": gold["id"], "embeds": list(embeds)}])))


def test_all_parts_of_a_rendering_count() -> None:
    gold = article(statement(0, rendering=PARTS[0], parts=PARTS))
    assert scored(gold, embed(0, PARTS, "faithful"))["mean_iou"] == 1.0
    half = scored(gold, embed(0, PARTS[:1], "faithful"))
    assert half["renderings_found"] == 0.0
    assert 0.5 < half["mean_iou"] < 0.6


def test_marks_at_the_ends_of_a_span_count_for_nothing() -> None:
    with_marks = [[PARTS[0][0] - 1, PARTS[0][1] + 2]]
    assert scored(article(statement(0)), embed(0, with_marks, "faithful"))["mean_iou"] == 1.0
    assert trimmed("«»", 0, 2) == (1, 1) or trimmed("«»", 0, 2)[0] == trimmed("«»", 0, 2)[1]


def test_a_verdict_that_gold_accepts_is_right() -> None:
    gold = article(statement(0, verdict="altered", accept=["altered", "partial"], kinds=["number", "addition"]))
    told = scored(gold, embed(0, PARTS[:1], "partial", "number"))
    assert told["verdict_macro_f1"] == 1.0
    assert told["kinds_found"] == {"addition": [0, 1], "number": [1, 1]}


def test_missing_renderings_and_unseen_embeds() -> None:
    gold = article(statement(0), statement(1, verdict="missing", rendering=None))
    right = scored(gold, embed(0, PARTS[:1], "faithful"), embed(1, [], "missing"))
    assert (right["missing_f1"], right["verdict_macro_f1"], right["embeds_seen"]) == (1.0, 1.0, 1.0)
    unseen = scored(gold, embed(0, PARTS[:1], "faithful"))
    assert unseen["embeds_seen"] == 0.5
    assert unseen["confusion"] == {"faithful->faithful": 1, "missing->unseen": 1}


def test_faithful_ones_accused_and_what_confidence_in_faithful_is_worth() -> None:
    gold = article(statement(0), statement(1, verdict="altered", kinds=["number"], kind="number"))
    told = scored(gold, embed(0, PARTS[:1], "partial"), embed(1, PARTS[:1], "faithful", sure=0.8))
    assert told["faithful_accused"] == told["faithful_flagged"] == 1.0
    assert told["faithful_calibration_error"] == pytest.approx(0.8)
    assert told["verdict_macro_f1"] == 0.0


def test_intervals_draw_whole_articles_and_leave_out_what_a_set_lacks() -> None:
    golds = [article(statement(0), name=f"n{k}#0") for k in range(8)]
    predictions = [{"id": g["id"], "embeds": [embed(0, PARTS[:1], "faithful")]} for g in golds[:6]]
    some = list(score(golds, predictions))
    assert "missing_f1" not in headlines(some)
    low, high = intervals(some)["renderings_found"]
    assert low < 0.75 < high
    assert kinds_found(some) == {}


def test_pairs_are_set_as_articles_and_split_by_group() -> None:
    pair: GoldPair = {
        "id": "p1a", "group": "p1", "english": "The bridge is open.", "arabic": "الجسر مفتوح", "speaker": "",
        "verdict": "altered", "kinds": ["name"], "note": "", "style": "direct",
    }  # fmt: skip
    made = as_article(pair)
    start, end = made["tweets"][0]["rendering"] or (0, 0)
    assert made["text"][start:end] == pair["arabic"]
    assert made["text"][made["tweets"][0]["start"] :].startswith(pair["english"])
    assert unit_of(pair) == unit_of(made) == "p1"
    assert unit_of(article(name="doc#2")) == "doc"
    assert {fold_of(f"g{k}", 5) for k in range(60)} == set(range(5))
    assert fold_of("g1", 5) == fold_of("g1", 5)


def test_the_measurement_scores_kept_predictions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gold = article(statement(0, style="direct"), statement(1, verdict="missing", rendering=None))
    told = {"id": gold["id"], "embeds": [embed(0, PARTS[:1], "faithful"), embed(1, [], "missing")]}
    (tmp_path / "own.jsonl").write_text(json.dumps(gold) + "\n\n", encoding="utf-8")
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "own.jsonl").write_text(json.dumps(told) + "\n", encoding="utf-8")
    out = tmp_path / "out" / "natural.json"
    words = ["natural", "own", "--eval", str(tmp_path), "--predictions", str(kept), "--folds", "2", "--json", str(out)]
    monkeypatch.setattr(sys, "argv", words)
    monkeypatch.setattr(harness, "commit", lambda: "")
    natural.main()
    record = json.loads(out.read_text(encoding="utf-8"))
    assert record["results"]["own"]["verdict_macro_f1"] == 1.0
    assert len(record["results"]["own"]["folds"]) == 2
    assert set(record) == {"command", "date", "commit", "machine", "results"}
    assert record["command"].startswith("python -m ")
    assert " own --eval " in record["command"]
    assert str(tmp_path) not in record["command"]


def test_the_public_scorer_says_the_same(shared: Path) -> None:
    spec = importlib.util.spec_from_file_location("score_quotebench", shared / "tools" / "score_quotebench.py")
    assert spec is not None
    assert spec.loader is not None
    theirs = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(theirs)
    labels = ["faithful", "altered", "partial", "missing"]
    gold = read_articles(shared / "eval" / "natural-e.jsonl")
    predictions = []
    for number, one in enumerate(gold):
        embeds = []
        for at, tweet in enumerate(one["tweets"]):
            verdict = labels[(number + at) % 3] if tweet["rendering"] else labels[3 - number % 2]
            place = None if verdict == "missing" else {"start": 0, "end": 5, "parts": (tweet["parts"] or [[0, 5]])[:1]}
            said = {"start": tweet["start"], "end": tweet["end"], "text": tweet["english"], "confidence": number / 70}
            embeds.append(said | {"verdict": verdict, "rendering": place, "findings": [{"kind": "number"}]})
        predictions.append({"id": one["id"], "embeds": embeds})
    ours, others = figures(list(score(gold, predictions))), theirs.score(gold, predictions)
    names = {"renderings_found": "rendering_hit", "mean_iou": "rendering_mean_iou", "embeds_seen": "embed_recall"}
    same = (
        "missing_f1",
        "verdict_macro_f1",
        "faithful_flagged",
        "faithful_calibration_error",
        "verdict_f1",
        "confusion",
    )
    for own, other in (names | {name: name for name in same}).items():
        assert ours[own] == pytest.approx(others[other]), own


def test_the_natural_sets_are_those_of_their_description(shared: Path) -> None:
    counts = {name: len(natural.read_gold(shared / "eval", name)[1]) for name in natural.SETS}
    assert counts == {"natural-a": 60, "natural-e": 70, "natural-c": 320}


def test_a_gold_rendering_in_several_places_is_one_text_with_blanks_between() -> None:
    gold = article(statement(0, rendering=PARTS[0], parts=PARTS), statement(1, verdict="missing", rendering=None))
    text = gold_text(TEXT, gold["tweets"][0])
    assert len(text) == PARTS[1][1] - PARTS[0][0]
    assert text.split() == ["الجسر", "مفتوح", "الآن", "والطريق", "أيضا"]
    (kept,) = natural.with_rendering([gold])
    assert len(kept["tweets"]) == 1
    told = figures(list(score([kept], [{"id": "a#0", "embeds": [given(kept["tweets"][0], Verdict("faithful", 0.9))]}])))
    assert (told["renderings_found"], told["verdict_macro_f1"]) == (1.0, 1.0)
