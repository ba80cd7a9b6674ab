"""Models are data that strangers wrote: nothing in them is ever run, and what was tampered with is never used.

`test_models.py` has the pulling, `test_weights.py` the self-check tensor by tensor, `test_translate.py` the canary on
permuted embeddings and foreign vocabularies; here is what an adversary does on purpose.
"""

from __future__ import annotations

import ast
import json
import os
import pickle
import shutil
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from model_folders import Tensors, edit_json, embedded_copy, rewrite, tiny_model
from places import ROOT

from iqtibas.article import ModelError
from iqtibas.models import resolve, verify
from iqtibas.models.canary import SENTENCES
from iqtibas.models.conversion import converted
from iqtibas.models.folder import LARGEST_JSON, MODEL_FILES
from iqtibas.models.manifest import Manifest, record_files
from iqtibas.models.registry import EMBEDDED_FOLDER
from iqtibas.models.validate import check_folder
from iqtibas.translate import load, memory_path

ROOMS = ("article", "translate", "align", "eval", "report", "cli")
TRAP = "import pathlib; pathlib.Path({!r}).touch()"


class Trap:
    """Unpickling it runs code."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[str]]:
        return exec, (TRAP.format(str(self.mark)),)


def signed(folder: Path, name: str = "mine") -> Path:
    """Give a folder a manifest of what is in it now, as its author, or a thief, can."""
    Manifest(name, "1", "MIT", ("ar", "en"), record_files(folder, MODEL_FILES)).write(folder)
    return folder


# Nothing is run -----------------------------------------------------------------------------------------------

FORBIDDEN_MODULES = {"pickle", "cPickle", "_pickle", "dill", "cloudpickle", "joblib", "shelve", "marshal", "yaml"}
FORBIDDEN_CALLS = {"eval", "exec", "torch.load", "numpy.load_pickle", "getattr_static", "os.system", "os.popen"}


@pytest.mark.parametrize("room", ROOMS)
def test_no_code_of_ours_opens_pickles_or_trusts_remote_code(room: str) -> None:
    for path in sorted((ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = {alias.name.split(".")[0] for alias in node.names} | {
                    (getattr(node, "module", "") or "").split(".")[0]
                }
                assert not names & FORBIDDEN_MODULES, path
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert called not in FORBIDDEN_CALLS, path
                options = {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}
                assert "trust_remote_code" not in options, path
                assert options.get("shell", "False") == "False", path
                if called.endswith(("np.load", "numpy.load", "np.save")):
                    assert options.get("allow_pickle", "False") == "False", path
                if called.endswith(".from_pretrained"):
                    assert options.get("use_safetensors") == "True", path
                    assert options.get("local_files_only") == "True", path


def test_pickles_are_never_opened_whatever_they_are_called(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    payload = pickle.dumps(Trap(mark))
    for at, name in enumerate(("pytorch_model.bin", "model.pt", "weights.pkl", "model.safetensors", "source.spm")):
        folder = tiny_model(tmp_path / str(at))
        if not (folder / name).exists():
            (folder / "model.safetensors").unlink()
        (folder / name).write_bytes(payload)
        with pytest.raises(ModelError, match=name):
            load(str(folder), "ctranslate2", threads=1)
    pickle.loads(payload)
    assert mark.exists(), "the trap does not work"


def test_code_in_a_model_folder_is_never_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A configuration that names code of its own (`auto_map`), that code, and a pickle beside sound weights."""
    from iqtibas.models import convert
    from iqtibas.models.engine_transformers import load_checkpoint

    mark = tmp_path / "ran"
    folder = tiny_model(tmp_path / "model")
    for name in ("modeling_own.py", "tokenization_own.py", "configuration_own.py", "__init__.py"):
        (folder / name).write_text(TRAP.format(str(mark)))
    (folder / "pytorch_model.bin").write_bytes(pickle.dumps(Trap(mark)))
    own = {"AutoConfig": "configuration_own.Own", "AutoModelForSeq2SeqLM": "modeling_own.Own"}
    edit_json(folder / "config.json", lambda config: config.update(auto_map=own, trust_remote_code=True))
    tokenizer = {"AutoTokenizer": ["tokenization_own.Own", None]}
    edit_json(folder / "tokenizer_config.json", lambda config: config.update(auto_map=tokenizer))
    monkeypatch.chdir(folder)
    assert type(load_checkpoint(folder)).__module__.startswith("transformers.")
    convert.main(str(folder), str(tmp_path / "converted"), "float32")
    assert (tmp_path / "converted" / "model.bin").is_file()
    assert not mark.exists()


# What is not as it was is not used ----------------------------------------------------------------------------


def flip(path: Path) -> None:
    """Change one bit in the middle of a file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("name", ["model.safetensors", "vocab.json", "source.spm", "config.json"])
def test_one_bit_is_noticed_before_anything_is_loaded(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for start in ("_load_fast", "_load_reference"):
        monkeypatch.setattr(f"iqtibas.translate.translator.{start}", lambda *_: pytest.fail("an engine was started"))
    folder = tmp_path / "model"
    shutil.copytree(EMBEDDED_FOLDER, folder)
    assert verify(str(folder)) == []
    flip(folder / name)
    assert [line.split(" ")[0] for line in verify(str(folder))] == [name]
    for engine in ("ctranslate2", "transformers"):
        with pytest.raises(ModelError, match=f"{name} is not the recorded file"):
            load(str(folder), engine, threads=1)


def test_weights_of_another_model_of_the_same_shape_are_noticed(tmp_path: Path) -> None:
    one, other = (signed(tiny_model(tmp_path / name)) for name in ("one", "other"))
    rewrite(other, lambda tensors: tensors["model.encoder.layers.0.fc1.weight"].__imul__(2))
    shutil.copy(other / "model.safetensors", one / "model.safetensors")
    with pytest.raises(ModelError, match=r"model\.safetensors is not the recorded file"):
        load(str(one), "ctranslate2", threads=1)


def test_a_file_that_was_added_is_noticed(tmp_path: Path) -> None:
    folder = signed(tiny_model(tmp_path / "model"))
    shutil.copy(folder / "source.spm", folder / "target.spm")
    with pytest.raises(ModelError, match=r"target\.spm is not in the manifest"):
        load(str(folder), "ctranslate2", threads=1)


def exchange(tensors: Tensors) -> None:
    """Decoder and encoder change their attention: every tensor is sound, and the model is none."""
    for part in ("q_proj", "k_proj", "v_proj", "out_proj"):
        one, other = (f"model.{side}.layers.0.self_attn.{part}.weight" for side in ("encoder", "decoder"))
        tensors[one], tensors[other] = tensors[other], tensors[one]


def test_exchanged_layers_are_caught_by_the_canary_whatever_the_manifest_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IQTIBAS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("iqtibas.models.canary.SENTENCES", SENTENCES[:1])  # nonsense is slow: it never ends
    folder = rewrite(embedded_copy(tmp_path / "model"), exchange)
    edit_json(folder / "generation_config.json", lambda settings: settings.update(num_beams=1, num_return_sequences=1))
    check_folder(signed(folder, "embedded"))
    with pytest.raises(ModelError, match="the model talks nonsense"):
        load(str(folder), "transformers", threads=1)
    passes = tmp_path / "cache" / "passed"
    assert not passes.exists() or not list(passes.iterdir())


def header(told: object, data: bytes = b"") -> bytes:
    """A safetensors file with this header."""
    text = told if isinstance(told, bytes) else json.dumps(told).encode()
    return struct.pack("<Q", len(text)) + text + data


def tensor(start: int, end: int, shape: list[int]) -> dict[str, object]:
    return {"dtype": "F32", "shape": shape, "data_offsets": [start, end]}


HOSTILE_WEIGHTS = {
    "endless header": struct.pack("<Q", 1 << 63) + b"{}",
    "header beyond the end": struct.pack("<Q", 1 << 20) + b"{}",
    "no object": header([]),
    "nested": header(b"[" * 100_000),
    "negative": header(b'{"a": {"dtype": "F32", "shape": [-1], "data_offsets": [-4, 0]}}'),
    "beyond the end": header({"a": tensor(0, 1 << 40, [1 << 38])}),
    "overlapping": header({"a": tensor(0, 8, [2]), "b": tensor(4, 12, [2])}, bytes(12)),
    "overflowing": header({"a": tensor(0, 4, [1 << 62, 1 << 62, 4])}, bytes(4)),
    "gap": header({"a": tensor(4, 8, [1])}, bytes(8)),
    "twice": header(b'{"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}, "a": {}}', bytes(4)),
    "other type": header({"a": tensor(0, 4, [1]) | {"dtype": "O"}}, bytes(4)),
}


@pytest.mark.parametrize("what", HOSTILE_WEIGHTS)
def test_hostile_safetensors_are_one_line(tmp_path: Path, what: str) -> None:
    folder = tiny_model(tmp_path / "model")
    (folder / "model.safetensors").write_bytes(HOSTILE_WEIGHTS[what])
    with pytest.raises(ModelError, match=r"model\.safetensors") as refusal:
        check_folder(folder)
    assert "\n" not in str(refusal.value)


def test_pieces_that_are_no_text_are_refused(tmp_path: Path) -> None:
    folder = tiny_model(tmp_path / "model")
    data = (folder / "source.spm").read_bytes()
    word = "في".encode()
    (folder / "source.spm").write_bytes(data.replace(word, b"\xff" * len(word), 1))
    with pytest.raises(ModelError, match=r"source\.spm"):
        check_folder(folder)


def test_lists_are_not_read_without_a_bound(tmp_path: Path) -> None:
    folder = tiny_model(tmp_path / "model")
    os.truncate(folder / "config.json", LARGEST_JSON + 1)
    with pytest.raises(ModelError, match="larger than 32 MB"):
        check_folder(folder)
    os.truncate(folder / "config.json", LARGEST_JSON)
    with pytest.raises(ModelError, match="is not JSON"):
        check_folder(folder)


# The cache ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("variable", ["IQTIBAS_CACHE", "IQTIBAS_DATA"])
def test_a_folder_that_another_user_prepared_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    """A planted conversion or memory would decide what our translations say."""
    use = (lambda: converted(resolve("embedded"))) if variable == "IQTIBAS_CACHE" else memory_path
    folder = tmp_path / "theirs"
    (folder / "ctranslate2").mkdir(parents=True)
    monkeypatch.setenv(variable, str(folder))
    monkeypatch.setattr("iqtibas.models.conversion._run_converter", lambda *_: pytest.fail("a conversion was begun"))
    for mode in (0o777, 0o1777, 0o703):
        folder.chmod(mode)
        with pytest.raises(ModelError, match="every user may write"):
            use()
    folder.chmod(0o755)
    monkeypatch.setattr(os, "getuid", lambda: folder.stat().st_uid + 1)
    with pytest.raises(ModelError, match="belongs to another user"):
        use()
    link = tmp_path / "link"
    link.symlink_to(folder)
    monkeypatch.setenv(variable, str(link))
    with pytest.raises(ModelError, match="belongs to another user"):
        use()
