"""The pages of a report on the disk: those of this run, and none of an earlier one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path

from iqtibas.article import OutputError
from iqtibas.report.page.html import FOLDER
from iqtibas.storage.write import WAY_OUT, make_folder, refuse_links, write_atomically

PAGES = "articles-*.html"
OURS = b'<meta name="generator" content="Iqtibas">'
"""Stands in the head of every page: a file without it is not ours to remove."""
HEAD = 1024


def write_pages(out: Path, pages: Iterable[tuple[str, str]]) -> None:
    """Write pages below `out` one after the other, each atomically, then remove those of an earlier run.

    pages: as of `report.report_pages`. Raises OutputError.
    """
    written = set()
    for path, html in pages:
        target = out / path
        refuse_links(out, target)
        make_folder(target.parent)
        write_atomically(target, html)
        written.add(target)
    refuse_links(out, out / FOLDER)
    _remove_old(out / FOLDER, written)


def _remove_old(folder: Path, written: set[Path]) -> None:
    """Remove our own pages that are not among the written ones, and the folder if it is empty then."""
    try:
        for page in sorted(folder.glob(PAGES)):
            if page not in written and _is_ours(page):
                page.unlink(missing_ok=True)
    except OSError as error:
        problem = f"pages of an earlier report cannot be removed: {(error.strerror or '').lower()}"
        raise OutputError(str(folder), problem, WAY_OUT) from error
    with contextlib.suppress(OSError):  # not there, or something else lies in it
        folder.rmdir()


def _is_ours(page: Path) -> bool:
    """Whether a plain file, no link to one, is a page of ours."""
    if page.is_symlink() or not page.is_file():
        return False
    with page.open("rb") as file:
        return OURS in file.read(HEAD)
