"""The checks of the ledger, in the order in which they are run.

A new check is a row here; the verdict, `explain` and the tests read this table. Remarks on the form of the quotation
come last: they never change a verdict.
"""

from __future__ import annotations

from iqtibas.align.ledger.check import Check
from iqtibas.align.ledger.completeness.check import CompletenessSignals, check_completeness
from iqtibas.align.ledger.fitted import Fitted, load_fitted
from iqtibas.align.ledger.modality.check import ModalitySignals, check_modality
from iqtibas.align.ledger.names.check import NameSignals, check_names
from iqtibas.align.ledger.negation.check import NegationSignals, check_negation
from iqtibas.align.ledger.negation.denials import DenialSignals
from iqtibas.align.ledger.numbers.check import check_numbers
from iqtibas.align.ledger.numbers.exchanged import ExchangedSignals, check_exchanged
from iqtibas.align.ledger.polarity.check import PolaritySignals, check_polarity
from iqtibas.align.ledger.quotation.check import check_quotation

CHECKS: tuple[Check, ...] = (
    Check(
        "completeness", check_completeness, models={"omission": CompletenessSignals, "addition": CompletenessSignals}
    ),
    Check("numbers", check_numbers),
    Check("exchanged", check_exchanged, models={"exchanged": ExchangedSignals}),
    Check("names", check_names, models={"name": NameSignals}),
    Check("negation", check_negation, models={"negation": NegationSignals, "denial": DenialSignals}),
    Check(
        "polarity",
        check_polarity,
        models={"polarity": PolaritySignals},
        yields_to=("numbers", "exchanged", "names", "negation"),
    ),
    Check(
        "modality",
        check_modality,
        models={"modality": ModalitySignals},
        yields_to=("numbers", "exchanged", "names", "negation", "polarity"),
    ),
    Check("quotation", check_quotation),
)


def fitted_models() -> dict[str, Fitted]:
    """The fitted models of all checks by name, in the order of their names."""
    signals = {name: signals for check in CHECKS for name, signals in check.models.items()}
    return {name: load_fitted(name, signals[name]) for name in sorted(signals)}
