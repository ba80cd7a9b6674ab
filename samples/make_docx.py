"""Rebuild samples/docx/ from the text twins: the same bytes every time.

python-docx stamps a document with its template's dates and zips it with today's time; both are fixed here.

usage: python samples/make_docx.py [FOLDER]
"""

from __future__ import annotations

import datetime
import io
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

SAMPLES = Path(__file__).resolve().parent
# Which articles have a Word twin, and which of their lines below the title are headings.
HEADINGS: dict[str, tuple[str, ...]] = {
    "02-ministry-number": (),
    "09-newspaper-before": ("الطريق لا يزال طويلًا",),
}
STAMP = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)
# A zip entry cannot be older than this.
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def is_english(line: str) -> bool:
    """Whether the first letter of a line is Latin: the lines of a tweet."""
    return next((c for c in line if c.isalpha()), "").isascii()


def set_right_to_left(paragraph: Paragraph) -> None:
    """Mark a paragraph and its runs as Arabic, by hand: ECMA-376 §17.3.1.6 and §17.3.2.30."""
    from docx.oxml import OxmlElement

    # The schema fixes the order of the children: of those used here, only the style comes before `bidi`.
    properties = paragraph._p.get_or_add_pPr()
    properties.insert(1 if properties.pStyle is not None else 0, OxmlElement("w:bidi"))
    for run in paragraph.runs:
        run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))


def build(text: str, headings: tuple[str, ...]) -> bytes:
    """A Word document of an article whose first line is its title, one paragraph a line."""
    from docx import Document

    document = Document()
    title, *lines = text.splitlines()
    set_right_to_left(document.add_paragraph(title, style="Title"))
    for line in lines:
        style = "Heading 2" if line in headings else "List Bullet" if line.startswith("- ") else "Normal"
        paragraph = document.add_paragraph(line.removeprefix("- "), style=style)
        if not is_english(line):
            set_right_to_left(paragraph)
    core = document.core_properties
    core.title, core.author, core.comments, core.language = title, "Iqtibas samples", "", "ar"
    core.created = core.modified = STAMP
    buffer = io.BytesIO()
    document.save(buffer)
    return with_fixed_times(buffer.getvalue())


def with_fixed_times(archive: bytes) -> bytes:
    """The same zip archive, its entries in their order, each of them dated 1980."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, ZIP_EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def main(folder: Path) -> None:
    """Write every twin into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, headings in HEADINGS.items():
        text = (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")
        (folder / f"{name}.docx").write_bytes(build(text, headings))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES / "docx")
