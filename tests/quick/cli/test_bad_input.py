"""What cannot be read or written: one clear line on standard error, exit code 1, and the rest is done."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from commands import NEWS, iqtibas, lines, records
from places import SAMPLES
from typer.testing import Result

from iqtibas.article.input.decode import MAX_BYTES

ARTICLE = SAMPLES / "02-ministry-number.txt"
# What a bad input is called on standard error.
BAD = {
    "missing.txt": "no such file",
    "nothing": "holds no file with one of",
    "empty.txt": "is empty",
    "latin.txt": "no Arabic",
    "picture.txt": "PNG image",
    "binary.txt": "none of UTF-8",
    "mojibake.txt": "utf-8 text that was once read as windows-1252",
    "embed.txt": "no Arabic article text",
    "lines.jsonl": "lines.jsonl:2: is not JSON",
    "broken.docx": "no readable .docx",
    "broken.html": "no Arabic text",
    "large.txt": "larger than 50 MB",
    "nowhere-*.txt": "no file matches",
    "http://127.0.0.1/a": "a loopback address",
}
GOOD = ("good.txt", "utf-16.txt", "windows-1256.txt")


class TestBadInput:
    @pytest.fixture(scope="class")
    @classmethod
    def folder(cls, tmp_path_factory: pytest.TempPathFactory) -> Path:
        folder = tmp_path_factory.mktemp("bad")
        mojibake = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in NEWS.encode())
        files: dict[str, bytes] = {
            "good.txt": NEWS.encode(),
            "utf-16.txt": NEWS.encode("utf-16"),
            "windows-1256.txt": NEWS.encode("cp1256"),
            "empty.txt": b"",
            "latin.txt": b"Home | News | Sport\n",
            "picture.txt": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            "binary.txt": bytes(range(256)) * 4,
            "mojibake.txt": mojibake.encode(),
            "embed.txt": b"We will open the bridge on Monday.\n\xe2\x80\x94 A B (@ab) May 1, 2020\n",
            "lines.jsonl": json.dumps({"id": "first-line", "text": NEWS}).encode() + b'\n{"id": "two", \n',
            "broken.docx": b"PK\x03\x04broken",
            "broken.html": b"<html><body><div><p>",
            "large.txt": b"",
        }
        for name, data in files.items():
            (folder / name).write_bytes(data)
        os.truncate(folder / "large.txt", MAX_BYTES + 1)
        (folder / "nothing").mkdir()
        (folder / "nothing" / "a.csv").write_text("x")
        return folder

    @pytest.fixture(scope="class")
    @classmethod
    def done(cls, folder: Path) -> tuple[Result, list[dict[str, Any]]]:
        names = [name if "://" in name else folder / name for name in (*BAD, *GOOD)]
        result = iqtibas("align", *names, "--json", folder / "found.json")
        return result, records((folder / "found.json").read_text(encoding="utf-8"))

    @pytest.mark.parametrize(("name", "problem"), BAD.items())
    def test_each_has_one_clear_line_on_standard_error(
        self, done: tuple[Result, list[dict[str, Any]]], name: str, problem: str
    ) -> None:
        [line] = [line for line in lines(done[0].stderr) if f"/{name}" in line or f" {name}" in line]
        assert problem in line
        assert ";" in line, "no way out is named"

    def test_there_is_no_other_line_and_the_exit_code_is_1(self, done: tuple[Result, list[dict[str, Any]]]) -> None:
        assert done[0].exit_code == 1
        assert len(lines(done[0].stderr)) == len(BAD)
        assert not any(problem in done[0].stdout for problem in BAD.values())

    def test_the_good_ones_beside_them_are_done(self, done: tuple[Result, list[dict[str, Any]]]) -> None:
        assert [record["id"] for record in done[1]] == ["first-line", *GOOD]
        assert all(name in done[0].stdout for name in GOOD)

    @pytest.mark.parametrize("options", [("--quiet",), ("--json", "-"), ("--quiet", "--json", "-")])
    def test_errors_are_printed_whatever_else_is_silenced(self, folder: Path, options: tuple[str, ...]) -> None:
        result = iqtibas("align", folder / "missing.txt", folder / "good.txt", *options)
        assert result.exit_code == 1
        assert sum("missing.txt" in line for line in lines(result.stderr)) == 1
        assert "missing.txt" not in result.stdout

    def test_no_name_steers_the_terminal(self) -> None:
        for command in (("align", "\x1b[2J.txt"), ("align", "\x1b[2J.txt", "-q"), ("models", "pull", "\x1b[2J")):
            result = iqtibas(*command)
            assert result.exit_code == 1
            assert "[U+001B][2J" in result.stderr
            assert "\x1b" not in result.stderr + result.stdout

    @pytest.mark.parametrize("place", ["taken/found.jsonl", "."])
    def test_an_unwritable_place_for_json_is_known_before_the_work(
        self, tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "taken").write_text("mine")
        monkeypatch.setattr("iqtibas.cli.align.work_through", lambda *_: pytest.fail("work was done"))
        result = iqtibas("align", ARTICLE, "--json", tmp_path / place)
        assert (result.exit_code, result.stdout) == (1, "")
        assert len(lines(result.stderr)) == 1
