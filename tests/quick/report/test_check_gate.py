"""The gate of `check` and its files for build servers, and the dossier with its drafts of claim reviews."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from invented_check import CONTROLS, HOSTILE, SAID, TWENTY, check_info, coverage_check, stained
from lxml import etree
from places import ROOT
from rich.console import Console

from iqtibas.align.coverage.model import Check
from iqtibas.align.coverage.nearness import NEAR
from iqtibas.align.ledger.severity import SURE
from iqtibas.align.model import Verdict
from iqtibas.article import DefectError, ReadError, Segment, UsageError
from iqtibas.report import (
    GATE_KINDS,
    Failure,
    check_signature,
    claim_of,
    claim_review,
    gate,
    junit_xml,
    parse_gate,
    print_gate,
    sarif_json,
    write_dossier,
)
from iqtibas.report.check import settings as check_settings
from iqtibas.report.check.dossier import narrowed
from iqtibas.report.check.gates import once
from iqtibas.report.check.settings import thresholds
from iqtibas.report.controls import ACTIVE
from iqtibas.report.record.result import Review

NUMBERS = ("number",)


def failures_of(check: Check, kinds: Sequence[str] = GATE_KINDS, least: float = 0.5) -> list[Failure]:
    return gate(check, kinds, least)


def test_the_gate_knows_its_kinds() -> None:
    assert parse_gate(" Number,negation,,number ") == ("number", "negation")
    assert parse_gate("") == ()
    with pytest.raises(UsageError, match="choose from number, name, negation"):
        parse_gate("number,typo")
    with pytest.raises(UsageError, match="0 to 1"):
        gate(coverage_check(), NUMBERS, 1.5)


def test_the_gate_counts_every_copy_and_says_so() -> None:
    check = coverage_check()
    found = gate(check, NUMBERS, 0.8)
    assert [(f.statement, f.article) for f in found] == [(0, 1), (0, 2), (0, 4), (0, 5), (1, 3)]
    assert once(check, found) == 3
    out = io.StringIO()
    print_gate(check, found, Console(file=out, width=200))
    assert out.getvalue().splitlines()[-1] == "gate: 5 failures, 3 if near-identical copies count once"


def test_both_the_finding_and_its_rendering_must_be_sure() -> None:
    check = coverage_check()
    assert gate(check, NUMBERS, 0.96) == []
    assert len(gate(check, NUMBERS, 0.95)) == 4
    unsure = replace(
        check, covered=tuple(replace(c, rendering=replace(c.rendering, confidence=0.6)) for c in check.covered)
    )
    assert gate(unsure, NUMBERS, 0.8) == []
    assert {f.confidence for f in gate(unsure, NUMBERS, 0.5)} == {0.6}


def test_missing_statements_and_other_speakers_fail_only_if_asked_for() -> None:
    check = coverage_check()
    assert {f.kind for f in failures_of(check)} == {*GATE_KINDS} - {"name", "modality", "possible"}
    [missing] = gate(check, ("missing",), 0.9)
    assert (missing.statement, missing.article) == (5, None)
    [given_to] = gate(check, ("attribution",), 0.9)
    assert "“المحافظ”, not to “Mira Dalen”" in given_to.message
    assert gate(check, (), 0.0) == []


def test_junit_has_a_case_a_pair_in_the_order_of_the_schema() -> None:
    check = coverage_check()
    root = etree.fromstring(junit_xml(check, failures_of(check)))
    assert (root.tag, root.get("tests"), root.get("failures"), root.get("errors")) == ("testsuites", "49", "9", "0")
    assert [suite.get("tests") for suite in root] == ["8"] * 5 + ["9"]
    for suite in root:
        tags = [child.tag for child in suite]
        assert tags == ["properties", *["testcase"] * (len(tags) - 1)]
        assert int(suite.get("failures")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("skipped")) == len(suite.findall("testcase/skipped"))
        assert all(len(case) <= 1 and set(case.keys()) == {"name", "classname"} for case in suite.findall("testcase"))
    failed = root.find("testsuite/testcase/failure")
    assert failed.get("type") == "number"
    assert "60 ≠ 16" in etree.tostring(root, encoding="unicode")
    assert not etree.fromstring(junit_xml(check, [])).findall(".//failure")


def test_what_was_not_checked_is_an_error_to_build_servers() -> None:
    check = coverage_check()
    unread = [ReadError("gone.txt", "is not there"), DefectError.of("odd.txt", ValueError("x"))]
    root = etree.fromstring(junit_xml(check, [], unread))
    errors = root.findall("testsuite[@name='not checked']/testcase/error")
    assert [error.getparent().get("name") for error in errors] == ["gone.txt", "odd.txt"]
    assert (root.get("errors"), root[-1].get("errors"), root.get("failures")) == ("2", "2", "0")
    [told] = json.loads(sarif_json(check, [], "1", unread))["runs"][0]["invocations"]
    assert not told["executionSuccessful"]
    assert [one["message"]["text"][:8] for one in told["toolExecutionNotifications"]] == ["gone.txt", "odd.txt:"]
    [fine] = json.loads(sarif_json(check, [], "1"))["runs"][0]["invocations"]
    assert fine == {"executionSuccessful": True}


def sarif_of(check: Check, failures: Sequence[Failure]) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(sarif_json(check, failures, "1.2.3"))
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    run: dict[str, Any] = log["runs"][0]
    return run


def test_sarif_points_at_the_words_in_code_points() -> None:
    check = coverage_check()
    failures = failures_of(check)
    run = sarif_of(check, failures)
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(GATE_KINDS)
    assert len(run["results"]) == len(failures)
    for result, failure in zip(run["results"], failures, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == failure.kind
        assert result["level"] in ("error", "warning", "note")
        if failure.article is None:
            assert "locations" not in result
            continue
        article = check.articles[failure.article]
        [location] = result["locations"]
        place = location["physicalLocation"]
        uri = run["artifacts"][place["artifactLocation"]["index"]]["location"]["uri"]
        assert uri == place["artifactLocation"]["uri"]
        assert uri.isascii()
        if failure.arabic is None:
            assert "region" not in place
            continue
        region = place["region"]
        words = article.slice(failure.arabic)
        assert article.text[region["charOffset"] :][: region["charLength"]] == words
        line = article.text.split("\n")[region["startLine"] - 1]
        assert (region["startLine"], line[region["startColumn"] - 1 : region["endColumn"] - 1]) == (
            region["endLine"],
            words,
        )


@pytest.mark.parametrize(
    ("source", "region"),
    [
        ("news/a.html (HTML, utf-8)", None),
        ("news/a.docx (DOCX)", None),
        ("news/all.jsonl:17 (JSON lines)", {"startLine": 17}),
    ],
)
def test_sarif_gives_no_offsets_into_extracted_text(source: str, region: object) -> None:
    check = coverage_check()
    check = replace(check, articles=tuple(replace(article, source=source) for article in check.articles))
    run = sarif_of(check, gate(check, NUMBERS, 0.8))
    assert len(run["artifacts"]) == 1
    assert "jsonl" not in source or "hashes" not in run["artifacts"][0]
    for result in run["results"]:
        assert result["locations"][0]["physicalLocation"].get("region") == region
        assert result["properties"]["arabic"]


def test_sarif_fingerprints_are_unique_and_outlive_a_shift() -> None:
    check = coverage_check()
    prints = [r["partialFingerprints"]["statementAndWords/v1"] for r in sarif_of(check, failures_of(check))["results"]]
    assert len(set(prints)) == len(prints)
    shift = 7

    def moved(span: Segment | None) -> Segment | None:
        return span and Segment(span.start + shift, span.end + shift)

    later = replace(check, articles=tuple(replace(a, text="خبر..\r\n" + a.text) for a in check.articles))
    shifted = [replace(failure, arabic=moved(failure.arabic)) for failure in failures_of(check)]
    results = sarif_of(later, shifted)["results"]
    assert [r["partialFingerprints"]["statementAndWords/v1"] for r in results] == prints
    assert {
        r["locations"][0]["physicalLocation"]["region"]["startLine"]
        for r in results
        if "locations" in r and "region" in r["locations"][0]["physicalLocation"]
    } <= set(range(2, 9))


@settings(deadline=None, max_examples=40)
@given(st.text(min_size=1))
@example(HOSTILE)
@example(CONTROLS)
@example("a\x00b\ufffe\r\nc")
def test_build_servers_get_well_formed_files_whatever_strangers_write(stain: str) -> None:
    check = stained(stain)
    failures = failures_of(check)
    text = etree.tostring(etree.fromstring(junit_xml(check, failures)), encoding="unicode")
    assert not ACTIVE.search(text)
    log = sarif_json(check, failures, "1")
    assert len(log.splitlines()) == 1
    for result in json.loads(log)["runs"][0]["results"]:
        assert not ACTIVE.search(result["message"]["text"])


# The dossier


def test_a_dossier_is_whole_and_its_manifest_fits(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "dossier"
    write_dossier(coverage_check(), "seren-1", folder, check_info())
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["MANIFEST.sha256", "README.txt", "claimreview.json", "evidence.json", "index.html"]
    lines = (folder / "MANIFEST.sha256").read_text(encoding="utf-8").splitlines()
    assert [line.split("  ")[1] for line in lines] == names[1:]
    for line in lines:
        digest, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


def test_a_dossiers_evidence_can_be_checked_against_the_inputs(tmp_path: Path) -> None:
    check = coverage_check()
    write_dossier(check, "seren-2", tmp_path, check_info())
    evidence: Any = json.loads((tmp_path / "evidence.json").read_text(encoding="utf-8"))
    assert evidence["statement_sha256"] == hashlib.sha256(SAID[1].encode()).hexdigest()
    for article, stored in zip(check.articles, evidence["inputs"], strict=True):
        assert stored["text_sha256"] == hashlib.sha256(article.text.encode()).hexdigest()
        assert (stored["sha256"], stored["source"]) == (article.sha256, article.source)
    covered = evidence["check"]["covered"]
    assert {c["statement"] for c in covered} == {0}
    altered = next(c for c in covered if c["verdict"] == "altered")
    start, end = altered["findings"][0]["arabic"]
    assert check.articles[altered["article"]].text[start:end] == "16 مليون كرونة"
    made = evidence["made"]
    weights = made["made_with"]["align/find/matcher.json"]
    assert weights == hashlib.sha256((ROOT / "align" / "find" / "matcher.json").read_bytes()).hexdigest()
    assert made["model"]["digest"].startswith("sha256:")
    assert made["signatures"]["check"] == check_signature(check_info().version)
    fitted = json.loads((ROOT / "align" / "ledger" / "negation" / "negation.json").read_text(encoding="utf-8"))
    assert made["thresholds"]["cut, negation"] == fitted["cut"]
    assert made["thresholds"]["near"] == NEAR
    assert {f"sure, {label}": least for label, least in SURE.items()}.items() <= made["thresholds"].items()
    words = ROOT / "article" / "gazetteer" / "people.tsv"
    assert made["made_with"]["article/gazetteer/people.tsv"] == hashlib.sha256(words.read_bytes()).hexdigest()
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert all(article.sha256 in page for article in check.articles)
    assert weights in page
    assert made["signatures"]["check"] in page
    assert f"near = {NEAR}" in page


@pytest.mark.parametrize(
    ("name", "value"), [("NEAR", 0.11), ("DECISION_THRESHOLD", 0.71), ("SURE", {**SURE, "altered": 0.71})]
)
def test_a_signature_tells_every_constant_apart(name: str, value: object, monkeypatch: pytest.MonkeyPatch) -> None:
    before = check_signature("1")
    assert before == check_signature("1") != check_signature("2")
    monkeypatch.setattr(check_settings, name, value)
    thresholds.cache_clear()
    try:
        assert check_signature("1") != before
    finally:
        thresholds.cache_clear()


def test_the_same_check_gives_the_same_dossier(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_dossier(coverage_check(), "seren-4", tmp_path / name, check_info())
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_a_dossier_takes_a_folder_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=r"notes\.txt"):
        write_dossier(coverage_check(), "seren-1", tmp_path, check_info())
    with pytest.raises(UsageError, match="no statement of this check"):
        write_dossier(coverage_check(), "seren-9", tmp_path / "new", check_info())
    assert not (tmp_path / "new").exists()


def test_no_draft_is_left_where_nothing_differs(tmp_path: Path) -> None:
    write_dossier(coverage_check(), "seren-1", tmp_path, check_info())
    faithful = replace(coverage_check(), covered=coverage_check().covered[:1])
    write_dossier(faithful, "seren-1", tmp_path, check_info())
    assert not (tmp_path / "claimreview.json").exists()
    assert "no draft" in (tmp_path / "README.txt").read_text(encoding="utf-8")
    assert narrowed(faithful, "seren-1").unsourced == ()


def test_a_claim_review_states_a_difference_and_nothing_else(tmp_path: Path) -> None:
    write_dossier(coverage_check(), "seren-1", tmp_path, check_info())
    drafts: Any = json.loads((tmp_path / "claimreview.json").read_text(encoding="utf-8"))
    assert len(drafts) == 4
    for draft in drafts:
        assert (draft["@context"], draft["@type"]) == ("https://schema.org", "ClaimReview")
        assert draft["creativeWorkStatus"] == "Draft"
        assert draft["reviewBody"] == "The Arabic says “20 رصيفا” where the statement says “12 new berths” (12 ≠ 20)."
        assert set(draft["reviewRating"]) == {"@type", "alternateName", "ratingExplanation"}
        assert draft["itemReviewed"]["text"] == TWENTY
        assert draft["isBasedOn"]["text"] == SAID[0]
        assert len(draft["claimReviewed"]) <= 75
        flat = json.dumps(draft)
        assert not {"author", "url", "datePublished"} & set(draft)
        assert '"author"' not in flat
        assert "false" not in flat.lower().split()


def test_a_claim_of_a_run_takes_its_words_from_the_article() -> None:
    check = coverage_check()
    coverage = check.covered[1]
    article = check.articles[coverage.article]
    claim = claim_of(article, SAID[0], SAID[0], coverage.rendering, coverage.verdict)
    review: Any = claim_review(claim)
    assert claim.differs
    assert "creator" not in review["isBasedOn"]
    assert review["claimReviewed"] == "The Arabic of what the speaker said: “The port of Seren will open 12 new…”"
    assert not claim_of(article, SAID[0], SAID[0], None, Verdict("missing", 0.9)).differs
    assert not replace(claim, verdict=Verdict("faithful", 0.9)).differs


@pytest.mark.parametrize(
    ("speaker", "english"),
    [
        ("Mira Dalen", "Short."),
        ("Mira Dalen", "The port of Seren will open 12 new berths by 2031, and not one family will be moved."),
        ("Her Excellency the Minister of Ports, Fisheries and Inland Water", "We have asked the government."),
        ("", "Word" * 40),
        ("أمينة", "We said no."),
    ],
)
def test_the_summary_is_in_one_language_and_whole(speaker: str, english: str) -> None:
    coverage = coverage_check().covered[1]
    article = coverage_check().articles[coverage.article]
    claim = claim_of(article, SAID[0], english, coverage.rendering, coverage.verdict, speaker=speaker)
    review: Any = claim_review(claim)
    summary = review["claimReviewed"]
    assert len(summary) <= 75
    assert summary.startswith("The Arabic of what ")
    assert summary.endswith("”")
    assert not re.search("[\u0600-\u06ff]", summary.replace(speaker or "\0", ""))


@pytest.mark.parametrize(
    ("given", "told", "untold"),
    [
        (Review(), "checked by nobody", "accepted"),
        (Review("accepted", "Nour"), "In review, Nour accepted what it says of the rendering. ", "nobody"),
        (Review("accepted", "Nour", "", ("rendering", "verdict")), "with another rendering and verdict. ", "nobody"),
        (Review("accepted", ""), "a reviewer accepted", "nobody"),
    ],
)
def test_a_draft_says_who_has_looked_at_it(given: Review, told: str, untold: str) -> None:
    coverage = coverage_check().covered[1]
    article = coverage_check().articles[coverage.article]
    claim = claim_of(article, SAID[0], SAID[0], coverage.rendering, coverage.verdict, review=given)
    review: Any = claim_review(claim)
    assert told in review["description"]
    assert untold not in review["description"]
    assert "sign it" in review["description"]
