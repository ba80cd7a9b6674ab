"""The dossier: a folder with everything that speaks for and against the renderings of one statement.

The inputs are named by their SHA-256 and source, not copied: they are others' works. The same check gives the same
bytes; no file has a date in it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

from iqtibas.align.coverage.model import Check
from iqtibas.article import OutputError, UsageError
from iqtibas.report.check.claims import DRAFT, Claim, claim_of, claim_review
from iqtibas.report.check.output import check_record, made_record
from iqtibas.report.check.page import check_html
from iqtibas.report.check.settings import check_signature, digests, thresholds
from iqtibas.report.controls import one_line
from iqtibas.report.record.result import RunInfo
from iqtibas.storage.write import make_folder, write_atomically

SCHEMA = 1
FILES = ("MANIFEST.sha256", "evidence.json", "index.html", "claimreview.json", "README.txt")
MANIFEST, EVIDENCE, PAGE, REVIEW, README = FILES


def write_dossier(check: Check, statement: str, folder: Path, info: RunInfo) -> None:
    """Write the folder of one statement, named by its id.

    Raises UsageError for an unknown id and for a folder with other files in it, of which the manifest would not speak;
    OutputError where it cannot be written. The manifest is written last: with it the folder is whole.
    """
    one = narrowed(check, statement)
    _require_own(folder)
    make_folder(folder)
    signed = {**info.signatures, "check": check_signature(info.version)}
    written = _contents(one, replace(info, signatures=signed))
    _remove_earlier(folder)
    for name, content in written.items():
        write_atomically(folder / name, content)
    lines = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(written.items()))
    write_atomically(folder / MANIFEST, "".join(lines))


def narrowed(check: Check, statement: str) -> Check:
    """The check of one statement alone, against all articles. Raises UsageError for an unknown id."""
    number = next((i for i, known in enumerate(check.statements) if known.id == statement), None)
    if number is None:
        raise UsageError(statement, "is no statement of this check", "take an id from the check's CSV or JSON")
    covered = tuple(replace(coverage, statement=0) for coverage in check.covered if coverage.statement == number)
    possible = tuple(replace(one, statement=0) for one in check.possible if one.statement == number)
    return Check((check.statements[number],), check.articles, covered, (), check.copies, possible)


def _require_own(folder: Path) -> None:
    """Refuse a folder in which there is anything but an earlier dossier."""
    try:
        foreign = sorted(item.name for item in folder.iterdir() if item.name not in FILES) if folder.is_dir() else []
    except OSError as error:
        raise OutputError(str(folder), f"cannot be read ({error.strerror})", "choose another folder") from error
    if foreign:
        raise UsageError(str(folder), f"has other files in it ({foreign[0]})", "name a folder of its own")


def _remove_earlier(folder: Path) -> None:
    """The manifest first: without it the folder is not whole."""
    for name in FILES:
        try:
            (folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(str(folder / name), f"cannot be replaced ({error.strerror})", "remove it") from error


def _contents(one: Check, info: RunInfo) -> dict[str, bytes]:
    """Every file but the manifest, by name; no claim review where nothing differs."""
    claims = _claims(one)
    texts = {
        EVIDENCE: _indented(_evidence(one, info)),
        PAGE: check_html(one, info, digests=digests(), thresholds=thresholds()),
        README: _readme(one, claims),
    }
    if claims:
        texts[REVIEW] = _indented([claim_review(claim) for claim in claims])
    return {name: text.encode("utf-8", errors="backslashreplace") for name, text in texts.items()}


def _claims(one: Check) -> list[Claim]:
    """What differs, one an article."""
    statement = one.statements[0]
    made = (
        claim_of(
            one.articles[coverage.article],
            statement.text,
            statement.text,
            coverage.rendering,
            coverage.verdict,
            speaker=statement.speaker,
            date=statement.date,
            source=statement.source,
        )
        for coverage in one.covered
    )
    return [claim for claim in made if claim.differs]


def _evidence(one: Check, info: RunInfo) -> dict[str, object]:
    """The record of the check with the digests of all that went in, and the constants that decided."""
    return {
        "schema": SCHEMA,
        "statement_sha256": _digest(one.statements[0].text),
        "inputs": [
            {
                "id": article.id,
                "source": article.source,
                "sha256": article.sha256,
                "text_sha256": _digest(article.text),
                "code_points": len(article.text),
            }
            for article in one.articles
        ],
        "check": check_record(one, info),
        "made": made_record(info) | {"thresholds": dict(thresholds()), "made_with": dict(digests())},
    }


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _indented(record: object) -> str:
    return json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _readme(one: Check, claims: list[Claim]) -> str:
    """What each file is, and what only a person can add."""
    statement = one.statements[0]
    lines = [
        one_line(f"Evidence on the statement {statement.id}"),
        "",
        f"{PAGE}: to read. {EVIDENCE}: the same for programs, with every offset in code points, and the SHA-256 of",
        "each input as it was read (sha256: the file; text_sha256: the text that the offsets point into, as UTF-8).",
        f"{MANIFEST}: check the files of this folder with `sha256sum -c {MANIFEST}`.",
        "The inputs themselves are not in this folder: get them at their sources and compare their SHA-256.",
        "",
    ]
    if not claims:
        return "\n".join([*lines, "No article was found to differ, so there is no draft of a ClaimReview.", ""])
    return "\n".join([*lines, *DRAFT_NOTES, ""])


DRAFT_NOTES = (
    f"{REVIEW}: drafts of ClaimReview (schema.org), one for each article that differs.",
    DRAFT,
    "Before one is published, a person has to",
    "- read the statement and the article and correct what is wrong;",
    "- add author: the organisation that answers for the review;",
    "- add url: the page on which it is published, and datePublished;",
    "- add author to itemReviewed: the outlet that published the rendering, and url to its appearance if it has none;",
    "- decide on reviewRating: a word or number about truth is theirs alone to give;",
    "- remove creativeWorkStatus and description.",
)
