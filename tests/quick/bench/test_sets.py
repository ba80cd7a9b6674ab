"""The readers of the development sets, and the script that fetches the public ones, against a server of our own."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hostile_server import HostileServer, hostile_server, response

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


def archive(files: Mapping[str, str]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as members:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            members.addfile(member, io.BytesIO(text.encode()))
    return made.getvalue()


def sum_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with hostile_server() as running:
        yield running


def recipe(server: HostileServer, path: str = "/flores.tar.gz") -> fetch.Recipe:
    members = dict(zip(fetch.ARABIC_ENGLISH, ("dev/arb_Arab.dev", "dev/eng_Latn.dev"), strict=True))
    made = fetch.flores(f"http://127.0.0.1:{server.port}{path}", members, {})
    return replace(made, sums={"flores-dev.ar": sum_of(LINES["ar"]), "flores-dev.en": sum_of(LINES["en"])})


FLORES = {"./f/dev/arb_Arab.dev": LINES["ar"], "./f/dev/eng_Latn.dev": LINES["en"], "./f/other": "x"}


def test_the_right_archive_becomes_what_the_readers_read(tmp_path: Path, server: HostileServer) -> None:
    server.replies["/flores.tar.gz"] = response(archive(FLORES))
    assert fetch.fetch([recipe(server)], tmp_path / "new")
    assert [pair.english for pair in sets.read_parallel(tmp_path / "new", "flores-dev")] == ["Yes", "No", "Perhaps"]
    assert not fetch.fetch([recipe(server)], tmp_path / "new")
    assert len(server.paths()) == 1


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (response(archive(FLORES | {"./f/dev/arb_Arab.dev": "other\n"})), r"gives another flores-dev\.ar"),
        (response(archive({"./f/dev/eng_Latn.dev": "x"})), "is not in the archive"),
        (response(b"no archive"), "the archive cannot be read"),
        (response(status="404 Not Found"), "the server answers 404"),
        (response(archive(FLORES)[:50], length="4000"), "was interrupted after 50 of 4000 bytes"),
        (b"", "cannot be fetched"),
    ],
)
def test_what_goes_wrong_is_told_and_leaves_nothing(
    tmp_path: Path, server: HostileServer, reply: bytes, told: str
) -> None:
    server.replies["/flores.tar.gz"] = reply
    with pytest.raises(fetch.FetchError, match=told):
        fetch.fetch([recipe(server)], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_upstream_file_whose_sum_is_known_is_checked_before_it_is_opened(server: HostileServer) -> None:
    server.replies["/flores.tar.gz"] = response(archive(FLORES))
    one = recipe(server)
    with pytest.raises(fetch.FetchError, match="is not the file that was published"):
        fetch.cook(replace(one, upstream={one.addresses[0]: "0" * 64}))


def test_a_second_recipe_is_tried_and_both_are_told_of(tmp_path: Path, server: HostileServer) -> None:
    both = [recipe(server, "/gone"), recipe(server)]
    with pytest.raises(fetch.FetchError, match=r"gone: the server answers 404 .* and .*flores\.tar\.gz: the server"):
        fetch.fetch(both, tmp_path)
    server.replies["/flores.tar.gz"] = response(archive(FLORES))
    assert fetch.fetch(both, tmp_path)


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
