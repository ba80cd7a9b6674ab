"""Exchanged numbers between word links that are known: who may have changed places, how sure, what is pointed at."""

from __future__ import annotations

import pytest
from judged import Links, deciding, tools
from shipped import words_at

from iqtibas.align.ledger.fitted import watching
from iqtibas.align.ledger.numbers import exchanged
from iqtibas.align.ledger.numbers.exchanged import (
    KINDS,
    MOST_LINKED,
    check_exchanged,
    exchange_signals,
    exchangeable,
)
from iqtibas.report.wording import sentence

ENGLISH = "The fire left 60 people dead and 16 injured."
SAME, CROSSED = "خلف الحريق 60 قتيلا و16 جريحا.", "خلف الحريق 16 قتيلا و60 جريحا."
LINKS = Links(dead="قتيلا", injured="جريحا")


def signal(english: str, arabic: str, links: Links = LINKS) -> list[float]:
    found = exchangeable(english, arabic)
    return [row[0] for row in exchange_signals(found, links.pair(english, arabic))]


def numbers(english: str, arabic: str) -> list[tuple[str, str, str, str]]:
    return [
        (
            *(english[q.start : q.end] for q in (pair.first, pair.second)),
            *(arabic[q.start : q.end] for q in (pair.first_arabic, pair.second_arabic)),
        )
        for pair in exchangeable(english, arabic)
    ]  # type: ignore[misc]


class TestPairs:
    def test_each_number_goes_with_its_only_counterpart(self) -> None:
        assert numbers(ENGLISH, CROSSED) == [("60", "16", "60", "16")]

    def test_three_numbers_make_three_pairs_in_order(self) -> None:
        english, arabic = "3 boats, 5 nets and 7 wells", "5 شباك و3 قوارب و7 آبار"
        assert [pair[:2] for pair in numbers(english, arabic)] == [("3", "5"), ("3", "7"), ("5", "7")]

    @pytest.mark.parametrize(
        ("english", "arabic"),
        [
            ("3 boats", "3 قوارب"),
            ("3 boats and 5 nets", "3 قوارب و6 شباك"),
            ("3 boats and 5 nets", "3 قوارب و5 شباك و5 آبار"),
            ("3 boats and two nets", "3 قوارب وشبكتان"),
            ("3 boats in May", "3 قوارب في أيار"),
            ("3% of boats and 5 nets", "3% من القوارب و5 شباك"),
            ("between 3 and 5 boats", "بين 3 و5 قوارب"),
            ("3 of the 5 boats", "3 من أصل 5 قوارب"),
            ("3 boats of our 5", "3 من بين 5 قوارب"),
            ("3 boats: 5 came", "3 من مجموع 5 قوارب"),
        ],
    )
    def test_numbers_that_could_not_have_changed_places(self, english: str, arabic: str) -> None:
        assert numbers(english, arabic) == []

    def test_a_total_and_an_average_are_no_wholes(self) -> None:
        assert numbers("a total of 3 boats with an average of 5 nets", "3 قوارب بمعدل 5 شباك") != []

    def test_percentages_are_exchanged_with_percentages(self) -> None:
        assert {"count", "percent"} == KINDS
        assert numbers("3% of boats and 5% of nets", "5% قوارب و3% شباك") == [("3%", "5%", "3%", "5%")]


class TestSignals:
    def test_who_stands_crosswise_is_negative(self) -> None:
        [same], [crossed] = signal(ENGLISH, SAME), signal(ENGLISH, CROSSED)
        assert same == pytest.approx(-crossed)
        assert same == pytest.approx(0.9 * (1 / 2 + 1))

    def test_nearer_words_say_more(self) -> None:
        [near] = signal("left 60 dead and 16 injured", "خلف 60 قتيلا و16 جريحا")
        [far] = signal("left 60 young men dead and 16 injured", "خلف 60 قتيلا و16 جريحا")
        assert near == pytest.approx(0.9 * 2)
        assert far == pytest.approx(0.9 * (1 / 3 + 1))

    def test_words_beyond_reach_say_nothing(self) -> None:
        [found] = signal("60 of one two small towns there dead and 16", "60 قتيلا و16", Links(dead="قتيلا"))
        assert found == 0.0

    def test_no_preference_says_more_than_the_most(self) -> None:
        links = Links(men="رجال", dead="قتلى", women="نساء", hurt="جرحى")
        english = "60 dead men and 16 hurt women"
        assert signal(english, "60 قتلى رجال و16 جرحى نساء", links) == [MOST_LINKED]
        assert signal(english, "16 قتلى رجال و60 جرحى نساء", links) == [-MOST_LINKED]

    def test_what_stands_before_both_belongs_to_the_first_unless_each_has_its_own(self) -> None:
        links = Links(killed="قتل", injured="أصاب")
        [each] = signal("it killed 60 and injured 16", "قتل 60 وأصاب 16", links)
        [crossed] = signal("it killed 60 and injured 16", "أصاب 60 وقتل 16", links)
        assert each == pytest.approx(-crossed)
        assert each > 0

    def test_where_both_are_told_each_has_its_own_place(self) -> None:
        links = Links(rome="روما", oslo="أوسلو")
        [same] = signal("60 in Rome and 16 in Oslo", "60 في روما و16 في أوسلو", links)
        [crossed] = signal("60 in Rome and 16 in Oslo", "16 في روما و60 في أوسلو", links)
        assert same > 0 > crossed

    def test_idle_words_count_for_nothing(self) -> None:
        assert signal("the 60 of the dead and the 16 of the", "60 في و16 من", Links(the="في", of="من")) == [0.0]


def found(
    patch: pytest.MonkeyPatch, english: str, arabic: str, cut: float = 0.5, links: Links = LINKS
) -> list[tuple[str, str, str, float]]:
    patch.setattr(exchanged, "load_fitted", deciding(cut, linked=-1.0))
    findings = check_exchanged(links.pair(english, arabic), tools(links))
    assert all(f.kind == "number" and f.english and f.arabic for f in findings)
    return [(words_at(english, f.english), words_at(arabic, f.arabic), sentence(f), f.severity) for f in findings]  # type: ignore[misc]


class TestFindings:
    def test_both_numbers_and_what_stands_between_are_pointed_at(self, monkeypatch: pytest.MonkeyPatch) -> None:
        detail = "60 and 16 have changed places: each stands in the Arabic where the other should"
        [(ours, theirs, says, severity)] = found(monkeypatch, ENGLISH, CROSSED)
        assert (ours, theirs, says) == ("60 people dead and 16", "16 قتيلا و60", detail)
        assert severity == pytest.approx(0.7941, abs=1e-4)

    def test_numbers_in_their_places_are_not_reported(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert found(monkeypatch, ENGLISH, SAME) == []

    def test_the_cut_itself_is_reported_and_what_is_below_is_not(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert len(found(monkeypatch, ENGLISH, CROSSED, 0.5, Links())) == 1
        assert found(monkeypatch, ENGLISH, CROSSED, 0.51, Links()) == []

    def test_of_several_pairs_the_likeliest_is_reported(self, monkeypatch: pytest.MonkeyPatch) -> None:
        english, arabic = "3 boats, 5 nets and 7 wells", "3 قوارب و7 شباك و5 آبار"
        links = Links(boats="قوارب", nets="شباك", wells="آبار")
        assert [f[0] for f in found(monkeypatch, english, arabic, links=links)] == ["5 nets and 7"]

    def test_who_watches_is_told_which_numbers_were_judged(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with watching() as decided:
            found(monkeypatch, ENGLISH, CROSSED)
        assert [(d.model, d.about) for d in decided] == [("exchanged", "60 and 16")]

    def test_handles_are_not_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert found(monkeypatch, "@fire60 left 16", "60 و16") == []
