"""Classes of characters that more than one reader asks for; as strings, to stand in a regular expression's `[…]`.

Code points are those of The Unicode Standard; what one reader needs beyond a class stands with that reader.
"""

from __future__ import annotations

DIRECTION_MARKS = "\u061c\u200e\u200f"
"""Arabic letter mark, left-to-right and right-to-left mark: each says how its neighbours run, and no more."""
DIRECTION_SPANS = "\u202a-\u202e\u2066-\u2069"
"""Embeddings, overrides and isolates: they turn whatever stands between them and their end (Standard Annex 9)."""
DIRECTION_CONTROLS = f"{DIRECTION_MARKS}{DIRECTION_SPANS}"
BYTE_ORDER_MARK = "\ufeff"
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""What shows nothing: Default_Ignorable_Code_Point (Unicode 16, DerivedCoreProperties.txt), and annotation controls.

The direction controls, soft hyphen, joiners, byte-order mark, variation selectors, fillers and tags are among them; a
test compares them with the property.
"""
LINE_ENDS = "\n\r\x0b\x0c\x85\u2028\u2029"
"""What begins a new line in a text; `str.splitlines` splits at file and group separators too."""

DIGITS = {ord(digit): str(at % 10) for at, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
"""Arabic-Indic digits, and those of Persian and Urdu, to ASCII, for `str.translate`."""
DIGIT = "0-9٠-٩۰-۹"

ARABIC_LETTERS = "\u0620-\u064a\u066e-\u06d3"
"""Letters of running Arabic, Persian and Urdu text, tatweel among them."""
ARABIC_SCRIPT = "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc"
"""All of the script: letters, marks, digits, punctuation and presentation forms, the supplements and extensions."""
