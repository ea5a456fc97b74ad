"""Changes of a measure: a fall of 20 mm Hg is no level of the blood pressure."""

from extract.facts.thresholds.model import FoundMeasure, Words
from extract.facts.thresholds.names import Found
from extract.language.items import Item
from extract.language.reading import Quantity
from extract.lexicons import word_list

_NOUNS = word_list("change_nouns")
_STOPS = word_list("phrase_stops")
_VERBS = word_list("change_verbs")
WORDS_OF_CHANGE = _NOUNS | _VERBS  # a text that says none of these tells of no change


def changed(items: list[Item], quantity: Quantity, found: Found) -> Found:
    """`found` as the change of its measure where the words say so: with the word of change, without an id."""
    at = _word_of_change(items, quantity)
    if at is None:
        at = _change_of(items, quantity, found)
    if at is None or quantity.reference in ("ULN", "LLN") or quantity.role in ("age", "grade"):
        return found
    if at == quantity.last:
        reach = 9 if items[at + 1].text == "between" else 6
        named = next((item for item in items[at + 2 : at + reach] if item.kind == "measure"), None)
        end = named.end if named else _end_of_phrase(items, at)  # "12% improvement in FEV1"
        return Found([FoundMeasure(Words(items[at].start, end), None)], 0, found.rule)
    return Found([_with(items, at, quantity, measure) for measure in found.measures], found.distance, found.rule)


def _with(items: list[Item], at: int, quantity: Quantity, measure: FoundMeasure) -> FoundMeasure:
    words, change = measure.words, items[at]
    if not words.above and words.start <= change.start < words.end:
        return measure  # the name is that of a change: weight loss
    start, end = min(words.start, change.start), max(words.end, change.end)
    own = range(quantity.first, quantity.last)
    others = any(item.kind == "number" and start <= item.start < end and k not in own for k, item in enumerate(items))
    if words.above or others:
        adjective = at > 0 and items[at - 1].kind == "word" and items[at - 1].text not in _STOPS
        return FoundMeasure(Words(items[at - adjective].start, change.end), None)
    return FoundMeasure(Words(start, end), None)


def _end_of_phrase(items: list[Item], at: int) -> int:
    """Where the words after a word of change end: `20% [increase in the sum of the diameters] (short axis`."""
    last = at
    for here in range(at + 1, min(at + 9, len(items))):
        if items[here].kind not in ("word", "measure"):
            break
        if items[here].text not in _STOPS:
            last = here
        elif items[here].text not in ("in", "of", "the", "from"):
            break
    return items[last].end


def _change_of(items: list[Item], quantity: Quantity, found: Found) -> int | None:
    """The word of change before a name that stands right before its bound: `[decrease] in SBP > 20 mm Hg`."""
    if found.rule != "left" or found.distance > 2 or not found.measures or found.measures[0].words.above:
        return None
    start = found.measures[0].words.start
    at = quantity.first - 1
    while at > 0 and items[at].start > start:
        at -= 1
    for here in range(at - 1, max(at - 4, 0), -1):
        if items[here].kind != "word":
            return None
        if items[here].text in ("in", "of"):
            joined = items[here - 1].text in ("or", "and")
            return _joined(items, here - 1) if joined else here - 1 if items[here - 1].text in _NOUNS else None
    return None


def _joined(items: list[Item], joint: int) -> int | None:
    """The word of change that a second name shares: `[decrease] in SBP > 20 mm Hg or in DBP > 10 mm Hg`."""
    for at in range(joint - 1, max(joint - 12, 0), -1):
        if items[at].text in (".", ";"):
            return None
        if items[at].text == items[joint + 1].text and items[at - 1].text in _NOUNS:
            return at - 1
    return None


def _word_of_change(items: list[Item], quantity: Quantity) -> int | None:
    """The item that says the change: `reduction of 20 mm Hg`, `decreased by 20%`, `≥ 12% increase in`."""
    first, last = quantity.first, quantity.last
    if last + 1 < len(items) and items[last].text in _NOUNS and items[last + 1].text in ("in", "of", "from", "between"):
        return last
    if first and items[first - 1].text in _NOUNS:
        return first - 1
    if first < 2 or items[first - 1].text not in ("of", "by"):
        return None
    if items[first - 2].text in _NOUNS or (items[first - 1].text == "by" and items[first - 2].text in _VERBS):
        return first - 2
    for at in range(first - 2, max(first - 9, 0), -1):
        if items[at].kind not in ("word", "measure") or items[at].text == "at":
            return None  # "a fall in FEV1 at a concentration of": what stands after "at" does not change
        if items[at].text in ("in", "of") and items[at - 1].text in _NOUNS:
            return at - 1
    return None
