"""Signs that were read in another encoding than they were written in ("â€™" for an apostrophe), in text that is sound.

Posts are copied through programs that take UTF-8 for windows-1252 or its Arabic sibling. A text that is all Arabic read
so is refused (`article.input.decode`); here is what comes beside good text: marks, accents, emoji. A second reading in
error ("Ã¢â‚¬â„¢") is undone too.
"""

from __future__ import annotations

import re

# What bytes from 80 on show as: in ISO-8859-1, windows-1252 and, as continuations, windows-1256.
_BYTES = {
    shown: byte
    for codec in ("iso-8859-1", "cp1256", "cp1252")
    for byte in range(0x80, 0x100)
    if (shown := bytes([byte]).decode(codec, "ignore")) and (codec != "cp1256" or byte < 0xC0)
}
_NEXT = f"[{re.escape(''.join(shown for shown, byte in _BYTES.items() if byte < 0xC0))}]"
# UTF-8 sequences of two, three and four bytes; "â€" is a mark whose last byte shows
# nothing and got lost, and "Â" a no-break space whose second byte became a space.
_SIGN = rf"[ðñòóô]{_NEXT}{{3}}|[à-ï]{_NEXT}{{2}}|[Â-ß]{_NEXT}|â€\ufffd?|Â(?= )"
_RUN = re.compile(f"(?:{_SIGN})+")
_ONE = re.compile(_SIGN)
_LOST_END = re.compile("â€\ufffd?")
# What also stands so in good text, a letter and a mark behind it: read anew only beside others.
_DOUBTFUL = re.compile("[Â-ß][”“’‘»›…–—„‚\u00a0]|Â")
# What is written in posts: marks, symbols, Latin and Arabic letters, emoji.
_MEANT = re.compile(
    "[\u00a0-\u017f\u0600-\u06ff\u2000-\u206f\u20a0-\u20bf\u2100-\u2bff\ufe0f\ufeff\U0001f000-\U0001faff]+"
)
MOST_READINGS = 3


def misread(text: str) -> dict[str, str]:
    """The runs of signs in a text that were read in a wrong encoding, with what was meant; empty for a sound text."""
    found = {run: meant for run in dict.fromkeys(_RUN.findall(text)) if (meant := _meant(run)) != run}
    return found if any(not _DOUBTFUL.fullmatch(run) for run in found) else {}


def _meant(run: str) -> str:
    """What the bytes of a run say in UTF-8; the run itself where they say nothing that is written."""
    if run == "Â":
        return "\u00a0"
    for _ in range(MOST_READINGS):
        anew = _ONE.sub(lambda sign: _decoded(sign.group()), run)
        if anew == run or not _MEANT.fullmatch(anew):
            break
        run = anew
    return run


def _decoded(sign: str) -> str:
    if _LOST_END.fullmatch(sign):
        return "”"
    try:
        return bytes(_BYTES[shown] for shown in sign).decode("utf-8")
    except UnicodeDecodeError:
        return sign
