"""Everything that reads what strangers write, each as a function of some bytes that may raise nothing but IqtibasError.

`tests/quick/article/test_fuzz.py` gives them what Hypothesis thinks of, in every test run; `bench.fuzz.run`
gives them what atheris finds by watching which code runs.
"""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from iqtibas.article.embeds import find_embeds
from iqtibas.article.errors import IqtibasError
from iqtibas.article.input.decode import decode
from iqtibas.article.input.docx import article_from_docx, docx_text
from iqtibas.article.input.fetch_robots import parse_robots
from iqtibas.article.input.fetch_url import follow, parse_target
from iqtibas.article.input.html import article_from_html, main_text
from iqtibas.article.input.jsonl import articles_from_lines, bounded_lines
from iqtibas.article.input.plain import article_from_text
from iqtibas.article.input.statements import read_statements
from iqtibas.article.input.transcript import read_lines
from iqtibas.article.model import Article
from iqtibas.article.quotes import find_quotes
from iqtibas.article.sentences import segment_article

Check = Callable[[bytes], None]

ARABIC = "أعلنت الوزيرة سلمى الهاشمي أن الجسر سيفتح يوم الاثنين، وقالت: «لن ندفع أكثر من 60 مليون دينار»."
TWEET = "We will not pay more than 60 million. https://t.co/a1b2\n— Salma Hashimi (@SalmaH) March 24, 2021"
PASTED = f"جسر جديد في العاصمة\n{ARABIC}\nأعلاه تغريدة للوزيرة تقول: “لن ندفع أكثر”.\n{TWEET}\nإقرأ أيضاً\n{ARABIC}\n"
PAGE = (
    f"<!doctype html><html><head><meta charset=utf-8><title>جسر - موقع</title></head><body><nav>أخبار</nav><article>"
    f"<h1>جسر</h1><p>{ARABIC}</p><blockquote class='twitter-tweet'><p>{TWEET}</p><a href='https://twitter.com/SalmaH/"
    f"status/1'>March 24, 2021</a></blockquote><ul><li>{ARABIC}</li></ul><div data-oembed='"
    '{"html": "&lt;blockquote class=&quot;twitter-tweet&quot;&gt;Yes&lt;/blockquote&gt;"}'
    "'></div></article></body></html>"
)
WORD_XML = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCUMENT = (
    f'<w:document xmlns:w="{WORD_XML}"><w:body><w:p><w:pPr><w:pStyle w:val="a"/></w:pPr><w:r><w:t>جسر</w:t></w:r></w:p>'
    f"<w:tbl><w:tr><w:tc><w:p><w:ins><w:r><w:t>{ARABIC}</w:t><w:br/></w:r></w:ins><w:del><w:r><w:t>لا</w:t></w:r></w:del>"
    "</w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
)
STYLES = (
    f'<w:styles xmlns:w="{WORD_XML}"><w:style w:styleId="a"><w:name w:val="heading 1"/><w:basedOn w:val="b"/></w:style>'
    "</w:styles>"
)
RELATIONS = '<Relationships><Relationship Type="x/officeDocument" Target="word/document.xml"/></Relationships>'
PARTS = ("word/document.xml", "word/styles.xml", "_rels/.rels", "docProps/core.xml")
CSV = f'text,speaker,date\r\n"We will not pay, never.",Salma,2021-03-24\r\n{ARABIC},x,\r\n'
TRANSCRIPT = "MS HASHIMI: Good morning. We will not pay more.\n\nQUESTION: Why?\n\nMS HASHIMI: It is late.\n"
SPOKEN = "<article><p><b>Ms Hashimi:</b> Good morning. We will not pay more.</p><p><b>Ali:</b> Why?</p></article>"
BOLD = (
    f'<w:document xmlns:w="{WORD_XML}"><w:body><w:p><w:r><w:rPr><w:b w:val="1"/></w:rPr><w:t>Ms Hashimi:</w:t>'
    "</w:r><w:r><w:t> We will not pay more.</w:t></w:r></w:p></w:body></w:document>"
)
TBX = (
    '<?xml version="1.0"?><martif type="TBX"><text><body><termEntry><langSet xml:lang="ar"><tig><term>جسر</term></tig>'
    '</langSet><langSet xml:lang="en"><tig><term>bridge</term></tig></langSet></termEntry></body></text></martif>'
)
TMX = (
    '<?xml version="1.0"?><tmx version="1.4"><header/><body><tu><prop type="x">o</prop><tuv xml:lang="ar-SY"><seg>جسر'
    '<bpt i="1">x</bpt> جديد</seg></tuv><tuv xml:lang="EN"><seg>A new <ph/>bridge</seg></tuv></tu></body></tmx>'
)
ROBOTS = "User-agent: *\nDisallow: /a*b$\nAllow: /a\n\nUser-agent: iqtibas\nDisallow: /خبر\n"
MANIFEST = (
    '{"name": "m", "revision": "1", "licence": "MIT", "languages": ["ar", "en"], "files": {"vocab.json": '
    '{"sha256": "00", "bytes": 2}}}'
)
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">'
    '<!ENTITY c SYSTEM "file:///etc/passwd">]>'
)


@dataclass(frozen=True, slots=True)
class Target:
    """A reader. check: raises what should not happen. seeds: what it reads well. pieces: words of its language."""

    check: Check
    seeds: tuple[bytes, ...]
    pieces: tuple[bytes, ...]


@contextmanager
def refusals() -> Iterator[None]:
    """An input may be refused, in one line that names it."""
    try:
        yield
    except IqtibasError as error:
        line = str(error)
        assert line.strip()
        assert "\n" not in line


def _examine(items: Iterable[Article | IqtibasError]) -> None:
    """Use articles as the program does: every span must lie in the text."""
    for item in items:
        if isinstance(item, Article):
            spans = [*item.blocks, *find_embeds(item), *find_quotes(item), *segment_article(item)]
            assert all(0 <= span.start <= span.end <= len(item.text) for span in spans)


def text(data: bytes) -> None:
    """A plain text in any encoding."""
    with refusals():
        decoded = decode(data, "fuzz")
        _examine([article_from_text(decoded.text, id="fuzz", source="fuzz", sha256="")])


def lines(data: bytes) -> None:
    """JSON lines."""
    with refusals():
        _examine(articles_from_lines(bounded_lines(io.BytesIO(data)), "fuzz", "fuzz"))


def html(data: bytes) -> None:
    """A web page, as an article and as a transcript."""
    with refusals():
        _examine([article_from_html(data, article_id="fuzz", source="fuzz")])
    with refusals():
        main_text(data, "fuzz")


def docx(data: bytes) -> None:
    """A Word file: the whole package, and the same bytes as the part that the first byte chooses."""
    with refusals():
        _examine([article_from_docx(data, article_id="fuzz", source="fuzz")])
    chosen = PARTS[data[0] % len(PARTS)] if data else PARTS[0]
    with refusals():
        docx_text(packed({chosen: data[1:]}), "fuzz")


def packed(parts: dict[str, bytes]) -> bytes:
    """A Word package; parts: those in the place of, or beside, a good one's."""
    whole = {
        "word/document.xml": DOCUMENT.encode(),
        "word/styles.xml": STYLES.encode(),
        "_rels/.rels": RELATIONS.encode(),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in (whole | parts).items():
            package.writestr(zipfile.ZipInfo(name), part)
    return out.getvalue()


def statements(data: bytes) -> None:
    """English statements as a table, JSON lines, a transcript of three kinds; and one sentence a line."""
    for suffix in (".csv", ".jsonl", ".txt", ".html", ".docx"):
        whole = packed({"word/document.xml": data}) if suffix == ".docx" else data
        with _file(whole, suffix) as path, refusals():
            read_statements(path)
    with _file(data, ".txt") as path, refusals():
        read_lines(path)


def tables(data: bytes) -> None:
    """Glossaries and translation memories: CSV, TBX, TMX, TSV."""
    from iqtibas.report.exchange.pairs import read_pairs
    from iqtibas.translate.glossary import read_glossary

    for suffix in (".csv", ".tbx"):
        with _file(data, suffix) as path, refusals():
            read_glossary(path)
    for suffix in (".tmx", ".tsv", ".csv"):
        with _file(data, suffix) as path, refusals():
            for _ in read_pairs(path):
                pass


def manifests(data: bytes) -> None:
    """The lists of an index and of a model, and a model's configuration."""
    from iqtibas.align.index.file import ENCODER, MANIFEST, encoder_digest, read_manifest
    from iqtibas.models.folder import CONFIG, WEIGHTS
    from iqtibas.models.manifest import MANIFEST as MODEL_MANIFEST
    from iqtibas.models.manifest import read_manifest as read_model_manifest
    from iqtibas.models.validate import check_folder

    for name, content in ((MANIFEST, data), (MANIFEST, _sealed(data, ENCODER, encoder_digest()))):
        with _file(content, "", name) as path, refusals():
            read_manifest(path.parent)
    with _file(data, "", MODEL_MANIFEST) as path, refusals():
        read_model_manifest(path.parent).differences(path.parent)
    with _file(data, "", CONFIG) as path, refusals():
        (path.parent / WEIGHTS).write_bytes(data)
        check_folder(path.parent)


def _sealed(data: bytes, encoder: str, digest: str) -> bytes:
    """A list of parts as somebody writes it who knows how its checksum is made."""
    try:
        inside = json.loads(data)
    except (ValueError, RecursionError):
        inside = data.decode("latin-1")
    if isinstance(inside, dict):
        inside |= {"encoder": encoder, "digest": digest}
    canonical = json.dumps(inside, sort_keys=True, separators=(",", ":")).encode()
    return json.dumps({"schema": 1, "crc32": zlib.crc32(canonical), "index": inside}).encode()


def urls(data: bytes) -> None:
    """Addresses, redirects and the rules of sites."""
    told = data.decode("utf-8", "replace")
    with refusals():
        target = parse_target(told)
        assert parse_target(target.url) == target
    with refusals():
        follow(parse_target("https://news.example/a/b?c"), told)
    parse_robots(told, "iqtibas").allow("/a/b?c")


@contextmanager
def _file(data: bytes, suffix: str, name: str = "") -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (name or f"fuzz{suffix}")
        path.write_bytes(data)
        yield path


_XML_PIECES = (
    b"<",
    b"/>",
    b"</a>",
    b"<a ",
    b"&a;",
    b"&#0;",
    b"&#x110000;",
    b"]]>",
    b"<![CDATA[",
    b"<!--",
    BOMB.encode(),
)
_JSON_PIECES = (
    b"{",
    b"}",
    b"[" * 2000,
    b'"',
    b"null",
    b"1e999",
    b"-",
    b"\\ud800",
    b"9" * 5000,
    b"NaN",
    b"\xef\xbb\xbf",
)
_TEXT_PIECES = (
    *(
        "\u202e",
        "\u2068",
        "\u200f",
        "\x00",
        "\x85",
        "\u2028",
        "«",
        "»",
        "“",
        '"',
        "— A (@b) May 1, 2020",
        "https://t.co/a",
    ),
    *("\ud7ff", "ﷺ", "٣٫٥", "\u0640" * 50, "\r", "\r\n", ".@a: ", "قال إن ", "pic.twitter.com/", "@" * 50, "(" * 50),
)
_RAW_PIECES = (b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\xef\xbb\xbf", b"\x80", b"\xd8", b"PK\x03\x04", b"\0")
_TEXTS = (*(piece.encode() for piece in _TEXT_PIECES), *_RAW_PIECES)

TARGETS = {
    "text": Target(text, (PASTED.encode(), PASTED.encode("cp1256", "ignore"), PASTED.encode("utf-16")), _TEXTS),
    "lines": Target(
        lines,
        (json.dumps({"id": "a", "text": PASTED, "title": "b"}).encode() + b"\n{}\n",),
        (*_JSON_PIECES, *_RAW_PIECES),
    ),
    "html": Target(
        html, (PAGE.encode(),), (*_XML_PIECES, *_TEXTS, b"<template>", b"<svg>", b"<table>", b"<p><b>" * 300)
    ),
    "docx": Target(
        docx,
        (packed({}), *(bytes([at]) + part.encode() for at, part in enumerate((DOCUMENT, STYLES, RELATIONS)))),
        (*_XML_PIECES, *_RAW_PIECES, b"PK\x01\x02", b"../../", b"\xff\xff\xff\xff"),
    ),
    "statements": Target(
        statements,
        (
            CSV.encode(),
            TRANSCRIPT.encode(),
            SPOKEN.encode(),
            BOLD.encode(),
            b'{"text": "Yes.", "date": "2021-03-24"}\n',
        ),
        (*_JSON_PIECES, *_XML_PIECES, *_TEXTS, b",", b";", b'""', b"MR A: ", b"<b>", b"</b>"),
    ),
    "tables": Target(
        tables,
        (TBX.encode(), TMX.encode(), f"جسر,bridge\n{ARABIC},x,y\n".encode()),
        (*_XML_PIECES, *_TEXTS, b",", b"\t"),
    ),
    "manifests": Target(
        manifests,
        (
            MANIFEST.encode(),
            b'{"width": 512, "parts": [{"name": "0123456789abcdef", "rows": 1, "files": {"spans.npy": [1, 2]}, '
            b'"dropped": []}], "sources": {"a": {"sha256": "", "argument": ""}}}',
        ),
        (*_JSON_PIECES, b'"parts"', b'"../x"', b"{}", b"[]", b'"name"'),
    ),
    "urls": Target(
        urls,
        (b"https://user@news.example:8080/a/../b?c=d#e", b"http://[64:ff9b::127.0.0.1]/", ROBOTS.encode()),
        (
            *_RAW_PIECES,
            b"://",
            b"@",
            b"\\",
            b"[",
            b"]",
            b"%",
            b"xn--",
            b".",
            b":",
            b"*" * 50,
            b"$",
            "ß".encode(),
            b"0x7f",
        ),
    ),
}
