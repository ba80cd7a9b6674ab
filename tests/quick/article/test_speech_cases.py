"""Details of quoted speech, quotation marks and sentences: every limit on both sides. All examples are invented."""

from __future__ import annotations

import pytest

from iqtibas.article.arabic.letters import fold, is_arabic, normalize, script_share
from iqtibas.article.marks import Quotation, pair_marks
from iqtibas.article.model import Article, Block, Segment
from iqtibas.article.quotes import find_quotes
from iqtibas.article.sentences import split_clauses, split_sentences

WORD = "كلمة"


def words(count: int) -> str:
    return " ".join([WORD] * count)


def article(text: str) -> Article:
    """A paragraph a line."""
    blocks, start = [], 0
    for line in text.split("\n"):
        blocks += [Block("paragraph", start, start + len(line))] if line else []
        start += len(line) + 1
    return Article("a", text, "", "", "ar", tuple(blocks), "")


def found(text: str) -> list[tuple[str, str, str]]:
    """(what is said, speaker, verb) of each quote."""
    parsed = article(text)
    return [(parsed.slice(quote), quote.speaker, quote.verb) for quote in find_quotes(parsed)]


def sentences(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text)]


def clauses(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split_clauses(text, Segment(0, len(text)))]


class TestQuotes:
    @pytest.mark.parametrize(
        ("said", "quoted"),
        [
            (words(3), False),
            (words(4), True),
            (f"{words(3)} 7", True),
            (f"{words(3)} - - ؟", False),
            ("we will open the bridge", False),
        ],
    )
    def test_a_sentence_in_marks_may_be_so_short(self, said: str, quoted: bool) -> None:
        assert bool(found(f"«{said}».")) is quoted

    def test_without_anybody_to_speak_it_is_longer(self) -> None:
        assert found(f"جلسنا هناك «{words(5)}» ثم خرجنا.") == []
        assert found(f"جلسنا هناك «{words(6)}» ثم خرجنا.") == [(words(6), "", "")]

    def test_a_title_is_none_at_any_length(self) -> None:
        assert found(f"قرأنا كتاب «{words(8)}» أمس.") == []
        assert found(f"قرأنا «{words(8)}» أمس.") == [(words(8), "", "")]

    @pytest.mark.parametrize(("count", "reported"), [(1, False), (2, True)])
    def test_a_report_has_three_words(self, count: int, reported: bool) -> None:
        assert bool(found(f"قال سعد إن {words(count)}")) is reported

    def test_loose_ends_are_no_part_of_a_report(self) -> None:
        assert found("قال سعد إن الجسر قديم جدا، -") == [("إن الجسر قديم جدا", "سعد", "قال")]

    @pytest.mark.parametrize(("count", "named"), [(5, True), (6, False)])
    def test_a_name_before_a_colon_has_so_many_words(self, count: int, named: bool) -> None:
        name = "سعد " * count
        assert found(f"{name.strip()}: «{words(6)}»") == [(words(6), name.strip() if named else "", "")]

    @pytest.mark.parametrize(("count", "named"), [(14, True), (15, False)])
    def test_a_speaker_behind_the_verb_has_so_many_words(self, count: int, named: bool) -> None:
        name = ("سعد " * count).strip()
        assert found(f"قال {name} إن الجسر قديم جدا.") == [("إن الجسر قديم جدا.", name if named else "", "قال")]

    @pytest.mark.parametrize(("count", "named"), [(8, True), (9, False)])
    def test_a_speaker_before_the_verb_has_so_many_words(self, count: int, named: bool) -> None:
        name = ("سعد " * count).strip()
        assert found(f"{name} أكد أن الجسر قديم جدا.") == [("أن الجسر قديم جدا.", name if named else "", "أكد")]

    @pytest.mark.parametrize(("count", "with_name"), [(5, True), (6, False)])
    def test_an_apposition_has_so_many_words(self, count: int, with_name: bool) -> None:
        name = ("سعد " * count).strip()
        speaker = f"وزير النقل، {name}" if with_name else "وزير النقل"
        assert found(f"قال وزير النقل، {name}، إن الجسر قديم جدا.") == [("إن الجسر قديم جدا.", speaker, "قال")]

    @pytest.mark.parametrize(("count", "reached"), [(39, True), (40, False)])
    def test_a_verb_looks_ahead_so_far(self, count: int, reached: bool) -> None:
        assert bool(found(f"قال {words(count)} إن الجسر قديم جدا.")) is reached

    @pytest.mark.parametrize(
        ("text", "quotes"),
        [
            ("قال سعد في الساعة 10:30: سنعود غدا.", [("سنعود غدا.", "سعد", "قال")]),
            ("قال سعد في سنة 10 : 30 سنعود.", [("30 سنعود.", "سعد", "قال")]),
            ("قال سعد: «لا».", [("لا", "سعد", "قال")]),
            ("ذكر سعد «لا».", []),
            ("قال سعد «لا» ثم خرج.", []),
            ("قال سعد «لا»", [("لا", "سعد", "قال")]),
            ("أكد سعد؛ إن الجسر قديم جدا.", []),
            ("قال طالب في الجامعة كتب عن الأمر إن الجسر قديم.", [("إن الجسر قديم.", "طالب", "قال")]),
            ("علق سعد قائلا إن الجسر قديم جدا.", [("إن الجسر قديم جدا.", "سعد", "قائلا")]),
            ("خرج سعد قائلا إن الجسر قديم جدا.", [("إن الجسر قديم جدا.", "", "قائلا")]),
            ("قالت هند إن الجسر قديم.\nخرجت هند قائلة إن البناء بدأ.", [("إن الجسر قديم.", "هند", "قالت"), ("إن البناء بدأ.", "هند", "قائلة")]),
            ("قال سعد إن الجسر قديم.\nقيل إن البناء بدأ أمس.", [("إن الجسر قديم.", "سعد", "قال"), ("إن البناء بدأ أمس.", "", "قيل")]),
            ("قال سعد إن الجسر قديم، بحسب الصحيفة.", [("إن الجسر قديم", "سعد", "قال")]),
            ("قال سعد إن الجسر قديم، كما أكد أن البناء بدأ.", [("إن الجسر قديم", "سعد", "قال"), ("أن البناء بدأ.", "سعد", "أكد")]),
            (f"«{words(4)}»، قال سعد.", [(words(4), "سعد", "قال")]),
            (f"«{words(4)}» - حسبما أكد سعد.", [(words(4), "سعد", "أكد")]),
            (f"«{words(4)}». وقال سعد إن الجسر قديم.", [(words(4), "", ""), ("إن الجسر قديم.", "سعد", "وقال")]),
            (f"قال سعد: “{words(4)}.\n“{words(4)}.”", [(f"{words(4)}.", "سعد", "قال"), (f"{words(4)}.", "سعد", "")]),
            (f"قال سعد:\n“{words(2)}”", [(words(2), "سعد", "قال")]),
            (f"قال سعد:\n\n{words(2)}.", [(f"{words(2)}.", "سعد", "قال")]),
            (f"قال سعد:\nوأكدت هند أن {words(2)}.", [(f"أن {words(2)}.", "هند", "وأكدت")]),
            ("قال سعد إن الجسر قديم مشيرا إلى أن البناء بدأ.", [("إن الجسر قديم", "سعد", "قال"), ("أن البناء بدأ.", "سعد", "مشيرا")]),
            ("قال سعد إن الجسر قديم وأكد أن البناء بدأ.", [("إن الجسر قديم", "سعد", "قال"), ("أن البناء بدأ.", "سعد", "وأكد")]),
            ("قال سعد إن الوزير أكد أن البناء بدأ.", [("إن الوزير أكد أن البناء بدأ.", "سعد", "قال")]),
            (f"جلسنا هناك. «{words(4)}» ثم خرجنا.", [(words(4), "", "")]),
            ("قال سعد: ", []),
            ("قال سعد: «»", []),
            ("قال سعد: «  ", []),
            (f"قال سعد: «{words(2)} ", [(words(2), "سعد", "قال")]),
        ],
    )  # fmt: skip
    def test_who_says_what(self, text: str, quotes: list[tuple[str, str, str]]) -> None:
        assert found(text) == quotes

    def test_blocks_in_other_languages_are_passed_over(self) -> None:
        text = "We open it today.\nقال سعد: «لا».\n12\nقالت هند: «نعم»."
        assert found(text) == [("لا", "سعد", "قال"), ("نعم", "هند", "قالت")]

    def test_a_report_that_marks_fill_by_half_is_theirs(self) -> None:
        marked = "اا " * 6 + "اا"  # 20 code points, and 27 around it
        for more, direct in ((13, True), (14, False)):
            [quote] = find_quotes(article(f"قال سعد إن {'ا' * more} «{marked}»."))
            assert quote.direct is direct

    @pytest.mark.parametrize("mark", ["“", "«", '"'])
    def test_what_is_never_closed_runs_to_the_end_of_its_block(self, mark: str) -> None:
        text = f"{mark}{words(4)}\n{words(4)}"
        [quote] = find_quotes(article(text))
        assert (quote.start, quote.end, quote.closed, quote.direct) == (1, 1 + len(words(4)), False, True)
        assert find_quotes(article(f"{mark}{words(3)}")) == []

    def test_offsets_count_the_marks_that_stand_on_letters(self) -> None:
        text = "وَقَالَ سَعْدٌ: «سَنَعُودُ غَدًا ـــ إِلى البَيْتِ»."
        [quote] = find_quotes(article(text))
        assert text[quote.start : quote.end] == "سَنَعُودُ غَدًا ـــ إِلى البَيْتِ"
        assert (quote.speaker, quote.verb) == ("سَعْدٌ", "وَقَالَ")


class TestMarks:
    @pytest.mark.parametrize(
        ("line", "pairs"),
        [
            ("“O'Neill” and ‘it’s’ x", [(0, 8), (14, 19)]),
            ("'a' b'c 'd'", [(0, 2), (8, 10)]),
            ("ب'ج", [(1, None)]),
            ("a'ب «ج»", [(4, 6)]),
            ("'", [(0, None)]),
            ('"', [(0, None)]),
            ("“", [(0, None)]),
            ("«أ » ب»", [(0, 3), (6, None)]),
            ("( “أ”) [”ب“]", [(2, 4), (8, 10)]),
            ("بال“أ” وال“ب” فلل“ج”", [(3, 5), (10, 12), (17, 19)]),
            ("يبال“أ” x", [(4, 6)]),
            ("“«أ»”", [(0, 4), (1, 3)]),
            ("‹أ›", [(0, 2)]),
            ("“أ» ب", [(0, 2)]),
            ("‘أ” ب", [(0, None)]),
            ("“أ‘ ب", [(0, None)]),
        ],
    )
    def test_pairs(self, line: str, pairs: list[tuple[int, int | None]]) -> None:
        assert pair_marks(line) == [Quotation(*pair) for pair in pairs]


class TestSentences:
    def test_a_quotation_may_be_so_long(self) -> None:
        for length, cut in ((400, 1), (401, 2)):
            inside = "نعم. " + "ا" * (length - 6)
            text = f"«{inside}» ثم خرج"
            assert len(inside) + 1 == length
            assert len(sentences(text)) == cut

    def test_a_bracket_may_be_so_long(self) -> None:
        for length, cut in ((199, 1), (200, 2)):
            text = f"قال ({'نعم. ' + 'ا' * (length - 6)}) ثم خرج"
            assert len(sentences(text)) == cut, length

    def test_a_gloss_may_be_so_long(self) -> None:
        gloss = "كلمة كلمة كلمة، كلمة كلمة كلمة"
        for length, cut in ((59, 1), (60, 2)):
            inside = gloss + "ا" * (length - 1 - len(gloss))
            assert len(clauses(f"كلمة ({inside}) كلمة")) == cut, length

    @pytest.mark.parametrize(
        "marked",
        [
            "كلمة كلمة كلمة..| كلمة كلمة كلمة",
            "كلمة كلمة كلمة.. كلمة كلمة",
            "كلمة كلمة.. كلمة كلمة كلمة",
            "كلمة كلمة كلمة.. كلمة.| كلمة كلمة",
            "كلمة كلمة كلمة...| كلمة",
            "كلمة.| كلمة",
            "كلمة. *",
            "(1) كلمة.| كلمة",
            "12. كلمة.| كلمة",
            "(123). كلمة",
            "1234.| كلمة",
            "كلمة 12.| كلمة",
            "كلمة abc. def كلمة",
            "كلمة abc.| Def كلمة",
            "كلمة abc.| كلمة",
            "كلمة؟”| كلمة",
            "كلمة.)”| كلمة",
            "كلمة (؟) كلمة",
            "كلمة [كلمة!] كلمة",
            "كلمة.|كلا",
            "كلا.كل",
            "كل.كلا",
            "كلام.|كلام كلام",
            "كلام؟|كلام كلام",
            "كل؟|كلام كلام",
            "كلام…كلام كلام",
            "كلام.كوم كلام",
            "كلام.أورج كلام",
            "كلمة و د. سعد",
            "كلمة ود. سعد.| كلمة",
            "كلمة سد.| سعد",
            "Prof. A spoke to Gov. Bell.| He left.",
            "See No. 5 and Fig. 3 now.| No.| It is Dec. 12 here.| In Dec.| We go.",
            "كلمة۔| كلمة",
            "كلمة!!؟| كلمة",
        ],
    )
    def test_where_sentences_end(self, marked: str) -> None:
        assert sentences(marked.replace("|", "")) == [part.strip() for part in marked.split("|")]

    @pytest.mark.parametrize(
        "marked",
        [
            "كلمة كلمة كلمة،| كلمة كلمة كلمة",
            "كلمة كلمة، كلمة كلمة كلمة",
            "كلمة كلمة كلمة، كلمة كلمة",
            "كلمة كلمة كلمة؛| كلمة كلمة كلمة",
            "كلمة كلمة كلمة:| كلمة كلمة كلمة",
            "كلمة كلمة 10:30 كلمة كلمة كلمة",
            "كلمة كلمة 1,200 كلمة كلمة كلمة",
            "كلمة كلمة كلمة –| كلمة كلمة كلمة",
            "كلمة كلمة كلمة–كلمة كلمة كلمة",
            "كلمة كلمة كلمة– كلمة كلمة كلمة",
            "كلمة كلمة كلمة –كلمة كلمة كلمة",
            "كلمة كلمة كلمة—|كلمة كلمة كلمة",
            "كلمة كلمة كلمة,|كلمة كلمة كلمة",
            "كلمة كلمة http://x.org كلمة كلمة",
            "كلمة كلمة كلمة |بينما كلمة كلمة",
            "كلمة كلمة كلمة |وقال كلمة كلمة",
            "كلمة كلمة كلمة |وأكد كلمة كلمة",
            "كلمة كلمة كلمة قال كلمة كلمة",
            "كلمة كلمة كلمة ولد كلمة كلمة",
            "كلمة كلمة كلمة،»| كلمة كلمة كلمة",
        ],
    )
    def test_where_clauses_end(self, marked: str) -> None:
        assert clauses(marked.replace("|", "")) == [part.strip() for part in marked.split("|")]

    def test_a_stretch_of_a_text_has_its_own_offsets(self) -> None:
        text = "أ. وصل الوفد.  ثم غادر. ب."
        assert split_sentences(text, 3, 23) == [Segment(3, 13), Segment(15, 23)]
        assert split_sentences(text, 3)[-1] == Segment(24, 26)
        assert split_clauses("x وصل الوفد أمس، ثم غادر كله", Segment(2, 28)) == [Segment(2, 16), Segment(17, 28)]


class TestLetters:
    def test_the_way_back_from_a_normalised_text(self) -> None:
        view = normalize("\u200fقَا٣٫٥ـل")
        assert view.text == "قا3.5ل"
        assert list(view.offsets) == [1, 3, 4, 5, 6, 8, 9]
        assert view.to_source(0, 1) == (1, 3)
        assert view.to_source(4, 5) == (6, 8)
        assert view.to_source(2, 2) == view.to_source(2, 1) == (4, 4)

    def test_folding(self) -> None:
        assert fold("أإآٱىؤئةیکب") == "اااايويهيكب"

    @pytest.mark.parametrize(
        ("text", "arabic", "latin"),
        [
            ("", 0, 0),
            ("12 !", 0, 0),
            ("ab", 0, 1),
            ("اب", 1, 0),
            ("ابa", 2 / 3, 1 / 3),
            ("abЖ", 0, 2 / 3),
            ("اé", 0.5, 0.5),
        ],
    )
    def test_shares_of_scripts(self, text: str, arabic: float, latin: float) -> None:
        assert script_share(text) == pytest.approx((arabic, latin))

    def test_more_than_half(self) -> None:
        assert is_arabic("ابa")
        assert not is_arabic("اa")
