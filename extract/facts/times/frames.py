"""Times of an outcome's time frame."""

from extract.facts.times.find import find
from extract.facts.times.found import FoundTime
from extract.language.context import Context
from extract.language.reading import Reading


def find_in_time_frame(reading: Reading) -> list[FoundTime]:
    """Every time that a time frame states, in order."""
    return find(reading, Context())
