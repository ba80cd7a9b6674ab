"""Everything that people and programs take away: the page, JSON lines, CSV, the summary on the terminal.

What is asked for is imported then: no command needs all of it, and all of it takes a quarter of a second. No module
here has the name of something that is exported, which it would hide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iqtibas.article.late import late_names

if TYPE_CHECKING:
    from iqtibas.report.batch import RESULTS, translate_into
    from iqtibas.report.beads import Side, bead_pairs, beads_json
    from iqtibas.report.check_output import check_json, check_lines, check_record
    from iqtibas.report.check_page import check_html
    from iqtibas.report.check_settings import check_signature
    from iqtibas.report.check_table import check_csv
    from iqtibas.report.check_terminal import CHECK_FORMATS, CheckFormat, print_check
    from iqtibas.report.claims import Claim, claim_of, claim_review
    from iqtibas.report.doctor import doctor_lines
    from iqtibas.report.dossier import write_dossier
    from iqtibas.report.english import english_path, english_text
    from iqtibas.report.explain import explanation_json, print_explanation
    from iqtibas.report.export import Exported, Finished, accepted_only, parse_exports, write_exports
    from iqtibas.report.formats import FORMATS, parse_formats
    from iqtibas.report.gates import GATE_FAILED, GATE_KINDS, Failure, gate, parse_gate, print_gate
    from iqtibas.report.html import report_html, report_pages
    from iqtibas.report.jsonl import article_record, json_line
    from iqtibas.report.junit import junit_xml
    from iqtibas.report.pages import write_pages
    from iqtibas.report.pairs import read_pairs, write_pairs
    from iqtibas.report.progress import batch_progress
    from iqtibas.report.record import REVIEW_STATUSES, ArticleResult, Review, ReviewStatus, RunInfo
    from iqtibas.report.sarif import sarif_json
    from iqtibas.report.stored import ARTICLES, StoredRun, articles_lines, read_run
    from iqtibas.report.tables import Row, csv_text, summary_rows
    from iqtibas.report.terminal import FORMS, Form, parse_form, print_failure, print_summary
    from iqtibas.report.write import prepare_out, write_atomically, write_chunks

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
    "doctor_lines",
    "english_path",
    "english_text",
    "explanation_json",
    "gate",
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
    "translate_into",
    "write_atomically",
    "write_chunks",
    "write_dossier",
    "write_exports",
    "write_pages",
    "write_pairs",
]

_HOMES = {
    "iqtibas.report.batch": "RESULTS translate_into",
    "iqtibas.report.beads": "Side bead_pairs beads_json",
    "iqtibas.report.check_output": "check_json check_lines check_record",
    "iqtibas.report.check_page": "check_html",
    "iqtibas.report.check_settings": "check_signature",
    "iqtibas.report.check_table": "check_csv",
    "iqtibas.report.check_terminal": "CHECK_FORMATS CheckFormat print_check",
    "iqtibas.report.claims": "Claim claim_of claim_review",
    "iqtibas.report.doctor": "doctor_lines",
    "iqtibas.report.dossier": "write_dossier",
    "iqtibas.report.english": "english_path english_text",
    "iqtibas.report.explain": "explanation_json print_explanation",
    "iqtibas.report.export": "Exported Finished accepted_only parse_exports write_exports",
    "iqtibas.report.formats": "FORMATS parse_formats",
    "iqtibas.report.gates": "GATE_FAILED GATE_KINDS Failure gate parse_gate print_gate",
    "report.html": "report_html report_pages",
    "iqtibas.report.jsonl": "article_record json_line",
    "iqtibas.report.junit": "junit_xml",
    "iqtibas.report.pages": "write_pages",
    "iqtibas.report.pairs": "read_pairs write_pairs",
    "iqtibas.report.progress": "batch_progress",
    "iqtibas.report.record": "REVIEW_STATUSES ArticleResult Review ReviewStatus RunInfo",
    "iqtibas.report.sarif": "sarif_json",
    "iqtibas.report.stored": "ARTICLES StoredRun articles_lines read_run",
    "iqtibas.report.tables": "Row csv_text summary_rows",
    "iqtibas.report.terminal": "FORMS Form parse_form print_failure print_summary",
    "iqtibas.report.write": "prepare_out write_atomically write_chunks",
}

if not TYPE_CHECKING:  # else every name would pass for one of ours
    __getattr__ = late_names(__name__, _HOMES)
