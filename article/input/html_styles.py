"""What a page's own styles say of its elements, as far as it decides whether their text is seen.

A small part of CSS: rules in `<style>` with selectors of tags, classes, ids, attributes and descent, inline styles,
and the cascade between them (CSS Cascading and Inheritance Level 4, section 6). Rules for print or for narrow screens,
those of pseudo-classes, and style sheets in files of their own say nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

MAX_STYLE_CHARS = 2_000_000
"""Characters of style sheets in a page that are read."""
MAX_MATCHES = 1_000_000
"""How often an element of a page is held against a selector, or against a part of one."""

PROPERTIES = frozenset(
    "display visibility opacity font-size font position left right top bottom text-indent transform clip clip-path "
    "height max-height width max-width overflow overflow-x overflow-y color content-visibility filter".split()
)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
_STRING = re.compile(r'"[^"\n]*"|\'[^\'\n]*\'')
_CODE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_SIGNS = re.compile(r"[{};]")
# At-rules whose inside holds for a screen of usual size.
_APPLIES = re.compile(
    r"@(?:media\s+(?:only\s+)?(?:screen|all)\s*|layer\b[^()]*|supports\b(?!.*\bnot\b).*)", re.I | re.S
)
_COMPOUND = re.compile(r"(?P<tag>[\w-]+|\*)?(?P<rest>(?:[.#](?:[\w-]|\\.)+|\[[^\]]{1,200}\])*)")
_PART = re.compile(
    r"\.((?:[\w-]|\\.)+)|#((?:[\w-]|\\.)+)|\[\s{0,9}([\w-]{1,99})\s{0,9}(?:([~^$*|]?=)\s{0,9}[\"']?([^\"'\]]{0,199})[\"']?\s{0,9})?\]"
)

Declarations = Mapping[str, tuple[str, bool]]
"""Value and whether it is important, by property."""


class Compound(NamedTuple):
    """A selector without combinators. child: what is before it selects the parent, and no other ancestor."""

    tag: str
    id: str
    classes: frozenset[str]
    attributes: tuple[tuple[str, str, str], ...]
    child: bool


class Rule(NamedTuple):
    """A selector, outermost compound first, with its specificity, its place in the page, and what it declares."""

    parts: tuple[Compound, ...]
    specificity: tuple[int, int, int]
    order: int
    declares: Declarations


def declarations(style: str) -> dict[str, tuple[str, bool]]:
    """The declarations that matter here, later ones first to hold; values in lower case without strings."""
    plain = _unescaped(_STRING.sub("''", _COMMENT.sub(" ", style)))
    found: dict[str, tuple[str, bool]] = {}
    for declaration in plain.lower().split(";"):
        name, _, value = declaration.partition(":")
        name, (value, _, mark) = name.strip(), value.partition("!")
        important = mark.strip() == "important"
        if name in PROPERTIES and value.strip() and (important or not found.get(name, ("", False))[1]):
            found[name] = (" ".join(value.split()), important)
    return found


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    decoded = _CODE.sub(lambda own: chr(min(int(own[1], 16), 0x10FFFF)), text)
    return re.sub(r"\\(.)", r"\1", decoded)


def rules_of(css: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of a style sheet, in order. Linear in the text."""
    css = _COMMENT.sub(" ", css)
    at = begun = skipped = 0
    inside = ""
    for sign in _SIGNS.finditer(css):
        before, at = css[begun : sign.start()].strip(), sign.end()
        if sign.group() == "{":
            if skipped or inside or (before.startswith("@") and not _APPLIES.fullmatch(before)):
                skipped += 1
            elif not before.startswith("@"):
                inside, begun = before, at
        elif sign.group() == "}":
            if skipped:
                skipped -= 1
            elif inside:
                yield inside, css[begun : sign.start()]
                inside = ""
        if not inside:
            begun = at


def selectors_of(text: str) -> Iterator[tuple[Compound, ...]]:
    """The selectors of a list that are understood; those with pseudo-classes and siblings are not."""
    for selector in text.split(","):
        parts: list[Compound] = []
        child = False
        for piece in selector.replace(">", " > ").split():
            if piece == ">":
                child = True
                continue
            compound = _compound(piece, child=child)
            if compound is None:
                break
            parts.append(compound)
            child = False
        else:
            if parts:
                yield tuple(parts)


def _compound(text: str, *, child: bool) -> Compound | None:
    found = _COMPOUND.fullmatch(text)
    if found is None:
        return None
    ids, classes, attributes = "", set(), []
    for own, name, attribute, sign, value in _PART.findall(found["rest"]):
        if own:
            classes.add(_unescaped(own))
        elif name:
            ids = _unescaped(name)
        else:
            attributes.append((attribute.lower(), sign, value))
    tag = (found["tag"] or "").lower()
    return Compound("" if tag == "*" else tag, ids, frozenset(classes), tuple(attributes), child)


def _matches(element: Any, own: Compound) -> bool:
    if own.tag and element.tag != own.tag:
        return False
    if own.id and element.get("id") != own.id:
        return False
    if own.classes and not own.classes.issubset((element.get("class") or "").split()):
        return False
    return all(_has(element.get(name), sign, value) for name, sign, value in own.attributes)


def _has(held: str | None, sign: str, value: str) -> bool:
    if held is None or not sign:
        return held is not None
    if sign == "=":
        return held == value
    if not value:
        return False
    if sign == "~=":
        return value in held.split()
    if sign == "|=":
        return held == value or held.startswith(f"{value}-")
    return {"^=": held.startswith(value), "$=": held.endswith(value), "*=": value in held}[sign]


@dataclass
class Styles:
    """The rules of a page, by what their last compound asks for first. exhausted: there were too many to look at."""

    _by_key: dict[str, list[Rule]]
    exhausted: bool = False
    _left: int = MAX_MATCHES

    @classmethod
    def of(cls, sheets: Sequence[str]) -> Styles:
        """The rules of style sheets, in order."""
        css = "\n".join(sheets)
        styles = cls({}, exhausted=len(css) > MAX_STYLE_CHARS)
        latest: dict[tuple[Compound, ...], dict[str, tuple[str, bool]]] = {}
        for text, body in rules_of(css[:MAX_STYLE_CHARS]):
            if declares := declarations(body):
                for parts in selectors_of(text):
                    held = latest.pop(parts, {})
                    weak = {k: v for k, v in declares.items() if v[1] or not held.get(k, ("", False))[1]}
                    latest[parts] = {**held, **weak}
        for order, (parts, declares) in enumerate(latest.items()):
            last = parts[-1]
            key = f"#{last.id}" if last.id else f".{min(last.classes)}" if last.classes else last.tag
            styles._by_key.setdefault(key, []).append(Rule(parts, _specificity(parts), order, declares))
        return styles

    def declared(self, element: Any) -> dict[str, str]:
        """The values that hold for an element itself, inline ones among them."""
        weighed: dict[str, tuple[tuple[bool, bool, tuple[int, int, int], int], str]] = {}
        for rule in self._rules(element):
            for name, (value, important) in rule.declares.items():
                weight = (important, False, rule.specificity, rule.order)
                if name not in weighed or weight > weighed[name][0]:
                    weighed[name] = (weight, value)
        for name, (value, important) in declarations(element.get("style") or "").items():
            weight = (important, True, (0, 0, 0), 0)
            if name not in weighed or weight > weighed[name][0]:
                weighed[name] = (weight, value)
        return {name: value for name, (_, value) in weighed.items()}

    def _rules(self, element: Any) -> Iterator[Rule]:
        if not self._by_key:
            return
        classes = dict.fromkeys((element.get("class") or "").split())
        for key in (f"#{element.get('id')}", *(f".{name}" for name in classes), element.tag, ""):
            for rule in self._by_key.get(key, ()):
                if self._left <= 0:
                    self.exhausted = True
                    return
                self._left -= 1
                if _matches(element, rule.parts[-1]) and self._descends(element, rule.parts):
                    yield rule

    def _descends(self, element: Any, parts: Sequence[Compound]) -> bool:
        """Whether the ancestors of an element are what the compounds before the last one ask for."""
        above, child = element.getparent(), parts[-1].child
        for part in reversed(parts[:-1]):
            while above is not None and not _matches(above, part) and not child:
                self._left -= 1
                above = above.getparent()
            if above is None or (child and not _matches(above, part)):
                return False
            above, child = above.getparent(), part.child
        return True


def _specificity(parts: Sequence[Compound]) -> tuple[int, int, int]:
    return (
        sum(bool(own.id) for own in parts),
        sum(len(own.classes) + len(own.attributes) for own in parts),
        sum(bool(own.tag) for own in parts),
    )
