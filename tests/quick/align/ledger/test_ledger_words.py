"""Closed lists and rules of the ledger word by word: particles, names in both scripts, transliteration, facts."""

from __future__ import annotations

import pytest
from judged import Links

from iqtibas.align import arabic_facts
from iqtibas.align.ledger.names.skeleton import arabic_skeleton, english_skeleton, likeness
from iqtibas.align.ledger.names.transliteration import UNEXPLAINED, Transliteration, latin_letters
from iqtibas.align.ledger.negation.particles import find_negations
from iqtibas.align.ledger.quotation.attribution import is_role
from iqtibas.article.gazetteer.mentions import arabic_places, english_mentions
from iqtibas.article.gazetteer.places import bare_forms, find_country
from iqtibas.report.wording import facts_words


class TestParticles:
    @pytest.mark.parametrize(
        ("english", "denying"),
        [
            ("not one", [0]),
            ("he did not", [2]),
            ("not only that, not just this, no fewer", []),
            ("no smaller than this, no bakers", [4]),
            ("no doubt, no matter, no sooner, no later", []),
            ("only not", [1]),
            ("whether or not we go", []),
            ("we go or do not", [4]),
            ("not or", [0]),
            ("they have yet to come", [2]),
            ("not yet open, yet", [0]),
            ("never or no", [0, 2]),
            ("unable, inaccurate, refused, failing, lacked, without", [0, 1, 2, 3, 4, 5]),
            ("don’t, cannot, neither, nor", [0, 1, 2, 3]),
        ],
    )
    def test_english_words_that_deny(self, english: str, denying: list[int]) -> None:
        assert list(find_negations(Links().pair(english, "")).english) == denying

    @pytest.mark.parametrize(
        ("arabic", "denying", "twice"),
        [
            ("ما من قرية في هذا الوادي إلا ولها بئر", [0, 6], [0, 6]),
            ("وما من قرية إلا", [0, 3], [0, 3]),
            ("فما من أحد سوى", [0, 3], [0, 3]),
            ("قال إنه ما من قرية إلا ولولاهم لما وقفنا", [2, 5, 6, 7], [2, 5, 6, 7]),
            ("ما جاء من أحد إلا هو", [], []),
            ("كان من أهلها إلا هو", [], []),
            ("ولولانا ما وقفوا", [0, 1], [0, 1]),
            ("لولا هم وهم وهم وهم وهم وهم وهم وهم وهم وهم لما", [0, 11], [0, 11]),
            ("لولا هم وهم وهم وهم وهم وهم وهم وهم وهم وهم وهم لما", [], []),
            ("لم يصل إلا هم، لم إلا", [], []),
            ("لم يصل هم وهم وهم وهم وهم إلا", [], []),
            ("لم يصل هم وهم وهم وهم وهم وهم إلا", [0], []),
            ("غير أنه وصل، ليس مجرد كلام، ولا بد، لا شك", [], []),
            ("كلا، لن نعود أبدا", [0, 1, 3], []),
            ("إلا لنا", [], []),
        ],
    )
    def test_arabic_words_that_deny(self, arabic: str, denying: list[int], twice: list[int]) -> None:
        found = find_negations(Links().pair("no, not, never, nobody", arabic))
        assert (list(found.arabic), sorted(found.twice)) == (denying, twice)
        assert {found.arabic[i] for i in found.twice} <= {1.0}

    @pytest.mark.parametrize(
        ("english", "denying", "until"),
        [
            ("It stays closed until June.", [], [0]),
            ("It will not open until June.", [0], []),  # a negation of the statement, which it answers
            ("It opens in June.", [0], []),
        ],
    )
    def test_not_before_is_until(self, english: str, denying: list[int], until: list[int]) -> None:
        found = find_negations(Links(closed="يفتح").pair(english, "لن يفتح قبل يونيو"))
        assert (list(found.arabic), sorted(found.until)) == (denying, until)

    def test_what_is_not_done_before_is_the_opposite_until_then(self) -> None:
        found = find_negations(Links().pair("It stays closed until June.", "لن يفتح قبل يونيو"))
        assert not found.agree(2, 1)

    def test_verbs_that_deny_by_what_they_mean_weigh_half(self) -> None:
        found = find_negations(Links().pair("", "رفضت ونفى وفشلوا وحظر ولن"))
        assert list(found.arabic.values()) == [0.5, 0.5, 0.5, 0.5, 1.0]

    @pytest.mark.parametrize(
        ("english", "denied"),
        [("not go", "go"), ("not yet really been open now", "open"), ("never not go", "go"), ("go not", "not")],
    )
    def test_a_negation_turns_on_the_next_word_that_carries_meaning(self, english: str, denied: str) -> None:
        pair = Links().pair(english, "")
        negations = find_negations(pair)
        assert pair.english_words[negations.denied(negations.english[0])] == denied

    def test_how_far_a_negation_reaches(self) -> None:
        pair = Links().pair("not the a of the a of go", "")
        assert find_negations(pair).denied(0) == 5

    def test_what_is_denied_is_denied_on_both_sides(self) -> None:
        found = find_negations(Links().pair("not to go, come", "لا بل أن نذهب"))
        assert [found.agree(2, i) for i in range(4)] == [False, True, True, False]
        assert [found.agree(3, i) for i in range(4)] == [True, False, False, True]

    def test_a_particle_is_near_before_its_word_and_right_behind_it(self) -> None:
        found = find_negations(Links().pair("", "هم وهم لا وهم وهم وهم وهم وهم"))
        assert [bool(found.near(i)) for i in range(8)] == [False, True, True, True, True, True, True, False]
        assert found.near(None) == []

    def test_a_particle_beside_what_is_denied_answers_before_others(self) -> None:
        pair = Links(go="نذهب").pair("not go", "لا وهم وهم وهم وهم وهم لن نذهب")
        assert find_negations(pair).answers == {0: 6}
        assert find_negations(pair).free == (0,)


class TestEnglishNames:
    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("the FBI and an ATM, a B", []),
            ("Al met El.", ["Al", "El"]),
            ("Dalen’s boat and Mira's", ["Dalen", "Mira"]),
            ("two Turkeys, the Kenyans, U.S.", ["Turkeys", "Kenyans", "U.S."]),
            ("Theresa May met him; May 3; in May; May we", ["Theresa", "May"]),
            ("Yesterday Minister Haddad", ["Haddad"]),
            ("a New Mexico road, two US dollars, 5 US$", ["New", "Mexico"]),
            ("@Dalen #Mira a/Salib", []),
        ],
    )
    def test_who_is_named(self, text: str, names: list[str]) -> None:
        assert [name.text for name in english_mentions(text)] == names

    @pytest.mark.parametrize(
        ("text", "initial"),
        [("Dalen left", True), ("He left. Dalen stayed", True), ("so Dalen left", False), ("“Dalen left", True), ("He said: Dalen", True)],
    )  # fmt: skip
    def test_a_capital_says_nothing_at_the_beginning_of_a_sentence(self, text: str, initial: bool) -> None:
        assert [name.initial for name in english_mentions(text) if name.text == "Dalen"] == [initial]

    @pytest.mark.parametrize(("word", "role"), [("Minister", True), ("TREASURY", True), ("Dalen", False)])
    def test_offices_and_fields_are_roles(self, word: str, role: bool) -> None:
        assert is_role(word) is role


class TestArabicNames:
    def test_places_stand_in_order_with_their_spans(self) -> None:
        text = "من كوريا الشمالية إلى مصر فالصين"
        found = [(place.code, text[place.start : place.end]) for place in arabic_places(text)]
        assert found == [("KP", "كوريا الشمالية"), ("EG", "مصر"), ("CN", "فالصين")]

    @pytest.mark.parametrize(
        ("words", "at", "found"),
        [
            ("كوريا الشماليه", 0, ("KP", 2)),
            ("كوريا", 0, ("KO", 1)),
            ("وصل مصر", 0, ("", 0)),
            ("الهند", 0, ("IN", 1)),
            ("هند", 0, ("", 0)),
            ("البنين", 0, ("", 0)),
            ("بنين", 0, ("BJ", 1)),
        ],
    )
    def test_the_longest_name_from_a_word_on(self, words: str, at: int, found: tuple[str, int]) -> None:
        assert find_country(words.split(), at) == found

    def test_proclitics_are_taken_off_while_enough_is_left(self) -> None:
        assert bare_forms("والصين") == ["والصين", "الصين", "صين"]
        assert bare_forms("وب") == ["وب"]
        assert bare_forms("ولي") == ["ولي", "لي"]


class TestSkeletons:
    @pytest.mark.parametrize(
        ("name", "sounds"),
        [
            ("Kavanaugh", "KFN"),
            ("Schmidt", "XMDT"),
            ("Philip’s", "FLB"),
            ("Cecil", "SL"),
            ("Max", "MKS"),
            ("Knight", "NT"),
            ("Chavez", "XFS"),
            ("Bobby", "B"),
            ("McDale", "MKDL"),
            ("Beck's", "BK"),
            ("É", ""),
        ],
    )
    def test_consonants_of_english_names(self, name: str, sounds: str) -> None:
        assert english_skeleton(name) == sounds

    @pytest.mark.parametrize(("word", "sounds"), [("كافانو", "KFN"), ("شميدت", "XMDT"), ("محمّد", "MHMD"), ("أوا", "")])
    def test_consonants_of_arabic_words(self, word: str, sounds: str) -> None:
        assert arabic_skeleton(word) == sounds

    @pytest.mark.parametrize(
        ("one", "other", "alike"),
        [
            ("KFN", "KFN", 1.0),
            ("", "KFN", 0.0),
            ("KFN", "", 0.0),
            ("KFN", "GFN", 1 - 0.5 / 3),
            ("KFN", "RFN", 1 - 1 / 3),
            ("KFN", "KFNH", 1 - 0.5 / 4),
            ("HKFN", "KFN", 1 - 0.5 / 4),
            ("KFN", "KFNR", 1 - 1 / 4),
            ("KF", "MRL", 0.0),
        ],
    )
    def test_likeness_is_the_share_that_need_not_be_edited(self, one: str, other: str, alike: float) -> None:
        assert likeness(one, other) == pytest.approx(alike)


class TestTransliteration:
    TABLES = {  # noqa: RUF012
        "units": {"d|د": -1.0, "a|": -0.5, "l|ل": -1.0, "sh|ش": -0.2, "s|س": -1.0, "h|ه": -1.0, "x|كس": -0.3},
        "latin": dict.fromkeys("dalshx", -2.0),
        "arabic": dict.fromkeys("دلشسهك", -3.0),
    }

    @pytest.mark.parametrize(
        ("latin", "arabic", "nats"),
        [
            ("dal", "دل", 4.0 + 1.5 + 4.0),
            ("sh", "ش", 6.8),
            ("sh", "سه", 8.0),
            ("x", "كس", 7.7),
            ("dal", "دلش", 9.5 + UNEXPLAINED),
            ("dal", "", 1.5 + 2 * UNEXPLAINED),
            ("", "دل", 2 * UNEXPLAINED),
            ("zz", "د", 3 * UNEXPLAINED),
            ("", "", 0.0),
        ],
    )
    def test_likeness_is_that_of_the_best_segmentation(self, latin: str, arabic: str, nats: float) -> None:
        units = Transliteration(self.TABLES)
        assert units.likeness(latin, arabic) == pytest.approx(nats)
        assert units.likeness(latin, arabic) == pytest.approx(nats)

    def test_long_words_are_compared_by_their_beginnings(self) -> None:
        units = Transliteration(self.TABLES)
        assert units.likeness("d" * 24, "د" * 24) == units.likeness("d" * 30, "د" * 30) == pytest.approx(24 * 4.0)

    @pytest.mark.parametrize(
        ("name", "letters"),
        [("Søren", "soren"), ("Weiß", "weiss"), ("Æla", "aela"), ("Łukasz", "lukasz"), ("Işık", "isik"), ("D’Al 3", "dal"), ("A" * 30, "a" * 24)],
    )  # fmt: skip
    def test_letters_of_a_name(self, name: str, letters: str) -> None:
        assert latin_letters(name) == letters


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("في 31 مارس", ("31 March",)),
        ("في 32 مارس", ("32", "March")),
        ("في 0 مارس", ("0", "March")),
        ("مارس 1000", ("March 1000",)),
        ("مارس 2999", ("March 2999",)),
        ("مارس 3000", ("March", "3000")),
        ("مارس 999", ("March", "999")),
        ("5 مارس و2021", ("5 March 2021",)),
        ("5 من مارس 2021", ("5", "March 2021")),
        ("شهر مارس، ثم 2021", ("March", "2021")),
        ("مارس 2021 %", ("March", "2021%")),
        ("إف-16 و5 قوارب", ("5",)),
    ],
)
def test_a_day_its_month_and_its_year_are_one_fact(text: str, facts: tuple[str, ...]) -> None:
    assert facts_words(arabic_facts(text)) == facts
