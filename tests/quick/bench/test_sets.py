"""The readers of the development sets, and what the script that fetches the public ones knows of them."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import pytest

from bench.data import fetch, sets
from bench.harness import EVAL

LINES = {"ar": "نعم\nلا\nربما\n", "en": "Yes\nNo\nPerhaps\n"}


def parallel(folder: Path, name: str = "flores-dev", **changes: str) -> Path:
    for side, text in (LINES | changes).items():
        (folder / f"{name}.{side}").write_text(text, encoding="utf-8")
    return folder


def test_a_parallel_set_with_and_without_documents(tmp_path: Path) -> None:
    parallel(tmp_path)
    parallel(tmp_path, "ntrex-odd", docid="a.1\na.1\tx\nb.2\n")
    assert [pair.document for pair in sets.read_parallel(tmp_path, "flores-dev")] == ["flores-dev"] * 3
    runs = sets.read_parallel(tmp_path, "flores-dev", run=2)
    assert [pair.document for pair in runs] == ["flores-dev 0", "flores-dev 0", "flores-dev 1"]
    assert sets.Pair("لا", "No", "a.1") in sets.read_parallel(tmp_path, "ntrex-odd")
    assert [*map(len, sets.by_document(sets.read_all_parallel(tmp_path)).values())] == [3, 2, 1]


def test_what_is_missing_or_wrong_is_said_in_one_line_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(sets.MissingDataError, match=r"flores-dev\.ar: is not there; python -m bench\.data\.fetch"):
        sets.read_parallel(tmp_path, "flores-dev")
    parallel(tmp_path, en="Yes\nNo\n")
    with pytest.raises(sets.MissingDataError, match="3 Arabic, 2 English lines"):
        sets.read_parallel(tmp_path, "flores-dev")
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"id": "a", "text": ""}\n', encoding="utf-8")
    with pytest.raises(sets.MissingDataError, match=r"line 1: lacks tweets"):
        sets.read_articles(gold)
    gold.write_text("{\n", encoding="utf-8")
    with pytest.raises(sets.MissingDataError, match="line 1: is no JSON"):
        sets.read_pairs(gold)
    with pytest.raises(sets.MissingDataError, match="no training text"):
        sets.training_files(tmp_path)
    (tmp_path / "cut.tsv.gz").write_bytes(gzip.compress("نعم\tYes\n".encode())[:-9])
    with pytest.raises(sets.MissingDataError, match="cannot be read"):
        list(sets.read_tsv(tmp_path / "cut.tsv.gz"))


def test_training_text_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "train").mkdir()
    file = tmp_path / "train" / "a.tsv.gz"
    file.write_bytes(gzip.compress("نعم \tYes\nلا\n".encode()))
    assert sets.training_files(tmp_path) == [file]
    assert list(sets.read_tsv(file)) == [("نعم ", "Yes"), ("لا", "")]


def test_every_second_document_from_the_second_on() -> None:
    files = ("a\na\nb\nc\nd\nd\n", "١\n٢\n٣ \n٤\n٥\n٦\n", "1\n2\n3\n4\n5\n6\n")
    made = fetch.every_second_document([text.encode() for text in files])
    assert made["ntrex-odd.docid"] == b"b\nd\nd\n"
    assert made["ntrex-odd.en"] == b"3\n5\n6\n"
    assert made["ntrex-odd.ar"].decode() == "٣\n٥\n٦\n"
    with pytest.raises(fetch.FetchError, match="files of 1, 2, 1 lines"):
        fetch.every_second_document([b"a\n", b"1\n2\n", b"1\n"])


def test_every_address_is_pinned_and_every_file_has_its_sum(shared: Path) -> None:
    found = {name for recipes in fetch.RECIPES.values() for name in recipes[0].sums}
    assert found == set(fetch.SUMS)
    for recipes in fetch.RECIPES.values():
        for address in (address for one in recipes for address in one.addresses):
            assert address.startswith("https://")
            assert address.startswith(fetch.META) or any(len(part) == 40 for part in address.split("/"))
    for name, wanted in fetch.SUMS.items():
        assert hashlib.sha256((shared / "eval" / name).read_bytes()).hexdigest() == wanted, name


def test_the_development_sets_lie_beside_the_checkout(shared: Path) -> None:
    assert (shared / "eval").samefile(EVAL)
    seeds = sets.read_articles(EVAL / "seeds-gold.jsonl")
    assert json.dumps(seeds)
    assert not sets.holds_pairs(EVAL / "seeds-gold.jsonl")
    assert sets.holds_pairs(EVAL / "natural-c.jsonl")
