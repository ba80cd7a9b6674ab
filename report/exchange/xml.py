"""XML in and out: what may stand in it, and how an untrusted file is read without being led astray."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from iqtibas.article import ReadError
from iqtibas.article.input.regular import require_regular

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# All that is no Char of XML 1.0 (production 2). Bidirectional controls are, and are kept.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
REPLACEMENT = "\ufffd"
MAX_XML_BYTES = 500_000_000
"""Largest file that is read. A memory of a million pairs has about 400 MB."""
MOST_INSIDE = 10_000
"""Elements in one unit. One in all languages of the European Union has some hundred."""


def legal(text: str) -> str:
    """`text` with a U+FFFD for every code point that XML cannot hold: control characters and lone surrogates."""
    return ILLEGAL.sub(REPLACEMENT, text)


def serialized(root: Any) -> bytes:
    """A document as UTF-8 with its declaration and a line feed at the end. Carriage returns are escaped."""
    from lxml import etree

    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")) + b"\n"


def elements(path: Path, document: str, name: str) -> Iterator[Any]:
    """The elements of one local name as they end. They and all others are dropped behind: memory stays small.

    document: the local name that the outermost element must have. Nothing is fetched and no entity followed. Raises
    ReadError for another document, and for what is no XML, too large, or declares entities.
    """
    from lxml import etree

    try:
        require_regular(path)
        if path.stat().st_size > MAX_XML_BYTES:
            raise ReadError(str(path), f"is larger than {MAX_XML_BYTES // 1_000_000} MB", "split it")
        with path.open("rb") as file:
            events = etree.iterparse(
                file,
                events=("start", "end"),
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            )
            yield from _ending(events, document, name, path)
    except etree.XMLSyntaxError as error:
        raise ReadError(str(path), f"is no well-formed XML ({error.msg})", "export it again") from error
    except OSError as error:
        raise ReadError(
            str(path), f"cannot be read ({error.strerror})", "check the name and its permissions"
        ) from error


def _ending(events: Any, document: str, name: str, path: Path) -> Iterator[Any]:
    root, wanted, inside = None, None, 0
    for event, element in events:
        if root is None:
            root = element
            _refuse_entities(root, path)
            if local_name(root) != document:
                raise ReadError(str(path), f"is XML, but no {document.upper()}", "check the name")
        elif event == "start":
            if wanted is None and local_name(element) == name:
                wanted, inside = element, 0
            inside += 1
            if wanted is not None and inside > MOST_INSIDE:
                problem = f"has a {name} of more than {MOST_INSIDE} elements"
                raise ReadError(f"{path}, line {wanted.sourceline}", problem, "take it out")
        elif wanted is None or element is wanted:
            if element is wanted:
                yield element
            wanted = None
            _drop(element)


def _drop(element: Any) -> None:
    """Let go of an element that has ended, and of what stands before it."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def local_name(element: Any) -> str:
    """The name without its namespace; "" for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _refuse_entities(root: Any, path: Path) -> None:
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and next(declared.iterentities(), None) is not None:
        raise ReadError(str(path), "declares XML entities, which can make a small file endless", "export it without")
