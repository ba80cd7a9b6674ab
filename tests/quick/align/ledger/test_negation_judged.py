"""The negation check between judges whose answers are known: what each signal counts, and what a finding points at."""

from __future__ import annotations

from dataclasses import replace

import pytest
from judged import Decoding, Links, Vectors, deciding, tools
from shipped import words_at

from iqtibas.align.ledger.fitted import watching
from iqtibas.align.ledger.negation import check as negation
from iqtibas.align.ledger.negation.check import NegationSignals, check_negation, find_doubts, open_edits
from iqtibas.align.ledger.negation.english_edits import MOST_EDITS, negation_edits
from iqtibas.align.ledger.negation.particles import find_negations
from iqtibas.align.ledger.pair import Pair
from iqtibas.align.model import Finding
from iqtibas.report.wording import sentence

LINKS = Links(council="المجلس", approve="يوافق سيوافق", new="الجديدة", budget="الميزانية", not_="لن")
DENIED = "The council will not approve the new budget."
AFFIRMED = "The council will approve the new budget."


def signals(english: str, arabic: str, links: Links = LINKS, **judged: float) -> list[dict[str, float]]:
    return rows_of("negation", english, arabic, links, {english: judged.get("decoded", 0.0)})


def rows_of(model: str, english: str, arabic: str, links: Links, scores: dict[str, float]) -> list[dict[str, float]]:
    """The signals of one model's doubts, by name. scores: log-probabilities by changed text, English or Arabic."""
    negations = find_negations(links.pair(english, arabic))
    doubts = find_doubts(negations, negation_edits(english), Decoding(scores), Vectors())  # type: ignore[arg-type]
    return [doubt.signals._asdict() for doubt in doubts if doubt.model == model]


class TestSignals:
    def test_a_negation_that_nothing_answers(self) -> None:
        [row] = signals(DENIED, "سيوافق المجلس على الميزانية الجديدة.", decoded=-3.0)
        said = {"decoded_removing": -3.0, "unanswered": 1.0, "unanswered_all": 1.0, "english": 1.0, "one_sided": 1.0}
        assert row == dict.fromkeys(NegationSignals._fields, 0.0) | said

    def test_a_negation_that_is_answered(self) -> None:
        [row] = signals(DENIED, "لن يوافق المجلس على الميزانية غير الجديدة.", decoded=2.0)
        said = {"decoded_removing": 2.0, "near": 1.0, "free_all": 1.0, "english": 1.0, "arabic": 1.0}
        assert row == dict.fromkeys(NegationSignals._fields, 0.0) | said | {"answered": pytest.approx(0.9)}

    def test_an_arabic_negation_that_answers_none(self) -> None:
        [row] = signals(AFFIRMED, "لن يوافق المجلس على الميزانية.", decoded=-4.0)
        said = {"adds": 1.0, "decoded_adding": -4.0, "free_near": 1.0, "free_all": 1.0, "arabic": 1.0, "one_sided": 1.0}
        assert row == dict.fromkeys(NegationSignals._fields, 0.0) | said

    def test_a_verb_that_denies_by_what_it_means_counts_half(self) -> None:
        [row] = signals(AFFIRMED, "رفض المجلس الميزانية.", Links(approve="رفض"))
        assert (row["free_near"], row["free_all"]) == (0.5, 1.0)

    def test_a_word_that_is_only_taken_out(self) -> None:
        rows = signals("We will never leave.", "لن نرحل أبدا.", Links(never="أبدا", leave="نرحل"))
        assert [(row["bare"], row["answered"] > 0) for row in rows] == [(1.0, True)]

    def test_more_negations_than_the_most_count_no_more(self) -> None:
        english = "no doctor, no water, no bread, no road, not one"
        [row, *_] = signals(english, "طبيب وماء وخبز وطريق", Links())
        assert row["unanswered_all"] == 3.0
        [row] = signals(AFFIRMED, "لا لا ولن ولم وليس المجلس")
        assert row["free_all"] == 3.0

    def test_an_edit_beyond_the_words_denies_nothing(self) -> None:
        pair = LINKS.pair(DENIED, "لن يوافق")
        beyond = replace(negation_edits(DENIED)[0], start=len(DENIED), end=len(DENIED) + 1)
        [doubt] = find_doubts(find_negations(pair), [beyond], Decoding(), Vectors())  # type: ignore[arg-type]
        assert doubt.signals._asdict()["adds"] == 1.0


def found(
    patch: pytest.MonkeyPatch,
    english: str,
    arabic: str,
    links: Links = LINKS,
    cut: float = 0.5,
    denial: dict[str, float] | None = None,
    scores: dict[str, float] | None = None,
    **weights: float,
) -> tuple[Pair, list[Finding]]:
    """What the check says where only these signals weigh anything: denial those of a lone Arabic negation."""
    fits = {"negation": deciding(cut, **weights), "denial": deciding(0.9, **(denial or {}))}
    patch.setattr(negation, "load_fitted", lambda name, signals: fits[name](name, signals))
    pair = links.pair(english, arabic)
    return pair, check_negation(pair, tools(links, Decoding(scores)))


class TestFindings:
    @pytest.mark.parametrize(
        ("english", "arabic", "said", "spot", "detail"),
        [
            (
                DENIED,
                "سيوافق المجلس على الميزانية.",
                "will not",
                "سيوافق",
                "The statement denies what the Arabic affirms: “… council will not approve the new …”",
            ),
            (
                AFFIRMED,
                "لن يوافق المجلس على الميزانية.",
                "will",
                "لن يوافق",
                "The statement affirms what the Arabic denies: “… council will approve the new …”",
            ),
            (
                AFFIRMED,
                "المجلس لن يعود ولن يوافق عليها أبدا",
                "will",
                "المجلس لن يعود ولن يوافق عليها أبدا",  # two particles near: the whole is pointed at
                "The statement affirms what the Arabic denies: “… council will approve the new …”",
            ),
        ],
    )
    def test_the_word_and_its_arabic_are_pointed_at(
        self, monkeypatch: pytest.MonkeyPatch, english: str, arabic: str, said: str, spot: str, detail: str
    ) -> None:
        pair, [finding] = found(monkeypatch, english, arabic)
        assert finding.kind == "negation"
        assert finding.english is not None
        assert finding.arabic is not None
        assert (words_at(pair.english, finding.english), words_at(pair.arabic, finding.arabic)) == (said, spot)
        assert sentence(finding) == detail
        assert finding.severity == 0.5

    def test_a_short_statement_is_quoted_by_the_word(self, monkeypatch: pytest.MonkeyPatch) -> None:
        _, [finding] = found(monkeypatch, "Nobody came", "جاء الجميع", Links(came="جاء"))
        assert sentence(finding) == "The statement denies what the Arabic affirms: “… Nobody …”"

    def test_without_arabic_words_the_whole_is_pointed_at(self, monkeypatch: pytest.MonkeyPatch) -> None:
        pair, [finding] = found(monkeypatch, DENIED, "على")
        assert finding.arabic is not None
        assert words_at(pair.arabic, finding.arabic) == "على"

    def test_the_likeliest_edit_is_reported_and_of_equals_the_first(self, monkeypatch: pytest.MonkeyPatch) -> None:
        english, arabic = "The dam will hold and the road is not open.", "السد سيصمد والطريق مفتوح."
        links = Links(hold="سيصمد", open="مفتوح")
        pair, [first] = found(monkeypatch, english, arabic, links)
        assert first.english is not None
        assert words_at(pair.english, first.english) == "will"
        pair, [likeliest] = found(monkeypatch, english, arabic, links, unanswered=2.0)
        assert likeliest.english is not None
        assert words_at(pair.english, likeliest.english) == "is not"
        assert likeliest.severity == pytest.approx(0.8808, abs=1e-4)

    def test_who_watches_is_told_which_words_were_judged(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with watching() as decided:
            found(monkeypatch, DENIED, "سيوافق المجلس على الميزانية.")
        assert [(d.model, d.about) for d in decided] == [("negation", "will not → will")]

    def test_nothing_below_the_cut_is_reported(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert found(monkeypatch, DENIED, "سيوافق المجلس.", cut=0.51)[1] == []

    @pytest.mark.parametrize("english", ["The budget of the council", "Not only the council"])
    def test_without_edits_none_is_reported(self, monkeypatch: pytest.MonkeyPatch, english: str) -> None:
        assert found(monkeypatch, english, "لن يوافق")[1] == []

    def test_words_that_run_together_are_not_judged(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert found(monkeypatch, DENIED, "غجرستاهينفوبتقلزمحعيض")[1] == []

    def test_links_and_handles_are_not_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert found(monkeypatch, "The budget @will_not https://t.co/will", "الميزانية")[1] == []


class TestDenials:
    """An Arabic negation that answers none, where the English has no auxiliary to deny."""

    ENGLISH, ARABIC = "The council approves the new budget.", "قال إن المجلس لن يوافق على الميزانية."
    GAINS = ({"affirmed": 1.0}, {"قال إن المجلس سيوافق على الميزانية.": 3.0})
    APPROVES = Links(council="المجلس", approves="يوافق")

    def test_the_particle_and_its_verb_are_pointed_at(self, monkeypatch: pytest.MonkeyPatch) -> None:
        weights, scores = self.GAINS
        pair, [finding] = found(monkeypatch, self.ENGLISH, self.ARABIC, self.APPROVES, denial=weights, scores=scores)
        assert finding.english is not None
        assert finding.arabic is not None
        assert (words_at(pair.english, finding.english), words_at(pair.arabic, finding.arabic)) == (
            "approves",
            "لن يوافق",
        )
        assert sentence(finding) == "The statement affirms what the Arabic denies: “… council approves the new …”"
        assert finding.severity == pytest.approx(0.9526, abs=1e-4)

    def test_below_the_cut_nothing_is_reported(self, monkeypatch: pytest.MonkeyPatch) -> None:
        weights, _ = self.GAINS
        assert found(monkeypatch, self.ENGLISH, self.ARABIC, self.APPROVES, denial=weights)[1] == []

    def test_a_particle_behind_everything_denies_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert found(monkeypatch, self.ENGLISH, "يوافق المجلس لا", self.APPROVES, denial={"similarity": 99})[1] == []

    def test_of_an_edit_and_a_denial_the_likelier_is_reported(self, monkeypatch: pytest.MonkeyPatch) -> None:
        weights, _ = self.GAINS
        scores = {"سيوافق المجلس على الميزانية.": 3.0}
        arguments = (monkeypatch, AFFIRMED, "لن يوافق المجلس على الميزانية.", LINKS)
        for adds, said in ((2.0, "approve"), (9.0, "will")):
            pair, [finding] = found(*arguments, denial=weights, scores=scores, adds=adds)
            assert finding.english is not None
            assert words_at(pair.english, finding.english) == said

    def test_who_watches_is_told_the_particle(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with watching() as decided:
            found(monkeypatch, self.ENGLISH, self.ARABIC, self.APPROVES)
        assert [(d.model, d.about) for d in decided] == [("denial", "without لن")]


class TestRenderedByGrammar:
    @pytest.mark.parametrize(
        ("english", "arabic", "links"),
        [
            ("The count was inaccurate.", "كان العد غير دقيق.", Links(inaccurate="دقيق")),
            ("The count was inaccurate.", "كان العد غير دقيق.", Links(inaccurate="غير")),
            ("We would not stand without you", "لولاكم لما وقفنا", Links(not_="لما", without="لولاكم")),
        ],
    )
    def test_what_is_plainly_rendered_is_not_taken_out(self, english: str, arabic: str, links: Links) -> None:
        pair = links.pair(english, arabic)
        negated = find_negations(pair).english
        assert negated
        spans = [pair.link.english_words[i] for i in negated]
        taken = [e for e in open_edits(pair) if any(e.start < end and start < e.end for start, end in spans)]
        assert taken == []

    def test_another_word_than_the_adjective_renders_nothing(self) -> None:
        pair = Links(inaccurate="العد").pair("The count was inaccurate.", "كان العد غير دقيق.")
        assert [edit.new for edit in open_edits(pair)] == ["was not", "accurate"]


@pytest.mark.parametrize(
    ("english", "old", "new", "text"),
    [
        ("He must not go.", "must not", "must", "He must go."),
        ("They don't trust us.", "don't trust", "trust", "They trust us."),
        ("She does not want it.", "does not want", "wants", "She wants it."),
        ("We can't go.", "can't", "can", "We can go."),
        ("It did not rain.", "did not", "did", "It did rain."),
        ("Nothing was lost.", "Nothing", "Everything", "Everything was lost."),
        ("Neither road is open.", "Neither", "Both", "Both road is open."),
        ("It is impossible to say.", "impossible", "possible", "It is possible to say."),
        ("The mayor agreed to it.", "agreed", "did not agree", "The mayor agreed to it."),
        ("Mayor Dalen agreed to it.", "agreed", "did not agree", "Mayor Dalen did not agree to it."),
        ("Those who trust him came.", "trust", "do not trust", "Those who do not trust him came."),
        ("Not all came.", "Not", "", "All came."),
        ("We, not they, came.", "not", "", "We, they, came."),
    ],
)
def test_an_edit_says_what_it_takes_out_and_puts_in(english: str, old: str, new: str, text: str) -> None:
    found = {(edit.old, edit.new, edit.text) for edit in negation_edits(english)}
    if text == english:
        assert (old, new) not in {edit[:2] for edit in found}
    else:
        assert (old, new, text) in found


def test_edits_stand_in_the_order_of_the_text_and_none_twice() -> None:
    edits = negation_edits("It is not open, she says, and nobody knows if it will be.")
    assert [edit.start for edit in edits] == sorted(edit.start for edit in edits)
    assert len({edit.text for edit in edits}) == len(edits)
    assert len(negation_edits(" ".join(["It is open and he knows it."] * 9))) == MOST_EDITS


@pytest.mark.parametrize(
    "english",
    [
        "It is not until May that we know.",
        "He could not help but laugh",
        "They have yet to answer.",
        "It is hardly open.",
        "There is no other way, no one knows.",
    ],
)
def test_what_is_denied_already_is_not_denied_again(english: str) -> None:
    assert all(" not not " not in edit.text and " not hardly" not in edit.text for edit in negation_edits(english))
    assert all(" not yet to" not in edit.text and "is not no " not in edit.text for edit in negation_edits(english))
