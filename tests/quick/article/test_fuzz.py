"""Every reader, given what adversaries write: an answer or an `IqtibasError`, in bounded time and memory, and no network.

The readers and their seeds are those of `bench/fuzz`, where atheris searches longer; what it found is replayed here.
"""

from __future__ import annotations

import socket
import zipfile
from pathlib import Path

import pytest
from deadline import deadline
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from places import ROOT

from bench.fuzz.targets import BOLD, TARGETS, packed
from iqtibas.article.input.statements import read_statements

CORPUS = ROOT / "bench" / "fuzz" / "corpus"
# Inputs that once made a reader fail, by target.
FOUND: dict[str, tuple[bytes, ...]] = {}
quick = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        pytest.fail("the network was used")

    for way in ("getaddrinfo", "create_connection"):
        monkeypatch.setattr(socket, way, refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


@st.composite
def damaged(draw: st.DrawFn, name: str) -> bytes:
    """A good input with a few pieces put in, cut out and replaced; or nothing but pieces."""
    target = TARGETS[name]
    data = bytearray(draw(st.sampled_from([*target.seeds, b""])))
    pieces = st.sampled_from(target.pieces) | st.binary(max_size=6)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data)))
        data[at : at + draw(st.integers(0, 30))] = draw(pieces) * draw(st.sampled_from([1, 1, 1, 40]))
    return bytes(data)


@pytest.mark.parametrize("name", TARGETS)
@quick
@given(data=st.data())
def test_nothing_but_our_errors_leaves_a_reader(name: str, data: st.DataObject) -> None:
    with deadline():
        TARGETS[name].check(data.draw(damaged(name)))


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_and_what_was_found_before_are_read(name: str) -> None:
    kept: list[bytes] = []
    if (CORPUS / f"{name}.zip").is_file():
        with zipfile.ZipFile(CORPUS / f"{name}.zip") as archive:
            kept = [archive.read(member) for member in archive.namelist()]
    for data in (*TARGETS[name].seeds, *FOUND.get(name, ()), *kept):
        with deadline():
            TARGETS[name].check(data)


def test_a_second_document_in_a_word_file_is_not_read_past_the_checks(tmp_path: Path) -> None:
    """The package says that its document is another; the one at the usual place is broken, or missing."""
    relations = b'<a><b Type="x/officeDocument" Target="word/other.xml"/></a>'
    for usual in (b"", b"<a", b"<a>" * 1000, b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"):
        path = tmp_path / "a.docx"
        path.write_bytes(
            packed({"_rels/.rels": relations, "word/other.xml": BOLD.encode(), "word/document.xml": usual})
        )
        [statement] = read_statements(path).statements
        assert (statement.speaker, statement.text) == ("Ms Hashimi", "We will not pay more.")
