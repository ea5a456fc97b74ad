"""What an ancestor of a text names for a bound that stands in it."""

from extract.facts.thresholds.fitting import fits
from extract.facts.thresholds.model import FoundMeasure, Words, above_of
from extract.facts.thresholds.names import Found, Names
from extract.language.reading import Quantity, Reading
from extract.lexicons import word_list

_PEOPLE = word_list("people")
_COHORTS = {"cohort", "arm", "group", "part", "cohorts", "arms", "groups", "parts"}
_SECTION = ("criteria", "inclusion", "exclusion", "eligib")
_AGE_HEADING = 3  # words of a heading that may say whose age it is


def inherited(quantity: Quantity, ancestors: list[Reading]) -> Found | None:
    """What an ancestor names last, nearest first; a short heading that is no section's is a name itself."""
    for above, reading in enumerate(ancestors, 1):
        for at in range(len(reading.items) - 1, -1, -1):
            item = reading.items[at]
            if item.kind == "measure" and fits(item, quantity):
                listed = Names(reading).coordinated(at, quantity, 0)
                return Found([above_of(measure, above) for measure in listed], 0, "inherited")
        text = reading.text.rstrip(" :")
        section = any(word in text.lower() for word in _SECTION)
        people = bool(reading.items) and any(item.text in _PEOPLE for item in reading.items[-3:])
        if people and quantity.unit in ("kg", "[lb_av]"):
            item = next(item for item in reversed(reading.items) if item.text in _PEOPLE)
            return Found([FoundMeasure(Words(item.start, item.end, above), None)], 0, "inherited_people")
        cohort = people or (bool(reading.items) and reading.items[0].text in _COHORTS)
        if cohort:
            continue
        if quantity.role == "age" and len(reading.items) > _AGE_HEADING + 1:
            continue  # "Adequate renal function defined as:" has no age
        if 0 < len(reading.items) <= 7 and not reading.quantities and reading.text.endswith(":") and not section:
            return Found([FoundMeasure(Words(0, len(text), above), None)], 0, "inherited_heading")
    return None
