"""Comparators: what their signs and words mean."""

from functools import lru_cache

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
    return _meaning(item.text, item.entry, place) if item.kind == "comparator" else ""


@lru_cache(maxsize=1024)
def _meaning(text: str, entry: str, place: str) -> str:
    if not entry:
        return symbol(text)  # of the few ways to write one
    where, name = entry.split(" ")
    return name if where == place or text in _EITHER else ""
