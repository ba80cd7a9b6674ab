"""The Arabic with a negation taken out, and the check of those that answer none of the statement's."""

from __future__ import annotations

import pytest
from judged import Decoding, Links

from iqtibas.align.ledger.edits import MOST_MARGIN
from iqtibas.align.ledger.negation.arabic_edits import affirmed, gains
from iqtibas.align.ledger.negation.denials import MOST_DENIALS, affirmed_gains, denial_signals, what_is_denied
from iqtibas.align.ledger.negation.particles import find_negations
from iqtibas.align.ledger.pair import Pair


def pair_of(arabic: str, english: str = "The council met.") -> Pair:
    return Links().pair(english, arabic)


@pytest.mark.parametrize(
    ("arabic", "without"),
    [
        ("قال إنه لا يعرف", "قال إنه يعرف"),
        ("لم يكن هنا", "كان هنا"),
        ("ولم تكن هنا", "وكانت هنا"),
        ("لم يتم فتحه", "تم فتحه"),
        ("لم يصل بعد", "يصل بعد"),
        ("لن يصل", "سيصل"),
        ("فلن نصل", "فسنصل"),
        ("لن أصل", "سأصل"),
        ("ليس هناك ماء", "هناك ماء"),
        ("ليسوا هنا", "هنا"),
        ("غير قانوني", "قانوني"),
        ("وبعدم الراحة", "وبالراحة"),
        ("لعدم التوصل", "للتوصل"),
        ("لعدم وجود", "لوجود"),
        ("دون ماء", "مع ماء"),
        ("وبدون ماء", "ومع ماء"),
        ("بلا ماء", "مع ماء"),
    ],
)
def test_without_its_negation_the_arabic_is_grammatical(arabic: str, without: str) -> None:
    [at] = find_negations(pair_of(arabic)).arabic
    assert affirmed(pair_of(arabic), at) == without


def test_a_negation_at_the_end_only_goes() -> None:
    assert affirmed(pair_of("يصل أبدا"), 1) == "يصل "
    assert affirmed(pair_of("رفض المجلس"), 0) == "المجلس"


def test_gains_are_differences_and_bounded() -> None:
    scores = {"لا يوافق": -20.0, "يوافق": -17.0, "يوافقون": -99.0}
    found = gains(pair_of("لا يوافق"), ["يوافق", "يوافقون"], Decoding(scores))  # type: ignore[arg-type]
    assert found == [3.0, -MOST_MARGIN]
    assert gains(pair_of("لا يوافق"), [], Decoding(scores)) == []  # type: ignore[arg-type]


class TestDenials:
    def test_only_what_answers_nothing_is_taken_out(self) -> None:
        english, arabic = "It does not open and it closed.", "لا يفتح ولم يغلق"
        negations = find_negations(Links(open="يفتح", closed="يغلق", not_="لا").pair(english, arabic))
        decoding = Decoding({"لا يفتح ويغلق": 2.5})
        assert affirmed_gains(negations, decoding) == {2: 2.5}  # type: ignore[arg-type]

    @pytest.mark.parametrize("arabic", ["رفض المجلس لولا الجسر لما فتح", "لا يصل أبدا"])
    def test_refusing_denying_twice_and_stress_are_left_alone(self, arabic: str) -> None:
        pair = Links(not_="لا", boats="يصل المجلس الجسر").pair("not one, not two of the boats", arabic)
        assert affirmed_gains(find_negations(pair), Decoding()) == {}  # type: ignore[arg-type]

    @pytest.mark.parametrize(("word", "denied"), [("يجتمع", (2, 2)), ("اليوم", (2, 4)), ("أمس", None)])
    def test_what_is_denied_stands_close_behind(self, word: str, denied: tuple[int, int] | None) -> None:
        pair = Links(council="المجلس", met=word).pair("The council met", "المجلس لم يجتمع هنا اليوم أمس")
        assert what_is_denied(pair, 1) == denied
        assert what_is_denied(pair, 5) is None

    def test_what_the_arabic_adds_denies_nothing_that_is_said(self) -> None:
        negations = find_negations(Links(council="المجلس").pair("The council met.", "المجلس لم يصل"))
        assert affirmed_gains(negations, Decoding()) == {}  # type: ignore[arg-type]

    def test_endless_denials_are_bounded(self) -> None:
        negations = find_negations(Links(met="يصل").pair("The council met.", "لا يصل " * 900))
        assert len(affirmed_gains(negations, Decoding())) == MOST_DENIALS  # type: ignore[arg-type]

    def test_each_has_a_row(self) -> None:
        negations = find_negations(pair_of("لا يصل وهو غير مفيد"))
        rows = denial_signals(negations, {0: 1.5, 3: -2.0}, [4.0, -3.0])
        assert [(r.affirmed, r.decoded, r.nominal) for r in rows] == [(1.5, -3.0, 0.0), (-2.0, -3.0, 1.0)]
        assert [round(r.similarity, 3) for r in rows] == [0.1, 0.1]
        assert denial_signals(negations, {0: 1.5}, [])[0][1] == 0.0


@pytest.mark.parametrize(
    "arabic",
    [
        "كلا البلدين",
        "ألا وهي القرية",
        "ما لا يقل عن عشرة",
        "لا يتجاوز عمره عاما",
        "لم يكن بوسعها فحسب أن تسحق",
    ],
)
def test_particles_that_deny_nothing(arabic: str) -> None:
    assert find_negations(pair_of(arabic)).arabic == {}


def test_no_stands_before_a_mark() -> None:
    assert list(find_negations(pair_of("كلا، لم يصل")).arabic) == [0, 1]
