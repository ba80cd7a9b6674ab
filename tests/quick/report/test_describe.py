"""`iqtibas.describe`: a finding as a sentence."""

from __future__ import annotations

import pytest

import iqtibas
from iqtibas import Finding, Reason, SideValues, Values

LOST = Finding("negation", Reason.NEGATION_LOST, iqtibas.Segment(0, 4), None, Values(SideValues(("will not",))), 0.9)


def test_a_finding_is_told_in_either_language() -> None:
    assert iqtibas.describe(LOST) == "The statement denies what the Arabic affirms: “… will not …”"
    assert "will not" in iqtibas.describe(LOST, "ar")
    assert iqtibas.describe(LOST, "ar") != iqtibas.describe(LOST)


def test_another_language_is_refused() -> None:
    with pytest.raises(iqtibas.UsageError, match="choose en or ar"):
        iqtibas.describe(LOST, "fr")  # type: ignore[arg-type]
