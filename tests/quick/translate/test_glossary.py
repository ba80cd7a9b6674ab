"""Reading glossaries, finding terms in Arabic, and putting them where the model put something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from fake_model import CountingWords, translator_with
from hypothesis import given
from hypothesis import strategies as st

from iqtibas.article import ReadError
from iqtibas.models import ModelInfo, Options
from iqtibas.models.engine import Decoded, Pieces
from iqtibas.models.registry import EMBEDDED_FOLDER
from iqtibas.translate import Translator, rerank
from iqtibas.translate.glossary import Glossary, read_glossary
from iqtibas.translate.names import known_names
from iqtibas.translate.terms import (
    LinkedText,
    Mention,
    Term,
    TermIndex,
    enforce_terms,
    insert,
    latin_mentions,
    substitute,
)

JAPAN = Term("اليابان", "Japan", ("japan",), is_name=True)
KOREA = Term("كوريا الجنوبية", "South Korea", ("south korea",), is_name=True)
TBX = """<?xml version="1.0"?><martif><text><body><termEntry>
<langSet xml:lang="ar"><tig><term>هدنة</term></tig></langSet>
<langSet xml:lang="en-GB"><tig><term>truce</term></tig></langSet></termEntry></body></text></martif>"""


def written(folder: Path, text: str, name: str = "terms.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_csv_and_tbx_say_the_same(tmp_path: Path) -> None:
    table = read_glossary(written(tmp_path, "\ufeffsource,target,note\nهدنة,truce,not ceasefire\n\n"))
    assert table.terms == (Term("هدنة", "truce"),)
    assert read_glossary(written(tmp_path, TBX, "terms.tbx")) == table
    assert read_glossary(written(tmp_path, "هدنة,ceasefire\n", "b.csv")).digest != table.digest


HEADERS = ("arabic,english", "source,target", "Arabic,English,note", "AR,EN", "english,arabic", "en,note,ar", "")


@pytest.mark.parametrize("head", HEADERS)
@pytest.mark.parametrize("sign", ",;\t")
@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_tables_as_programs_save_them(tmp_path: Path, head: str, sign: str, quote: str, encoding: str) -> None:
    names = [name.lower() for name in (head or "ar,en").split(",")]
    rows = [{"ar": "هدنة", "en": "truce", "note": "n"}, {"ar": "سد", "en": "dam", "note": ""}]
    lines = [head.split(",")] if head else []
    lines += [
        [row[{"arabic": "ar", "source": "ar", "english": "en", "target": "en"}.get(n, n)] for n in names]
        for row in rows
    ]
    text = "\r\n".join(sign.join(f"{quote}{cell}{quote}" for cell in line) for line in lines)
    (tmp_path / "g.csv").write_bytes(text.encode(encoding))
    assert read_glossary(tmp_path / "g.csv").terms == (Term("هدنة", "truce"), Term("سد", "dam"))


def test_a_term_may_hold_what_parts_other_tables_and_an_apostrophe_that_disarmed_it(tmp_path: Path) -> None:
    table = written(tmp_path, "هدنة;truce, armed\nسد;dam\nرمز;'=sign\n")
    assert [term.english for term in read_glossary(table).terms] == ["truce, armed", "dam", "=sign"]


@pytest.mark.parametrize(
    ("text", "name", "problem"),
    [
        ("هدنة,truce\nسلام\n", "a.csv", "line 2: has 1 columns"),
        ("هدنة,\n", "a.csv", "line 1: has no English term"),
        ("truce,truce\n", "a.csv", "line 1: 'truce' has no Arabic letter"),
        ("هدنة,هدنة\n", "a.csv", "line 1: 'هدنة' has Arabic letters"),
        ("هدنة,truce\nهدنة,ceasefire\n", "a.csv", "line 2: gives هدنة a second English; it was 'truce' before"),
        ("source,target\n", "a.csv", "holds no terms"),
        ('"هدنة,truce\n', "a.csv", "line 1: is malformed"),
        ("arabic,note\nهدنة,truce\n", "a.csv", "line 1: is a header without a column for the English"),
        ("id;target\n1;truce\n", "a.csv", "line 1: is a header without a column for the Arabic"),
        ("هدنة,\ud83d".encode("utf-8", "replace").decode() + "," * 5, "a.csv", "has 7 columns"),
        ("<martif>", "a.tbx", "is not XML"),
        ("<x><termEntry/></x>", "a.tbx", "line 1: has no Arabic term"),
        ("ا" * 201 + ",x\n", "a.csv", "more than 200 characters"),
    ],
)
def test_a_bad_row_is_an_error_that_names_it(tmp_path: Path, text: str, name: str, problem: str) -> None:
    with pytest.raises(ReadError, match=problem):
        read_glossary(written(tmp_path, text, name))


def test_a_glossary_that_is_absent_or_in_another_encoding_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("هدنة,truce".encode("cp1256"))
    with pytest.raises(ReadError, match="is not UTF-8"):
        read_glossary(tmp_path / "a.csv")
    with pytest.raises(ReadError, match="cannot be read"):
        read_glossary(tmp_path / "b.csv")


def test_entities_of_a_tbx_file_are_not_read(tmp_path: Path) -> None:
    secret = written(tmp_path, "secret", "secret")
    doctype = f'<!DOCTYPE martif [<!ENTITY x SYSTEM "{secret.as_uri()}">]><martif>'
    text = TBX.replace("<martif>", doctype).replace("truce", "&x;")
    with pytest.raises(ReadError, match="uses entities"):
        read_glossary(written(tmp_path, text, "a.tbx"))


@pytest.mark.parametrize(
    "word", ["اليابان", "واليابان", "لليابان", "باليابان", "يابان", "«اليابان»،", "الـيابان", "اليَابان"]
)
def test_terms_are_found_with_what_is_written_onto_them(word: str) -> None:
    assert TermIndex([JAPAN]).find(f"زار {word} أمس") == [Mention(JAPAN, 1, 1)]


def test_the_longest_term_wins_and_none_is_inside_another() -> None:
    korea = Term("كوريا", "Korea", is_name=True)
    found = TermIndex([korea, KOREA, JAPAN]).find("بين كوريا الجنوبية واليابان وكوريا")
    assert [(m.term.english, m.first, m.last) for m in found] == [
        ("South Korea", 1, 2),
        ("Japan", 3, 3),
        ("Korea", 4, 4),
    ]
    assert TermIndex([JAPAN]).find("") == TermIndex([]).find("زار اليابان") == []


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_can_be_searched(source: str, term: str) -> None:
    for mention in TermIndex([Term(term, "x")]).find(source):
        assert 0 <= mention.first <= mention.last < len(source.split())


def test_a_wrong_name_gives_way_and_keeps_its_marks() -> None:
    made = LinkedText(("He", "went", "to", '"Janet\'s"', "capital."), (0, 0, 1, 1, 2))
    assert substitute(made, Mention(JAPAN, 1, 1)).text == 'He went to "Japan\'s" capital.'
    other = LinkedText(("South", "Korea", "came."), (1, 1, 0))
    assert substitute(other, Mention(JAPAN, 1, 1), [KOREA, Term("كوريا", "Korea")]).text == "South Korea came."[:0] + (
        "Japan Korea came."
    )


def test_articles_and_capitals_fit_where_a_term_is_put() -> None:
    nations = Term("الأمم المتحدة", "the United Nations", ("un",), is_name=True)
    made = LinkedText(("The", "Umber", "met"), (0, 0, 1))
    assert substitute(made, Mention(nations, 0, 0)).text == "The United Nations met"
    assert substitute(LinkedText(("Umber", "met"), (0, 1)), Mention(nations, 0, 0)).text == "The United Nations met"


def test_a_name_that_nothing_stands_for_is_put_in_brackets_beside_its_neighbour() -> None:
    made = LinkedText(("The", "minister", "arrived."), (0, 0, 2))
    assert insert(made, Mention(JAPAN, 1, 1)).text == "The minister [Japan] arrived."
    assert insert(LinkedText(("Hello",)), Mention(JAPAN, 1, 1)).text == "Hello"


@pytest.mark.parametrize(
    ("english", "links", "made"),
    [
        ("He flew home.", (0, 1, 1), "He flew home [Japan]."),
        ("He met Anna, and left.", (0, 1, 1, 9, 9), "He met Anna [Japan], and left."),
        ("He left the U.S. and flew", (0, 1, 1, 1, 9, 9), "He left the U.S. [Japan] and flew"),
        ("He left South Korea.", (0, 1, 1, 9), "He left South Korea [Japan]."),
        ('He said "no."', (0, 1, 1), 'He said "no." [Japan]'),
    ],
)
def test_what_is_put_in_brackets_tears_no_name_apart_and_stands_before_the_mark(
    english: str, links: tuple[int, ...], made: str
) -> None:
    assert insert(LinkedText(tuple(english.split()), links), Mention(JAPAN, 2, 2)).text == made


@pytest.mark.parametrize(
    ("english", "made"), [("with U.S. states", "with Japan states"), ("with U.S. They left", "with Japan. They left")]
)
def test_the_point_of_an_abbreviation_goes_with_it(english: str, made: str) -> None:
    words = tuple(english.split())
    assert substitute(LinkedText(words, (0, 1, *[2] * (len(words) - 2))), Mention(JAPAN, 1, 1)).text == made


def test_the_end_of_an_ordinal_is_no_word() -> None:
    assert [mention.term.english for mention in latin_mentions("في 31st مايو، GMT")] == ["GMT"]


@pytest.mark.parametrize(
    ("english", "made"),
    [
        ("Tarvisen arrived,", "Tarvisio arrived,"),
        ("“Tarvissia” arrived", "“Tarvisio” arrived"),
        ("Tarvin arrived", "[Tarvisio] Tarvin arrived"),
        ("Barvisio arrived", "[Tarvisio] Barvisio arrived"),
        ("tarvisen arrived", "[Tarvisio] tarvisen arrived"),
    ],
    ids=["misspelt", "in marks", "too far", "begins otherwise", "no name"],
)
def test_a_misspelt_name_makes_room_for_the_name(english: str, made: str) -> None:
    name = Mention(Term("ترفيزيو", "Tarvisio", is_name=True), 1, 1)
    done, restored, missing = enforce_terms(LinkedText(tuple(english.split()), (2, 3)), [name])
    assert (done.text, restored, missing) == (made, ("Tarvisio",), [])


def test_a_misspelt_name_far_from_its_mention_is_left_alone() -> None:
    name = Mention(Term("ترفيزيو", "Tarvisio", is_name=True), 0, 0)
    done, _, missing = enforce_terms(LinkedText(("Tarvisen", "arrived"), (9, 9)), [name])
    assert (done.text, missing) == ("Tarvisen arrived", [name.term])


def test_enforcing_says_what_it_did_and_what_it_could_not_do() -> None:
    truce = Term("هدنة", "truce")
    mentions = [Mention(JAPAN, 1, 1), Mention(truce, 2, 2)]
    made, restored, missing = enforce_terms(LinkedText(("Janet", "wants", "ceasefire"), (1, 0, 2)), mentions)
    assert (made.text, restored, missing) == ("Japan wants truce", ("Japan", "truce"), [])
    made, restored, missing = enforce_terms(LinkedText(("Janet", "wants", "it")), mentions)
    assert (made.text, restored, missing) == ("Janet wants it", (), [JAPAN, truce])
    assert enforce_terms(LinkedText(("Japanese", "truce")), mentions)[1:] == ((), [])


def test_the_packaged_names_are_found_and_stand_for_themselves() -> None:
    index = TermIndex(known_names())
    found = {mention.term.english for mention in index.find("قال بلينكن إن الناتو يدعم أوكرانيا واليابان وكوريا")}
    assert found == {"Blinken", "NATO", "Ukraine", "Japan", "Korea"}
    assert all(term.times_in(term.english) for term in known_names())


class WrongEngine:
    """Says "They want a ceasefire." of everything."""

    name, precision = "fake", "exact"

    def __init__(self, pieces: Pieces) -> None:
        self._made = tuple(pieces.encode("They want a ceasefire now.")[:-1])

    def translate(self, sources: Sequence[Sequence[str]], options: Options) -> Iterator[tuple[int, Decoded]]:
        for index in range(len(sources)):
            yield index, Decoded(self._made, -1.0, finished=True)


def test_a_violated_glossary_is_reported_with_the_segment() -> None:
    pieces = Pieces(EMBEDDED_FOLDER)
    info = ModelInfo("embedded", EMBEDDED_FOLDER, "", "", "", weak=True, note="")
    options = Options("fake", "exact", beam=1, length_penalty=1.0, no_repeat_ngram=0, positions=512)
    glossary = Glossary((Term("هدنة", "truce"),), "x")
    translator = Translator(info, WrongEngine(pieces), pieces, options, glossary)
    broken, kept = translator.translate_texts(["يريدون هدنة الآن", "يريدون السلام الآن"])
    assert broken.notes == ("glossary: expected truce",)
    assert kept.notes == ()


class Beam(CountingWords):
    """Gives the same three answers to everything; only the last has a truce, and far from where it belongs."""

    answers = (("They want a ceasefire now.", -0.5), ("They want peace now.", -0.6), ("A truce is wanted now.", -1.5))

    def translate(self, sources: Sequence[Sequence[str]], options: Options) -> Iterator[tuple[int, Decoded]]:
        best, *others = (Decoded(tuple(text.split()), score, finished=True) for text, score in self.answers)
        for index in range(len(sources)):
            yield index, replace(best, others=tuple(others))


def test_of_the_beams_best_one_that_keeps_to_the_glossary_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rerank, "load_sentence_encoder", None)  # there is nothing to compare
    translator = translator_with(Beam(), glossary=Glossary((Term("هدنة", "truce"),), "x"))
    (made,) = translator.translate_texts(["يريدون هدنة الآن"])
    assert (made.text, made.notes) == ("A truce is wanted now.", ())


@pytest.mark.parametrize(
    ("source", "english", "made"),
    [
        ("في 3 تموز الماضي", "on July 3", True),
        ("في 3 تموز الماضي", "on March 3", False),
        ("بلغت الكلفة 5 ملايين دولار", "it cost $5 million", True),
        ("بلغت الكلفة 5 ملايين دولار", "it cost 5 million US$", True),
        ("بلغت الكلفة 5 ملايين دولار", "it cost 5 million euros", False),
        ("فاز ريال مدريد", "Madrid won", None),
        ("مارس الرياضة", "he did sport", None),
    ],
)
def test_months_and_currencies_are_known(source: str, english: str, made: bool | None) -> None:
    found = [mention.term for mention in TermIndex(known_names()).find(source)]
    assert [bool(term.times_in(english)) for term in found] == ([] if made is None else [made])
