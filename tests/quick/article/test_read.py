"""From arguments to articles: encodings, files and folders, ids, JSON lines, standard input."""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iqtibas.article.errors import EncodingError, IqtibasError, ReadError
from iqtibas.article.input import decode as decoding
from iqtibas.article.input import read as reading
from iqtibas.article.input.decode import Decoded, decode
from iqtibas.article.input.read import count_inputs, read_articles
from iqtibas.article.model import Article

NEWS = (
    "قالت وزيرة البيئة ليان الحسن إن البلدية ستغرس أربعين ألف شجرة على ضفاف الوادي قبل نهاية العام.\n"
    "وأضافت أن المدارس ستشارك في العمل، وأن المتطوعين من القرى القريبة سجلوا أسماءهم على الموقع.\n"
)
QUOTED = NEWS + "وختمت بالقول: “هذا الوادي لكم”.\n"
# Real text has no control characters but these; a sixth one is how UTF-16 Arabic without a mark is told.
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\ufffd\ufeff"))


@pytest.fixture(autouse=True)
def _in_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(path: str, content: str | bytes = NEWS) -> str:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(*arguments: str, stdin: bytes = b"") -> list[Article | IqtibasError]:
    return list(read_articles(arguments, io.BytesIO(stdin)))


def articles(*arguments: str, stdin: bytes = b"") -> list[Article]:
    found = read(*arguments, stdin=stdin)
    assert all(isinstance(one, Article) for one in found), found
    return [one for one in found if isinstance(one, Article)]


def ids(*arguments: str) -> list[str]:
    return [article.id for article in articles(*arguments)]


def problem(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        decode(data, "a.txt")
    return str(caught.value)


class TestEncodings:
    @pytest.mark.parametrize(
        ("codec", "name"),
        [
            ("utf-8", "UTF-8"),
            ("utf-8-sig", "UTF-8"),
            ("utf-16", "UTF-16"),
            ("utf-16-le", "UTF-16"),
            ("utf-16-be", "UTF-16"),
            ("utf-32", "UTF-32"),
            ("cp1256", "windows-1256"),
        ],
    )
    def test_text_and_name_of_each_encoding(self, codec: str, name: str) -> None:
        assert decode(QUOTED.encode(codec), "a.txt") == Decoded(QUOTED, name)

    def test_iso_8859_6_is_told_from_windows_1256(self) -> None:
        assert decode(NEWS.encode("iso8859_6"), "a.txt") == Decoded(NEWS, "ISO-8859-6")

    @pytest.mark.parametrize("name", ["flores-dev.ar", "ntrex-odd.ar"])
    @pytest.mark.parametrize(("codec", "encoding"), [("cp1256", "windows-1256"), ("iso8859_6", "ISO-8859-6")])
    def test_news_sentences_in_both_8_bit_encodings(self, shared: Path, name: str, codec: str, encoding: str) -> None:
        lines = (shared / "eval" / name).read_text(encoding="utf-8").splitlines()[::5]
        encoded = [line.encode(codec, "ignore") for line in lines]
        wrong = [data for data in encoded if decode(data, "a.txt").encoding != encoding]
        assert len(wrong) <= len(lines) // 100

    def test_a_declared_encoding_decides_only_where_the_bytes_do_not(self) -> None:
        assert decode(NEWS.encode("cp1256"), "p", "iso-8859-6").encoding == "windows-1256"
        assert decode(NEWS.encode(), "p", "windows-1256").encoding == "UTF-8"
        short = "درس".encode("cp1256")
        assert decode(short, "p", "Windows-1256") == Decoded("درس", "windows-1256")

    @settings(deadline=None)
    @given(TEXT)
    def test_any_text_survives_utf_8(self, text: str) -> None:
        text = NEWS + text
        assert decode(text.encode(), "a.txt").text == text

    @settings(deadline=None)
    @given(TEXT, st.sampled_from(["utf-16", "utf-32", "utf-8-sig"]))
    def test_any_text_survives_marked_encodings(self, text: str, codec: str) -> None:
        text = NEWS + text
        assert decode(text.encode(codec), "a.txt").text == text

    @settings(deadline=None)
    @given(st.binary(max_size=200))
    def test_any_bytes_are_text_or_a_read_error(self, data: bytes) -> None:
        try:
            message = f"a.txt: is {decode(data, 'a.txt').encoding}"
        except ReadError as error:
            message = str(error)
        assert message.startswith("a.txt: is ")

    def test_line_ends_and_invisible_characters_stay(self) -> None:
        text = "\u200f" + NEWS.replace("\n", "\r\n") + "\t\u00a0\u200c \n\n"
        assert decode(text.encode(), "a.txt").text == text

    def test_other_alphabets_and_noise_are_not_called_arabic(self) -> None:
        russian = "Президент сказал, что переговоры завершились успешно и стороны довольны".encode("cp1251")
        greek = "Ο πρόεδρος είπε ότι οι συνομιλίες ολοκληρώθηκαν με επιτυχία".encode("cp1253")
        polish = "Prezydent powiedział, że rozmowy zakończyły się źle".encode("cp1250")
        unix = "Президент сказал, что переговоры завершились успешно".encode("koi8-r")
        noise = bytes(random.Random(7).choices(range(1, 256), k=500))
        for data in (russian, unix, greek, polish, noise):
            assert "none of UTF-8, UTF-16, windows-1256, ISO-8859-6" in problem(data)


class TestDamage:
    @pytest.mark.parametrize(
        ("right", "wrong"),
        [
            ("utf-8", "windows-1252"),
            ("utf-8", "windows-1256"),
            ("utf-8", "cp437"),
            ("windows-1256", "windows-1252"),
            ("iso-8859-6", "iso-8859-1"),
        ],
    )
    def test_mojibake_names_what_was_mixed_up(self, right: str, wrong: str) -> None:
        mangled = "".join(bytes([byte]).decode(wrong, "ignore") or chr(byte) for byte in NEWS.encode(right))
        message = problem(mangled.encode())
        assert f"is {right} text that was once read as {wrong}" in message
        assert "قالت" in message

    def test_a_foreign_accent_is_no_mojibake(self) -> None:
        text = NEWS + "وجاء في البيان: À l'été dernier, le château fut vendu à Genève.\n"
        assert decode(text.encode(), "a.txt").notes == ()
        assert decode(text.encode("cp1256", "replace"), "a.txt").encoding == "windows-1256"

    def test_a_flood_of_replacement_characters_is_refused(self) -> None:
        with pytest.raises(EncodingError, match=r"40 characters are lost .* first at character 0"):
            decode(("\ufffd" * 40 + NEWS).encode(), "a.txt")

    def test_a_stray_damaged_byte_is_noted(self) -> None:
        decoded = decode((NEWS * 4).encode()[:-2] + b"\xd9", "a.txt")
        assert decoded.text.endswith("\ufffd")
        assert decoded.notes == ("1 damaged character(s), shown as U+FFFD",)

    def test_bidirectional_controls_stay_and_are_noted(self) -> None:
        text = NEWS + "\u202eعكس\u202c \u2067معزول\u2069\n"
        decoded = decode(text.encode(), "a.txt")
        assert decoded.text == text
        assert decoded.notes[0].startswith("4 bidirectional control(s) kept")

    @pytest.mark.parametrize(
        ("data", "what"),
        [
            (b"%PDF-1.7 ...", "a PDF file"),
            (b"PK\x03\x04....", "a zip archive"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", "password-protected Office file"),
            (b"\x89PNG\r\n\x1a\n", "a PNG image"),
            (NEWS.encode() + b"\0", "a binary file (NUL at character"),
            (b"", "is empty"),
            (b" \n\t ", "is empty"),
            (b"\xff\xfeA", "marked as UTF-16"),
        ],
    )
    def test_what_is_no_text_is_called_by_its_name(self, data: bytes, what: str) -> None:
        assert what in problem(data)


class TestArguments:
    def test_a_file_goes_by_its_name(self) -> None:
        write("news/day one/a.txt")
        [article] = articles("news/day one/a.txt")
        assert (article.id, article.source) == ("a.txt", "news/day one/a.txt (UTF-8)")
        assert article.text == NEWS
        assert article.sha256 == hashlib.sha256(NEWS.encode()).hexdigest()

    def test_a_folder_is_searched_in_order_for_known_suffixes(self) -> None:
        for name in ("b.md", "a.TXT", "sub/c.text", "sub/.hidden.txt", ".git/d.txt", "e.csv", "a.txt.bak"):
            write(f"in/{name}")
        assert ids("in") == ids("./in/") == ["a.TXT", "b.md", "sub/c.text"]

    def test_loops_of_links_are_skipped(self) -> None:
        write("in/sub/a.txt")
        os.symlink("..", "in/sub/up")
        os.symlink("../..", "in/sub/outside")
        os.symlink("a.txt", "in/sub/again.txt")
        write("b.txt")
        assert ids("in") == ["sub/a.txt"]

    def test_a_file_that_is_named_twice_is_read_once(self) -> None:
        write("in/a.txt")
        assert ids("in/a.txt", "in", "./in/a.txt", "in/*.txt") == ["a.txt"]

    def test_files_of_one_name_go_by_the_longer_path(self) -> None:
        write("x/a.txt")
        write("y/a.txt", QUOTED)
        write("y/b.txt")
        assert ids("x", "y") == ["x/a.txt", "y/a.txt", "b.txt"]
        assert ids("./x/a.txt", "y/a.txt") == ["x/a.txt", "y/a.txt"]

    def test_patterns_are_expanded_and_mean_what_the_shell_means(self) -> None:
        write("in/a1.txt")
        write("in/a2.txt")
        write("in/a[1].txt")
        assert ids("in/a?.txt") == ["a1.txt", "a2.txt"]
        assert ids("in/a[1].txt") == ["a[1].txt"]  # a file of that name wins over the pattern
        assert ids("**/a2*") == ["a2.txt"]
        assert ids("i*") == ["a1.txt", "a2.txt", "a[1].txt"]

    def test_errors_stand_in_the_place_of_what_cannot_be_read(self) -> None:
        write("a.txt")
        write("empty/readme.rst")
        write("blank.txt", " \n")
        arguments = ["none.txt", "*.doc", "a.txt", "empty", "blank.txt", "https://example.org/a", "", "\0*"]
        found = read(*arguments)
        assert [isinstance(one, Article) for one in found] == [name == "a.txt" for name in arguments]
        lines = [str(one) for one in found if isinstance(one, IqtibasError)]
        assert lines[0].startswith("none.txt: there is no such file; ")
        assert lines[1].startswith("*.doc: no file matches this pattern; ")
        assert ".txt .text .md .jsonl .ndjson .html .htm .xhtml .docx" in lines[2]
        assert lines[3].startswith("blank.txt: is empty")
        assert "save the page" in lines[4]

    def test_what_the_system_refuses_is_one_error(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object) -> None:
            raise PermissionError(13, "Permission denied")

        write("in/a.txt")
        monkeypatch.setattr("builtins.open", refuse)
        assert str(read("in/a.txt")[0]).startswith("in/a.txt: cannot be read (Permission denied); ")
        monkeypatch.setattr("os.listdir", refuse)
        assert str(read("in")[0]).startswith("in: cannot be read (Permission denied); ")

    def test_too_large_files_are_refused_unread(self) -> None:
        with open("a.txt", "wb") as file:
            file.truncate(decoding.MAX_BYTES + 1)
        [error] = read("a.txt")
        assert str(error).startswith("a.txt: is larger than 50 MB")

    def test_a_very_long_line_is_read(self) -> None:
        text = ("وقال إن " * 30_000).rstrip()
        assert len(text) > 200_000
        assert articles(write("a.txt", text))[0].text == text

    def test_undecodable_file_names_become_printable_ids(self) -> None:
        name = os.fsdecode(b"caf\xe9.txt")
        write(name)
        [article] = articles(".")
        assert article.id == "caf\ufffd.txt"
        article.source.encode()

    def test_files_are_counted_without_being_opened(self) -> None:
        write("in/a.txt", b"\xff")
        write("in/b.jsonl", "{}\n{}\n")
        assert count_inputs(["in", "in/a.txt", "none.txt", "-"]) == 3

    def test_an_unknown_suffix_is_told_by_its_first_bytes(self) -> None:
        page = f"<!DOCTYPE html><title>عنوان</title><p>{NEWS}</p><p>{NEWS}</p>"
        assert "(HTML, UTF-8)" in articles(write("page.aspx", page))[0].source
        assert "(UTF-8)" in articles(write("page.txt", page))[0].source
        assert "no readable .docx" in str(read(write("report", b"PK\x03\x04broken"))[0])

    @settings(max_examples=50, deadline=None)
    @given(st.binary(max_size=300), st.sampled_from(["txt", "jsonl", "html", "docx", "bin"]))
    def test_any_file_gives_articles_or_errors(self, data: bytes, suffix: str) -> None:
        for one in read(write(f"any.{suffix}", data)):
            assert isinstance(one, Article | IqtibasError)


class TestStandardInput:
    def test_text(self) -> None:
        [article] = articles("-", "-", stdin=NEWS.encode("utf-16"))
        assert (article.id, article.source, article.text) == ("stdin", "stdin (UTF-16)", NEWS)

    def test_json_lines_are_told_by_a_brace(self) -> None:
        lines = b"\xef\xbb\xbf\n  \n" + json.dumps({"text": NEWS}).encode() + b"\n" + b'{"text": 3}\n'
        article, error = read("-", stdin=lines)
        assert isinstance(article, Article)
        assert article.id == "stdin:3"
        assert str(error).startswith('stdin:4: "text" is a number')

    def test_a_page_and_nothing(self) -> None:
        assert "(HTML, UTF-8)" in articles("-", stdin=f"\n<html><p>{NEWS}</p></html>".encode())[0].source
        assert "stdin: is empty" in str(read("-")[0])

    def test_too_much_is_refused_without_being_kept(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for module in (reading, decoding):
            monkeypatch.setattr(module, "MAX_BYTES", 100)
        assert "larger than" in str(read("-", stdin=NEWS.encode())[0])
        blank = io.BytesIO(b"\n" * 1000)
        assert "larger than" in str(next(read_articles(["-"], blank)))
        assert blank.tell() < 210


class TestJsonLines:
    def read_lines(self, *lines: str | bytes) -> list[Article | IqtibasError]:
        raw = [line.encode() if isinstance(line, str) else line for line in lines]
        return read(write("in/batch.jsonl", b"\n".join(raw)))

    def test_id_text_and_title(self) -> None:
        record = {"id": "x/1 #ا", "text": NEWS, "title": "عنوان", "other": [1]}
        [article] = self.read_lines(json.dumps(record))
        assert isinstance(article, Article)
        assert (article.id, article.text, article.title) == ("x/1 #ا", NEWS, "عنوان")
        assert article.source == "in/batch.jsonl:1 (JSON lines)"
        assert article.sha256 == hashlib.sha256(NEWS.encode()).hexdigest()

    def test_bad_lines_are_errors_in_their_place(self) -> None:
        good = json.dumps({"text": NEWS})
        bad = {
            '{"id": "a", "text": ': "is not JSON: Expecting value at column 20",
            "[]": "is an array, not an object",
            '{"id": "a"}': 'has no "text"',
            '{"id": 7, "text": "نص"}': '"id" is a number, not a string',
            '{"id": null, "text": "نص"}': '"id" is null, not a string',
            '{"id": " ", "text": "نص"}': '"id" is empty',
            '{"text": true}': '"text" is a boolean, not a string',
            '{"text": "نص", "title": {}}': '"title" is an object, not a string',
            '{"text": " \\n"}': "is empty",
            '{"text": "English only"}': "no Arabic",
            '{"text": "نص \\ud800"}': '"text" has half a surrogate pair at character 3',
            "[" * 100_000: "cannot be read",
            '{"n": ' + "9" * 5_000 + "}": "cannot be read",
        }
        found = self.read_lines(good, *bad, b'{"text": "\xc7\xe1"}', "", good)
        assert isinstance(found[0], Article)
        assert isinstance(found[-1], Article)
        assert [found[0].id, found[-1].id] == ["batch.jsonl:1", f"batch.jsonl:{len(bad) + 4}"]
        for number, (error, text) in enumerate(zip(found[1:], bad.values(), strict=False), start=2):
            assert str(error).startswith(f"in/batch.jsonl:{number}")
            assert text in str(error)
        assert "is not UTF-8 at byte 10" in str(found[-2])

    def test_ids_are_made_unique_in_a_stable_way(self) -> None:
        lines = [json.dumps({"id": name, "text": NEWS}) for name in ("a", "a#2", "a", "a", "b")]
        found = self.read_lines(*lines)
        assert [one.id for one in found if isinstance(one, Article)] == ["a", "a#2", "a#3", "a#4", "b"]
        assert [bool(one.notes) for one in found if isinstance(one, Article)] == [0, 0, 1, 1, 0]

    def test_only_the_line_at_hand_is_bounded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("iqtibas.article.input.jsonl", "iqtibas.article.input.read", "iqtibas.article.input.decode"):
            monkeypatch.setattr(f"{name}.MAX_BYTES", 800)
        line = json.dumps({"text": NEWS}, ensure_ascii=False)
        long = json.dumps({"text": NEWS * 9}, ensure_ascii=False)
        first, error, *rest = self.read_lines(line, long, line, line, line)
        assert "in/batch.jsonl:2: is larger than" in str(error)
        assert all(isinstance(one, Article) for one in (first, *rest))

    @settings(deadline=None)
    @given(st.text(min_size=1), TEXT)
    def test_any_id_and_text_come_through(self, name: str, text: str) -> None:
        text = NEWS + text
        for ascii_only in (True, False):
            line = json.dumps({"id": name, "text": text}, ensure_ascii=ascii_only)
            [one] = self.read_lines(line.encode("utf-8", "surrogatepass"))
            if name.strip():
                assert isinstance(one, Article)
                assert (one.id, one.text) == (name, text)
            else:
                assert '"id" is empty' in str(one)


def test_the_development_sets_are_read_without_an_error(shared: Path) -> None:
    assert [name[:4] for name in ids(str(shared / "articles"))] == ["000_", "001_", "002_", "003_", "004_"]
    found = articles(str(shared / "eval" / "quotebench-dev.jsonl"))
    assert len(found) == 180
