"""Omissions and additions: sentences, clauses, the rest of a quotation, and what only looks like one of them."""

from __future__ import annotations

import random

import pytest
from shipped import tools, words_at

from bench.data.planted import PLANTERS, add_clause, plant_number
from iqtibas.align.ledger.completeness.check import check_completeness, measure
from iqtibas.align.ledger.completeness.connectives import is_connective
from iqtibas.align.ledger.pair import Pair
from iqtibas.align.model import Rendering
from iqtibas.align.pairs import embedded_pair
from iqtibas.article import Embed, Segment
from iqtibas.article.article_reading import ArticleReading
from iqtibas.article.input.plain import article_from_text
from iqtibas.models.word_links import WordEncoder, load_word_encoder
from iqtibas.report.wording import sentence

STATEMENT = (
    "The council of Brantholm approved a new bridge over the river on Monday, and the mayor promised that "
    "all schools in the northern district would be repaired before the winter."
)
APPROVED = "وافق مجلس مدينة برانتهولم يوم الاثنين على بناء جسر جديد فوق النهر"
REPAIRED = "ووعد رئيس البلدية بإصلاح جميع المدارس في الحي الشمالي قبل حلول الشتاء"
RENDERING = f"{APPROVED}، {REPAIRED}."
APART = "كما انخفضت أسعار القمح والذرة في الأسواق العالمية خلال الأسبوع الماضي"


@pytest.fixture(scope="module")
def words() -> WordEncoder:
    return load_word_encoder()


def kinds(english: str, arabic: str, words: WordEncoder) -> list[str]:
    return [finding.kind for finding in check_completeness(Pair(english, arabic, words), tools())]


class TestCompleteness:
    @pytest.mark.parametrize(
        ("arabic", "expected"),
        [
            (RENDERING, []),
            (f"{REPAIRED}، بعد أن {APPROVED}.", []),
            (f"{APPROVED}.", ["omission"]),
            (f"{REPAIRED}.", ["omission"]),
            (f"{RENDERING} {APART}.", ["addition"]),
            (f"{APPROVED}، {APART}، {REPAIRED}.", ["addition"]),
        ],
        ids=["whole", "reordered", "second clause gone", "first clause gone", "sentence added", "clause added"],
    )
    def test_what_is_left_out_or_added_is_told(self, words: WordEncoder, arabic: str, expected: list[str]) -> None:
        assert kinds(STATEMENT, arabic, words) == expected

    @pytest.mark.parametrize("tie", ["لكن فى الوقت نفسه، ", "ومن ناحية أخرى، ", "وعلى الرغم من ذلك، "])
    def test_a_phrase_that_only_ties_is_no_addition(self, words: WordEncoder, tie: str) -> None:
        assert kinds(STATEMENT, tie + RENDERING, words) == []

    @pytest.mark.parametrize("tie", ["At the same time, ", "On the other hand, "])
    def test_a_phrase_that_only_ties_is_no_omission(self, words: WordEncoder, tie: str) -> None:
        assert kinds(f"{tie}{STATEMENT[0].lower()}{STATEMENT[1:]}", RENDERING, words) == []

    @pytest.mark.parametrize("arabic", ["ومع ذلك، 12", "ومع ذلك،", "12، ومع ذلك"])
    def test_a_rendering_with_hardly_more_than_a_tie_is_judged(self, words: WordEncoder, arabic: str) -> None:
        assert kinds(STATEMENT, arabic, words) == ["omission"]

    def test_a_finding_points_at_the_clause(self, words: WordEncoder) -> None:
        arabic = f"{RENDERING} {APART}."
        [found] = check_completeness(Pair(STATEMENT, arabic, words), tools())
        assert (words_at(arabic, found.arabic) or "").strip(" .") == APART
        assert APART in sentence(found)

    def test_lost_spaces_are_no_omission(self, words: WordEncoder) -> None:
        assert "omission" not in kinds(STATEMENT, RENDERING.replace(" ", ""), words)

    def test_lost_spaces_do_not_change_the_length(self, words: WordEncoder) -> None:
        lengths = set()
        for arabic in (RENDERING, RENDERING.replace(" ", "", 8)):
            found = measure(Pair(STATEMENT, arabic, words))
            lengths.add(found["addition"].signals.length)
        assert len(lengths) == 1


class TestRestOfQuotation:
    CUE = "\nوقال رئيس البلدية في تغريدته: "

    def added(self, words: WordEncoder, behind: str, *, below: bool = True) -> list[str]:
        quoted = f"{self.CUE}“{RENDERING}{behind}\n"
        text = f"{STATEMENT}{quoted}" if below else f"{quoted}{STATEMENT}"
        start = text.index(RENDERING)
        said = text.index(STATEMENT)
        article = article_from_text(text, id="pair", source="pair", sha256="")
        whole = Segment(said, said + len(STATEMENT))
        embed = Embed(whole.start, whole.end, whole, STATEMENT, "", "", None, (), "", "en")
        pair = embedded_pair(ArticleReading(article), embed, Rendering(start, start + len(RENDERING), 1.0), words)
        found = check_completeness(pair, tools())
        return [pair.context.slice(f.arabic).strip(" .”") for f in found if f.kind == "addition" and f.arabic]

    def test_one_more_sentence_in_the_quotation_is_added(self, words: WordEncoder) -> None:
        assert self.added(words, f" {APART}.”") == [APART]

    @pytest.mark.parametrize(
        "behind", ["”", f"” {APART}.", " شكرا لكم.”", f" {APART}. {APPROVED}. {REPAIRED}.”"],
        ids=["nothing", "outside the marks", "three words", "a speech"],
    )  # fmt: skip
    def test_what_is_outside_or_says_little_is_not(self, words: WordEncoder, behind: str) -> None:
        assert self.added(words, behind) == []

    def test_above_the_statement_a_quotation_is_not_its_rendering(self, words: WordEncoder) -> None:
        assert self.added(words, f" {APART}.”", below=False) == []


class TestPlanters:
    TEXT = f"{RENDERING} وكانت روسيا قد أعلنت أن 16 سفينة لا يمكن أن تصل قبل الصيف."

    @pytest.mark.parametrize("kind", PLANTERS)
    def test_every_change_is_made_and_repeats(self, kind: str) -> None:
        first, second = (PLANTERS[kind](self.TEXT, random.Random(3)) for _ in range(2))
        assert first == second
        assert first not in (None, self.TEXT)

    def test_a_text_without_a_place_for_it_stays(self) -> None:
        assert plant_number(APPROVED, random.Random(3)) is None

    def test_an_added_clause_is_one_of_the_other_text(self) -> None:
        added = add_clause(APPROVED, RENDERING, random.Random(3))
        assert added is not None
        assert len(added.split()) > len(APPROVED.split())
        assert APPROVED.split()[0] in added


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("لكن فى الوقت نفسه،", True),
        ("وبالإضافة إلى ذلك", True),
        ("وَمَعَ ذلك،", True),
        ("On the other hand,", True),
        ("at the same time the port closed", False),
        ("في الوقت نفسه أغلق الميناء", False),
        ("وزير", False),
        ("،", False),
    ],
)
def test_connectives_are_whole_clauses(text: str, expected: bool) -> None:
    assert is_connective(text) is expected
