"""Times: windows, durations, frequencies and points in time, with the event they hang on."""

from extract.facts.times.find import find
from extract.facts.times.found import FoundAnchor, FoundTime
from extract.facts.times.frames import find_in_time_frame
from extract.facts.times.frequencies import may_recur

__all__ = ["FoundAnchor", "FoundTime", "find", "find_in_time_frame", "may_recur"]
