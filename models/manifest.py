"""What a model folder holds, file by file, with SHA-256: how an altered or half-written model is noticed.

A manifest is the file `manifest.json` in the folder itself. The embedded weights carry one in the repository,
`iqtibas models pull` writes one, and so does every conversion for CTranslate2.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from iqtibas.article.errors import ModelError
from iqtibas.models.folder import MODEL_FILES, read_json

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file. sha256: 64 hexadecimal digits. bytes: its length."""

    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """A model's files and where they come from. revision: a commit of the repository, or our own version."""

    name: str
    revision: str
    licence: str
    languages: tuple[str, ...]
    files: dict[str, FileRecord]

    @property
    def digest(self) -> str:
        """SHA-256 over names and hashes of the files: equal exactly when the files are equal."""
        lines = [f"{record.sha256}  {name}\n" for name, record in sorted(self.files.items())]
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    def write(self, folder: Path) -> None:
        """Write `manifest.json` into the folder. Raises OSError."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=2, sort_keys=True)
        (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")

    def differences(self, folder: Path) -> list[str]:
        """One sentence for each file that is missing, altered or unlisted; empty if all is intact."""
        unlisted = [name for name in MODEL_FILES if name not in self.files and (folder / name).exists()]
        changed = [_difference(folder / name, record) for name, record in sorted(self.files.items())]
        return [line for line in changed if line] + [f"{name} is not in the manifest" for name in unlisted]


def record_files(folder: Path, names: Iterable[str]) -> dict[str, FileRecord]:
    """Hash those of the named files that the folder has. Raises ModelError where one cannot be read."""
    return {name: _record(folder / name) for name in sorted(names) if (folder / name).is_file()}


def read_manifest(folder: Path) -> Manifest:
    """The folder's manifest. Raises ModelError if it is missing, or not a manifest."""
    path = folder / MANIFEST
    try:
        return _parse(read_json(path))
    except (ValueError, TypeError, KeyError) as error:
        raise ModelError(str(path), "is not a manifest", "pull or reinstall the model") from error


def _parse(data: dict[str, Any]) -> Manifest:
    files, languages = data["files"], data["languages"]
    if not isinstance(files, dict) or not isinstance(languages, list) or not files:
        raise ValueError("files and languages")
    if any(Path(name).name != name for name in files):
        raise ValueError("a file name with a folder in it")
    records = {str(name): FileRecord(str(f["sha256"]), int(f["bytes"])) for name, f in files.items()}
    return Manifest(str(data["name"]), str(data["revision"]), str(data["licence"]), tuple(map(str, languages)), records)


def _difference(path: Path, expected: FileRecord) -> str:
    if not path.is_file():
        return f"{path.name} is missing"
    size = path.stat().st_size
    if size != expected.bytes:
        return f"{path.name} has {size} bytes where {expected.bytes} were recorded"
    return "" if _record(path) == expected else f"{path.name} is not the recorded file (its SHA-256 differs)"


def _record(path: Path) -> FileRecord:
    try:
        with path.open("rb") as file:
            return FileRecord(hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size)
    except OSError as error:
        raise ModelError(str(path), f"cannot be read ({error.strerror})") from error
