"""Which models can translate here, where they are, and which of them is used.

Three names are known; anything else is a local folder. Nothing here goes to the network for the embedded
model or a local folder.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from iqtibas.article.errors import ModelError
from iqtibas.models.folder import MODEL_FILES
from iqtibas.models.hub import fetch, hub_answers, offline_by_environment
from iqtibas.models.manifest import MANIFEST, Manifest, read_manifest, record_files
from iqtibas.models.validate import check_folder
from iqtibas.storage.folders import cache_root, discard, new_folder

AUTO, EMBEDDED = "auto", "embedded"
EMBEDDED_FOLDER = Path(__file__).resolve().parent / "weights"


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A model with a name. repository: on the hub, "" for the embedded one.

    revision: the pinned commit; None where none is pinned, and then the one found when pulling is recorded.
    """

    name: str
    repository: str
    revision: str | None
    licence: str


# Best first: BLEU 42.6 on FLORES devtest by its model card, 33.9 and 13.8 on FLORES dev as measured.
KNOWN_MODELS = (
    KnownModel("opus-mt-tc-big-ar-en", "Helsinki-NLP/opus-mt-tc-big-ar-en", None, "CC-BY-4.0"),
    KnownModel(
        "opus-mt-ar-en",
        "Helsinki-NLP/opus-mt-ar-en",
        "0a22ca0fe7fd0e314f4913e606ddc07d1ff9d718",
        "Apache-2.0",
    ),
    KnownModel(EMBEDDED, "", None, ""),
)
# What "auto" pulls: four times smaller than the best and pinned.
AUTO_PULLED = KNOWN_MODELS[1]
WEAK_NOTE = "The small embedded model keeps the topic and invents the rest: read its English as a hint, never quote it."


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """A model that is here.

    digest: SHA-256 over its files. revision: a commit on the hub, our version, or "". weak: the English is no
    more than a hint. note: a sentence for the user, why this model and what to expect, or "".
    """

    name: str
    path: Path
    digest: str
    revision: str
    licence: str
    weak: bool
    note: str


def resolve(name: str = AUTO, *, offline: bool = False, progress: bool = True) -> ModelInfo:
    """Find a model by name or folder, pulling it if it is known, absent, and the network may be used.

    "auto" is the best one that is here; if only the embedded one is, opus-mt-ar-en is pulled where the hub
    answers within 3 s. offline: no network, as with $HF_HUB_OFFLINE. progress: show a bar while pulling.
    Raises ModelError for an unknown name, a damaged manifest, or a model that cannot be had.
    """
    offline = offline or offline_by_environment()
    if name == AUTO:
        return _automatic(offline, progress)
    known = _find(name)
    if known is None:
        return _local(name)
    if here := _installed(known):
        return here
    if not known.repository:
        raise ModelError(name, f"its folder {EMBEDDED_FOLDER} is missing", "reinstall Iqtibas")
    if offline:
        raise ModelError(name, "is not here, and the network may not be used", f"iqtibas models pull {name}")
    return pull(name, progress=progress)


def pull(name: str, *, progress: bool = True) -> ModelInfo:
    """Download a known model into the cache, check it, and write its manifest; all of it, or nothing.

    A model that is here, intact, at the pinned revision is left alone. Raises ModelError for a name that is
    not known, a hub that does not answer, a repository without safetensors, a model that fails its check, a
    cache that cannot be written.
    """
    known = _known(name)
    if not known.repository:
        raise ModelError(name, "is part of the program and needs no pulling")
    target = _folder(known)
    if here := _intact_at_pin(known):
        return here
    try:
        with new_folder(target) as staging:
            revision = fetch(known.repository, known.revision, staging, progress=progress)
            check_folder(staging)
            files = record_files(staging, MODEL_FILES)
            Manifest(known.name, revision, known.licence, ("ar", "en"), files).write(staging)
            discard(target)
    except OSError as error:
        raise ModelError(str(target), f"the cache cannot be written ({error.strerror})") from error
    return _info(read_manifest(target), target)


def list_models() -> list[tuple[KnownModel, ModelInfo | None]]:
    """The known models, best first, each with what is here of it."""
    return [(known, _installed(known)) for known in KNOWN_MODELS]


def verify(name: str) -> list[str]:
    """Hash every file of a model against its manifest: one sentence for each that differs, none if intact.

    name: a known model that is here, or a folder with a manifest. Raises ModelError if there is none.
    """
    known = _find(name)
    folder = _folder(known) if known else Path(name).expanduser()
    if not folder.is_dir():
        raise ModelError(_known(name).name, "is not here", f"iqtibas models pull {name}")
    return read_manifest(folder).differences(folder)


def require_intact(info: ModelInfo) -> None:
    """Raises ModelError if a file is no longer what the model's manifest says. Costs a hash of every file."""
    if (info.path / MANIFEST).is_file() and (changed := read_manifest(info.path).differences(info.path)):
        known = _find(info.name)
        pull_again = f"iqtibas models pull {info.name}"
        remedy = pull_again if known and known.repository else f"restore it, or remove {MANIFEST} if it was you"
        raise ModelError(str(info.path), "; ".join(changed), remedy)


def _automatic(offline: bool, progress: bool) -> ModelInfo:
    for known in KNOWN_MODELS:
        if known.repository and (here := _installed(known)):
            return replace(here, note=f"{here.name} is the best model here.")
    reason = f"{AUTO_PULLED.name} is not here and the network may not be used"
    if not offline:
        reason = f"{AUTO_PULLED.name} is not here and the hub does not answer"
        if hub_answers(AUTO_PULLED.repository, AUTO_PULLED.revision):
            try:
                return replace(pull(AUTO_PULLED.name, progress=progress), note=f"{AUTO_PULLED.name} was pulled.")
            except ModelError as error:
                reason = str(error)
    embedded = resolve(EMBEDDED)
    remedy = f"`iqtibas models pull {AUTO_PULLED.name}` gets a better one"
    return replace(embedded, note=f"{embedded.note} It is used because {reason}; {remedy}.")


def _find(name: str) -> KnownModel | None:
    return next((known for known in KNOWN_MODELS if known.name == name), None)


def _known(name: str) -> KnownModel:
    if known := _find(name):
        return known
    names = ", ".join(model.name for model in KNOWN_MODELS)
    raise ModelError(name, "is not a model that we know", f"known: {names}; or give a folder")


def _folder(known: KnownModel) -> Path:
    return cache_root() / "models" / known.name if known.repository else EMBEDDED_FOLDER


def _installed(known: KnownModel) -> ModelInfo | None:
    folder = _folder(known)
    return _info(read_manifest(folder), folder) if folder.is_dir() else None


def _intact_at_pin(known: KnownModel) -> ModelInfo | None:
    try:
        here = _installed(known)
        return here if here and here.revision == known.revision and not verify(known.name) else None
    except ModelError:
        return None  # its manifest does not read: pulling mends that too


def _local(name: str) -> ModelInfo:
    folder = Path(name).expanduser()
    if not folder.is_dir():
        _known(name)
    folder = folder.resolve()
    if (folder / MANIFEST).is_file():
        return _info(read_manifest(folder), folder)
    files = record_files(folder, MODEL_FILES)
    return _info(Manifest(folder.name, "", "", ("ar", "en"), files), folder)


def _info(manifest: Manifest, folder: Path) -> ModelInfo:
    weak = manifest.name == EMBEDDED
    note = WEAK_NOTE if weak else ""
    return ModelInfo(manifest.name, folder, manifest.digest, manifest.revision, manifest.licence, weak, note)
