"""Scores agree with what others published, errors name the way out, and percentiles behave."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import metadata, resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iqtibas.article import EncodingError, IqtibasError, ReadError, UsageError
from iqtibas.eval import METRICS, ChrfScale, corpus_scores, fidelity, load_scale, score_files, segment_chrf
from iqtibas.eval.calibration import QUANTILES, quantiles
from iqtibas.models import resolve

HYPOTHESES = ["The harbour opens in spring .", "Nobody asked the fishermen ."]
REFERENCES = ["The port will open in the spring .", "No one asked the fishermen ."]
SYSTEMS = ("argos", "bergamot-base", "bergamot-base-memory", "google", "microsoft", "nllb", "opusmt")


def scale() -> ChrfScale:
    matched = tuple(20 + 0.6 * k for k in range(QUANTILES))
    mismatched = tuple(10 + 0.2 * k for k in range(QUANTILES))
    return ChrfScale(matched, mismatched, 100, ("invented (100)",), "digest", "nrefs:1", 1)


def write_lines(path: Path, lines: list[str]) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="")
    return path


def test_every_metric_is_there_with_its_signature() -> None:
    scores = corpus_scores(HYPOTHESES, REFERENCES)
    assert tuple(scores) == METRICS
    assert all(score.signature.startswith("nrefs:1|") for score in scores.values())
    assert "nw:2" in scores["chrF2++"].signature
    assert 0 < scores["BLEU"].score < 100


def test_a_copy_of_the_reference_is_perfect() -> None:
    scores = corpus_scores(REFERENCES, REFERENCES)
    assert [scores[name].score for name in METRICS] == pytest.approx([100, 100, 0])


def test_a_second_reference_counts() -> None:
    both = corpus_scores(HYPOTHESES, REFERENCES, HYPOTHESES)
    assert both["BLEU"].score == pytest.approx(100)
    assert both["BLEU"].signature.startswith("nrefs:2|")


@pytest.mark.parametrize(
    ("hypotheses", "references"),
    [([], [[]]), (["a"], []), (["a"], [["a", "b"]]), (["a", "b"], [["a", "b"], ["a"]])],
)
def test_sets_that_do_not_fit_are_refused(hypotheses: list[str], references: list[list[str]]) -> None:
    with pytest.raises(UsageError):
        corpus_scores(hypotheses, *references)


def test_an_unknown_metric_is_refused_with_those_known() -> None:
    with pytest.raises(UsageError, match="BLEU, chrF2\\+\\+, TER"):
        corpus_scores(["a"], ["a"], metrics=["METEOR"])


@pytest.mark.parametrize("system", SYSTEMS)
def test_bleu_agrees_with_the_published_figure(shared: Path, system: str) -> None:
    hypothesis = shared / "eval" / "systems" / f"flores-dev.{system}.en"
    published = float(Path(f"{hypothesis}.bleu").read_text(encoding="utf-8"))
    report = score_files(hypothesis, shared / "eval" / "flores-dev.en", metrics=["BLEU"])
    assert report.n == 997
    assert report.scores["BLEU"].score == pytest.approx(published, abs=0.05 + 1e-9)


def test_files_give_the_contract(tmp_path: Path) -> None:
    report = score_files(write_lines(tmp_path / "hyp", HYPOTHESES), write_lines(tmp_path / "ref", REFERENCES))
    record = json.loads(json.dumps(report.as_json()))
    assert list(record) == ["BLEU", "chrF2++", "TER", "n"]
    assert record["n"] == 2
    assert set(record["BLEU"]) == {"score", "signature"}


def test_only_line_feeds_end_a_line(tmp_path: Path) -> None:
    hypothesis = tmp_path / "hyp"
    hypothesis.write_bytes("\ufeffone\u2028two\r\nthree\r\n".encode())
    reference = write_lines(tmp_path / "ref", ["one\u2028two", "three"])
    report = score_files(hypothesis, reference, metrics=["chrF2++"])
    assert report.n == 2
    assert report.scores["chrF2++"].score == pytest.approx(100)


def test_line_counts_that_differ_are_both_named(tmp_path: Path) -> None:
    hypothesis, reference = write_lines(tmp_path / "hyp", ["a", "b"]), write_lines(tmp_path / "ref", ["a"])
    with pytest.raises(ReadError, match=r"ref: 1 lines, but .*hyp has 2"):
        score_files(hypothesis, reference)


def test_files_that_cannot_be_scored_are_refused(tmp_path: Path) -> None:
    good = write_lines(tmp_path / "good", ["a"])
    (tmp_path / "blank").write_text("\n\n", encoding="utf-8")
    (tmp_path / "arabic").write_bytes(b"fine\n" + "سلام".encode("windows-1256"))
    with pytest.raises(ReadError, match="missing: no such file or directory"):
        score_files(tmp_path / "missing", good)
    with pytest.raises(ReadError, match="blank: empty"):
        score_files(good, tmp_path / "blank")
    with pytest.raises(EncodingError, match="arabic:2: not UTF-8"):
        score_files(tmp_path / "arabic", good)
    with pytest.raises(ReadError):
        score_files(tmp_path, good)


def test_one_quotation_scores_as_a_set_of_one() -> None:
    alone = segment_chrf(HYPOTHESES[0], REFERENCES[0])
    assert alone.score == pytest.approx(corpus_scores(HYPOTHESES[:1], REFERENCES[:1])["chrF2++"].score)
    assert alone.name == "chrF2++"


def test_percentiles_at_known_points() -> None:
    assert scale().percentiles(50) == pytest.approx((50, 100))
    assert scale().percentiles(20) == pytest.approx((0, 50))
    assert scale().percentiles(20.3) == pytest.approx((0.5, 51.5))
    assert scale().percentiles(-1) == (0, 0)
    assert scale().percentiles(101) == (100, 100)


def test_a_tie_counts_as_its_middle() -> None:
    tied = ChrfScale((0.0,) * 41 + (10.0,) * 20 + (20.0,) * 40, (5.0,) * QUANTILES, 9, (), "", "", 1)
    assert tied.percentiles(10) == pytest.approx((50.5, 100))
    assert tied.percentiles(5)[1] == pytest.approx(50)


@given(st.lists(st.floats(0, 100), min_size=2), st.floats(-5, 105), st.floats(-5, 105))
def test_percentiles_never_fall_as_the_score_rises(scores: list[float], one: float, other: float) -> None:
    points = quantiles(scores)
    made = ChrfScale(points, points, len(scores), (), "", "", 1)
    low, high = sorted((one, other))
    assert 0 <= made.percentiles(low)[0] <= made.percentiles(high)[0] <= 100


def test_quantiles_of_a_ramp() -> None:
    assert quantiles([float(k) for k in range(QUANTILES)]) == pytest.approx(range(QUANTILES))


def test_no_scale_for_a_model_that_none_was_fitted_for() -> None:
    assert load_scale("sha256:unheard-of") is None


def test_the_embedded_model_has_a_scale() -> None:
    assert load_scale(resolve("embedded").digest), (
        "the weights have changed: run python -m bench.fit.chrf_scale --write"
    )


def test_the_packaged_scales_are_sound() -> None:
    text = (resources.files("iqtibas.eval") / "weights" / "chrf_scale.json").read_text(encoding="utf-8")
    for digest in json.loads(text)["scales"]:
        fitted = load_scale(digest)
        assert fitted is not None
        for points in (fitted.matched, fitted.mismatched):
            assert len(points) == QUANTILES
            assert list(points) == sorted(points)
        assert fitted.matched[50] > fitted.mismatched[50]
        assert "nw:2" in fitted.signature


def test_fidelity_with_and_without_a_scale() -> None:
    with_scale = fidelity(HYPOTHESES[0], REFERENCES[0], scale())
    without = fidelity(HYPOTHESES[0], REFERENCES[0], None)
    assert with_scale.chrf == without.chrf
    assert with_scale.matched_percentile is not None
    assert without.matched_percentile is without.mismatched_percentile is None
    assert with_scale.hypothesis == HYPOTHESES[0]


@pytest.mark.parametrize("hypothesis", [None, "", "  \n"])
def test_no_rendering_has_no_score(hypothesis: str | None) -> None:
    nothing = fidelity(hypothesis, REFERENCES[0], scale())
    assert nothing.chrf is None
    assert nothing.hypothesis == ""


def told(act: Callable[[], object]) -> str:
    """The line that a user reads."""
    with pytest.raises(IqtibasError) as error:
        act()
    return str(error.value)


def test_sets_that_cannot_be_scored_say_so_in_one_line() -> None:
    assert told(lambda: corpus_scores([], [])) == (
        "score: nothing to compare; give hypotheses and at least one set of references"
    )
    assert told(lambda: corpus_scores(["a"])) == told(lambda: corpus_scores([], []))
    assert told(lambda: corpus_scores(["a", "b"], ["a"], ["a", "b", "c"])) == "score: 2 hypotheses but 1, 3 references"
    assert told(lambda: corpus_scores(["a"], ["a"], metrics=["METEOR"])) == (
        "METEOR: not a metric that we know; choose from BLEU, chrF2++, TER"
    )


def test_files_that_cannot_be_scored_say_so_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = write_lines(tmp_path / "good", ["a", "b"])
    short = write_lines(tmp_path / "short", ["a"])
    blank = write_lines(tmp_path / "blank", [" "])
    (tmp_path / "arabic").write_bytes(b"one\ntwo\n\xff\nfour\n")
    (tmp_path / "first").write_bytes(b"\xff\n")
    (tmp_path / "marked").write_bytes(b"\xef\xbb\xbf\n\xff\n")

    def line(*files: Path) -> str:
        return told(lambda: score_files(*files)).replace(f"{tmp_path}/", "")

    assert line(good, short) == "short: 1 lines, but good has 2; both need one segment a line, in the same order"
    assert line(good, good, short) == line(good, short)
    assert line(blank, good) == "blank: empty; it needs one segment a line"
    assert line(tmp_path / "arabic", good) == "arabic:3: not UTF-8; convert it, for example with iconv"
    assert line(tmp_path / "first", good).startswith("first:1: not UTF-8")
    assert line(tmp_path / "marked", good).startswith("marked:2: not UTF-8")
    assert line(tmp_path / "none", good) == "none: no such file or directory"
    assert line(tmp_path, good).endswith(": is a directory")

    def refuse(_: Path) -> bytes:
        raise OSError("strange")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert line(good, good) == "good: cannot be read"


def test_a_file_may_be_so_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("iqtibas.eval.metrics.MAX_FILE_BYTES", 2 * 2**20)
    path = tmp_path / "hyp"
    path.write_bytes(b"word\n" + b" " * (2 * 2**20 - 5))
    assert score_files(path, path, metrics=["chrF2++"]).n == 2
    path.write_bytes(b"word\n" + b" " * (2 * 2**20 - 4))
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))
    assert told(lambda: score_files(path, path)) == f"{path}: larger than 2 MB; split it and score the parts"


def test_scores_and_signatures_are_those_of_sacrebleu(tmp_path: Path) -> None:
    """Computed with the sacrebleu program itself: `sacrebleu REF -i HYP -m bleu chrf ter --chrf-word-order 2`."""
    report = score_files(write_lines(tmp_path / "hyp", HYPOTHESES), write_lines(tmp_path / "ref", REFERENCES))
    version = metadata.version("sacrebleu")
    assert report.as_json() == {
        "BLEU": {
            "score": 28.0657,
            "signature": f"nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:{version}",
        },
        "chrF2++": {
            "score": 52.0274,
            "signature": f"nrefs:1|case:mixed|eff:yes|nc:6|nw:2|space:no|version:{version}",
        },
        "TER": {
            "score": 42.8571,
            "signature": f"nrefs:1|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:{version}",
        },
        "n": 2,
    }


def test_only_the_metrics_that_are_asked_for(tmp_path: Path) -> None:
    assert list(corpus_scores(HYPOTHESES, REFERENCES, metrics=["TER", "BLEU"])) == ["TER", "BLEU"]
    path = write_lines(tmp_path / "hyp", HYPOTHESES)
    assert list(score_files(path, path, metrics=["TER"]).scores) == ["TER"]
    assert all(score.name == name for name, score in corpus_scores(HYPOTHESES, REFERENCES).items())


def test_one_quotation_has_the_signature_of_its_metric() -> None:
    assert segment_chrf(HYPOTHESES[0], REFERENCES[0]).signature == (
        f"nrefs:1|case:mixed|eff:yes|nc:6|nw:2|space:no|version:{metadata.version('sacrebleu')}"
    )


def test_a_packaged_scale_says_what_it_was_fitted_on() -> None:
    text = (resources.files("iqtibas.eval") / "weights" / "chrf_scale.json").read_text(encoding="utf-8")
    for digest, entry in json.loads(text)["scales"].items():
        fitted = load_scale(digest)
        assert fitted is not None
        assert (fitted.digest, fitted.n, fitted.seed) == (digest, entry["n"], entry["seed"])
        assert fitted.sets == tuple(entry["sets"])
        assert all(name.endswith(")") for name in fitted.sets)
        assert list(fitted.matched) == entry["matched"]
        assert list(fitted.mismatched) == entry["mismatched"]


def test_fidelity_has_both_percentiles() -> None:
    scored = fidelity(HYPOTHESES[0], REFERENCES[0], scale())
    assert scored.chrf == segment_chrf(HYPOTHESES[0], REFERENCES[0])
    assert (scored.matched_percentile, scored.mismatched_percentile) == scale().percentiles(scored.chrf.score)


def test_no_rendering_has_no_percentiles_either() -> None:
    assert fidelity(None, REFERENCES[0], scale()) == fidelity(" ", REFERENCES[0], None)
    assert fidelity(None, REFERENCES[0], scale()).matched_percentile is None
    assert fidelity(None, REFERENCES[0], scale()).mismatched_percentile is None


def test_quantiles_include_both_ends_and_lie_between_their_neighbours() -> None:
    assert quantiles([0.0, 100.0]) == pytest.approx(range(QUANTILES))
    found = quantiles([3.0, 1.0, 2.0])
    assert (found[0], found[50], found[-1]) == (1, 2, 3)
    assert found[25] == pytest.approx(1.5)
