"""A cookie goes to every port of its host: what somebody has who reads one there, and what other instances have."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest
from served import Served, Visitor, invented_run, served

from iqtibas.review import read_decisions
from iqtibas.review.access import AccessControl
from iqtibas.review.model import Subject


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path, invented_run(), ["Mira", "Omar", "Salma"]) as running:
        yield running


def key() -> str:
    result = invented_run()[0]
    return Subject.of(result.article, result.alignments[0].embed).key


@contextmanager
def neighbour() -> Iterator[tuple[int, list[str]]]:
    """Another program on another port of this host: its port, and the cookies that it is sent."""
    heard: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.headers.get("Cookie", ""))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Quiet."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port, heard
        finally:
            server.shutdown()
            thread.join()


def browser_of(place: Served, reviewer: str) -> OpenerDirector:
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    assert browser.open(place.links[reviewer], timeout=10).status == 200
    return browser


@pytest.mark.parametrize("path", ["/", "/items/x", "/enter", "/static/review.js", "/a/b/c", "//"])
def test_no_other_port_is_sent_the_cookie(place: Served, path: str) -> None:
    browser = browser_of(place, "Mira")
    with neighbour() as (port, heard):
        browser.open(f"http://127.0.0.1:{port}{path}", timeout=10)
    assert heard == [""]


def guesses(base: str) -> list[str]:
    return ["", "/x", base[:-1], f"{base}x", f"{base}%00", f"/{base}", f"/x/..{base}", base.swapcase()]


def test_a_cookie_without_its_path_opens_nothing(place: Served) -> None:
    mira = place.visitor("Mira")
    for base in guesses(mira.base):
        thief = Visitor(place.port, mira.cookie, mira.csrf, base)
        for path in ("/", f"/items/{key()}", f"/items/{key()}/part", "/changes?since=0", "/enter?token=x"):
            answer = thief.ask(path)
            assert answer.status in (400, 401)
            assert "Seren" not in answer.body
        assert thief.post(f"/items/{key()}/decisions", {"action": "accept", "base": 0}).status in (400, 401)
    assert read_decisions(place.folder) == ()
    assert mira.ask("/").status == 200


def test_a_path_without_its_cookie_opens_nothing(place: Served) -> None:
    mira = place.visitor("Mira")
    for cookie in ("", mira.cookie[:-1], f"{mira.cookie}x", mira.cookie.replace("iqtibas", "iqtibas2")):
        thief = Visitor(place.port, cookie, mira.csrf, mira.base)
        assert thief.ask("/").status == 401
        assert thief.post("/undo", {}).status == 401


def test_another_instance_s_cookie_is_none_of_ours(place: Served, tmp_path: Path) -> None:
    with served(tmp_path / "other", invented_run(), ["Mira"]) as other:
        mira, elsewhere = place.visitor("Mira"), other.visitor("Mira")
        assert mira.base != elsewhere.base
        value = elsewhere.cookie.partition("=")[2]
        for cookie in (elsewhere.cookie, f"iqtibas-{place.port}={value}"):
            for base in (mira.base, elsewhere.base):
                assert Visitor(place.port, cookie, elsewhere.csrf, base).ask("/").status == 401
        both = Visitor(place.port, f"{elsewhere.cookie}; {mira.cookie}", mira.csrf, mira.base)
        assert both.ask("/").status == 200  # browsers send what they have


def test_a_later_instance_on_the_same_port_knows_no_earlier_cookie(tmp_path: Path) -> None:
    with served(tmp_path, invented_run(), ["Mira"]) as place:
        mira = place.visitor("Mira")
    with served(tmp_path, invented_run(), ["Mira"], port=place.port) as again:
        for base in (mira.base, again.base):
            assert Visitor(again.port, mira.cookie, mira.csrf, base).ask("/").status == 401


def test_two_instances_in_one_browser_do_not_put_each_other_out(place: Served, tmp_path: Path) -> None:
    browser = browser_of(place, "Mira")
    with served(tmp_path / "other", invented_run(), ["Mira"]) as other:
        browser.open(other.links["Mira"], timeout=10)
        for each in (place, other):
            assert browser.open(f"http://127.0.0.1:{each.port}{each.base}/", timeout=10).status == 200


def test_a_link_leads_back_in_and_the_bare_address_does_not(place: Served) -> None:
    browser = browser_of(place, "Mira")
    assert browser.open(place.links["Mira"], timeout=10).status == 200
    with pytest.raises(HTTPError, match="401") as refused:
        browser.open(f"http://127.0.0.1:{place.port}/", timeout=10)
    assert place.base not in refused.value.read().decode()
    refused.value.close()


def test_over_tls_no_other_host_can_set_the_cookie() -> None:
    plain, safe = (AccessControl(frozenset({"a"}), secure, 8437) for secure in (False, True))
    assert (plain.cookie, plain.cookie_path) == ("iqtibas-8437", f"{plain.base}/")
    assert (safe.cookie, safe.cookie_path) == ("__Host-iqtibas-8437", "/")
    assert plain.base != safe.base
    assert len(plain.base) > 20
