"""Passages that may render a statement: between kept and absent, in every output, and reason enough for the gate."""

from __future__ import annotations

import csv
import io
import json

from invented_check import check_info, coverage_check, possible_check
from lxml import etree
from rich.console import Console

from iqtibas.align.coverage.model import Check
from iqtibas.report import check_csv, check_html, check_json, check_lines, gate, junit_xml, sarif_json
from iqtibas.report.check.terminal import print_check


def rows(check: Check) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(check_csv(check).lstrip("\ufeff"))))


def test_the_gate_stops_for_them_however_unsure_they_are() -> None:
    copied, other = gate(possible_check(), ("possible",), 0.99)
    assert (copied.statement, copied.article, copied.confidence) == (0, 5, 0.74)
    assert "as outlet-2/" in copied.message
    assert (other.statement, other.article, other.arabic is not None) == (5, 7, True)
    assert gate(possible_check(), ("missing",), 0.5)[0].statement == 5
    assert gate(coverage_check(), ("possible",), 0.0) == []


def test_the_table_and_the_record_name_the_passage() -> None:
    check = possible_check()
    states = [row for row in rows(check) if row["state"] == "possible"]
    assert [(row["rendering"], row["confidence"], row["rendering confidence"]) for row in states][1] == (
        "غدا",
        "",
        "0.3100",
    )
    where = check.possible[1].spans[0]
    assert (states[1]["rendering start"], states[1]["rendering end"]) == (str(where.start), str(where.end))
    record = json.loads(check_json(check, check_info()))["possible"]
    assert [(one["statement"], one["article"], one["copy_of"]) for one in record] == [(0, 5, 1), (5, 7, None)]
    lines = [json.loads(line) for line in check_lines(check).splitlines()]
    told = [line for line in lines if line["possible"]]
    assert [line["verdict"] for line in told] == ["missing"] * 2
    assert [line["possible"]["text"] for line in told][1] == "غدا"


def test_the_page_leads_to_them() -> None:
    page = check_html(possible_check(), check_info())
    assert page.count('<td class="m-possible">') == 2
    assert 'href="#s1-a6"' in page
    assert '<li id="s1-a6">' in page
    assert "to be looked at" not in check_html(coverage_check(), check_info())


def test_the_terminal_says_that_somebody_should_look() -> None:
    for form in ("plain", "markdown"):
        out = io.StringIO()
        print_check(possible_check(), check_info(), Console(file=out, width=300), form)
        assert "possible" in out.getvalue()
        assert "possible renderings, to be looked at: 2" in out.getvalue()


def test_build_servers_see_them_only_where_the_gate_does() -> None:
    check = possible_check()
    failed = gate(check, ("possible",), 0.8)
    root = etree.fromstring(junit_xml(check, failed))
    assert [case.get("type") for case in root.iter("failure")] == ["possible"] * 2
    assert not etree.fromstring(junit_xml(check, [])).findall(".//failure")
    results = json.loads(sarif_json(check, failed, "0"))["runs"][0]["results"]
    assert [(one["ruleId"], one["level"]) for one in results] == [("possible", "warning")] * 2
