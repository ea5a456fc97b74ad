"""Bounds and unit of a time."""

from extract.facts.times.places import Bare
from extract.language.reading import Limit, Quantity


def bounds(quantity: Quantity, bare: Bare) -> tuple[Limit | None, Limit | None]:
    """Low and high bound; a number without a comparator stands for the end of the interval that `bare` names."""
    if quantity.compared or quantity.low is None or quantity.high is None or bare == "both":
        return quantity.low, quantity.high
    if quantity.low.value != quantity.high.value:
        return quantity.low, quantity.high
    return (quantity.low, None) if bare == "low" else (None, quantity.high)


def unit(quantity: Quantity) -> str | None:
    """UCUM code; days per week are a frequency per week."""
    code = quantity.unit
    return code[1:] if code and code.startswith("d/") else code
