"""The name check between word links that are known: each signal, who is reported, and what is said to stand instead."""

from __future__ import annotations

import pytest
from judged import Links, deciding, tools
from shipped import words_at

from iqtibas.align.ledger.fitted import watching
from iqtibas.align.ledger.names import check as names
from iqtibas.align.ledger.names.check import (
    NOTHING,
    SPELLED,
    check_names,
    likeness,
    name_signals,
)
from iqtibas.align.ledger.severity import RIVAL_NAMED
from iqtibas.article.gazetteer.mentions import english_mentions
from iqtibas.report.wording import sentence


def signals(english: str, arabic: str, capital: float = 0.0) -> list[tuple[str, dict[str, float]]]:
    """Each name with the signals that are not 0."""
    mentioned = english_mentions(english)
    rows = name_signals(mentioned, Links().pair(english, arabic), Links(capital))  # type: ignore[arg-type]
    named = (row._asdict() for row in rows)
    return [(name.text, {s: v for s, v in row.items() if v}) for name, row in zip(mentioned, named, strict=True)]


class TestSignals:
    @pytest.mark.parametrize(
        ("english", "arabic", "expected"),
        [
            ("Turkey will host it.", "ستستضيفه تركيا", {}),
            ("Turkey will host it.", "ستستضيفه اليونان", {"absent": 1.0, "absent_spare": 1.0}),
            ("Turkey will host it.", "ستستضيفه", {"absent": 1.0}),
            ("Turkey will host it.", "ستستضيفه أنقرة", {}),
            ("Ankara will host it.", "ستستضيفه تركيا", {}),
            ("Ankara will host it, Turkey said.", "ستستضيفه تركيا", {}),
            ("Harare and Zimbabwe will host it.", "ستستضيفه هراري", {}),
            ("China will host it.", "ستستضيفه الصينالآن", {}),
            ("We saw Obama.", "رأيناه", {"person": 1.0}),
            ("We saw Obama.", "رأينا أوباما", {}),
            ("We saw Kavanaugh.", "رأينا كافانا", {}),
            ("We saw Dalen.", "رأينا Dalen", {}),
            ("We saw Dalen.", "رأيناه", {"plain": 1.0}),
            ("We saw Ali.", "رأيناه", {"plain": 1.0, "short": 1.0}),
            ("Dalen left.", "ذهب", {"plain": 1.0, "initial": 1.0}),
            ("We saw Minister Dalen.", "رأيناه", {"plain": 1.0, "titled": 1.0}),
        ],
    )
    def test_a_name_alone(self, english: str, arabic: str, expected: dict[str, float]) -> None:
        assert signals(english, arabic)[-1][1] == pytest.approx(expected)

    def test_the_seat_stands_for_its_country_where_the_statement_names_both_too(self) -> None:
        found = signals("We know that Turkey and Ankara host it.", "تستضيفه أنقرة")
        assert found == [("Turkey", {}), ("Ankara", {})]

    def test_a_neighbour_that_is_there_speaks_for_a_name(self) -> None:
        found = dict(signals("We saw Dalia Haddad", "رأينا حداد"))
        assert found == {"Dalia": {"plain": 1.0, "neighbour": 1.0}, "Haddad": {}}
        found = dict(signals("We saw Dalia and Haddad", "رأينا حداد"))
        assert found["Dalia"] == {"plain": 1.0}

    @pytest.mark.parametrize(("preference", "capital"), [(1.5, 0.5), (9.0, 1.0), (-9.0, -1.0)])
    def test_how_much_a_word_wants_its_capital(self, preference: float, capital: float) -> None:
        [(_, found)] = signals("We saw Dalen.", "رأيناه", preference)
        assert found == pytest.approx({"plain": 1.0, "capital": capital})

    def test_a_place_that_another_word_is_spelled_like_is_not_to_spare(self) -> None:
        found = dict(signals("The Tunis of Turkey", "تونس", 0.0))
        assert "absent_spare" not in found["Turkey"]


class TestLikeness:
    def test_the_word_that_spells_a_name_best(self) -> None:
        value, at = likeness("Trump", ["قال", "وترامب", "هنا"])
        assert value > SPELLED
        assert at == 1

    def test_the_mean_of_the_parts_counts(self) -> None:
        words = ["بن", "سلمان"]
        both, first, second = (likeness(name, words)[0] for name in ("bin-Salman", "bin", "Salman"))
        assert both == pytest.approx((first + second) / 2)

    @pytest.mark.parametrize(("name", "words"), [("3", ["قال"]), ("Trump", []), ("", ["قال"])])
    def test_without_letters_or_words_there_is_nothing(self, name: str, words: list[str]) -> None:
        assert likeness(name, words) == (NOTHING, -1)

    def test_a_name_is_found_where_a_space_was_lost(self) -> None:
        value, at = likeness("Netanyahu", ["قال", "نتنياهوالمحادثات"])
        assert value > SPELLED
        assert at == 1


def found(
    patch: pytest.MonkeyPatch, english: str, arabic: str, links: Links, cut: float = 0.9, **weights: float
) -> list[tuple[str, str | None, str, float]]:
    weights = weights or dict.fromkeys(("absent", "person", "plain"), 9.0)
    patch.setattr(names, "load_fitted", deciding(cut, **weights))
    findings = check_names(links.pair(english, arabic), tools(links))
    assert all(f.kind == "name" and f.english for f in findings)
    return [(words_at(english, f.english), words_at(arabic, f.arabic), sentence(f), f.severity) for f in findings]  # type: ignore[misc]


class TestFindings:
    @pytest.mark.parametrize(
        ("english", "arabic", "links", "said", "instead", "detail"),
        [
            ("Turkey hosts it.", "تستضيفه اليونان", Links(), "Turkey", "اليونان", "Turkey; the Arabic says Greece (اليونان)"),
            ("Turkey hosts it.", "يستضيفه أحد", Links(turkey="أحد"), "Turkey", "أحد", "Turkey; the Arabic seems to have “أحد” there"),
            ("We saw Obama.", "رأينا ترامب", Links(obama="ترامب"), "Obama", "ترامب", "Obama; the Arabic says Trump (ترامب)"),
            ("We saw Dalen there.", "رأينا سميرا", Links(dalen="سميرا"), "Dalen", "سميرا", "Dalen; the Arabic seems to have “سميرا” there"),
            ("We saw Dalen there.", "رأينا سميرا", Links(we="سميرا", dalen="رأينا", saw="رأينا"), "Dalen", None, "Dalen; the Arabic does not"),
        ],
    )  # fmt: skip
    def test_what_stands_instead_is_pointed_at_and_named(
        self,
        monkeypatch: pytest.MonkeyPatch,
        english: str,
        arabic: str,
        links: Links,
        said: str,
        instead: str | None,
        detail: str,
    ) -> None:
        [(name, spot, says, severity)] = found(monkeypatch, english, arabic, links)
        assert (name, spot, says) == (said, instead, f"The statement says {detail}")
        assert severity == pytest.approx(0.99988, abs=1e-5)

    def test_a_word_that_spells_another_name_is_not_instead(self, monkeypatch: pytest.MonkeyPatch) -> None:
        [(name, spot, _, _)] = found(monkeypatch, "We saw Dalen and Trump", "رأينا ترامب", Links(dalen="ترامب"))
        assert (name, spot) == ("Dalen", None)

    def test_nothing_below_the_cut(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert found(monkeypatch, "We saw Dalen.", "رأيناه", Links(), 0.5, plain=-1.0) == []
        assert len(found(monkeypatch, "We saw Dalen.", "رأيناه", Links(), 0.5, short=1.0)) == 1

    def test_one_korea_for_the_other_is_reported_whatever_the_model_says(self, monkeypatch: pytest.MonkeyPatch) -> None:
        [(name, spot, says, severity)] = found(
            monkeypatch, "He met the South Korean minister", "التقى الوزير الكوري الشمالي", Links(), short=1.0
        )
        assert (name, spot, severity) == ("South Korean", "الكوري الشمالي", RIVAL_NAMED)
        assert says.endswith("the Arabic says North Korea (الكوري الشمالي)")

    @pytest.mark.parametrize(
        ("english", "arabic", "reported"),
        [
            ("South Korea met South Korea", "كوريا الجنوبية التقت كوريا الشمالية", ["South Korea"]),
            ("South Korea met North Korea", "كوريا الشمالية التقت كوريا الشمالية", []),
            ("South Korea met Japan", "التقت اليابان كوريا الجنوبية", []),
            ("Niger is open", "نيجيريا مفتوحة", ["Niger"]),
            ("Sudan is open", "جنوب السودان مفتوح", ["Sudan"]),
            ("Korea is open", "كوريا الشمالية", []),
        ],
    )
    def test_mentions_of_rivals_are_taken_in_order(
        self, monkeypatch: pytest.MonkeyPatch, english: str, arabic: str, reported: list[str]
    ) -> None:
        assert [name for name, *_ in found(monkeypatch, english, arabic, Links(), short=1.0)] == reported

    def test_who_watches_is_told_which_name_was_judged(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with watching() as decided:
            found(monkeypatch, "We saw Dalen and Turkey", "رأيناه", Links())
        assert [(d.model, d.about) for d in decided] == [("name", "Dalen"), ("name", "Turkey")]

    def test_handles_and_links_are_not_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert found(monkeypatch, "we saw @Dalen https://t.co/Dalen", "رأيناه", Links()) == []
