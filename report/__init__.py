"""Everything that people and programs take away: the page, JSON lines, CSV, the summary on the terminal."""

from report.doctor import doctor_lines
from report.english import english_path, english_text
from report.html import report_html
from report.jsonl import article_record, json_line
from report.record import ArticleResult, RunInfo
from report.tables import Row, csv_text, summary_rows
from report.terminal import print_failure, print_summary
from report.write import prepare_out, write_atomically

__all__ = [
    "ArticleResult",
    "Row",
    "RunInfo",
    "article_record",
    "csv_text",
    "doctor_lines",
    "english_path",
    "english_text",
    "json_line",
    "prepare_out",
    "print_failure",
    "print_summary",
    "report_html",
    "summary_rows",
    "write_atomically",
]
