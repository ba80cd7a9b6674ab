"""The model as CTranslate2 wants it: converted once, kept in the cache, and built again when damaged.

The conversion needs torch and transformers, which take seconds to import and hundreds of megabytes. It runs in
a process of its own (`translate.convert`), so that translating needs neither.
"""

from __future__ import annotations

import atexit
import importlib.metadata
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from article.errors import ModelError
from translate.cache import CACHE_VARIABLE, cache_root, discard, new_folder
from translate.check import check_folder
from translate.manifest import MANIFEST, Manifest, read_manifest, record_files

if TYPE_CHECKING:
    from translate.models import ModelInfo

CONVERTED_FILES = ("config.json", "model.bin", "shared_vocabulary.json")
# The embedded model takes 7 s and a 76 M one about 15; this is for larger ones on a machine under heavy load.
LONGEST_CONVERSION = 1200.0


@dataclass(frozen=True, slots=True)
class Conversion:
    """A converted model. note: what the user should know about where it is, or ""."""

    folder: Path
    note: str


def converted(info: ModelInfo, precision: str = "int8") -> Conversion:
    """The model in CTranslate2's format, from the cache where it is intact there, else built now.

    precision: "int8" or "float32". Where the cache cannot be written, the conversion lives in a temporary
    folder until the program ends. Raises ModelError if the model fails its check, or cannot be converted.
    """
    version = importlib.metadata.version("ctranslate2")
    target = cache_root() / "ctranslate2" / f"{info.digest[:24]}-{version}-{precision}"
    if _intact(target):
        return Conversion(target, "")
    check_folder(info.path)
    try:
        discard(target)
        with new_folder(target) as staging:
            _convert(info, staging, precision)
        return Conversion(target, "")
    except OSError as error:
        problem = f"The cache {target.parent} cannot be written ({error.strerror})"
        note = f"{problem}, so the model is converted anew each time; set {CACHE_VARIABLE}."
    folder = _temporary_folder(info)
    _convert(info, folder, precision)
    return Conversion(folder, note)


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


def _convert(info: ModelInfo, folder: Path, precision: str) -> None:
    _run_converter(info.path.resolve(), folder, precision)
    files = record_files(folder, CONVERTED_FILES)
    if len(files) < len(CONVERTED_FILES):
        raise ModelError(str(info.path), f"CTranslate2 wrote only {', '.join(files) or 'nothing'}")
    Manifest(info.name, info.revision, info.licence, ("ar", "en"), files).write(folder)


def _run_converter(model: Path, folder: Path, precision: str) -> None:
    root = Path(__file__).resolve().parent.parent
    paths = [str(root), *filter(None, [os.environ.get("PYTHONPATH")])]
    # -P: the user's working folder is no place to import from.
    command = [sys.executable, "-P", "-m", "translate.convert", str(model), str(folder), precision]
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
