"""The sentence encoder's weights as they load fastest: unpacked once into the cache.

The package has them compressed. Inflating 79 MB is most of what loading them costs, and more than all else that a short
article needs.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_STORED, ZipFile

from iqtibas.article.errors import ModelError
from iqtibas.models.conversion import discard_old
from iqtibas.models.manifest import Manifest, read_manifest, record_files
from iqtibas.storage.folders import cache_root, discard, new_folder

WEIGHTS = "weights.npz"


def open_weights(packed: Path) -> BinaryIO:
    """The same arrays as in `packed`, an npz file: uncompressed from the cache, or `packed` where none can be had.

    They are kept under the SHA-256 of `packed`, so that other weights are never taken for these, and what is kept is
    checked against a manifest whenever it is opened. Raises OSError and BadZipFile where `packed` does not read.
    """
    try:
        folder = cache_root() / "encoder" / record_files(packed.parent, [packed.name])[packed.name].sha256
        if kept := _open_intact(folder):
            return kept
        _unpack(packed, folder)
        return _open_intact(folder) or packed.open("rb")
    except (OSError, ModelError, KeyError):
        return packed.open("rb")  # a cache that is unsafe, full or read-only costs time and nothing else


def _open_intact(folder: Path) -> BinaryIO | None:
    """The file that was hashed, still open, so that no later change counts. None if it is damaged or not there."""
    if not folder.is_dir():
        return None
    try:
        expected = read_manifest(folder).files[WEIGHTS]
        file = (folder / WEIGHTS).open("rb")
    except (OSError, ModelError, KeyError):
        return None
    if hashlib.file_digest(file, "sha256").hexdigest() == expected.sha256:
        file.seek(0)
        return file
    file.close()
    return None


def _unpack(packed: Path, folder: Path) -> None:
    """Raises OSError where the cache cannot be written."""
    discard(folder)
    with new_folder(folder) as staging:
        with ZipFile(packed) as source, ZipFile(staging / WEIGHTS, "w", ZIP_STORED) as target:
            for info in source.infolist():
                target.writestr(info, source.read(info), ZIP_STORED)
        files = record_files(staging, [WEIGHTS])
        Manifest("sentence encoder", folder.name, "", (), files).write(staging)
    discard_old(folder.parent, keep=1)
