"""A sentence of two clauses and its English."""

from __future__ import annotations

TWO_CLAUSES = (
    "وافق المجلس على القانون الجديد بأغلبية كبيرة، لكن الحزب المعارض رفض التوقيع عليه وطالب بإجراء انتخابات مبكرة."
)
BOTH = (
    "The council passed the new law by a large majority, but the opposition party refused to sign it and demanded "
    "early elections."
)
