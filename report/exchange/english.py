"""The English of an article as a plain text file, paragraph for paragraph."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path

from iqtibas.report.record.result import ArticleResult, RunInfo
from iqtibas.report.wording import UNRELIABLE, UNRELIABLE_WORDS, is_unreliable, segment_labels
from iqtibas.translate import Translation

LONGEST_PART = 100
"""Bytes of a part of a path as UTF-8; file systems allow 255, with the digest and the ending."""
MOST_PARTS = 8
_UNSAFE = re.compile(r"[^\w.()-]")
# Names that Windows keeps for devices, whatever follows a point.
_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.I | re.S)
_ENDS_AS_OURS = re.compile(r"\.(en\.txt|ar-en\.[a-z]+)$", re.I)
_OURS = re.compile(
    r"results\.jsonl|articles\.jsonl|embeds\.csv|report(\.html)?|review\.sqlite.*|calibration\.json", re.I
)


def english_path(folder: Path, article_id: str) -> Path:
    """Where an article's English goes: below `folder`, whatever the id holds, and no two ids to one place.

    An id that cannot be a path as it stands ("../x", "C:\\x", "aux"), or that names a file or folder of this program
    ("results.jsonl/x", ".iqtibas/x"), is made one, with a digest of the id behind it. See `place_of` for ids that
    differ in case alone.
    """
    kept = [safe for part in re.split(r"[/\\]", article_id) if (safe := _safe_part(part))] or ["article"]
    if len(kept) > MOST_PARTS:
        kept = [*kept[: MOST_PARTS - 1], kept[-1]]
    folders = [f"{part}_" if _ENDS_AS_OURS.search(part) else part for part in kept[:-1]]
    if folders and _OURS.fullmatch(folders[0]):
        folders[0] += "_"
    kept = [*folders, kept[-1]]
    digest = "" if "/".join(kept) == article_id else f"-{_digest(article_id)}"
    return folder.joinpath(*kept[:-1], f"{kept[-1]}{digest}.en.txt")


def place_of(article_id: str) -> str:
    """What two ids share where a file system that ignores case, or how letters are composed, has one file for them."""
    return unicodedata.normalize("NFC", english_path(Path(), article_id).as_posix()).casefold()


class Names:
    """Under which name each article of a run has its files: its id, unless an earlier one has the same place."""

    def __init__(self) -> None:
        self._taken: set[bytes] = set()
        self._crowded: set[str] = set()

    def enter(self, article_id: str) -> None:
        """Note the next article of the run; every run over the same articles notes them in the same order."""
        place = hashlib.sha256(place_of(article_id).encode("utf-8", "replace")).digest()[:16]
        if place in self._taken:
            self._crowded.add(article_id)
        self._taken.add(place)

    def of(self, article_id: str) -> str:
        """The name of an article that was noted."""
        return f"{article_id}-{_digest(article_id)}" if article_id in self._crowded else article_id


def _safe_part(part: str) -> str:
    """A part of an id as the name of a file on any system; "" for one that says nothing, as ".."."""
    safe = _UNSAFE.sub("_", part).rstrip(". ")
    if safe.startswith("."):  # hidden, as our own state folder is
        safe = f"_{safe[1:]}"
    if _DEVICES.fullmatch(safe):
        safe = f"_{safe}"
    return safe.encode("utf-8", "replace")[:LONGEST_PART].decode("utf-8", "ignore") if part.strip(". ") else ""


def _digest(article_id: str) -> str:
    return hashlib.sha256(article_id.encode("utf-8", "replace")).hexdigest()[:8]


def english_text(result: ArticleResult, run: RunInfo) -> str:
    """One line a block, its segments joined. Says first which model spoke; a segment with notes carries them.

    So does one that is not to be relied on, or that a person accepted. Posts, rows of figures and other lines without
    Arabic stand in their places as they are.
    """
    head = [f"[{run.model.name}] {run.model.note}".strip() if run.model else ""]
    if any(map(is_unreliable, result.translations)):
        head.append(f"[{UNRELIABLE}] {UNRELIABLE_WORDS}")
    lines = [own if isinstance(own, str) else " ".join(map(_noted, own)) for own in translated_blocks(result)]
    return "\n".join([*head, "", *lines]) + "\n"


def translated_blocks(result: ArticleResult) -> Iterator[Sequence[Translation] | str]:
    """Block by block its translations, or what needs none as it stands: posts, figures, foreign lines."""
    article, pending = result.article, deque(result.translations)
    if not pending:
        return
    for block in article.blocks:
        own = []
        while pending and pending[0].segment.start < block.end:
            own.append(pending.popleft())
        if own:
            yield own
        elif block.kind in ("embed", "foreign"):
            yield article.slice(block)
    if pending:
        yield list(pending)


def _noted(translation: Translation) -> str:
    labels = segment_labels(translation)
    return translation.english + (f" [{'; '.join(labels)}]" if labels else "")
