"""What is invisible, or looks like another letter, changes no verdict: neither hides a change nor accuses."""

from __future__ import annotations

import re

import pytest

from iqtibas.align import Aligner, Alignment
from iqtibas.align.api import compare
from iqtibas.align.explain import explain_embed
from iqtibas.article import find_embeds
from iqtibas.article.api import read_text
from iqtibas.article.characters import INVISIBLE

STATEMENT = "The ministry did not agree to close the two camps in Kenya, and 350 people will be moved next week."
SAID = "لم توافق الوزارة على إغلاق المخيمين في كينيا، وسيتم نقل 350 شخصا الأسبوع المقبل"
ALTERED = SAID.replace("لم توافق", "وافقت")
NEWS = (
    "وأعلنت الوزارة تفاصيل جديدة اليوم عبر حسابها الرسمي.\n{post} pic.twitter.com/abC1\n"
    "— Ministry of Interior (@InteriorKE) March 24, 2021\nوجاء في التغريدة: «{said}».\n"
    "وغادر الوفد البلاد مساء أمس بعد زيارة قصيرة.\n"
)
SIGNS = ["\u034f", "\ufe0f", "\U000e0061", "\u3164", "\u180e", "\ufff9", "\u200b", "\u200d", "\u00ad"]
_HIDDEN = re.compile(f"[{INVISIBLE}]")


def aligned(aligner: Aligner, said: str, post: str = STATEMENT) -> Alignment:
    article = read_text(NEWS.format(post=post, said=said))
    [found] = aligner.align(article, find_embeds(article))
    assert found.rendering is not None
    for finding in found.verdict.findings:
        for span in (finding.english, finding.arabic):
            assert span is None or article.slice(span).strip()
    return found


def sprinkled(text: str, sign: str) -> str:
    return re.sub(r"(?<!\w)(\w)(?=\w)", rf"\1{sign}", text)


@pytest.fixture(scope="module")
def plain(aligner: Aligner) -> dict[str, Alignment]:
    """What is said of the two renderings as they are."""
    found = {said: aligned(aligner, said) for said in (SAID, ALTERED)}
    assert [found[said].verdict.label for said in (SAID, ALTERED)] == ["faithful", "altered"]
    return found


@pytest.mark.parametrize("sign", SIGNS, ids=ascii)
@pytest.mark.parametrize("said", [SAID, ALTERED], ids=["faithful", "altered"])
def test_an_invisible_sign_changes_no_verdict(
    aligner: Aligner, plain: dict[str, Alignment], said: str, sign: str
) -> None:
    found = aligned(aligner, sprinkled(said, sign))
    assert found.verdict.confidence == plain[said].verdict.confidence
    assert [f.reason for f in found.verdict.findings] == [f.reason for f in plain[said].verdict.findings]


def test_findings_point_at_what_is_written(aligner: Aligner) -> None:
    article = read_text(NEWS.format(post=STATEMENT, said=SAID.replace("350", "5\u034f3\u034f0")))
    [found] = aligner.align(article, find_embeds(article))
    [number] = [f for f in found.verdict.findings if f.kind == "number"]
    assert number.arabic is not None
    assert number.english is not None
    assert article.slice(number.arabic).startswith("5\u034f3\u034f0")
    assert article.slice(number.english).startswith("350")
    assert found.rendering is not None
    assert _HIDDEN.sub("", article.slice(found.rendering)) == SAID.replace("350", "530")


@pytest.mark.parametrize("said", [SAID, ALTERED], ids=["faithful", "altered"])
def test_signs_in_the_statement_change_no_verdict(aligner: Aligner, plain: dict[str, Alignment], said: str) -> None:
    for sign in SIGNS[:3]:
        found = aligned(aligner, said, sprinkled(STATEMENT, sign))
        assert found.verdict.confidence == plain[said].verdict.confidence


@pytest.mark.parametrize(
    ("post", "said"),
    [
        (STATEMENT.replace("Kenya", "Kеnyа"), SAID),
        (STATEMENT.replace("Kenya", "𝐊𝐞𝐧𝐲𝐚"), SAID),
        (STATEMENT.replace("Kenya", "Ｋｅｎｙａ").replace("350", "３５０"), SAID),
        (STATEMENT, SAID.replace("ي", "ی").replace("ك", "ک").replace("على", "علی")),
        (STATEMENT, SAID.replace("لم", "\ufedf\ufee2").replace("لا", "\ufefb")),
        (STATEMENT, SAID.replace("كينيا", "\ufedb\ufef4\ufee8\ufef4\ufe8e")),
    ],
    ids=["cyrillic", "mathematical", "full width", "persian", "presentation forms", "a name in forms"],
)
def test_letters_that_look_the_same_are_the_same(
    aligner: Aligner, plain: dict[str, Alignment], post: str, said: str
) -> None:
    found = aligned(aligner, said, post)
    assert (found.verdict.label, found.verdict.confidence) == ("faithful", plain[SAID].verdict.confidence)


def test_two_texts_are_compared_as_they_look() -> None:
    plain, odd = compare(STATEMENT, ALTERED), compare(STATEMENT, sprinkled(ALTERED, "\u034f"))
    assert odd.verdict.confidence == plain.verdict.confidence
    assert len(odd.links) == len(plain.links)
    [finding] = [f for f in odd.verdict.findings if f.kind == "negation"]
    assert finding.english is not None
    assert "not" in STATEMENT[finding.english.start : finding.english.end]


def test_an_explanation_points_at_what_is_written(aligner: Aligner) -> None:
    article = read_text(NEWS.format(post=STATEMENT, said=sprinkled(SAID, "\u034f")))
    explained = explain_embed(aligner, article, find_embeds(article), 1)
    assert explained.rendering is not None
    assert _HIDDEN.sub("", article.slice(explained.rendering)) == SAID
