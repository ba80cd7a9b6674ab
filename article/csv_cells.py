"""Cells of tables that open in a spreadsheet: what it would compute is escaped, and read back as it was meant."""

from __future__ import annotations

import re

FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
"""First characters that make a spreadsheet compute a cell (OWASP, "CSV Injection")."""
# A cell that begins so, blanks before it, with the apostrophes that keep it from being computed.
_FORMULA = re.compile(f"'* *[{re.escape(''.join(FORMULA_STARTS))}]")


def escape_formula(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: with an apostrophe in front where it would."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unescape_formula(cell: str) -> str:
    """A cell without the apostrophe that `escape_formula` gave it."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
