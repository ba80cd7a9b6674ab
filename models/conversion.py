"""The model in CTranslate2's format: converted once, kept in the cache, and built again when damaged.

The conversion needs torch and transformers, which take seconds to import and hundreds of megabytes. It runs in
a process of its own (`models.convert`), so that translating needs neither.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib.metadata
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import iqtibas
from iqtibas.article.errors import ModelError
from iqtibas.models.folder import VOCABULARY, read_json
from iqtibas.models.manifest import MANIFEST, Manifest, read_manifest, record_files
from iqtibas.models.shortlist import Lexicon, read_lexicon, vocabulary_map
from iqtibas.models.validate import check_folder
from iqtibas.storage.folders import CACHE_VARIABLE, cache_root, discard, new_folder

if TYPE_CHECKING:
    from iqtibas.models.registry import ModelInfo

VOCABULARY_MAP = "vmap.txt"
CONVERTED_FILES = ("config.json", "model.bin", "shared_vocabulary.json", VOCABULARY_MAP)
# Changes when a conversion of the same model comes to hold something else. 2: with the vocabulary map.
RECIPE = 2
# Conversions kept when a new one is made; older ones go, unless they were used so shortly before that a process may
# be between checking and opening one (an open one may go: CTranslate2 reads it once).
KEPT, RECENT_SECONDS = 4, 3600.0
# The embedded model takes 7 s and a 76 M one about 15; this is for larger ones on a machine under heavy load.
LONGEST_CONVERSION = 1200.0


@dataclass(frozen=True, slots=True)
class Conversion:
    """A converted model. note: what the user should know about where it is, or ""."""

    folder: Path
    note: str

    @property
    def digest(self) -> str:
        """SHA-256 over its files, as its manifest has them. Raises ModelError if the manifest does not read."""
        return read_manifest(self.folder).digest


def converted(info: ModelInfo, precision: str = "int8", *, lexicon: bool = False) -> Conversion:
    """The model in CTranslate2's format, from the cache where it is intact there, else built now.

    precision: "int8" or "float32". lexicon: with the model's own list of likely translations, see `shortlist`. Where
    the cache cannot be written, the conversion lives in a temporary folder until the program ends. Raises ModelError if
    the model fails its check, has no lexicon for its vocabulary where one is asked for, or cannot be converted.
    """
    words = read_lexicon(info.path) if lexicon else None
    target = cache_root() / "ctranslate2" / _name(info, precision, words)
    if _intact(target):
        _mark_used(target)
        return Conversion(target, "")
    check_folder(info.path)
    try:
        discard(target)
        with new_folder(target) as staging:
            _convert(info, staging, precision, words)
        discard_old(target.parent)
        return Conversion(target, "")
    except OSError as error:
        problem = f"The cache {target.parent} cannot be written ({error.strerror})"
        note = f"{problem}, so the model is converted anew each time; set {CACHE_VARIABLE}."
    folder = _temporary_folder(info)
    _convert(info, folder, precision, words)
    return Conversion(folder, note)


def _name(info: ModelInfo, precision: str, words: Lexicon | None) -> str:
    version = importlib.metadata.version("ctranslate2")
    name = f"{info.digest[:24]}-{version}-{precision}-{RECIPE}"
    return f"{name}-{words.digest[:8]}" if words else name


def _mark_used(folder: Path) -> None:
    with contextlib.suppress(OSError):  # of a cache that we may only read; then we never delete from it either
        os.utime(folder)


def discard_old(folder: Path, keep: int = KEPT) -> None:
    """Delete all but the conversions used last, and what killed processes left unfinished, if not used for an hour.

    folder: that of all conversions. What cannot be deleted, or is gone already, stays as it is.
    """
    now, seen = time.time(), []
    for path in sorted(folder.iterdir()):
        with contextlib.suppress(OSError):  # another process was faster
            status = path.lstat()
            if stat.S_ISDIR(status.st_mode):
                seen.append((status.st_mtime, path))
    finished = sorted((entry for entry in seen if not entry[1].name.startswith(".")), reverse=True)
    unfinished = [entry for entry in seen if entry[1].name.startswith(".")]
    for used, path in finished[keep:] + unfinished:
        if now - used > RECENT_SECONDS:
            with contextlib.suppress(OSError):
                discard(path)


def _temporary_folder(info: ModelInfo) -> Path:
    try:
        folder = Path(tempfile.mkdtemp(prefix="iqtibas-"))
    except OSError as error:
        hint = f"set {CACHE_VARIABLE} to a folder of your own"
        raise ModelError(info.name, "neither the cache nor a temporary folder can be written", hint) from error
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _intact(folder: Path) -> bool:
    if not (folder / MANIFEST).is_file():
        return False
    try:
        manifest = read_manifest(folder)
    except ModelError:
        return False  # half-written or damaged: built again
    return manifest.files.keys() >= set(CONVERTED_FILES) and not manifest.differences(folder)


def _convert(info: ModelInfo, folder: Path, precision: str, words: Lexicon | None) -> None:
    _run_converter(info.path.resolve(), folder, precision)
    with (folder / VOCABULARY_MAP).open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(vocabulary_map(read_json(info.path / VOCABULARY), words))
    files = record_files(folder, CONVERTED_FILES)
    if len(files) < len(CONVERTED_FILES):
        raise ModelError(str(info.path), f"CTranslate2 wrote only {', '.join(files) or 'nothing'}")
    Manifest(info.name, info.revision, info.licence, ("ar", "en"), files).write(folder)


def _run_converter(model: Path, folder: Path, precision: str) -> None:
    root = Path(iqtibas.__file__).resolve().parent.parent
    paths = [str(root), *filter(None, [os.environ.get("PYTHONPATH")])]
    # -P: nothing is imported from the user's working folder.
    command = [sys.executable, "-P", "-m", "iqtibas.models.convert", str(model), str(folder), precision]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths), "HF_HUB_OFFLINE": "1"}
    try:
        subprocess.run(command, env=environment, check=True, capture_output=True, text=True, timeout=LONGEST_CONVERSION)
    except OSError as error:
        raise ModelError(str(model), f"cannot be converted: {sys.executable or 'Python'} does not start") from error
    except subprocess.TimeoutExpired as error:
        raise ModelError(str(model), f"was not converted within {LONGEST_CONVERSION:.0f} s") from error
    except subprocess.CalledProcessError as error:
        last = (error.stderr.strip().splitlines() or [f"exit code {error.returncode}"])[-1]
        raise ModelError(str(model), f"cannot be converted for CTranslate2 ({last})") from error
