"""The catalogue is complete and fresh, and every finding has a sentence in every language."""

from __future__ import annotations

import ast
import io
import re
from decimal import Decimal
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from invented import port_result
from places import ROOT
from reasons import SENTENCES, findings

from iqtibas.align.ledger.modality.check import RENDERED_BY
from iqtibas.align.ledger.modality.words import english_slots
from iqtibas.align.model import Finding, recorded
from iqtibas.align.reasons import FORMS, Amount, Modality, Reason, SideValues, Values, fits
from iqtibas.report import wording
from iqtibas.report.controls import ACTIVE, FSI, PDI
from iqtibas.report.record.result import Review
from iqtibas.report.wording import catalogue
from iqtibas.report.wording.differences import difference_parts, difference_sentence

OTHERS = tuple(language for language in wording.LANGUAGES if language != wording.SOURCE)
each_finding = pytest.mark.parametrize("finding", findings(), ids=lambda f: f.reason.value)
each_language = pytest.mark.parametrize("language", OTHERS)
ISOLATED = re.compile(f"{FSI}[^{FSI}{PDI}]*{PDI}")
LATIN = re.compile("[A-Za-z]")


def extracted() -> set[str]:
    """Every message of the code."""
    found = extract_from_dir(ROOT / "report" / "wording", keywords={"message": None})
    return {said for _, _, said, _, _ in found if isinstance(said, str)}


def stored(language: str) -> Catalog:
    with (catalogue.LOCALE / language / "LC_MESSAGES" / "iqtibas.po").open("rb") as file:
        return read_po(file, locale=language, domain=catalogue.DOMAIN)


def names(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


# The catalogue


@each_language
def test_every_message_is_translated_and_none_besides(language: str) -> None:
    said = {entry.id: entry.string for entry in stored(language) if entry.id}
    assert set(said) == extracted()
    assert all(said.values())
    assert not any(entry.fuzzy for entry in stored(language) if entry.id)


@each_language
def test_a_translation_leaves_open_what_its_message_leaves_open(language: str) -> None:
    for entry in stored(language):
        assert names(str(entry.string)) == names(str(entry.id)) or not entry.id


@each_language
def test_what_is_compiled_is_fresh(language: str) -> None:
    made = io.BytesIO()
    write_mo(made, stored(language))
    compiled = catalogue.LOCALE / language / "LC_MESSAGES" / "iqtibas.mo"
    assert compiled.read_bytes() == made.getvalue(), "run make catalogue"


def test_the_source_language_is_its_own_key() -> None:
    assert wording.translated("A name differs") == "A name differs"
    assert wording.translated("A name differs", "ar") == "اختلاف في اسم"


# Reasons


def test_every_reason_has_a_form_a_sentence_an_example_and_a_line_that_explains_it() -> None:
    assert set(FORMS) == set(wording.SENTENCES) == set(Reason) == {*SENTENCES, Reason.RECORDED}
    [closed] = [
        node
        for node in ast.parse((ROOT / "align" / "reasons.py").read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and node.name == "Reason"
    ]
    told = [isinstance(node, ast.Expr) for node in closed.body[1:]]
    assert told == [False, True] * len(Reason)


def test_every_class_of_modality_has_words() -> None:
    assert set(wording.MODALITIES) == set(Modality) == {Modality(kind) for kind in RENDERED_BY}
    assert [Modality(slot.kind) for slot in english_slots("They must go.")] == [Modality.OBLIGATION]


@each_finding
def test_a_finding_fits_its_form_and_no_other_kind(finding: Finding) -> None:
    assert fits(finding.kind, finding.reason, finding.values)
    other = "number" if finding.kind == "quotation" else "quotation"
    assert not fits(other, finding.reason, finding.values)
    assert not fits(finding.kind, finding.reason, Values(SideValues(("a", "b", "c"))))


@each_finding
def test_the_english_sentence_is_what_programs_have_always_read(finding: Finding) -> None:
    assert wording.sentence(finding) == SENTENCES[finding.reason]
    assert wording.finding_line(finding) == f"{finding.kind}: {SENTENCES[finding.reason]}"


@each_finding
@each_language
def test_in_another_language_all_that_is_quoted_is_isolated(finding: Finding, language: wording.Language) -> None:
    said = wording.sentence(finding, language)
    for words in wording.fillings(finding, language).values():
        assert f"{FSI}{words}{PDI}" in said or isinstance(words, catalogue.Ours)
    around = ISOLATED.sub("", said)
    assert not LATIN.search(around)
    assert not {FSI, PDI, "{", "}"} & set(around)
    assert wording.finding_line(finding, language).endswith(said)


def test_arabic_sentences() -> None:
    said = {f.reason: wording.sentence(f, "ar").replace(FSI, "").replace(PDI, "") for f in findings()}
    assert said[Reason.NUMBER_DIFFERS] == "يذكر التصريح 60 ships، بينما يذكر النص العربي 1.5 مليون"
    assert said[Reason.NUMBER_ADDED] == "يذكر النص العربي مارس، ولا يرد هذا الرقم في التصريح"
    assert said[Reason.NAME_DIFFERS] == "يقول التصريح Peru، بينما يقول النص العربي كوبا (Cuba)"
    assert said[Reason.NEGATION_LOST] == "ينفي التصريح ما يثبته النص العربي: «… will not open the …»"
    assert said[Reason.MODALITY_DIFFERS] == "يقول التصريح «must»، بينما يفيد النص العربي أن ذلك محتمل فحسب (قد)"
    assert said[Reason.LEFT_OUT] == "يُغفل النص العربي «before the winter comes …»"


@given(st.text(), st.text(st.characters(codec="utf-8")))
def test_no_text_breaks_out_of_its_isolate(english: str, arabic: str) -> None:
    values = Values(SideValues((english,)), SideValues((arabic,)))
    said = wording.sentence(Finding("name", Reason.NAME_REPLACED, None, None, values, 0.9), "ar")
    assert (said.count(FSI), said.count(PDI)) == (2, 2)
    assert set(ACTIVE.findall(said)) <= {FSI, PDI}


def test_what_was_recorded_stays_as_it_was() -> None:
    old = recorded("number", None, None, "12 ≠ 20", 0.9)
    assert wording.sentence(old) == wording.sentence(old, "ar") == "12 ≠ 20"


# What stands around a sentence


@each_finding
@each_language
def test_a_difference_in_another_language(finding: Finding, language: wording.Language) -> None:
    for english, arabic in (("words", "كلام"), ("words", ""), ("", "كلام"), ("", "")):
        said = difference_sentence(finding, english, arabic, language)
        assert not LATIN.search(ISOLATED.sub("", said))
        assert said.endswith(".")
        whose = {part for part, _ in difference_parts(finding, english, arabic, language)}
        assert whose <= {"english", "arabic", "detail", "ours"}


def test_words_that_a_sentence_has_already_are_not_told_again() -> None:
    [added] = [f for f in findings() if f.reason is Reason.MODALITY_ADDED]
    sentence = SENTENCES[Reason.MODALITY_ADDED]
    assert difference_sentence(added, "", "زعم") == f"{sentence}."
    assert difference_sentence(added, "", "زعم أنه") == f"{sentence} (“زعم أنه”)."
    assert difference_sentence(added, "no", "زعم") == f"{sentence} (“no”)."  # "no" stands in our words, not in theirs


@pytest.mark.parametrize(
    ("kind", "value", "english", "arabic"),
    [
        ("count", "1.20E+6", "1.2 million", "1.2 مليون"),
        ("count", "3000000000", "3 billion", "3 مليار"),
        ("count", "12500", "12,500", "12,500"),
        ("percent", "45", "45%", "45%"),
        ("fraction", "0.75", "3/4", "3/4"),
        ("time", "1170", "19:30", "19:30"),
        ("decade", "1990", "1990s", "عقد 1990"),
        ("month", "7", "July", "يوليو"),
    ],
)
def test_figures_in_both_languages(kind: str, value: str, english: str, arabic: str) -> None:
    amount = Amount(kind, Decimal(value))  # type: ignore[arg-type]
    assert (wording.figure(amount), wording.figure(amount, "ar")) == (english, arabic)


@each_language
def test_everything_else_that_is_said(language: wording.Language) -> None:
    result = port_result()
    said = [wording.score_words(fidelity, language).replace("chrF2++", "") for fidelity in result.fidelities]
    said += [wording.sureness(p, language) for p in (0.99, 0.7, 0.1)]
    said += [wording.first_finding(a, language) for a in result.alignments[1:]]
    said += [wording.option_words(True, language), wording.unreliable_words(language)]
    said += [wording.review_words(Review("accepted", "Mira", "", ("verdict",)), language)]
    assert not [words for words in said if LATIN.search(ISOLATED.sub("", words))]
    assert set(wording.legend(result.translations, language)) == set(wording.legend(result.translations))


def test_no_room_but_this_one_makes_a_sentence_of_a_finding() -> None:
    """What the ledger says is data: no string of a check but its documentation speaks of either text."""
    for path in (ROOT / "align" / "ledger").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
                assert "The statement" not in node.value, path
                assert "The Arabic" not in node.value, path
