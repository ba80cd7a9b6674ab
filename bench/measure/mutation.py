"""Mutation testing: how many small faults put into a package its quick tests notice.

usage: python -m bench.measure.mutation {article,eval,ledger}... [--sample N] [--seed S] [--json OUT]

The faults are those of mutmut's operators (an operator, number, string, argument, call or assignment changed inside a
function); its runner copies and instruments whole projects, which takes longer than a sample. Here the tests are
collected and run once, with coverage telling which pass through which line; then, for each mutant of a random sample
(the same for the same seed and sources), a forked process gets the mutated function's code and runs the tests that pass
through the line, or else through the function, the quickest first, until one fails. Nothing is written but OUT.

Left out, for speed: tests that load the aligner, open a browser or read ../shared, those in SLOW, and of the tests of
one mutant what goes beyond MOST_SECONDS of processor time, all of which can only lower the score. Hypothesis tries
FEW_EXAMPLES an unsettled test, always the same ones, so that a mutant has one fate. A mutant that exceeds its time
counts as noticed, one that no test reaches does not; one whose bytecode is that of the original is none. The interval
is Wilson's of 95 % (Wilson 1927). Needs `pip install mutmut`, and fork.
"""

from __future__ import annotations

import gc
import json
import math
import os
import random
import resource
import sys
import time
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import _lru_cache_wrapper
from itertools import accumulate
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest

from bench.harness import ROOT, command_line, run_main, save


@dataclass(frozen=True, slots=True)
class Package:
    """What is mutated, a folder of the checkout, and the files (patterns of names) in tests/ that are to notice."""

    folder: str
    tests: tuple[str, ...]


PACKAGES = {
    "article": Package(
        "article",
        (
            *("test_arabic*.py", "test_decode*.py", "test_error_lines.py", "test_docx*.py", "test_embeds*.py"),
            *("test_fetch*.py", "test_html*.py", "test_markup*.py", "test_plain*.py", "test_quotes*.py"),
            *("test_read*.py", "test_sentences*.py", "test_speech*.py", "test_statements*.py", "test_limits.py"),
        ),
    ),
    "eval": Package("eval", ("test_eval*.py",)),
    "ledger": Package(
        "align/ledger",
        (
            *("test_coverage*.py", "test_exchanged*.py", "test_facts*.py", "test_ledger*.py", "test_modality*.py"),
            *("test_names*.py", "test_negation*.py", "test_numbers*.py", "test_polarity*.py", "test_quotation*.py"),
        ),
    ),
}
HEAVY_FIXTURES = {"aligner", "chromium", "screens", "shared"}
SLOW = {
    "test_a_bomb_is_refused",
    "test_a_list_of_links_to_other_articles_is_read_in_one_pass",
    "test_a_packed_page_is_unpacked_and_a_bomb_is_not",
    "test_a_url_is_an_article_with_its_source",
    "test_endless_transcripts_are_read_in_linear_time",
}
FEW_EXAMPLES = 20
MOST_SECONDS = 2.0
TIMES, GRACE_SECONDS, WALL_TIMES = 4, 4, 20
"""A mutant may take 4 · (what its tests take on the untouched code) + 4 s of processor time, and 20 times that long."""
MOST_MEMORY = 8 << 30
WILSON_Z = 1.959964
NOTICED = ("killed", "timeout")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault. line: where it is. lines: of its function, half open, without the `def`. difference: the change."""

    name: str
    path: str
    line: int
    lines: range
    original: CodeType
    mutated: CodeType
    difference: str


def mutants(package: Package, order: random.Random) -> tuple[int, Iterator[Mutant]]:
    """How many faults the operators find in a package, and the mutants in random order."""
    from libcst import parse_module
    from libcst.metadata import MetadataWrapper
    from mutmut.mutation.file_mutation import MutationVisitor
    from mutmut.mutation.mutators import mutation_operators
    from mutmut.mutation.pragma_handling import IgnoredCode

    found = []
    for path in sorted((ROOT / package.folder).rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        visitor = MutationVisitor(mutation_operators, IgnoredCode(set(), set(), set()))
        module = MetadataWrapper(parse_module(source)).visit(visitor)
        inside = [one for one in visitor.mutations if one.contained_by_top_level_function is not None]
        found += [(path, source, module, one, number) for number, one in enumerate(inside, start=1)]
    order.shuffle(found)
    return len(found), (mutant for one in found if (mutant := _mutant(*one)))


def _mutant(path: Path, source: str, module: Any, mutation: Any, number: int) -> Mutant | None:
    """The compiled mutant; None if it is the original after all, or changes no function's body."""
    function = mutation.contained_by_top_level_function
    before = module.code_for_node(function)
    after = module.code_for_node(function.deep_replace(mutation.original_node, mutation.mutated_node))
    changed = source.replace(before, after, 1)
    try:
        old, new = (dict(_functions(compile(text, str(path), "exec"))) for text in (source, changed))
    except SyntaxError:
        return None
    differing = [key for key in old if key in new and old[key] != new[key]]
    if len(differing) != 1:
        return None
    code = old[differing[0]]
    last = max(line for _, _, line in code.co_lines() if line)
    pairs = enumerate(zip(source.splitlines(), changed.splitlines(), strict=False), start=1)
    line, (was, now) = next(pair for pair in pairs if pair[1][0] != pair[1][1])
    name = f"{path.relative_to(ROOT).as_posix()}:{line}:{code.co_qualname}#{number}"
    lines = range(code.co_firstlineno + 1, last + 1)
    return Mutant(name, str(path), line, lines, code, new[differing[0]], f"{was.strip()}  →  {now.strip()}")


def _functions(code: CodeType) -> Iterator[tuple[tuple[str, int], CodeType]]:
    """The functions and methods of a module by name and line; what is inside of them is part of them."""
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            if inner.co_flags & 0x2:  # CO_NEWLOCALS: a function
                yield (inner.co_qualname, inner.co_firstlineno), inner
            else:
                yield from _functions(inner)


def _put_in(mutant: Mutant, functions: Sequence[FunctionType], caches: Sequence[Any]) -> None:
    """Give every function object of the mutated function the new code, and forget what was remembered of the old."""
    for function in functions:
        if function.__code__ == mutant.original:
            function.__code__ = mutant.mutated
    for cache in caches:
        cache.cache_clear()


@dataclass
class Runner:
    """A plugin of pytest that runs mutants in the place of tests."""

    package: Package
    sample: int
    seed: int
    result: dict[str, Any] = field(default_factory=dict)

    def pytest_configure(self) -> None:
        """The same few Hypothesis examples every time; who asks for the translation model skips.

        The model's threads would be in no fork, where asking it or letting it go never ends.
        """
        from hypothesis import HealthCheck, settings

        from iqtibas.models.forced_decoding import Contrast

        Contrast.__init__ = lambda _: pytest.skip("needs a model whose threads are in no fork")  # type: ignore
        quick = settings(
            derandomize=True,
            database=None,
            deadline=None,
            max_examples=FEW_EXAMPLES,
            suppress_health_check=list(HealthCheck),
        )
        settings.register_profile("mutation", quick)
        settings.load_profile("mutation")

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out what is not quick."""
        items[:] = [
            item
            for item in items
            if not HEAVY_FIXTURES & set(getattr(item, "fixturenames", ()))
            and getattr(item, "originalname", "") not in SLOW
        ]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """The tests once, and then the mutants."""
        gc.unfreeze()  # what the package before froze would not be found
        total, found = mutants(self.package, random.Random(self.seed))
        reaching, seconds = self._covered(session.items)
        functions = [thing for thing in gc.get_objects() if isinstance(thing, FunctionType)]
        caches = [thing for thing in gc.get_objects() if isinstance(thing, _lru_cache_wrapper)]
        gc.freeze()
        fates: Counter[str] = Counter()
        unnoticed = {}
        for mutant in found:
            items = _chosen(session.items, mutant, reaching[mutant.path], seconds)
            fate = _fate(items, sum(seconds[item.nodeid] for item in items), mutant, functions, caches)
            fates[fate] += 1
            if fate not in NOTICED:
                unnoticed[mutant.name] = mutant.difference
                print(f"{fate}: {mutant.name}: {mutant.difference}", file=sys.stderr, flush=True)
            if fates.total() >= self.sample:
                break
        noticed = sum(fates[fate] for fate in NOTICED)
        counted = {"mutants": total, "tried": fates.total(), "seed": self.seed, **fates}
        share = {"score": noticed / fates.total(), "interval": wilson(noticed, fates.total())}
        self.result = {**counted, **share, "unnoticed": unnoticed}
        return True

    def _covered(self, items: Sequence[pytest.Item]) -> tuple[dict[str, dict[int, list[str]]], dict[str, float]]:
        """By file and line, the tests that pass there, and the processor seconds of each test that succeeds."""
        from coverage import Coverage

        measured = Coverage(data_file=None, source=[str(ROOT / self.package.folder)], config_file=False)
        seconds: dict[str, float] = {}
        measured.start()
        for item, following in zip(items, [*items[1:], None], strict=True):
            measured.switch_context(item.nodeid)
            began = time.process_time()
            if _succeeds(item, following):
                seconds[item.nodeid] = time.process_time() - began
            else:
                print(f"left out, it fails or skips: {item.nodeid}", file=sys.stderr, flush=True)
        measured.stop()
        data = measured.get_data()
        return defaultdict(dict, {path: data.contexts_by_lineno(path) for path in data.measured_files()}), seconds


def _fate(items: Sequence[pytest.Item], seconds: float, mutant: Mutant, *places: Sequence[Any]) -> str:
    """What becomes of a mutant. seconds: what the tests take on the untouched code. places: see `_put_in`."""
    if not items:
        return "no tests"
    limit = math.ceil(TIMES * seconds + GRACE_SECONDS)
    child = os.fork()
    if not child:
        _try_out(items, limit, mutant, *places)
    end = time.monotonic() + WALL_TIMES * limit
    while not (ended := os.waitpid(child, os.WNOHANG))[0]:
        if time.monotonic() > end:
            os.kill(child, 9)
        time.sleep(0.01)
    return {0: "survived", 1: "killed"}.get(os.waitstatus_to_exitcode(ended[1]), "timeout")


def _chosen(
    items: Sequence[pytest.Item], mutant: Mutant, reaching: dict[int, list[str]], seconds: dict[str, float]
) -> list[pytest.Item]:
    """The tests that pass through a mutant's line, or else through its function, the quickest first.

    As many as take MOST_SECONDS together; one at least. reaching: tests by line. seconds: of each test that succeeds.
    """
    passing = seconds.keys() & set(reaching.get(mutant.line, ()))
    passing = passing or seconds.keys() & {test for line in mutant.lines for test in reaching.get(line, ())}
    quickest = sorted((item for item in items if item.nodeid in passing), key=lambda item: seconds[item.nodeid])
    spent = list(accumulate(seconds[item.nodeid] for item in quickest))
    return quickest[: max(1, bisect_right(spent, MOST_SECONDS))]


def _try_out(items: Sequence[pytest.Item], limit: int, mutant: Mutant, *places: Sequence[Any]) -> None:
    """In a process of its own: end with 1 if a test notices the mutant, with 0 if none does."""
    used = math.ceil(time.process_time())
    resource.setrlimit(resource.RLIMIT_CPU, (used + limit, used + limit + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    try:
        _put_in(mutant, *places)
        survived = all(_succeeds(item, after) for item, after in zip(items, [*items[1:], None], strict=True))
    except BaseException:  # what ends a test run is noticed too
        survived = False
    os._exit(0 if survived else 1)


def _succeeds(item: pytest.Item, following: pytest.Item | None) -> bool:
    from _pytest.runner import runtestprotocol

    return all(report.passed for report in runtestprotocol(item, log=False, nextitem=following))


def wilson(noticed: int, tried: int) -> tuple[float, float]:
    """The 95 % score interval of a proportion."""
    share, spread = noticed / tried, WILSON_Z**2 / tried
    centre = share + spread / 2
    margin = WILSON_Z * math.sqrt(share * (1 - share) / tried + spread / (4 * tried))
    return (centre - margin) / (1 + spread), (centre + margin) / (1 + spread)


def main() -> None:
    parser = command_line(__doc__, "json")
    parser.add_argument("packages", nargs="+", choices=PACKAGES)
    parser.add_argument("--sample", type=int, default=250)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    results = {}
    for name in asked.packages:
        runner = Runner(PACKAGES[name], asked.sample, asked.seed)
        tests = sorted({str(p) for pattern in PACKAGES[name].tests for p in (ROOT / "tests").rglob(pattern)})
        options = ["-q", "--no-header", "--no-summary", "--capture=no", "-p", "no:cacheprovider", "-p", "no:xdist"]
        pytest.main([*options, f"--rootdir={ROOT}", *tests], plugins=[runner])
        results[name] = runner.result
        print(
            json.dumps({name: {key: value for key, value in runner.result.items() if key != "unnoticed"}}), flush=True
        )
    save(asked, results)


if __name__ == "__main__":
    run_main(main)
