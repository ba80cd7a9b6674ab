"""Everything that people and programs take away: the page, JSON lines, CSV, the summary on the terminal."""

from report.batch import RESULTS, translate_into
from report.beads import Side, bead_pairs, beads_json
from report.doctor import doctor_lines
from report.english import english_path, english_text
from report.explain import explanation_json, print_explanation
from report.formats import FORMATS, parse_formats
from report.html import report_html
from report.jsonl import article_record, json_line
from report.pairs import read_pairs, write_pairs
from report.progress import batch_progress
from report.record import REVIEW_STATUSES, ArticleResult, Review, ReviewStatus, RunInfo
from report.tables import Row, csv_text, summary_rows
from report.terminal import print_failure, print_summary
from report.write import prepare_out, write_atomically, write_chunks

__all__ = [
    "FORMATS",
    "RESULTS",
    "REVIEW_STATUSES",
    "ArticleResult",
    "Review",
    "ReviewStatus",
    "Row",
    "RunInfo",
    "Side",
    "article_record",
    "batch_progress",
    "bead_pairs",
    "beads_json",
    "csv_text",
    "doctor_lines",
    "english_path",
    "english_text",
    "explanation_json",
    "json_line",
    "parse_formats",
    "prepare_out",
    "print_explanation",
    "print_failure",
    "print_summary",
    "read_pairs",
    "report_html",
    "summary_rows",
    "translate_into",
    "write_atomically",
    "write_chunks",
    "write_pairs",
]
