"""Whether two quantities, of whichever language, can be the same in a translation.

A rounded conversion is the same ("10 miles", ١٦ كيلومترا): editors convert into what their readers measure in.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import product

from iqtibas.article.quantities.quantity import WORD_KINDS, Quantity, Readings, Unit

# 33% and a third, 66% and two thirds are the same share in print.
SHARE_TOLERANCE = Decimal("0.01")
# How far a round figure said to be approximate may lie from the exact one.
ROUNDING_TOLERANCE = Decimal("0.05")
# How far a converted figure may lie from the exact one: as a share; where months are told in other units, which have no
# one length; and where the figure has but a digit or two (3 feet, a metre).
CONVERTED, CONVERTED_MONTHS, CONVERTED_SMALL = Decimal("0.05"), Decimal("0.1"), Decimal("0.12")
HALF_DAY, DAY = 720, 1440
# By how many minutes zones of time differ, or a multiple.
ZONE = 15
DEGREES, FREEZING = Decimal("0.6"), 32
# Years among which a decade without its century (التسعينيات) is looked for.
SPOKEN_DECADES = range(1700, 2100)


def agree(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities can be the same quantity in a translation; what bounds them is not looked at."""
    kinds = {one.kind, other.kind}
    if kinds & WORD_KINDS:
        if "fold" in kinds and len(kinds) == 2:
            return _same_change(one, other)
        same = (one.kind, one.value, one.upper) == (other.kind, other.value, other.upper)
        return same and bool(one.units) == bool(other.units)
    if "month" in kinds:
        return kinds <= {"month", "date"} and bool(set(one.readings) & set(other.readings))
    if "ordinal" in kinds and one.kind != other.kind and one.soft and other.soft:
        return False  # "one" is no "first"
    if "time" in kinds:
        return _same_time(one, other)
    if one.units and other.units and not same_unit(one, other):
        return _converted(one, other)
    if "percent" in kinds and one.kind != other.kind and not _is_bare(other if one.kind == "percent" else one):
        return _same_share(one, other)
    if any(q.kind == "implied" and q.units and not o.units for q, o in ((one, other), (other, one))):
        return False
    if set(one.readings) & set(other.readings):
        return True
    if "decade" in kinds and _same_decade(one, other):
        return True
    if "percent" in kinds and one.kind != other.kind and _same_share(one, other):
        return True
    if one.per and other.per and one.per != other.per and _converted(one, other):
        return True
    if bool(one.units) != bool(other.units) and _converted(_with_elided(one), _with_elided(other)):
        return True
    return one.approximate != other.approximate and _is_rounding(one, other)


def converted(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities agree by conversion alone, from one unit into another."""
    return bool(one.units and other.units) and not same_unit(one, other) and agree(one, other)


def bounds_differ(one: Quantity, other: Quantity) -> bool:
    """Whether one is the least that is meant and the other the most."""
    return one.bound * other.bound < 0


def _is_bare(quantity: Quantity) -> bool:
    """Whether a number may be a percentage of which only the figure is said."""
    return quantity.kind in ("count", "date") and not quantity.soft and not quantity.units


def _with_elided(quantity: Quantity) -> Quantity:
    return quantity if quantity.units else replace(quantity, units=quantity.elided)


def _same_change(one: Quantity, other: Quantity) -> bool:
    """Doubled and "by 100 percent", halved and half, four times as much and a quarter."""
    fold, share = (one, other) if one.kind == "fold" else (other, one)
    if share.kind not in ("percent", "fraction") or share.units:
        return False
    value = share.value / 100 if share.kind == "percent" else share.value
    changes = (fold.value - 1, fold.value) if fold.value > 1 else (fold.value, 1 - fold.value)
    return any(abs(value - change) <= SHARE_TOLERANCE for change in (*changes, 1 / fold.value))


def _same_time(one: Quantity, other: Quantity) -> bool:
    """Whether two times can be the same; without a half of the day, the afternoon may be said in either clock."""
    span = DAY if one.exact and other.exact else HALF_DAY
    if one.zone and other.zone and one.zone != other.zone:
        return (one.value - other.value) % ZONE == 0 and (one.value - other.value) % span != 0
    return bool({time % span for time in _times(one)} & {time % span for time in _times(other)})


def _times(quantity: Quantity) -> list[Decimal]:
    """Minutes since midnight that a time, or a bare hour, may stand for."""
    if quantity.kind == "time":
        return [quantity.value]
    plain = quantity.kind in ("count", "ordinal", "date") and not quantity.units
    hours = [value for value in quantity.readings if plain and value <= 24]
    return [60 * (value // 1) + 100 * (value % 1) for value in hours]  # 6.30 is half past six


def same_unit(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities can be measured in the same unit."""
    return bool({unit.name for unit in one.units} & {unit.name for unit in other.units})


def _converted(one: Quantity, other: Quantity) -> bool:
    return any(
        _near(one.readings, _rated(unit, one, other), other.readings, _rated(into, other, one))
        for unit, into in product(one.units, other.units)
        if unit.dimension == into.dimension and (unit.factor or into.factor)
    )


def _rated(unit: Unit, quantity: Quantity, other: Quantity) -> Unit:
    """The unit a second of what is said for a time, as speeds are; a currency is the whole of its hundredths."""
    return unit._replace(factor=(unit.factor or Decimal(1)) / (quantity.per if quantity.per and other.per else 1))


def _near(values: Readings, unit: Unit, others: Readings, into: Unit) -> bool:
    """Whether a value is another one in another unit, rounded on either side."""
    if unit.dimension == "temperature":
        return any(abs(abs(v) - w) <= DEGREES for v in _celsius(values, unit) for w in _celsius(others, into))
    names = {unit.name, into.name}
    tolerance = CONVERTED_MONTHS if "month" in names else CONVERTED
    for value, other in product(values, others):
        exact = value * unit.factor / into.factor
        difference = abs(exact - other)
        if difference <= tolerance * exact:
            return True
        if unit.dimension != "duration" and difference <= CONVERTED_SMALL * exact and exact.to_integral() == other:
            return True
    return False


def _celsius(values: Readings, unit: Unit) -> list[Decimal]:
    """Degrees Celsius without their sign; Fahrenheit may be a temperature or a difference of two."""
    if unit.name == "degree Celsius":
        return list(values)
    return [part for v in values for part in (abs(v - FREEZING) * unit.factor, v * unit.factor)]


def _same_decade(one: Quantity, other: Quantity) -> bool:
    """1990s and التسعينيات; the 80s and 80 degrees; the 1830s and (a decade of) the nineteenth century."""
    short, full = sorted((one.value, other.value))
    if short < 100 and full % 100 == short and (full < 100 or full in SPOKEN_DECADES):
        return True
    return full >= 1000 and full // 100 + 1 == short


def _same_share(one: Quantity, other: Quantity) -> bool:
    """A percentage and a fraction, or what may be read as one (a fifth, خمس)."""
    percent, fraction = (one, other) if one.kind == "percent" else (other, one)
    parts = [part for part in fraction.readings if 0 < part < 1 or fraction.kind == "fraction"]
    return any(abs(share / 100 - part) <= SHARE_TOLERANCE for share, part in product(percent.readings, parts))


def _is_rounding(one: Quantity, other: Quantity) -> bool:
    """Whether the number said to be approximate is the other, rounded either way."""
    rounded, exact = (one.value, other.value) if one.approximate else (other.value, one.value)
    if rounded <= 0 or abs(rounded - exact) > ROUNDING_TOLERANCE * exact:
        return False
    step = Decimal(1).scaleb(rounded.normalize().as_tuple().exponent)  # type: ignore[arg-type]
    return rounded in {(exact / step).to_integral_value(way) * step for way in (ROUND_FLOOR, ROUND_CEILING)}
