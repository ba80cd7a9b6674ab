"""Downloading a model from the Hugging Face hub: pinned, safetensors only, and hashed.

The only file of this room that opens a connection.
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from iqtibas.article.errors import ModelError
from iqtibas.models.folder import MODEL_FILES, WEIGHTS

OFFLINE_VARIABLE = "HF_HUB_OFFLINE"
ANSWER_SECONDS, LISTING_SECONDS = 3.0, 15.0


def offline_by_environment() -> bool:
    """Whether $HF_HUB_OFFLINE forbids the network, read as huggingface_hub reads it."""
    return os.environ.get(OFFLINE_VARIABLE, "").upper() in {"1", "ON", "YES", "TRUE"}


def hub_answers(repository: str, revision: str | None, *, seconds: float = ANSWER_SECONDS) -> bool:
    """Whether the hub knows this revision and says so in time, name resolution included."""
    from huggingface_hub import HfApi

    api = HfApi()
    answers: list[Any] = []

    def ask() -> None:
        try:
            answers.append(_listing(api, repository, revision, seconds))
        except ModelError:
            return  # the caller only needs to know that there was no answer

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(seconds)
    return bool(answers)


def fetch(repository: str, revision: str | None, folder: Path, *, progress: bool) -> str:
    """Download the model's files into a folder, nothing else. Returns the commit they are from.

    revision: a commit, or None for the newest. progress: show the hub's own bar on a terminal. Raises ModelError if the
    repository offers only pickles, if the hub cannot be reached, or if what arrived is not what it announced.
    """
    from huggingface_hub import HfApi, hf_hub_download

    listing = _listing(HfApi(), repository, revision, LISTING_SECONDS)
    offered = {str(sibling.rfilename): sibling for sibling in listing.siblings or ()}
    if WEIGHTS not in offered:
        raise ModelError(
            f"{repository} at {listing.sha}",
            f"has no {WEIGHTS}; its pickled weights can run any code when opened and are refused",
            "choose a revision or a model with safetensors",
        )
    with _failures_explained(repository), _progress_bars(progress and sys.stderr.isatty()):
        for name in MODEL_FILES:
            if name in offered:
                hf_hub_download(repository, name, revision=listing.sha, local_dir=folder, token=False)
    shutil.rmtree(folder / ".cache", ignore_errors=True)
    _check_announced(repository, folder, offered[WEIGHTS])
    return str(listing.sha)


def _listing(api: Any, repository: str, revision: str | None, seconds: float) -> Any:
    with _failures_explained(repository):
        return api.model_info(repository, revision=revision, timeout=seconds, files_metadata=True, token=False)


@contextmanager
def _failures_explained(repository: str) -> Iterator[None]:
    """The hub client raises its own errors, its HTTP library's and the system's; users get one line."""
    from huggingface_hub.errors import HTTPError  # type: ignore[attr-defined]  # of httpx 1 or 2

    try:
        yield
    except (OSError, ValueError, HTTPError) as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise ModelError(
            repository,
            f"cannot be downloaded ({reason})",
            "try again with a connection, or use the embedded model",
        ) from error


@contextmanager
def _progress_bars(shown: bool) -> Iterator[None]:
    from huggingface_hub import utils

    hidden: bool = utils.are_progress_bars_disabled()  # type: ignore[attr-defined]
    if not shown:
        utils.disable_progress_bars()  # type: ignore[attr-defined]
    try:
        yield
    finally:
        if not hidden:
            utils.enable_progress_bars()  # type: ignore[attr-defined]


def _check_announced(repository: str, folder: Path, announced: Any) -> None:
    from iqtibas.models.manifest import record_files

    record = record_files(folder, [WEIGHTS]).get(WEIGHTS)
    expected = announced.lfs.sha256 if announced.lfs else None
    if record is None or (expected and record.sha256 != expected):
        raise ModelError(repository, f"{WEIGHTS} did not arrive as announced", "pull it again")
