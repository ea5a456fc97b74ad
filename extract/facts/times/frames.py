"""Times of an outcome's time frame."""

from extract.facts.times.found import FoundTime
from extract.language.reading import Reading


def find_in_time_frame(reading: Reading) -> list[FoundTime]:
    """Later."""
    return [] if reading.text else []
