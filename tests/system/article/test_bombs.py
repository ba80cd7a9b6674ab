"""Bombs are read or refused in little memory, which a process of its own bounds."""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest
from places import ROOT

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
