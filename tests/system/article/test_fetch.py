"""Fetching from a server on loopback: pages, redirects, certificates, and URLs as inputs."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import json
import shutil
import socket
import ssl
import subprocess
from pathlib import Path

import pytest
from fetching import AGENT, ARABIC, PAGE, asked_of, fetcher, refusal, resolver, url
from fetching import no_connection as no_connection
from fetching import server as server
from hostile_server import HostileServer, hostile_server, redirect, response

from iqtibas.article import Article, IqtibasError, ReadError, count_inputs, read_articles
from iqtibas.article.input.fetch import MAX_REDIRECTS, MOST_ADDRESSES, Fetched, Fetcher, Policy
from iqtibas.article.input.fetch_url import PORTS, Target, follow

# A page, and what is told of it -------------------------------------------------------------------------------


def test_a_page_is_fetched_as_it_is(server: HostileServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for proxy in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(proxy, "http://127.0.0.1:1")
    server.replies["/page"] = response(PAGE, "text/html; charset=windows-1256")
    names = resolver("127.0.0.1", "10.0.0.1")
    page = fetcher(server, names).fetch(url(server, "/page?a=1#top"))
    sha256 = hashlib.sha256(PAGE).hexdigest()
    assert page == Fetched(url(server, "/page?a=1"), PAGE, "html", "windows-1256", sha256)
    head = server.seen[1].split("\r\n")
    assert head[0] == "GET /page?a=1 HTTP/1.1"
    assert sorted(head[1:-2], key=str.lower) == [
        "Accept-Encoding: gzip",
        "Accept-Language: ar, en;q=0.5",
        next(line for line in head if line.startswith("Accept: text/html")),
        "Connection: close",
        f"Host: news.example:{server.port}",
        f"User-Agent: {AGENT}",
    ]
    assert asked_of(names) == ["news.example"]


def test_a_name_that_changes_its_address_is_not_asked_twice(server: HostileServer) -> None:
    """DNS rebinding: robots.txt, the page and a redirect to the same host go where the first answer led."""
    server.replies |= {"/page": redirect("/next"), "/next": response(PAGE)}
    names = resolver("127.0.0.1", "169.254.169.254")
    fetch = fetcher(server, names)
    assert fetch.fetch(url(server)).data == PAGE
    assert asked_of(names) == ["news.example"]
    assert "169.254.169.254" in refusal(fetch, url(server))  # the next fetch asks anew, and checks anew
    server.replies["/page"] = redirect(url(server, "/next", "other.example"))
    names = resolver("127.0.0.1", "10.1.2.3")
    assert "other.example is a private address" in refusal(fetcher(server, names), url(server))
    assert asked_of(names) == ["news.example", "other.example"]


def test_an_address_that_does_not_answer_is_followed_by_the_next(server: HostileServer) -> None:
    server.replies["/page"] = response(PAGE)
    exceptions = frozenset({("127.0.0.1", server.port), ("127.0.0.2", server.port)})
    names = resolver("127.0.0.2,127.0.0.1")
    assert fetcher(server, names, exceptions=exceptions).fetch(url(server)).data == PAGE


def test_so_many_addresses_are_tried(server: HostileServer) -> None:
    server.replies["/page"] = response(PAGE)
    silent = [f"127.0.0.{n}" for n in range(2, 2 + MOST_ADDRESSES)]
    exceptions = frozenset((address, server.port) for address in [*silent, "127.0.0.1"])
    for before in (silent[1:], silent):
        fetch = fetcher(server, resolver(",".join([*before, "127.0.0.1"])), exceptions=exceptions)
        if len(before) < MOST_ADDRESSES:
            assert fetch.fetch(url(server)).data == PAGE
        else:
            assert "cannot be reached" in refusal(fetch, url(server))


@pytest.mark.parametrize(
    ("kind", "path", "expected"),
    [
        ("text/html", "/a", "html"),
        ("Text/HTML ; charset=utf-8", "/a.txt", "html"),
        ("application/xhtml+xml", "/a", "html"),
        ("text/plain;charset=utf-8", "/a", "text"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "/a", "docx"),
        ("application/jsonl", "/a", "lines"),
        ("application/x-ndjson", "/a", "lines"),
        ("application/octet-stream", "/a.DOCX", "docx"),
        ("", "/a.jsonl", "lines"),
        ("", "/a.html", None),
        ("", "/a", None),
        ("application/octet-stream", "/a.pdf", None),
        ("application/pdf", "/a.txt", None),
        ("application/json", "/a", None),
        ("image/svg+xml", "/a", None),
        ("text/html, application/pdf", "/a", None),
        ("multipart/x-mixed-replace; boundary=a", "/a", None),
    ],
)
def test_only_what_an_article_can_be_is_read(server: HostileServer, kind: str, path: str, expected: str | None) -> None:
    server.replies[path] = response(PAGE, kind)
    if expected:
        assert fetcher(server).fetch(url(server, path)).kind == expected
    else:
        assert "articles are text, HTML, DOCX or JSON lines" in refusal(fetcher(server), url(server, path))


@pytest.mark.parametrize(
    "status", ["204 No Content", "206 Partial", "304 Not Modified", "401 No", "404 Gone", "500 Oh"]
)
def test_an_answer_without_a_page_is_told(server: HostileServer, status: str) -> None:
    server.replies["/page"] = response(b"", status=status)
    assert f"answers {status[:3]} ({status[4:]})" in refusal(fetcher(server), url(server))


# Redirects ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["301 A", "302 B", "303 C", "307 D", "308 E"])
def test_redirects_are_followed_as_often_as_allowed(server: HostileServer, status: str) -> None:
    hops = [f"/{n}" for n in range(MAX_REDIRECTS + 2)]
    server.replies |= {here: redirect(there, status) for here, there in itertools.pairwise(hops)}
    server.replies[hops[-1]] = response(PAGE)
    assert fetcher(server).fetch(url(server, hops[1])).url == url(server, hops[-1])
    assert f"leads on more than {MAX_REDIRECTS} times" in refusal(fetcher(server), url(server, hops[0]))
    assert server.paths() == hops[1:] + hops[:-1]


def test_a_loop_ends(server: HostileServer) -> None:
    server.replies["/page"] = redirect("/page")
    assert "leads on more than" in refusal(fetcher(server), url(server))


LEADS_AWAY = {
    "http://169.254.169.254/latest/meta-data/": "cloud's metadata address",
    "http://127.0.0.1:80/": "a loopback address",
    "//[::1]/": "a loopback address",
    "http://[::ffff:10.0.0.1]/": "in disguise",
    "http://2130706433/": "unusual form",
    "http://localhost/": "inner network",
    "file:///etc/passwd": "is no http",
    "gopher://127.0.0.1/": "is no http",
    "javascript:alert(1)": "is no http",
    "http://user@news.example/": "user name",
    "http://news.example:22/": "port 22",
    "http://news.example\\@10.0.0.1/": "U+005C",
    "http://exam\tple.org/": "U+0009",
    "http://[": "is no http",
    "": "does not say where",
}


@pytest.mark.parametrize("location", LEADS_AWAY)
def test_every_hop_is_checked_like_the_first(server: HostileServer, location: str) -> None:
    server.replies["/page"] = redirect(location)
    line = refusal(fetcher(server), url(server))
    assert LEADS_AWAY[location] in line
    assert server.paths() == ["/page"]


def test_redirects_may_be_relative_arabic_and_clumsy() -> None:
    here = Target("https", "news.example", 443, "/a/b?c")
    for location, there in {
        "d": "/a/d",
        "../e": "/e",
        "?f": "/a/b?f",
        "/خبر عاجل": "/%D8%AE%D8%A8%D8%B1%20%D8%B9%D8%A7%D8%AC%D9%84",
        " /g ": "/g",
    }.items():
        assert follow(here, location).path == there
    with pytest.raises(ReadError, match="is not encrypted"):
        follow(here, "http://news.example/")
    assert follow(Target("http", "news.example", 80, "/"), "https://news.example/").scheme == "https"


def test_an_arabic_location_is_utf_8(server: HostileServer) -> None:
    server.replies |= {"/page": redirect("/خبر"), "/%D8%AE%D8%A8%D8%B1": response(PAGE)}
    assert fetcher(server).fetch(url(server)).url == url(server, "/%D8%AE%D8%A8%D8%B1")


# Certificates -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of news.example that signs itself, and its key."""
    if not shutil.which("openssl"):
        pytest.skip("needs the openssl program to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=news.example"]
    names = ["-addext", "subjectAltName=DNS:news.example"]
    subprocess.run([*command, *names, "-out", certificate, "-keyout", key], check=True, capture_output=True)
    return certificate, key


def test_the_certificate_must_be_that_of_the_name(certificate: tuple[Path, Path]) -> None:
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(*certificate)
    names: list[str | None] = []
    own.sni_callback = lambda _socket, name, _context: names.append(name)
    trusting = ssl.create_default_context(cafile=str(certificate[0]))
    with hostile_server(own) as server:
        server.replies["/page"] = response(PAGE)
        policy = Policy(5.0, ports=PORTS | {server.port}, exceptions=frozenset({("127.0.0.1", server.port)}))
        secure = Fetcher(AGENT, policy, resolver=resolver("127.0.0.1"), tls=trusting)
        address = f"https://news.example:{server.port}/page"
        assert secure.fetch(address).data == PAGE
        assert set(names) == {"news.example"}
        assert f"\r\nHost: news.example:{server.port}\r\n" in server.seen[-1]
        for fetch, other in ((secure, "other.example"), (Fetcher(AGENT, policy, resolver=resolver("127.0.0.1")), "")):
            line = refusal(fetch, address.replace("news.example", other or "news.example"))
            assert "certificate is not valid" in line
    with hostile_server() as plain:
        policy = Policy(5.0, ports=PORTS | {plain.port}, exceptions=frozenset({("127.0.0.1", plain.port)}))
        silent = Fetcher(AGENT, dataclasses.replace(policy, seconds=0.3), resolver=resolver("127.0.0.1"))
        assert "did not arrive within 0.3 s" in refusal(silent, f"https://news.example:{plain.port}/")


# As an input --------------------------------------------------------------------------------------------------


def read_urls(server: HostileServer, *addresses: str) -> list[Article | IqtibasError]:
    return list(read_articles(addresses, fetcher=fetcher(server)))


def test_a_url_is_an_article_with_its_source(server: HostileServer) -> None:
    server.replies |= {"/page": redirect("/final"), "/final": response(PAGE)}
    [article] = read_urls(server, url(server), url(server))
    assert isinstance(article, Article)
    assert article.id == url(server)
    assert article.source == f"{url(server, '/final')} (HTML, UTF-8)"
    assert article.sha256 == hashlib.sha256(PAGE).hexdigest()
    assert ARABIC in article.text
    assert "without encryption" in article.notes[-1]


def test_the_readers_are_those_of_files(server: HostileServer, samples: Path) -> None:
    word = (samples / "docx" / "02-ministry-number.docx").read_bytes()
    lines = b"".join(json.dumps({"text": ARABIC, **own}).encode() + b"\n" for own in ({"id": "one"}, {}))
    server.replies |= {
        "/text": response(ARABIC.encode("cp1256"), "text/plain; charset=windows-1256"),
        "/word": response(word, "application/octet-stream"),
        "/word.docx": response(word, "application/octet-stream"),
        "/lines": response(lines, "application/jsonl"),
        "/bad": response(b"<p>English only</p>"),
        "/legacy": response(PAGE.decode().encode("iso8859_6", "ignore"), "text/html; charset=iso-8859-6"),
    }
    found = read_urls(server, *(url(server, path) for path in server.replies))
    text, refused, document, one, two, bad, legacy = found
    assert isinstance(text, Article)
    assert text.text == ARABIC
    assert "windows-1256" in text.source
    assert isinstance(refused, ReadError)
    assert "octet-stream" in str(refused)
    [local] = read_articles([str(samples / "docx" / "02-ministry-number.docx")])
    assert isinstance(document, Article)
    assert isinstance(local, Article)
    assert document.text == local.text
    assert [isinstance(a, Article) and a.id for a in (one, two)] == ["one", f"{url(server, '/lines')}:2"]
    assert isinstance(bad, ReadError)
    assert str(bad).startswith(url(server, "/bad"))
    assert isinstance(legacy, Article)
    assert "ISO-8859-6" in legacy.source


@pytest.mark.usefixtures("no_connection")
@pytest.mark.parametrize(
    "address", ["https://news.example/a", "HTTP://127.0.0.1/", "file:///etc/passwd", "ftp://a.b/c"]
)
def test_without_a_fetcher_nothing_is_fetched(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("a name was resolved"))
    [error] = read_articles([address])
    assert isinstance(error, ReadError)
    assert "not fetched" in str(error)
    assert "give the file" in error.hint
    assert count_inputs([address, address]) == 1
