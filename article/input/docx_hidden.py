"""What a Word document formats as hidden, and what its symbols show (ECMA-376 part 1, 17.3.2 and 17.3.3.30)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SMALLEST = 2
"""Half points of text that nobody sees for its size."""
_OFF = frozenset({"0", "false", "off"})
# Fonts whose digits and signs stand where ASCII has them; in the others they are pictures.
_OF_TEXT = frozenset({"symbol"})
_PICTURES = ("wingdings", "webdings", "zapf", "marlett", "mt extra", "bookshelf")


def symbol(font: str, char: str) -> str:
    """What `<w:sym>` shows, as far as it is text: a digit or sign of the Symbol font, any character of a text font."""
    try:
        code = int(char, 16)
    except ValueError:
        return ""
    if font.lower().startswith(_PICTURES) or not 0 < code < 0xFFFE or 0xD800 <= code < 0xE000:
        return ""
    code -= 0xF000 if 0xF000 <= code <= 0xF0FF else 0
    sign = chr(code)
    return "" if font.lower() in _OF_TEXT and sign.isalpha() else sign if sign.isprintable() else ""


def hidden_styles(styles: Any) -> dict[str, bool]:
    """Whether the text of a style is hidden, by style id, where the style or one that it is based on says so."""
    own: dict[str, bool] = {}
    bases: dict[str, str] = {}
    for style in () if styles is None else styles:
        key = _attribute(style, "styleId")
        bases[key] = _attribute(_child(style, "basedOn"), "val")
        if (told := _told(_child(style, "rPr"))) is not None:
            own[key] = told
    return {key: told for key in bases if (told := _of_style(key, own, bases)) is not None}


def _of_style(key: str, own: Mapping[str, bool], bases: Mapping[str, str]) -> bool | None:
    seen: set[str] = set()
    while key in bases and key not in own and key not in seen:
        seen.add(key)
        key = bases[key]
    return own.get(key)


def is_hidden(run: Any, paragraph: Any, styles: Mapping[str, bool]) -> bool:
    """Whether a run shows nothing: it says so itself, or its style does, or that of its paragraph."""
    properties = _child(run, "rPr")
    told = _told(properties)
    for style in (_child(properties, "rStyle"), _child(_child(paragraph, "pPr"), "pStyle")):
        told = styles.get(_attribute(style, "val")) if told is None else told
    return bool(told)


def _told(properties: Any) -> bool | None:
    """What run properties say of being hidden; None if nothing."""
    size = _attribute(_child(properties, "sz"), "val")
    if size.isdecimal() and int(size) <= SMALLEST:
        return True
    vanish = _child(properties, "vanish")
    return None if vanish is None else _attribute(vanish, "val").lower() not in _OFF


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _child(element: Any, name: str) -> Any:
    return None if element is None else next((own for own in element if _local(own) == name), None)


def _attribute(element: Any, name: str) -> str:
    return "" if element is None else next((str(v) for k, v in element.items() if k.endswith(f"}}{name}")), "")
