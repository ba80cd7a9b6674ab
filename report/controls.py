"""Characters that act on the reader's screen instead of showing: found, and shown by name.

Bidirectional controls (Unicode Standard Annex 9) can make a text read other than it is stored ("Trojan
Source", Boucher & Anderson 2021), and C0/C1 controls steer terminals; fillers, and tags and selectors behind a letter,
hide within words what programs do not read as the eye does. They stay in the evidence files; on screens they show as
`[U+202E]`.
"""

from __future__ import annotations

import re

from iqtibas.article.characters import BYTE_ORDER_MARK, DIRECTION_CONTROLS

FSI, PDI = "\u2068", "\u2069"

ACTIVE = re.compile(
    f"[{DIRECTION_CONTROLS}"
    "\u0000-\u0008\u000b-\u001f\u007f-\u009f"  # C0 and C1 but for tab and line feed
    f"\u2028\u2029{BYTE_ORDER_MARK}\ud800-\udfff"  # separators that end lines, lone surrogates
    "\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u206a-\u206f\u3164\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a]"
    # A selector behind a letter chooses nothing; of stray tags the first is shown.
    r"|(?<=[^\W\d_\u1800-\u9fff])[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
    "|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]"
)
_RTL = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+"
_RTL_RUN = re.compile(f"{_RTL}(?:[ 0-9.,-]+{_RTL})*")


def label(character: str) -> str:
    """How a control is shown: `[U+202E]`."""
    return f"[U+{ord(character):04X}]"


def split_controls(text: str) -> list[tuple[str, bool]]:
    """`text` as (run, is_control) in order; each control alone. Joined, the runs give it back."""
    runs, at = [], 0
    for match in ACTIVE.finditer(text):
        if match.start() > at:
            runs.append((text[at : match.start()], False))
        runs.append((match.group(), True))
        at = match.end()
    if at < len(text):
        runs.append((text[at:], False))
    return runs


def one_line(text: str) -> str:
    """`text` safe for one line of a terminal: controls by name, white space as single blanks."""
    return " ".join(ACTIVE.sub(lambda match: label(match.group()), text).split())


def disarmed(text: str) -> str:
    """`text` with every control by name but line feeds, tabs, and the isolates that `isolated` sets."""
    return ACTIVE.sub(lambda match: match[0] if match[0] in (FSI, PDI) else label(match[0]), text)


def disarmed_json(text: str) -> str:
    """JSON that means the same, with every control in its strings as an escape: for terminals."""
    return ACTIVE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def isolated(text: str) -> str:
    """`text` with every right-to-left run (words, and numbers between them) in a first-strong isolate.

    The columns and punctuation around a run then keep their order on a terminal.
    """
    return _RTL_RUN.sub(lambda match: f"{FSI}{match.group()}{PDI}", text)
