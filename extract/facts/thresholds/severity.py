"""Scales behind the names of their ranges: `mild (score 22-25) or moderate (score 11-21) by the [ABC score]`."""

from extract.facts.thresholds.fitting import fits
from extract.facts.thresholds.model import FoundMeasure, Words
from extract.facts.thresholds.names import Found
from extract.facts.thresholds.phrases import Phrases
from extract.language.catalogue import catalogue
from extract.language.reading import Quantity

_SEVERITIES = {"mild", "moderate", "severe", "poor", "intermediate", "favorable", "favourable", "good"}
_SAID = {"score", "scores", "of", ":", "="}
_AHEAD = 16  # items between a bound and the scale that is named after it


def of_severity(phrases: Phrases, quantity: Quantity, last: Found | None) -> Found | None:
    """The scale that a bracket after the name of a range of counts belongs to; `last` is what was compared before."""
    if not (quantity.low and quantity.high):
        return None
    opened = quantity.first - 1
    while opened > 0 and phrases.word(opened) in _SAID:
        opened -= 1
    if phrases.word(opened) != "(" or phrases.word(quantity.last) != ")":
        return None
    named = next((at for at in range(opened - 1, max(opened - 3, -1), -1) if phrases.word(at) in _SEVERITIES), None)
    if named is None or any(phrases.items[at].kind != "word" for at in range(named, opened)):
        return None
    return _after(phrases, quantity) or _risk(phrases, named) or (last if last and last.rule == "severity" else None)


def _after(phrases: Phrases, quantity: Quantity) -> Found | None:
    """A score of the catalogue soon after: `(12-21) or mild (22-25) based on the [ABC score]`."""
    for at in range(quantity.last + 1, min(quantity.last + _AHEAD, phrases.size)):
        if phrases.names.stops(at):
            return None
        item = phrases.items[at]
        if item.kind == "measure" and fits(item, quantity) and not catalogue()[item.entry].dimensions:
            return Found([FoundMeasure(Words(item.start, item.end), item.entry)], 0, "severity")
    return None


def _risk(phrases: Phrases, named: int) -> Found | None:
    """The index whose risk it is: `Some Consortium ([ABC]) risk poor (3-6)`."""
    if phrases.word(named - 1) not in ("risk", "prognosis"):
        return None
    short = phrases.bracketed(named - 2, 0)
    return Found(short.measures, 0, "severity") if short else None
