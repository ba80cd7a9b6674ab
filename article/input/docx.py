"""Word documents: the paragraphs of a DOCX in order, with what their styles tell.

The parts that hold text, styles and title are read straight from the package (ECMA-376, parts 1 and 2):
python-docx loses text in tracked insertions and content controls, and fails where a picture is missing.
"""

from __future__ import annotations

import hashlib
import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from iqtibas.article.errors import ReadError
from iqtibas.article.input.decode import examine
from iqtibas.article.input.docx_hidden import hidden_styles, is_hidden, symbol
from iqtibas.article.input.plain import article_from_text
from iqtibas.article.model import Article, BlockKind

MAX_PART_BYTES = 20_000_000
"""Largest unpacked XML part. A thousand pages are about 5 MB; a zip bomb is gigabytes."""
MAX_MEMBERS = 10_000
"""Most files in the package. A document with a thousand pictures has a thousand and a few."""
MAX_STYLE_DEPTH = 10
"""How far styles are followed to what they are based on; Word itself allows eleven levels."""

OLE_MAGIC = b"\xd0\xcf\x11\xe0"
# What zipfile raises for broken, encrypted (RuntimeError) and exotically compressed archives.
BROKEN_ZIP = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError),
    *(NotImplementedError, RuntimeError, OSError, ValueError),
)
SAVE_AGAIN = "open it in a word processor and save it again as .docx"

# Deleted and moved-away text, what alternative content falls back to (it repeats the choice), and properties.
LEFT_OUT = frozenset({"del", "moveFrom", "Fallback", "pPr", "rPr", "sectPr", "tblPr", "instrText"})
BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
STYLE_NAMES: tuple[tuple[str, BlockKind], ...] = (
    ("heading", "heading"),
    ("title", "heading"),
    ("subtitle", "heading"),
    ("list bullet", "list_item"),
    ("list number", "list_item"),
    ("caption", "caption"),
)


def article_from_docx(data: bytes, *, article_id: str, source: str) -> Article:
    """The article in a Word document. Raises ReadError as `docx_text`, or if it holds no Arabic."""
    text, markup, title, hidden = _read(data, source)
    left_out = [f"{hidden} hidden character(s) left out"] if hidden else []
    return article_from_text(
        text,
        id=article_id,
        source=f"{source} (DOCX)",
        sha256=hashlib.sha256(data).hexdigest(),
        title=title,
        markup=markup,
        notes=(*examine(text, source), *left_out),
    )


def docx_text(data: bytes, source: str) -> tuple[str, dict[int, BlockKind], str]:
    """A Word document's text, the kinds of its lines by the offsets of their first code points, and its title.

    Paragraphs, table cells, text boxes and tracked insertions, in order, then the notes at the foot of a page or at the
    end that the text refers to. Headers, footers and comments are not read, nor text that is formatted as hidden.
    Raises ReadError if it is no DOCX, is broken or protected, or unpacks to more than MAX_PART_BYTES.
    """
    return _read(data, source)[:3]


def docx_document(data: bytes, source: str) -> Any:
    """The root of a Word document's main part. Raises ReadError as `docx_text`."""
    return _opened(data, source).document


class _Parts(NamedTuple):
    """The roots of a package's parts, None where there is none, and the title."""

    document: Any
    styles: Any
    footnotes: Any
    endnotes: Any
    title: str


def _read(data: bytes, source: str) -> tuple[str, dict[int, BlockKind], str, int]:
    """What `docx_text` gives, and how many characters are hidden."""
    parts = _opened(data, source)
    walk = _Walk(_style_kinds(parts.styles), hidden_styles(parts.styles))
    paragraphs = list(walk.paragraphs(parts.document))
    for notes, reference in ((parts.footnotes, "footnoteReference"), (parts.endnotes, "endnoteReference")):
        asked = [_attribute(own, "id") for own in parts.document.iter() if _local(own) == reference]
        by_id = {_attribute(note, "id"): note for note in _children(notes)}
        for note in (by_id[own] for own in dict.fromkeys(asked) if own in by_id):
            paragraphs += walk.paragraphs(note)
    return *_text_of(paragraphs), parts.title, walk.hidden


def _opened(data: bytes, source: str) -> _Parts:
    """The parts of a package that hold text."""
    if data.startswith(OLE_MAGIC):
        problem = "is an old or password-protected Word file"
        raise ReadError(source, problem, "save it as .docx without a password")
    if data.count(b"PK\x01\x02") > MAX_MEMBERS:
        raise ReadError(source, f"packs more than {MAX_MEMBERS} files", SAVE_AGAIN)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _parts(package, source)
    except BROKEN_ZIP as error:
        raise ReadError(source, f"is no readable .docx ({error})", SAVE_AGAIN) from error


def _parts(package: zipfile.ZipFile, where: str) -> _Parts:
    name = "word/document.xml"
    for relation in _children(_xml(package, "_rels/.rels", where)):
        if relation.get("Type", "").endswith("/officeDocument"):
            name = relation.get("Target", name).lstrip("/")
    document = _xml(package, name, where)
    if document is None or _local(document) != "document":
        raise ReadError(where, "is a zip archive, but no Word document", SAVE_AGAIN)
    beside = (posixpath.join(posixpath.dirname(name), own) for own in ("styles.xml", "footnotes.xml", "endnotes.xml"))
    styles, footnotes, endnotes = (_xml(package, own, where) for own in beside)
    properties = _children(_xml(package, "docProps/core.xml", where))
    title = next((e.text or "" for e in properties if _local(e) == "title"), "")
    return _Parts(document, styles, footnotes, endnotes, title.strip())


def _xml(package: zipfile.ZipFile, name: str, where: str) -> Any:
    """The root of a part, or None without it. Nothing is written to disk, and no entity is followed."""
    from lxml import etree

    data = _unpacked(package, name, where)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = None if data is None else etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ReadError(where, f"{name} is damaged ({error.msg})", SAVE_AGAIN) from error
    if root is not None and root.getroottree().docinfo.internalDTD is not None:
        raise ReadError(where, f"{name} declares a document type, which no word processor writes", SAVE_AGAIN)
    return root


def _unpacked(package: zipfile.ZipFile, name: str, where: str) -> bytes | None:
    """A part's bytes, or None without such a part; unpacking stops at the limit, whatever size is declared."""
    try:
        member = package.getinfo(name)
    except KeyError:
        return None
    with package.open(member) as part:
        data = part.read(MAX_PART_BYTES + 1)
    if len(data) > MAX_PART_BYTES:
        problem = f"{name} unpacks to more than {MAX_PART_BYTES // 1_000_000} MB"
        raise ReadError(where, problem, "if it is no zip bomb, save the text alone")
    return data


def _local(element: Any) -> str:
    """The name without its namespace: transitional and strict documents differ only in that."""
    return str(element.tag).rpartition("}")[2]


def _children(element: Any) -> list[Any]:
    return [] if element is None else list(element)


def _child(element: Any, name: str) -> Any:
    return next((e for e in _children(element) if _local(e) == name), None)


def _value(element: Any) -> str:
    """The `w:val` attribute."""
    return _attribute(element, "val")


def _attribute(element: Any, name: str) -> str:
    """An attribute by its name without the namespace, or ""."""
    return "" if element is None else next((str(v) for k, v in element.items() if k.endswith(f"}}{name}")), "")


def _style_kinds(styles: Any) -> dict[str, BlockKind]:
    """What a paragraph of each style is, by style id; styles take after the ones that they are based on."""
    named: dict[str, BlockKind] = {}
    bases: dict[str, str] = {}
    for style in _children(styles):
        key = next((str(v) for k, v in style.items() if k.endswith("}styleId")), "")
        bases[key] = _value(_child(style, "basedOn"))
        name = _value(_child(style, "name")).lower()
        if kind := next((kind for start, kind in STYLE_NAMES if name.startswith(start)), None):
            named[key] = kind
    for _ in range(MAX_STYLE_DEPTH):
        named.update({key: named[base] for key, base in bases.items() if key not in named and base in named})
    return named


def _text_of(paragraphs: Sequence[tuple[BlockKind | None, str]]) -> tuple[str, dict[int, BlockKind]]:
    """The text, a paragraph a line, and the kinds of its lines by their offsets."""
    lines: list[str] = []
    markup: dict[int, BlockKind] = {}
    offset = 0
    for kind, paragraph in paragraphs:
        for line in paragraph.splitlines(keepends=True):
            if kind and line.strip():
                markup[offset + len(line) - len(line.lstrip())] = kind
            lines.append(line)
            offset += len(line)
        lines.append("\n")
        offset += 1
    return "".join(lines), markup


class _Walk:
    """Goes through parts of a document. hidden: how many characters were left out because nobody sees them."""

    def __init__(self, kinds: Mapping[str, BlockKind], hiding: Mapping[str, bool]) -> None:
        self._kinds, self._hiding = kinds, hiding
        self.hidden = 0

    def paragraphs(self, part: Any) -> Iterator[tuple[BlockKind | None, str]]:
        """Kind and text of every paragraph as it ends: a text box comes before the paragraph that anchors it."""
        from lxml import etree

        open_paragraphs: list[tuple[Any, list[str]]] = []
        walker = etree.iterwalk(part, events=("start", "end"))
        for event, element in walker:
            name = _local(element)
            if name == "p" and event == "start":
                open_paragraphs.append((element, []))
            elif name == "p" and open_paragraphs:
                paragraph, pieces = open_paragraphs.pop()
                yield _kind(paragraph, self._kinds), "".join(pieces)
            elif event == "start" and name in LEFT_OUT:
                walker.skip_subtree()
            elif event == "start" and name == "r" and open_paragraphs:
                if is_hidden(element, open_paragraphs[-1][0], self._hiding):
                    self.hidden += len("".join("".join(map(_shown, element)).split()))
                    walker.skip_subtree()
            elif event == "start" and open_paragraphs:
                open_paragraphs[-1][1].append(_shown(element))


def _shown(element: Any) -> str:
    """The text that an element shows itself: of a run, a break, a symbol, lettering that is drawn."""
    name = _local(element)
    if name == "t":
        return element.text or ""
    if name == "sym":
        return symbol(_attribute(element, "font"), _attribute(element, "char"))
    return element.get("string") or "" if name == "textpath" else BREAKS.get(name, "")


def _kind(paragraph: Any, styles: Mapping[str, BlockKind]) -> BlockKind | None:
    """What numbering, outline level or style make of a paragraph; None for plain ones."""
    properties = _child(paragraph, "pPr")
    if _child(properties, "outlineLvl") is not None:
        return "heading"
    kind = styles.get(_value(_child(properties, "pStyle")))
    return "list_item" if kind is None and _child(properties, "numPr") is not None else kind
