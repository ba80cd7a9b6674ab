"""Text from outside in Markdown that is pasted into an issue or a wiki."""

from __future__ import annotations

import re

from iqtibas.report.controls import one_line

_MARKUP = re.compile(r"([\\`*_\[\]<>|~&])")
# Would notify a stranger (@name) or link another issue (#12, GH-12) on the forges that add this to Markdown.
_MENTION = re.compile(r"([@#])(?=\w)")


def literal(text: str) -> str:
    """A text in one line that no reader of Markdown takes for markup (CommonMark 0.31.2, section 2.4)."""
    escaped = _MARKUP.sub(r"\\\1", one_line(text))
    return _MENTION.sub(lambda match: f"&#{ord(match.group())};", escaped)
