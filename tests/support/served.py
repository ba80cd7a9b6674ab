"""The review screen on a port of its own, in a thread, for tests."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

from invented import ledger_result, plain_result, port_result

from iqtibas.report import ArticleResult
from iqtibas.review.screen import Screen
from iqtibas.review.server import Address, Serving, prepare
from iqtibas.review.workspace import Workspace

MIRA, OMAR = "Mira", "Omar <b>"
START_SECONDS = 20.0


@dataclass
class Answer:
    """What the server said. headers: names in lower case."""

    status: int
    headers: dict[str, str]
    body: str

    def json(self) -> dict[str, object]:
        found = json.loads(self.body)
        assert isinstance(found, dict)
        return found


@dataclass
class Visitor:
    """A program that speaks HTTP, as a browser or an attacker would. cookie, csrf: "" until it has entered.

    base: of the paths that it asks for, but those of static files; "" for who was never told.
    """

    port: int
    cookie: str = ""
    csrf: str = ""
    base: str = ""

    def ask(
        self, path: str, method: str = "GET", headers: Mapping[str, str | None] | None = None, body: bytes | None = None
    ) -> Answer:
        """headers: on top of, or with None instead of, what a browser would send."""
        sent: dict[str, str | None] = {"Host": f"127.0.0.1:{self.port}", "Cookie": self.cookie or None}
        if method != "GET":
            sent |= {
                "Origin": f"http://127.0.0.1:{self.port}",
                "X-Iqtibas-CSRF": self.csrf,
                "Content-Type": "application/json",
                "Content-Length": str(len(body or b"")),
            }
        sent |= headers or {}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            own = path.startswith(("/static/", f"{self.base}/enter"))
            connection.putrequest(method, path if own else self.base + path, skip_host=True, skip_accept_encoding=True)
            for name, value in sent.items():
                if value is not None:
                    connection.putheader(name, value)
            connection.endheaders(body)
            answer = connection.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, names, answer.read().decode("utf-8"))
        finally:
            connection.close()

    def post(self, path: str, record: object, headers: Mapping[str, str | None] | None = None) -> Answer:
        return self.ask(path, "POST", headers, json.dumps(record).encode())

    def enter(self, link: str) -> Answer:
        """Follow a one-time link, and read the token that changes need."""
        parts = urlsplit(link)
        self.base = parts.path.removesuffix("/enter")
        answer = self.ask(f"{parts.path}?{parts.query}")
        if "set-cookie" in answer.headers:
            self.cookie = answer.headers["set-cookie"].split(";")[0]
            page = self.ask("/").body
            self.csrf = unescape(page.split('name="csrf" content="')[1].split('"')[0])
        return answer


@dataclass
class Served:
    """A running screen. links: by reviewer, each good for one browser, those that nobody has followed yet."""

    folder: Path
    port: int
    links: dict[str, str]

    @property
    def base(self) -> str:
        """The path that everything is below, which only links tell."""
        return urlsplit(next(iter(self.links.values()))).path.removesuffix("/enter")

    def visitor(self, reviewer: str | None = None) -> Visitor:
        """A new one: a stranger, or who has followed a reviewer's link, which is used up."""
        made = Visitor(self.port)
        if reviewer is not None:
            made.enter(self.links.pop(reviewer))
        return made


def invented_run(more: int = 0) -> list[ArticleResult]:
    """Four statements in three articles, and three more for each further article."""
    first = port_result()
    copies = [
        replace(first, article=replace(first.article, id=f"invented/{i}.txt", sha256=f"{i:064x}")) for i in range(more)
    ]
    return [first, ledger_result(), plain_result(), *copies]


@contextmanager
def served(
    folder: Path, results: Sequence[ArticleResult], reviewers: Sequence[str] = (MIRA, OMAR), port: int = 0
) -> Iterator[Served]:
    """The screen of a run, until the block ends."""
    serving = prepare(lambda: Workspace(folder, results), Screen("invented run"), Address(port=port), reviewers)
    with started(serving):
        yield Served(folder, serving.listener.getsockname()[1], dict(serving.links))


@contextmanager
def started(serving: Serving) -> Iterator[None]:
    """The server in a thread, until the block ends."""
    thread = threading.Thread(target=serving.run)
    thread.start()
    try:
        deadline = time.monotonic() + START_SECONDS
        while not serving.server.started:
            assert thread.is_alive(), "the server does not start"
            assert time.monotonic() < deadline, "the server takes too long"
            time.sleep(0.01)
        yield
    finally:
        serving.server.should_exit = True
        thread.join(START_SECONDS)
        assert not thread.is_alive()
