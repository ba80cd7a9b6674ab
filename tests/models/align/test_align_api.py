"""`iqtibas.align`, `compare` and `check`: the same as the rooms say, in one call each."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import pytest

import iqtibas
from iqtibas.align import Aligner
from iqtibas.align.api import shared_aligner

ENGLISH = "The council will not approve the new budget on Monday."
ARABIC = "لن يوافق المجلس على الميزانية الجديدة يوم الاثنين."


def test_align_is_the_aligner(samples: Path, aligner: Aligner) -> None:
    article = iqtibas.read(samples / "02-ministry-number.txt")
    embeds = iqtibas.find_embeds(article)
    assert iqtibas.align(article) == aligner.align(article, embeds)
    assert iqtibas.align(article.text) == iqtibas.align(article)
    assert iqtibas.align(article, embeds[:0]) == []


def test_findings_of_compare_point_into_the_two_texts() -> None:
    affirmed = "سيوافق المجلس على الميزانية الجديدة يوم الاثنين."
    assert iqtibas.compare(ENGLISH, ARABIC).verdict.label == "faithful"
    found = iqtibas.compare(ENGLISH, affirmed)
    assert found.verdict.label == "altered"
    [finding] = found.verdict.findings
    assert finding.english is not None
    assert finding.arabic is not None
    assert ENGLISH[finding.english.start : finding.english.end] == "will not"
    assert affirmed[finding.arabic.start : finding.arabic.end] == "سيوافق"
    assert all(ours.end <= len(ENGLISH) and theirs.end <= len(affirmed) for ours, theirs in found.links)
    assert len(found.links) > 3


def test_a_report_may_hedge_what_a_quotation_may_not() -> None:
    hedged = "ربما لا يوافق المجلس على الميزانية الجديدة يوم الاثنين."
    quoted, reported = (iqtibas.compare(ENGLISH, hedged, direct=direct).verdict for direct in (True, False))
    sure = [max((f.severity for f in v.findings if f.kind == "modality"), default=0) for v in (quoted, reported)]
    assert sure[1] <= sure[0]


@pytest.mark.parametrize(("english", "arabic", "where"), [(ARABIC, ENGLISH, "english"), (ENGLISH, "…", "arabic")])
def test_texts_in_the_wrong_language_are_refused(english: str, arabic: str, where: str) -> None:
    with pytest.raises(iqtibas.ReadError) as raised:
        iqtibas.compare(english, arabic)
    assert raised.value.where == where


@pytest.mark.parametrize("side", ["english", "arabic"])
def test_a_text_may_be_so_long(side: str) -> None:
    """No model is asked: a text one longer is refused, one of the greatest length only for its language."""
    for length, told in ((20_001, f"{side}: has 20001 characters, more than 20000"), (20_000, f"{side}: holds no")):
        texts = {"english": ENGLISH, "arabic": ARABIC, side: "1" * length}
        with pytest.raises(iqtibas.ReadError, match=told):
            iqtibas.compare(**texts)


def test_check_takes_texts_and_statements(samples: Path) -> None:
    article = iqtibas.read(samples / "08-broadcaster-no-embeds.txt")
    [statement, *_] = iqtibas.read_statements(samples / "statements" / "mosaic.csv").statements
    for given in (statement, statement.text):
        result = iqtibas.check([given], [article])
        [found] = result.covered
        assert (found.verdict.label, result.statements[0].text) == ("faithful", statement.text)
        assert "210" in article.slice(found.rendering)
    assert iqtibas.check([], [article]).covered == iqtibas.check([statement], []).covered == ()


@pytest.mark.parametrize("statement", ["", "كتب الوزير رسالة طويلة إلى المجلس"])
def test_check_refuses_what_is_no_english_statement(statement: str) -> None:
    with pytest.raises(iqtibas.ReadError):
        iqtibas.check([statement], [])


def test_there_is_one_aligner_until_it_is_unloaded() -> None:
    first = shared_aligner()
    assert shared_aligner() is first
    before = iqtibas.compare(ENGLISH, ARABIC)
    iqtibas.unload()
    assert shared_aligner() is not first
    assert shared_aligner().sentences is not first.sentences
    assert iqtibas.compare(ENGLISH, ARABIC) == before


def test_threads_wait_for_each_other() -> None:
    found: list[object] = []
    threads = [Thread(target=lambda: found.append(iqtibas.compare(ENGLISH, ARABIC))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [iqtibas.compare(ENGLISH, ARABIC)] * 4
