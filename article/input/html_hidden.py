"""Elements of a page whose text no reader sees, by their attributes and the page's own styles.

They are put into `<template>`, of which no text is read, and in which posts are found as in any that a page stores.
What assistive technology alone leaves out (`aria-hidden`) is seen, and so is what opens at a click (`<details>`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from math import nan
from typing import Any, NamedTuple

from iqtibas.article.input.html_styles import Styles

HIDDEN = "template"
"""The tag of what is put around what is hidden."""
EXHAUSTED = "its styles are too many to apply them all; text that they hide may have been read"
_ALWAYS = frozenset({"html", "body", "head", "style", "script", "template"})
# Drawings say in attributes what others say in styles (SVG 2, section 6.2).
_PRESENTING = ("display", "visibility", "opacity", "font-size")
_DRAWN = frozenset({"svg", "g", "text", "tspan", "use", "textpath", "foreignobject"})
_LENGTH = re.compile(r"([-+]?[\d.]{1,20})([a-z%]{0,5})")
# So far to the side, text is on no screen: 500 pixels, and what they are in other units.
_FAR = {"px": 500, "": 500, "pt": 375, "em": 30, "rem": 30, "ch": 60, "cm": 13, "mm": 130, "in": 5, "%": 100, "vw": 100}
_FAR |= {"vh": 100, "ex": 60, "pc": 30}
_MOVED = re.compile(r"translate(?:x|y|3d)?\(([^()]{0,80})\)")
_FUNCTION = re.compile(r"([a-z]{1,20})\(([^()]{0,80})\)")


class Hiding(NamedTuple):
    """What was hidden of a page. hid: whether anything was. exhausted: whether not all styles were looked at."""

    hid: bool
    exhausted: bool


def hide(tree: Any) -> Hiding:
    """Put a `<template>` around what no reader sees of a page."""
    from lxml import etree

    styles = Styles.of([own.text or "" for own in tree.iter("style") if _is_for_screens(own)])
    unseen: list[Mapping[str, bool]] = [{}]
    hidden, emptied = [], []
    walker = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walker:
        if event == "end":
            unseen.pop()
            continue
        own = {} if element.tag in _ALWAYS else _declared(styles, element)
        unseen.append(_inherited(unseen[-1], own))
        if element is not tree and element.tag not in _ALWAYS and _is_hidden(element, own):
            hidden.append(element)
            walker.skip_subtree()
        elif any(unseen[-1].values()):
            emptied.append(element)
    for element in (*_wrapped_texts(emptied), *hidden):
        _wrap(element)
    return Hiding(bool(hidden or emptied), styles.exhausted)


def _is_for_screens(style: Any) -> bool:
    return (style.get("media") or "all").strip().lower() in ("", "all", "screen")


def _declared(styles: Styles, element: Any) -> Mapping[str, str]:
    own = styles.declared(element)
    if element.tag in _DRAWN:
        drawn = {name: value.strip().lower() for name in _PRESENTING if (value := element.get(name))}
        return {**drawn, **own}
    return own


def _inherited(above: Mapping[str, bool], own: Mapping[str, str]) -> Mapping[str, bool]:
    """Which inherited properties make text unseen, unless an element inside has a value of its own."""
    if not own:
        return above
    found = dict(above)
    if own.get("visibility", "inherit") != "inherit":
        found["visibility"] = own["visibility"] in ("hidden", "collapse")
    if "font" in own:
        found["font-size"] = any(_is_nothing(part) for part in own["font"].partition("/")[0].split())
    if size := own.get("font-size", ""):
        relative = size.endswith(("%", "inherit", "er")) or (size.endswith("em") and not size.endswith("rem"))
        found["font-size"] = _is_nothing(size) or (relative and found.get("font-size", False))
    if own.get("color", "inherit") not in ("inherit", "currentcolor"):
        found["color"] = _is_transparent(own["color"])
    return found


def _is_hidden(element: Any, own: Mapping[str, str]) -> bool:
    """Whether an element shows nothing of what is in it. own: what is declared for it."""
    display = own.get("display", "")
    if display == "none" or (not display and _is_closed(element)):
        return True
    if own.get("content-visibility") == "hidden" or "opacity(0" in own.get("filter", "").replace(" ", ""):
        return True
    if _is_nothing(own.get("opacity", "1"), 0.02) or "scale(0)" in own.get("transform", ""):
        return True
    return _is_away(own) or _is_clipped(own)


def _is_closed(element: Any) -> bool:
    return element.get("hidden") is not None or (element.tag == "dialog" and element.get("open") is None)


def _number(length: str) -> tuple[float, str]:
    """A length and its unit; not a number where it is none."""
    found = _LENGTH.fullmatch(length)
    try:
        return (float(found[1]), found[2]) if found else (nan, "")
    except ValueError:  # "1.2.3"
        return nan, ""


def _is_nothing(value: str, most: float = 0.0) -> bool:
    number, unit = _number(value)
    return number / (100 if unit == "%" else 1) <= most


def _is_transparent(color: str) -> bool:
    if color.startswith("#"):
        return len(color) in (5, 9) and set(color[-(len(color) // 4) :]) == {"0"}
    found = _FUNCTION.fullmatch(color)
    values = found[2].replace("/", ",").split(",") if found and ("/" in color or color.count(",") == 3) else []
    return color == "transparent" or (bool(values) and _is_nothing(values[-1].strip()))


def _is_away(own: Mapping[str, str]) -> bool:
    """Whether it is moved beyond the screen."""
    moved = [own.get("text-indent", "")]
    if own.get("position") in ("absolute", "fixed"):
        moved += [own.get(side, "") for side in ("left", "right", "top", "bottom")]
    moved += [length.strip() for found in _MOVED.findall(own.get("transform", "")) for length in found.split(",")]
    return any(_is_far(length) for length in moved)


def _is_far(length: str) -> bool:
    number, unit = _number(length)
    return number <= -_FAR.get(unit, 500)


def _is_clipped(own: Mapping[str, str]) -> bool:
    """Whether it is cut down to nothing."""
    if own.get("position") in ("absolute", "fixed") and _is_point("rect", own.get("clip", "")):
        return True
    if _is_point("inset", own.get("clip-path", "")) or _is_point("circle", own.get("clip-path", "")):
        return True
    cut = any(own.get(name, "") in ("hidden", "clip") for name in ("overflow", "overflow-x", "overflow-y"))
    sizes = (own.get(name, "") for name in ("height", "max-height", "width", "max-width"))
    return cut and any(size and _is_nothing(size.removesuffix("px"), 1) for size in sizes if not size.endswith("%"))


def _is_point(shape: str, value: str) -> bool:
    """Whether a shape of CSS leaves a pixel or nothing: rect(0,0,0,0), inset(50%), circle(0)."""
    found = _FUNCTION.fullmatch(value)
    if found is None or found[1] != shape:
        return False
    numbers = [_number(part) for part in found[2].replace(",", " ").partition(" at ")[0].split()]
    if shape == "inset":
        return bool(numbers) and all(number >= 50 and unit == "%" for number, unit in numbers)
    return bool(numbers) and all(abs(number) <= 1 for number, _ in numbers)


def _wrap(element: Any) -> None:
    wrapper, above = element.makeelement(HIDDEN), element.getparent()
    wrapper.tail, element.tail = element.tail, None
    above.replace(element, wrapper)
    wrapper.append(element)


def _wrapped_texts(unseen: Sequence[Any]) -> Iterator[Any]:
    """The outermost of unseen elements that have nothing else inside; the texts of the others are wrapped.

    unseen: in the order of the page.
    """
    known, done = set(unseen), set[Any]()
    for element in unseen:
        if element in done or element.getparent() is None:
            continue
        if element.getparent() not in known:
            inside = list(element.iter())
            if known.issuperset(inside) and element.tag not in _ALWAYS:
                done.update(inside)
                yield element
                continue
        _wrap_text(element)


def _wrap_text(element: Any) -> None:
    """Put the text of an element itself, not that of those inside it, into hidden ones."""
    children = list(element)
    texts = [(0, element.text), *((at + 1, child.tail) for at, child in enumerate(children))]
    for at, text in reversed(texts):
        if text and text.strip():
            wrapper = element.makeelement(HIDDEN)
            wrapper.text = text
            if at:
                children[at - 1].tail = None
            else:
                element.text = None
            element.insert(at, wrapper)
