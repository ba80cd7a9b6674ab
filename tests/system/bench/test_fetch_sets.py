"""The script that fetches the public development sets, against a server of our own."""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hostile_server import HostileServer, hostile_server, response

from bench.data import fetch, sets

LINES = {"ar": "نعم\nلا\nربما\n", "en": "Yes\nNo\nPerhaps\n"}


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
