"""Whether a value can be: the catalogue's plausible range, in the unit of the measure's example."""

from fractions import Fraction
from functools import cache

from extract.language import units
from extract.language.catalogue import CatalogueEntry, catalogue
from extract.language.items import split
from extract.logic.amounts import convert


def plausible(entry: CatalogueEntry, value: float, unit: str) -> bool:
    """Whether the value lies in the measure's range, as it stands or converted; true where it cannot be converted."""
    as_written = Fraction(str(value))
    converted = convert(as_written, unit, _home_unit(entry.id) or "") if unit else as_written
    return converted is None or _within(entry, as_written) or _within(entry, converted)


def _within(entry: CatalogueEntry, number: Fraction) -> bool:
    low, high = entry.low, entry.high
    return (low is None or number >= Fraction(low)) and (high is None or number <= Fraction(high))


@cache
def _home_unit(entry: str) -> str | None:
    """The unit behind the last number of the measure's example."""
    text = catalogue()[entry].example
    items = split(text)
    numbers = [i for i, item in enumerate(items) if item.kind == "number"]
    unit = units.read(text, items, numbers[-1] + 1) if numbers else None
    return unit.code if unit else None
