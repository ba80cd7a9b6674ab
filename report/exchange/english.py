"""The English of an article as a plain text file, paragraph for paragraph."""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path

from iqtibas.report.record.result import ArticleResult, RunInfo
from iqtibas.report.wording import UNRELIABLE, UNRELIABLE_WORDS, is_unreliable, segment_labels
from iqtibas.translate import Translation

LONGEST_PART = 100  # of a path, in code points; file systems allow 255 bytes
_UNSAFE = re.compile(r"[^\w.()-]")


def english_path(folder: Path, article_id: str) -> Path:
    """Where an article's English goes: below `folder`, whatever the id holds, and no two ids to one place.

    An id that cannot be a path as it stands ("../x", "C:\\x") is made one, with a digest of the id behind it.
    """
    parts = [_UNSAFE.sub("_", part)[:LONGEST_PART] for part in re.split(r"[/\\]", article_id)]
    kept = [part for part in parts if part.strip(". ")] or ["article"]
    digest = (
        ""
        if "/".join(kept) == article_id
        else f"-{hashlib.sha256(article_id.encode('utf-8', 'replace')).hexdigest()[:8]}"
    )
    return folder.joinpath(*kept[:-1], f"{kept[-1]}{digest}.en.txt")


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
