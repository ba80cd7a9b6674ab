"""The table of units: its factors are those of pint, its Arabic names are read in every form that the CLDR has."""

from __future__ import annotations

import pint
import pytest
from babel.units import format_unit

from iqtibas.article.quantities.arabic import arabic_quantities
from iqtibas.article.quantities.phrasebook import units
from iqtibas.article.quantities.quantity import Unit

BASES = {
    "duration": "second",
    "length": "meter",
    "area": "meter ** 2",
    "volume": "meter ** 3",
    "mass": "kilogram",
    "power": "watt",
    "temperature": "delta_degC",
}
# What pint calls otherwise than the table does.
PINT = {
    "night": "day",
    "quarter": "3 * month",
    "decade": "10 * year",  # pint's is one of logarithms
    "square metre": "meter ** 2",
    "square kilometre": "kilometer ** 2",
    "square foot": "foot ** 2",
    "square mile": "mile ** 2",
    "cubic metre": "meter ** 3",
    "barrel": "oil_barrel",
    "tonne": "metric_ton",
    "pound of mass": "pound",
    "degree Celsius": "delta_degC",
    "degree Fahrenheit": "delta_degF",
    "acre": "4046.8564224 * meter ** 2",  # the international acre; pint's is that of the US survey
    "dunam": "1000 * meter ** 2",  # which pint does not know
    "hectolitre": "hectoliter",
    "nautical mile": "nautical_mile",
}
CLDR = {
    "duration-minute": "minute",
    "duration-hour": "hour",
    "duration-day": "day",
    "duration-week": "week",
    "duration-month": "month",
    "length-meter": "metre",
    "length-kilometer": "kilometre",
    "length-foot": "foot",
    "length-inch": "inch",
    "length-mile": "mile",
    "area-hectare": "hectare",
    "mass-kilogram": "kilogram",
    "volume-liter": "litre",
}


def table() -> list[Unit]:
    return sorted({unit for entries in units("english").values() for _, unit in entries})


def test_every_factor_is_pints() -> None:
    registry = pint.UnitRegistry(cache_folder=None)
    for unit in table():
        if unit.dimension in BASES:
            factor = registry(PINT.get(unit.name, unit.name)).to(BASES[unit.dimension]).magnitude
            assert float(unit.factor) == pytest.approx(factor, rel=1e-6), unit


def test_every_unit_has_names_in_both_languages() -> None:
    arabic = {unit for entries in units("arabic").values() for _, unit in entries}
    assert set(table()) - arabic == {unit for unit in table() if unit.name in ("fortnight", "quarter")}


@pytest.mark.parametrize(("name", "unit"), CLDR.items())
@pytest.mark.parametrize("number", [2, 3, 11, 100])
def test_every_arabic_form_of_the_cldr_is_read(name: str, unit: str, number: int) -> None:
    text = format_unit(number, name, "long", locale="ar")
    [found] = [q for q in arabic_quantities(text) if q.units]
    assert unit in [u.name for u in found.units], text
    assert found.value == number, text
