"""Three small articles, and an index of articles made without a model."""

from __future__ import annotations

from pathlib import Path

import pytest
from hashed import Hashed

from iqtibas.align.index import build as index_build
from iqtibas.align.index.build import build_index
from iqtibas.align.index.rows import LocalRows
from iqtibas.align.index.search import Index

NEWS = {
    "harbour.txt": "أعلنت بلدية الميناء خطة جديدة. وقالت الوزيرة ميرا دالين إن الميناء الجديد سيفتح في حزيران المقبل.",
    "bridge.txt": "انهار الجسر القديم ليلة الثلاثاء.\nسنعيد بناء الجسرين قبل الشتاء، ولن يفقد أحد بيته.",
    "school.txt": "ارتفع عدد التلاميذ في مدارس المدينة هذا العام. وتحتاج المدارس إلى معلمين جدد.",
}


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder with the three."""
    folder = tmp_path / "news"
    folder.mkdir()
    for name, text in NEWS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def counts(report: index_build.IndexReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.unchanged, report.dropped


def build(folder: Path, *arguments: Path, **options: bool) -> tuple[tuple[int, int, int, int], list[str]]:
    encoder = Hashed()
    return counts(build_index([str(a) for a in arguments], folder, maker=LocalRows(encoder), **options)), encoder.asked


def texts(folder: Path) -> dict[str, str]:
    return {article.id: article.text for article in Index.open(folder).articles()}
