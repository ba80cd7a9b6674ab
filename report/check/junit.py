"""JUnit XML of a gated check, as Jenkins, GitLab and others read it: a test case for each statement and article."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from iqtibas.align.coverage.model import Check, Possible
from iqtibas.article import IqtibasError
from iqtibas.report.check.changes import POSSIBLE
from iqtibas.report.check.gates import MISSING, Failure
from iqtibas.report.controls import one_line
from iqtibas.report.exchange.xml import legal, serialized
from iqtibas.report.wording import percent

LONGEST_NAME = 80
NOT_COVERED = "not covered"
UNREAD = "not checked"


def junit_xml(check: Check, failures: Sequence[Failure], unread: Sequence[IqtibasError] = ()) -> bytes:
    """A suite a statement, in it a case an article; a pair that was not covered is skipped.

    A case has one failure at most, as some readers take no more: its message holds them all. A statement that fails
    for being in no article has a case of its own. unread: inputs that could not be checked, a case with an error each
    in a suite of their own: a build must not pass on what nobody looked at. The order of elements is that of Jenkins's
    schema.
    """
    from lxml import etree

    failed = {key: list(group) for key, group in groupby(failures, key=lambda f: (f.statement, f.article))}
    covered = {(one.statement, one.article) for one in check.covered}
    covered |= {(one.statement, one.article) for one in _that_fail(check, failures)}
    root = etree.Element("testsuites", name="iqtibas check")
    for number in range(len(check.statements)):
        _add_suite(root, check, number, failed, covered)
    if unread:
        _add_unread(root, unread)
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name)) for suite in root)))
    return serialized(root)


def _that_fail(check: Check, failures: Sequence[Failure]) -> list[Possible]:
    """Possible renderings, where the gate fails for them: else they are not covered."""
    return list(check.possible) if any(failure.kind == POSSIBLE for failure in failures) else []


def _add_unread(root: Any, unread: Sequence[IqtibasError]) -> None:
    from lxml import etree

    suite = etree.SubElement(root, "testsuite", name=UNREAD)
    for error in unread:
        case = etree.SubElement(suite, "testcase", name=_clean(error.where), classname=UNREAD)
        etree.SubElement(case, "error", type=type(error).__name__, message=_clean(error.problem)).text = _clean(
            str(error)
        )
    _count(suite)


def _add_suite(
    root: Any,
    check: Check,
    number: int,
    failed: dict[tuple[int, int | None], list[Failure]],
    covered: set[tuple[int, int]],
) -> None:
    from lxml import etree

    statement = check.statements[number]
    suite = etree.SubElement(root, "testsuite", name=_clean(f"{statement.id} {statement.text}")[:LONGEST_NAME])
    properties = etree.SubElement(suite, "properties")
    for name, value in (("statement", statement.text), ("speaker", statement.speaker), ("source", statement.source)):
        if value:
            etree.SubElement(properties, "property", name=name, value=_clean(value))
    for at, article in enumerate(check.articles):
        _add_case(suite, statement.id, article.id, failed.get((number, at), []), (number, at) in covered)
    if missing := failed.get((number, None)):
        _add_case(suite, statement.id, MISSING, missing, covered=True)
    _count(suite)


def _add_case(suite: Any, statement: str, name: str, failures: Sequence[Failure], covered: bool) -> None:
    from lxml import etree

    case = etree.SubElement(suite, "testcase", name=_clean(name), classname=_clean(statement))
    if not covered:
        etree.SubElement(case, "skipped").text = NOT_COVERED
    elif failures:
        lines = [_clean(failure.message) + _sure(failure) for failure in failures]
        kinds = " ".join(dict.fromkeys(failure.kind for failure in failures))
        etree.SubElement(case, "failure", type=kinds, message=" ".join(lines)).text = "\n".join(lines)


def _count(suite: Any) -> None:
    cases = suite.findall("testcase")
    counts = {
        "tests": len(cases),
        "failures": len(suite.findall("testcase/failure")),
        "errors": len(suite.findall("testcase/error")),
        "skipped": len(suite.findall("testcase/skipped")),
    }
    for name, count in counts.items():
        suite.set(name, str(count))


def _sure(failure: Failure) -> str:
    return "" if failure.confidence is None else f" ({percent(failure.confidence)})"


def _clean(text: str) -> str:
    """What XML can hold, with controls by name: build servers show it as it is."""
    return legal(one_line(text))
