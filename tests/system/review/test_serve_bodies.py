"""Whatever a signed-in browser is made to send, the answer is no error of the server's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from served import Served, Visitor, invented_run, served

from iqtibas.review import read_decisions
from iqtibas.review.model import ACTIONS, Subject

FIELDS = ("action", "base", "spans", "verdict", "segment", "english", "was", "note", "reviewer")
DEEP = "[" * 50_000 + "]" * 50_000
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(10**400), 10**400)
    | st.floats()
    | st.text(st.characters(categories=None), max_size=12)
    | st.sampled_from([*ACTIONS, "faithful", "missing", "\ud800", "\x00", "x" * 30_000])
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4)
)
CHANGES = st.fixed_dictionaries(
    {"action": st.sampled_from(ACTIONS) | VALUES, "base": st.integers(0, 3) | VALUES},
    optional=dict.fromkeys(FIELDS[2:], VALUES),
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("run"), invented_run(), ["Mira", "Omar"]) as running:
        yield running


@pytest.fixture(scope="module")
def mira(place: Served) -> Visitor:
    return place.visitor("Mira")


def key() -> str:
    result = invented_run()[0]
    return Subject.of(result.article, result.alignments[0].embed).key


@pytest.mark.parametrize(
    "body",
    [
        '{"action": "note", "base": 0, "note": NaN}',
        '{"action": "note", "base": NaN}',
        '{"action": "note", "base": -Infinity, "note": "x"}',
        '{"action": "note", "base": 0, "note": "\\ud800"}',
        '{"action": "\\udfff", "base": 0}',
        '{"action": "note", "base": 0, "was": "\\ud83d"}',
        '{"action": "translate", "base": 0, "segment": [0, NaN], "english": "\\ude00"}',
        '{"\\ud800": 1}',
        '{"action": "link", "base": 0, "spans": [[1e400, 2]]}',
        f'{{"action": "note", "base": {"9" * 5000}}}',
        f'{{"action": "note", "base": 0, "note": {DEEP}}}',
        DEEP,
        "NaN",
        '"\\ud800"',
        "\ufeff{}",
        "",
    ],
)
def test_what_json_can_hold_and_nobody_can_write_again(mira: Visitor, body: str) -> None:
    answer = mira.ask(f"/items/{key()}/decisions", "POST", body=body.encode("utf-8", "surrogatepass"))
    assert 400 <= answer.status < 500
    assert answer.json()["problem"]


@given(CHANGES | VALUES)
@settings(max_examples=150)
def test_no_json_is_an_error_of_the_server_s(place: Served, mira: Visitor, value: object) -> None:
    answer = mira.post(f"/items/{key()}/decisions", value)
    assert answer.status < 500
    assert isinstance(answer.json(), dict)


@given(st.binary(max_size=40))
@settings(max_examples=40)
def test_no_bytes_are(place: Served, mira: Visitor, body: bytes) -> None:
    for path in (f"/items/{key()}/decisions", "/undo", "/redo"):
        assert mira.ask(path, "POST", body=body).status < 500


@given(st.text(st.characters(categories=None), max_size=20))
@settings(max_examples=40)
def test_no_address_is(place: Served, mira: Visitor, words: str) -> None:
    part = quote(words.encode("utf-8", "surrogatepass"))
    for path in (f"/items/{part}", f"/{part}", f"/changes?since={part}", f"/enter?token={part}", f"/static/{part}"):
        assert mira.ask(path).status < 500


def test_the_log_can_still_be_read(place: Served, mira: Visitor) -> None:
    mira.post(f"/items/{key()}/decisions", {"action": "note", "base": 0, "note": json.dumps("x")})
    assert isinstance(read_decisions(place.folder), tuple)
    assert mira.ask("/").status == 200
