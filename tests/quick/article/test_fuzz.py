"""Every reader, given what adversaries write: an answer or an `IqtibasError`, in bounded time and memory, and no network.

The readers and their seeds are those of `bench/fuzz`, where atheris searches longer; what it found is replayed here.
"""

from __future__ import annotations

import resource
import socket
import subprocess
import sys
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


# Small inputs that want to become large, as expressions in which N is a million. Each is read in a process that may
# have MOST_MEMORY bytes, libraries included, and MOST_SECONDS of processor time for all of them.
MOST_MEMORY, MOST_SECONDS = 1_500_000_000, 60
BOMBS = {
    "zip": ("docx", "packed({'word/document.xml': b'<a>' + b' ' * (60 * N)})"),
    "zip of styles": ("docx", "packed({'word/styles.xml': b'<a>' * (3 * N)})"),
    "zip of many": ("docx", "b'PK\\x01\\x02' * (5 * N)"),
    "entities": ("docx", "packed({'word/document.xml': LAUGHS})"),
    "entities in a glossary": ("tables", "LAUGHS"),
    "deep markup": ("html", "b'<div>' * N"),
    "deep templates": ("html", "b'<template><svg>' * (N // 3)"),
    "many elements": ("html", "b'<p>a' * (N // 2)"),
    "many attributes": ("html", "b'<p ' + b' '.join(b'a%d=b' % n for n in range(N // 5)) + b'>'"),
    "one attribute": ("html", "b'<p class=\"' + b'a ' * (4 * N)"),
    "bold in bold": ("statements", "b'<article>' + b'<b>a ' * 400 + b'We will not pay more. ' * 5000"),
    "attributes of a stored post": (
        "html",
        "b'<p data-x=\"<blockquote class=twitter-tweet ' + b' '.join(b'a%d=b' % n for n in range(N // 5)) + b'\">'",
    ),
    "deep JSON in a page": ("html", "b'<div data-x=\\'[\"twitter-tweet\",' + b'[' * (N // 2) + b'\\'></div>'"),
    "deep JSON": ("lines", "b'[' * (20 * N)"),
    "JSON keys": ("lines", "b'{' + b','.join(b'\"%d\":1' % n for n in range(N // 4)) + b'}'"),
    "long number": ("lines", "b'{\"text\": ' + b'9' * (20 * N) + b'}'"),
    "many lines": ("lines", "b'{}\\n' * (N // 40)"),
    "one cell": ("statements", "b'text\\n\"' + b'a ' * (N // 4)"),
    "many columns": ("statements", "b'text' + b',' * (N // 4)"),
    "UTF-16 of nothing": ("text", "b'\\xff\\xfe' + b' \\x06' * N"),
    "marks": ("text", "'نعم\u064b\u064c\u202e'.encode() * (N // 4)"),
    "quotation marks": ("text", "'نعم «“‘'.encode() * (N // 40)"),
    "lines of a text": ("text", "'نعم\\n'.encode() * (N // 40)"),
    "full stops": ("text", "'نعم.'.encode() * (N // 20)"),
    "patterns": ("urls", "b'User-agent: *\\n' + b'Disallow: /*a*b*c*d$\\n' * (N // 50)"),
}
READ_ALL = r"""
import sys
from bench.fuzz.targets import *
entities = b"".join(b'<!ENTITY a%d "%s">' % (n + 1, b"&a%d;" % n * 10) for n in range(12))
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "aaaa">' + entities + b"]><a>&a12;</a>"
N = 1_000_000
for line in sys.stdin:
    name, _, expression = line.rstrip("\n").partition(" ")
    print(expression[:60], flush=True)
    TARGETS[name].check(eval(expression))
"""


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


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are set as Linux counts it")
def test_bombs_are_read_or_refused_in_little_memory() -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))

    told = "".join(f"{name} {expression}\n" for name, expression in BOMBS.values())
    command = [sys.executable, "-c", READ_ALL]
    done = subprocess.run(command, input=told, cwd=ROOT, capture_output=True, text=True, preexec_fn=limit, check=False)
    assert done.returncode == 0, done.stdout.splitlines()[-1:] + done.stderr.splitlines()[-5:]
    assert len(done.stdout.splitlines()) == len(BOMBS)
