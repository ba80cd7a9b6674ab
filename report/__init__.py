"""Everything that people and programs take away: the page, JSON lines, CSV, the summary on the terminal.

What is asked for is imported then: no command needs all of it, and all of it takes a quarter of a second. No module
here has the name of something that is exported, which it would hide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iqtibas.article.lazy import lazy_names

if TYPE_CHECKING:
    from iqtibas.report.check.claims import Claim, claim_of, claim_review
    from iqtibas.report.check.dossier import write_dossier
    from iqtibas.report.check.gates import GATE_FAILED, GATE_KINDS, Failure, gate, parse_gate, print_gate
    from iqtibas.report.check.junit import junit_xml
    from iqtibas.report.check.output import check_json, check_lines, check_record
    from iqtibas.report.check.page import check_html
    from iqtibas.report.check.sarif import sarif_json
    from iqtibas.report.check.settings import check_signature
    from iqtibas.report.check.table import check_csv
    from iqtibas.report.check.terminal import CHECK_FORMATS, CheckFormat, print_check
    from iqtibas.report.exchange.beads import Side, bead_pairs, beads_json
    from iqtibas.report.exchange.english import english_path, english_text
    from iqtibas.report.exchange.export import (
        Exported,
        Finished,
        accepted_only,
        impossible,
        parse_exports,
        write_exports,
    )
    from iqtibas.report.exchange.formats import FORMATS, parse_formats
    from iqtibas.report.exchange.pairs import read_pairs, write_pairs
    from iqtibas.report.exchange.tables import Row, csv_text, summary_rows
    from iqtibas.report.page.html import report_html, report_pages
    from iqtibas.report.page.pages import write_pages
    from iqtibas.report.record.jsonl import article_record, json_line
    from iqtibas.report.record.result import REVIEW_STATUSES, ArticleResult, Review, ReviewStatus, RunInfo
    from iqtibas.report.record.stored import ARTICLES, RESULTS, StoredRun, articles_lines, read_run
    from iqtibas.report.terminal.explain import explanation_json, print_explanation
    from iqtibas.report.terminal.progress import batch_progress
    from iqtibas.report.terminal.summary import FORMS, Form, parse_form, print_failure, print_summary
    from iqtibas.storage.write import prepare_out, write_atomically, write_chunks

__all__ = [
    "ARTICLES",
    "CHECK_FORMATS",
    "FORMATS",
    "FORMS",
    "GATE_FAILED",
    "GATE_KINDS",
    "RESULTS",
    "REVIEW_STATUSES",
    "ArticleResult",
    "CheckFormat",
    "Claim",
    "Exported",
    "Failure",
    "Finished",
    "Form",
    "Review",
    "ReviewStatus",
    "Row",
    "RunInfo",
    "Side",
    "StoredRun",
    "accepted_only",
    "article_record",
    "articles_lines",
    "batch_progress",
    "bead_pairs",
    "beads_json",
    "check_csv",
    "check_html",
    "check_json",
    "check_lines",
    "check_record",
    "check_signature",
    "claim_of",
    "claim_review",
    "csv_text",
    "english_path",
    "english_text",
    "explanation_json",
    "gate",
    "impossible",
    "json_line",
    "junit_xml",
    "parse_exports",
    "parse_form",
    "parse_formats",
    "parse_gate",
    "prepare_out",
    "print_check",
    "print_explanation",
    "print_failure",
    "print_gate",
    "print_summary",
    "read_pairs",
    "read_run",
    "report_html",
    "report_pages",
    "sarif_json",
    "summary_rows",
    "write_atomically",
    "write_chunks",
    "write_dossier",
    "write_exports",
    "write_pages",
    "write_pairs",
]

_HOMES = {
    "iqtibas.report.exchange.beads": "Side bead_pairs beads_json",
    "iqtibas.report.check.output": "check_json check_lines check_record",
    "iqtibas.report.check.page": "check_html",
    "iqtibas.report.check.settings": "check_signature",
    "iqtibas.report.check.table": "check_csv",
    "iqtibas.report.check.terminal": "CHECK_FORMATS CheckFormat print_check",
    "iqtibas.report.check.claims": "Claim claim_of claim_review",
    "iqtibas.report.check.dossier": "write_dossier",
    "iqtibas.report.exchange.english": "english_path english_text",
    "iqtibas.report.terminal.explain": "explanation_json print_explanation",
    "iqtibas.report.exchange.export": "Exported Finished accepted_only impossible parse_exports write_exports",
    "iqtibas.report.exchange.formats": "FORMATS parse_formats",
    "iqtibas.report.check.gates": "GATE_FAILED GATE_KINDS Failure gate parse_gate print_gate",
    "iqtibas.report.page.html": "report_html report_pages",
    "iqtibas.report.record.jsonl": "article_record json_line",
    "iqtibas.report.check.junit": "junit_xml",
    "iqtibas.report.page.pages": "write_pages",
    "iqtibas.report.exchange.pairs": "read_pairs write_pairs",
    "iqtibas.report.terminal.progress": "batch_progress",
    "iqtibas.report.record.result": "REVIEW_STATUSES ArticleResult Review ReviewStatus RunInfo",
    "iqtibas.report.check.sarif": "sarif_json",
    "iqtibas.report.record.stored": "ARTICLES RESULTS StoredRun articles_lines read_run",
    "iqtibas.report.exchange.tables": "Row csv_text summary_rows",
    "iqtibas.report.terminal.summary": "FORMS Form parse_form print_failure print_summary",
    "iqtibas.storage.write": "prepare_out write_atomically write_chunks",
}

if not TYPE_CHECKING:  # else every name would pass for one of ours
    __getattr__ = lazy_names(__name__, _HOMES)
