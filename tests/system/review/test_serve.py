"""Who gets in, what they can reach, and what a page may do: asked over real sockets."""

from __future__ import annotations

import re
import socket
import sqlite3
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from hostile import HOSTILE, stained
from invented import port_result
from selectolax.lexbor import LexborHTMLParser
from served import Served, Visitor, invented_run, served, started

from iqtibas.article import OutputError, UsageError
from iqtibas.report.controls import ACTIVE
from iqtibas.review import LOG_FILE, read_decisions
from iqtibas.review.access import MAX_BODY
from iqtibas.review.model import Subject
from iqtibas.review.screen import Screen
from iqtibas.review.server import Address, is_loopback, prepare, require_safe
from iqtibas.review.workspace import Workspace
from iqtibas.storage import sqlite as store

ACCEPT = {"action": "accept", "base": 0}
CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00\x1b\x9b\ufeff\ud800"
PAGES = (
    "/",
    "/enter",
    "/enter?token=x",
    "/items/0123456789abcdef",
    "/static/review.js",
    "/nowhere",
    "/changes?since=x",
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("run"), invented_run(), [f"r{i}" for i in range(60)]) as running:
        yield running


@pytest.fixture
def signed_in(place: Served) -> Visitor:
    """Somebody who has just followed a link of their own."""
    return place.visitor(next(iter(place.links)))


def key_of(at: int) -> str:
    result = invented_run()[0]
    return Subject.of(result.article, result.alignments[at].embed).key


# ---- The way in


def test_a_link_works_once(tmp_path: Path) -> None:
    with served(tmp_path, invented_run(), ["Mira"]) as place:
        link = place.links["Mira"]
        mira, thief = Visitor(place.port), Visitor(place.port)
        answer = mira.enter(link)
        assert (answer.status, answer.headers["location"]) == (303, f"{mira.base}/")
        for word in ("HttpOnly", "SameSite=strict", f"Path={mira.base}/;"):
            assert word in answer.headers["set-cookie"]
        assert f"iqtibas-{place.port}=" in answer.headers["set-cookie"]
        assert link.split("=")[1] not in answer.headers["set-cookie"]
        refused = thief.enter(link)
        assert refused.status == 401
        assert "set-cookie" not in refused.headers
        assert mira.ask("/").status == 200
        assert mira.enter(link).status == 303  # who is in already and follows it again


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "%00", "é", "x" * 300])
def test_a_guess_opens_nothing(place: Served, token: str) -> None:
    for base in (place.base, ""):
        answer = Visitor(place.port, base=base).ask(f"/enter?token={quote(token)}")
        assert answer.status in (401, 422)
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("cookie", ["", "iqtibas-1=x", "{name}=", "{name}=x", "{name}=;;;", "\x80=\x81", "x" * 4000])
def test_without_a_session_there_is_nothing_but_our_own_files(place: Served, cookie: str) -> None:
    stranger = Visitor(place.port, cookie.format(name=f"iqtibas-{place.port}"), base=place.base)
    for path in ("/", f"/items/{key_of(0)}", f"/items/{key_of(0)}/part", "/changes?since=0", "/docs", "/openapi.json"):
        answer = stranger.ask(path)
        assert answer.status == 401
        assert "Seren" not in answer.body
    assert stranger.post(f"/items/{key_of(0)}/decisions", ACCEPT).status == 401
    assert stranger.ask("/static/review.js").status == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example", "", None])
def test_another_host_is_refused_even_with_the_cookie(place: Served, signed_in: Visitor, host: str | None) -> None:
    answer = signed_in.ask("/", headers={"Host": host})
    assert answer.status in (400, 421)
    assert "Seren" not in answer.body
    for known in (f"localhost:{place.port}", f"127.0.0.1:{place.port}"):
        assert signed_in.ask("/", headers={"Host": known}).status == 200


def test_two_host_headers_are_refused(place: Served) -> None:
    with socket.create_connection(("127.0.0.1", place.port)) as plain:
        own = f"Host: 127.0.0.1:{place.port}\r\n"
        plain.sendall(
            f"GET /static/review.css HTTP/1.1\r\n{own}Host: evil.example\r\nConnection: close\r\n\r\n".encode()
        )
        assert plain.recv(100).split(b" ")[1] in (b"400", b"421")


# ---- Changes


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"X-Iqtibas-CSRF": None}, 403),
        ({"X-Iqtibas-CSRF": ""}, 403),
        ({"X-Iqtibas-CSRF": "x" * 43}, 403),
        ({"X-Iqtibas-CSRF": "\xe9"}, 403),
        ({"Origin": None}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Content-Type": "text/plain"}, 403),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 403),
        ({"Cookie": None}, 401),
        ({"Content-Length": str(MAX_BODY + 1)}, 413),
        ({"Content-Length": "-1"}, 400),
        ({"Transfer-Encoding": "chunked", "Content-Length": None}, 411),
    ],
)
def test_a_change_from_anywhere_else_is_refused(
    place: Served, signed_in: Visitor, headers: dict[str, str | None], status: int
) -> None:
    before = read_decisions(place.folder)
    body = b"" if "Transfer-Encoding" in headers or "Content-Length" in headers else b'{"action": "accept", "base": 0}'
    answer = signed_in.ask(f"/items/{key_of(0)}/decisions", "POST", headers, body)
    assert answer.status in (status, 400)
    for path in ("/undo", "/redo"):
        assert signed_in.ask(path, "POST", headers, b"").status >= 400
    assert read_decisions(place.folder) == before


def test_a_session_s_token_is_its_own(place: Served, signed_in: Visitor) -> None:
    other = place.visitor(next(iter(place.links)))
    assert other.csrf != signed_in.csrf
    assert signed_in.post("/undo", {}, {"X-Iqtibas-CSRF": other.csrf}).status == 403


@pytest.mark.parametrize(
    "record",
    [
        {},
        [],
        {"action": "accept"},
        {"action": "rename", "base": 0},
        {"action": "accept", "base": -1},
        {"action": "accept", "base": "0"},
        {"action": "accept", "base": 0, "reviewer": "Omar"},
        {"action": "link", "base": 0, "spans": [[1]]},
        {"action": "link", "base": 0, "spans": [[0.5, 2]]},
        {"action": "link", "base": 0, "spans": [[5, 2]]},
        {"action": "link", "base": 0, "spans": [[0, 2**40]]},
        {"action": "link", "base": 0, "spans": [[0, 1]] * 50},
        {"action": "verdict", "base": 0, "verdict": "true"},
        {"action": "note", "base": 0, "note": "x" * 50_000},
        {"action": "undo", "base": 0},
    ],
)
def test_what_is_no_change_is_refused(place: Served, signed_in: Visitor, record: object) -> None:
    assert signed_in.post(f"/items/{key_of(2)}/decisions", record).status == 422
    assert signed_in.ask(f"/items/{key_of(2)}/decisions", "POST", body=b"\xff{").status in (400, 422)
    assert all(decision.subject.key != key_of(2) for decision in read_decisions(place.folder))


def test_a_change_is_on_the_disk_when_it_is_answered(place: Served, signed_in: Visitor) -> None:
    answer = signed_in.post(f"/items/{key_of(1)}/decisions", ACCEPT)
    assert answer.status == 200
    made = read_decisions(place.folder)[-1]
    assert (made.id, made.subject.key, made.change.action) == (answer.json()["version"], key_of(1), "accept")
    stale = signed_in.post(f"/items/{key_of(1)}/decisions", {"action": "reject", "base": 0})
    assert stale.status == 409
    others = stale.json()["others"]
    assert isinstance(others, list)
    assert (others[0]["reviewer"], others[0]["said"]) == (made.reviewer, "accepted")
    assert signed_in.ask(f"/changes?since={made.id}").status == 204
    news = signed_in.ask(f"/changes?since={made.id - 1}").json()
    assert news["version"] == made.id
    assert signed_in.post("/undo", {}).json()["said"] == "undid: accepted"


def test_a_log_that_cannot_be_written_is_said_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.1)
    with served(tmp_path, invented_run(), ["Mira"]) as place:
        mira = place.visitor("Mira")
        other = sqlite3.connect(tmp_path / LOG_FILE, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        answer = mira.post(f"/items/{key_of(0)}/decisions", ACCEPT)
        assert answer.status == 503
        assert "locked" in str(answer.json()["problem"])
        assert mira.ask("/").status == 200
        other.close()
        assert mira.post(f"/items/{key_of(0)}/decisions", ACCEPT).status == 200
    assert len(read_decisions(tmp_path)) == 1


def test_many_at_once_leave_one_decision_each(tmp_path: Path) -> None:
    results = invented_run(10)
    names = [f"r{i}" for i in range(8)]
    with served(tmp_path, results, names) as place:
        keys = [Subject.of(r.article, a.embed).key for r in results for a in r.alignments if a.rendering]
        visitors = [place.visitor(name) for name in names]
        answers: list[int] = []

        def work(visitor: Visitor) -> None:
            answers.extend(visitor.post(f"/items/{key}/decisions", ACCEPT).status for key in keys)

        threads = [threading.Thread(target=work, args=[visitor]) for visitor in visitors]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(answers) == [200] * len(keys) + [409] * (len(keys) * (len(names) - 1))
    assert sorted(d.subject.key for d in read_decisions(tmp_path)) == sorted(keys)


# ---- What can be reached


@pytest.mark.parametrize(
    "path",
    [
        "/static/../review.sqlite",
        "/static/..%2freview.sqlite",
        "/static/%2e%2e/review.sqlite",
        "/static/....//review.sqlite",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/..%5c..%5cpyproject.toml",
        "/static/review.js%00.css",
        "/static/screen.html.j2",
        "/static/",
        "/review.sqlite",
        "/report.html",
        "/results.jsonl",
        "/../../etc/passwd",
        "/items/../review.sqlite",
        "/items/..%2f..%2fetc%2fpasswd",
        "/items/0123456789abcdef",
        "/docs",
        "/openapi.json",
    ],
)
def test_no_other_file_is_served(place: Served, signed_in: Visitor, path: str) -> None:
    (place.folder / "report.html").write_text("SQLite format 3 root: [project]")
    answer = signed_in.ask(path)
    assert answer.status in (400, 404, 422)
    assert not any(secret in answer.body for secret in ("SQLite format", "root:", "[project]", "{% "))


def test_every_answer_has_the_headers(signed_in: Visitor) -> None:
    for path in (*PAGES, f"/items/{key_of(0)}/part"):
        for visitor in (signed_in, Visitor(signed_in.port)):
            headers = visitor.ask(path).headers
            policy = headers["content-security-policy"]
            assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
            assert "frame-ancestors 'none'" in policy
            assert "unsafe" not in policy
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["x-frame-options"] == "DENY"
            assert headers["referrer-policy"] == "no-referrer"
            assert headers["cache-control"] == "no-store"
            assert "server" not in headers
            assert "access-control-allow-origin" not in headers
    for method in ("PUT", "DELETE", "OPTIONS", "TRACE", "HEAD"):
        assert signed_in.ask("/", method).status in (403, 405)
    assert signed_in.post("/static/review.js", {}).status == 405


def test_whatever_strangers_write_is_inert(tmp_path: Path) -> None:
    stain = f"{HOSTILE}{CONTROLS}"
    hostile = stained(port_result(), stain)
    with served(tmp_path, [hostile], [stain]) as place:
        visitor = place.visitor(stain)
        keys = {Subject.of(hostile.article, a.embed).key for a in hostile.alignments}
        for key in keys:
            visitor.post(f"/items/{key}/decisions", {"action": "note", "base": 0, "note": HOSTILE})
        for page in [visitor.ask(f"/items/{key}").body for key in keys]:
            tree = LexborHTMLParser(page)
            for node in tree.css("*"):
                assert node.tag not in ("img", "iframe", "object", "base", "style")
                assert node.tag != "script" or node.attributes.get("src") == "/static/review.js"
                for name, value in node.attributes.items():
                    assert not name.startswith("on")
                    assert name not in ("style", "srcset", "action", "formaction")
                    assert not (value or "").strip().lower().startswith(("javascript:", "data:", "vbscript:"))
            for edited in tree.css("textarea, form"):
                edited.decompose()
            assert HOSTILE in (tree.body.text() if tree.body else "")
            assert not ACTIVE.search(tree.html or "")


# ---- Where it listens


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost"])
def test_this_machine_needs_no_permission(host: str) -> None:
    assert is_loopback(host)
    require_safe(Address(host))


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (Address("0.0.0.0"), "other machines could reach"),
        (Address("::"), "other machines could reach"),
        (Address("192.168.0.9"), "other machines could reach"),
        (Address("127.0.0.1.evil.example"), "other machines could reach"),
        (Address(""), "other machines could reach"),
        (Address("192.168.0.9", cert=Path("c"), key=Path("k")), "other machines could reach"),
        (Address("192.168.0.9", remote=True), "in the clear"),
        (Address("192.168.0.9", remote=True, cert=Path("c")), "goes together"),
        (Address(key=Path("k")), "goes together"),
        (Address("0.0.0.0", remote=True, cert=Path("c"), key=Path("k")), "every address"),
    ],
)
def test_beyond_it_only_on_purpose_and_with_tls(tmp_path: Path, address: Address, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        prepare(lambda: Workspace(tmp_path, []), Screen("x"), address, ["Mira"])


def test_a_taken_port_and_a_bad_certificate_are_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = Address(port=taken.getsockname()[1])
        with pytest.raises(OutputError, match="cannot listen here"):
            prepare(lambda: Workspace(tmp_path, []), Screen("x"), address, ["Mira"])
    (tmp_path / "c.pem").write_text("no certificate")
    address = Address(port=0, cert=tmp_path / "c.pem", key=tmp_path / "c.pem")
    with pytest.raises(OutputError, match="cannot be used for TLS"):
        prepare(lambda: Workspace(tmp_path, []), Screen("x"), address, ["Mira"])


def test_over_tls_the_cookie_is_secure(tmp_path: Path) -> None:
    cert, key, name = tmp_path / "cert.pem", tmp_path / "key.pem", "review.example"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}"]
    command += ["-addext", f"subjectAltName=DNS:{name}", "-keyout", str(key), "-out", str(cert)]
    made = subprocess.run(command, capture_output=True, check=False)
    if made.returncode:
        pytest.skip("needs openssl to make a certificate")
    address = Address("127.0.0.1", 0, ("review.example",), remote=True, cert=cert, key=key)
    serving = prepare(lambda: Workspace(tmp_path, invented_run()), Screen("x"), address, ["Mira"])
    link = serving.links[0][1]
    port = serving.listener.getsockname()[1]
    assert re.match(rf"https://review\.example:{port}/[\w-]{{22}}/enter\?token=", link)
    with started(serving):
        trust = ssl.create_default_context(cafile=cert)
        plain = socket.create_connection(("127.0.0.1", port), timeout=10)
        with trust.wrap_socket(plain, server_hostname="review.example") as safe:
            path = link.split(f":{port}")[1]
            safe.sendall(f"GET {path} HTTP/1.1\r\nHost: review.example:{port}\r\nConnection: close\r\n\r\n".encode())
            answer = safe.recv(10_000).decode().lower()
    assert answer.startswith("http/1.1 303")
    assert f"set-cookie: __host-iqtibas-{port}=" in answer
    assert "; secure" in answer
    assert "; path=/;" in answer
    assert "strict-transport-security" in answer
