"""The checks of the ledger, in the order in which they are run.

A new check is a row here; the verdict, `explain` and the tests read this table. Remarks on the form of the quotation
come last: they never change a verdict.
"""

from __future__ import annotations

from iqtibas.align.ledger.check import Check
from iqtibas.align.ledger.completeness.check import check_completeness
from iqtibas.align.ledger.modality.check import check_modality
from iqtibas.align.ledger.names.check import check_names
from iqtibas.align.ledger.negation.check import check_negation
from iqtibas.align.ledger.numbers.check import check_numbers
from iqtibas.align.ledger.numbers.exchanged import check_exchanged
from iqtibas.align.ledger.polarity.check import check_polarity
from iqtibas.align.ledger.quotation.check import check_quotation

CHECKS: tuple[Check, ...] = (
    Check("completeness", check_completeness, models=("omission", "addition")),
    Check("numbers", check_numbers),
    Check("exchanged", check_exchanged, models=("exchanged",)),
    Check("names", check_names, models=("name",)),
    Check("negation", check_negation, models=("negation", "denial")),
    Check("polarity", check_polarity, models=("polarity",), yields_to=("numbers", "exchanged", "names", "negation")),
    Check(
        "modality",
        check_modality,
        models=("modality",),
        yields_to=("numbers", "exchanged", "names", "negation", "polarity"),
    ),
    Check("quotation", check_quotation),
)
