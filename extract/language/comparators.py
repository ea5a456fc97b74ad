"""Comparators: what their signs and words mean."""

from extract.language.items import Item

_SYMBOLS = {"<": "lt", ">": "gt", "=": "eq"}
_EITHER = {"or at least", "or at most"}  # before or after a number


def symbol(written: str) -> str:
    """Meaning of a comparator in symbols."""
    signs = set(written) - {" ", "/", "o", "r"}
    if signs & {"≥", "≤"}:
        return "ge" if "≥" in signs else "le"
    if "=" in signs and len(signs) > 1:
        return "ge" if ">" in signs else "le"
    return _SYMBOLS[next(iter(signs))] if len(signs) == 1 else ""


def meaning(item: Item, place: str = "before") -> str:
    """Meaning of a comparator item that stands `before` or `after` its number; empty for other items."""
    if item.kind != "comparator":
        return ""
    if not item.entry:
        return symbol(item.text)
    where, name = item.entry.split(" ")
    if item.text in _EITHER:
        return name
    return name if where == place else ""
