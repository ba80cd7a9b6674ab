"""SARIF 2.1.0 (OASIS Standard plus Errata 01) of a gated check, as code hosts show it beside the lines of a file.

Offsets and columns are code points, which the run says (section 3.14.17, columnKind). Offsets are given for plain text
only: those into a page's or a Word file's extracted text do not point into the file.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote

from iqtibas.align.coverage.model import Check
from iqtibas.align.model import ALTERING_KINDS
from iqtibas.article import Article, IqtibasError, Segment
from iqtibas.article.arabic.letters import fold
from iqtibas.report.check.changes import POSSIBLE
from iqtibas.report.check.gates import ATTRIBUTION, GATE_KINDS, MISSING, Failure
from iqtibas.report.controls import one_line
from iqtibas.report.page.html import safe_href
from iqtibas.report.record.jsonl import dumped
from iqtibas.report.wording import FINDINGS

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
VERSION = "2.1.0"
FINGERPRINT = "statementAndWords/v1"
RULES = {
    **{str(kind): words for kind, words in FINDINGS.items()},
    MISSING: "No article renders the statement",
    ATTRIBUTION: "The Arabic gives the statement to another speaker",
    POSSIBLE: "A passage may render the statement, too unsure to be judged",
}
ABOUT = "Iqtibas judges whether the Arabic says what the English statement says. It never judges the facts."
PERCENT = 100.0
_SOURCE = re.compile(r"(?P<place>.+) \((?P<form>[^()]{1,40})\)\Z", re.DOTALL)
_LINE_OF_FILE = re.compile(r"(?P<path>.+):(?P<line>[0-9]{1,9})\Z", re.DOTALL)
_NEWLINE = re.compile(r"\r\n|\n")  # what SARIF takes for line ends if a run does not say otherwise


class _File(NamedTuple):
    """Where an article stands. path: of its file. line: its line in a file of JSON lines, else None.

    starts: where the lines of a plain text begin, None where offsets do not point into the file.
    """

    path: str
    line: int | None
    starts: list[int] | None


def sarif_json(check: Check, failures: Sequence[Failure], version: str, unread: Sequence[IqtibasError] = ()) -> str:
    """The failures of a gate as a SARIF log, one line. version: of this program. unread: what could not be checked."""
    files = [_file(article) for article in check.articles]
    paths = list(dict.fromkeys(file.path for file in files))
    hashes = {files[i].path: article.sha256 for i, article in enumerate(check.articles) if files[i].line is None}
    seen: Counter[str] = Counter()
    run = {
        "tool": {"driver": {"name": "Iqtibas", "version": version, "rules": _rules()}},
        "invocations": [_invocation(unread)],
        "language": "en",
        "columnKind": "unicodeCodePoints",
        "artifacts": [_artifact(path, hashes.get(path)) for path in paths],
        "results": [_result(check, failure, files, paths, seen) for failure in failures],
    }
    return dumped({"$schema": SCHEMA, "version": VERSION, "runs": [run]}) + "\n"


def _file(article: Article) -> _File:
    """Read from the article's source, as the readers write it: "a.txt (utf-8)", "b.jsonl:3 (JSON lines)"."""
    found = _SOURCE.match(article.source)
    place, form = (found["place"], found["form"]) if found else (article.source or article.id, "")
    if form == "JSON lines" and (line := _LINE_OF_FILE.match(place)):
        return _File(line["path"], int(line["line"]), None)
    if not found or form == "DOCX" or form.startswith("HTML"):
        return _File(place, None, None)
    return _File(place, None, [0, *(match.end() for match in _NEWLINE.finditer(article.text))])


def _invocation(unread: Sequence[IqtibasError]) -> dict[str, object]:
    """Whether everything was checked (section 3.20.14), and what was not."""
    told = [{"level": "error", "message": {"text": one_line(str(error))}} for error in unread]
    return {"executionSuccessful": not unread} | ({"toolExecutionNotifications": told} if told else {})


def _rules() -> list[dict[str, object]]:
    return [
        {
            "id": kind,
            "shortDescription": {"text": f"{RULES[kind]}."},
            "fullDescription": {"text": ABOUT},
            "defaultConfiguration": {"level": _level(kind)},
        }
        for kind in GATE_KINDS
    ]


def _level(kind: str) -> str:
    if kind in ALTERING_KINDS or kind == ATTRIBUTION:
        return "error"
    return "note" if kind == "quotation" else "warning"


def _artifact(path: str, sha256: str | None) -> dict[str, object]:
    """A file that was checked. The digest of an article is not that of a file of JSON lines."""
    artifact: dict[str, object] = {"location": {"uri": _uri(path)}}
    return artifact | ({"hashes": {"sha-256": sha256}} if sha256 else {})


def _uri(path: str) -> str:
    """A path or address as an URI reference (RFC 3986)."""
    return safe_href(path) or quote(path.encode("utf-8", "replace"), safe="/")


def _result(
    check: Check, failure: Failure, files: Sequence[_File], paths: Sequence[str], seen: Counter[str]
) -> dict[str, object]:
    statement = check.statements[failure.statement]
    print_ = _fingerprint(check, failure)
    seen[print_] += 1
    result: dict[str, object] = {
        "ruleId": failure.kind,
        "ruleIndex": GATE_KINDS.index(failure.kind),
        "level": _level(failure.kind),
        "message": {"text": one_line(f"{failure.message} Statement {statement.id}: “{statement.text}”")},
        "partialFingerprints": {FINGERPRINT: f"{print_}:{seen[print_]}"},
        "properties": _properties(check, failure),
    }
    if failure.confidence is not None:
        result["rank"] = round(PERCENT * failure.confidence, 1)
    if failure.article is not None:
        file = files[failure.article]
        place = {"artifactLocation": {"uri": _uri(file.path), "index": paths.index(file.path)}}
        region = _region(file, failure.arabic)
        result["locations"] = [{"physicalLocation": place | ({"region": region} if region else {})}]
    return result


def _region(file: _File, span: Segment | None) -> dict[str, int]:
    """Lines and columns count from 1, offsets from 0; ends are exclusive (sections 3.30.5 to 3.30.12)."""
    if file.line is not None:
        return {"startLine": file.line}
    if file.starts is None or span is None:
        return {}
    first, last = (bisect_right(file.starts, at) - 1 for at in (span.start, max(span.start, span.end - 1)))
    return {
        "startLine": first + 1,
        "startColumn": span.start - file.starts[first] + 1,
        "endLine": last + 1,
        "endColumn": span.end - file.starts[last] + 1,
        "charOffset": span.start,
        "charLength": span.end - span.start,
    }


def _properties(check: Check, failure: Failure) -> dict[str, object]:
    """What SARIF has no name for: both spans as every other output has them."""
    return {
        "statement": check.statements[failure.statement].id,
        "article": None if failure.article is None else check.articles[failure.article].id,
        "english": [failure.english.start, failure.english.end] if failure.english else None,
        "arabic": [failure.arabic.start, failure.arabic.end] if failure.arabic else None,
    }


def _fingerprint(check: Check, failure: Failure) -> str:
    """Stays the same when the text around the words changes; no offset is in it."""
    article = None if failure.article is None else check.articles[failure.article]
    words = fold(article.slice(failure.arabic)) if article and failure.arabic else ""
    parts = (
        check.statements[failure.statement].id,
        article.id if article else "",
        failure.kind,
        " ".join(words.split()),
        " ".join(failure.message.split()) if not words else "",
    )
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
