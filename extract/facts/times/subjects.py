"""What a time is about: the words of what happened in it, or of what lasts."""

import re

from extract.facts.times.found import FoundTime

_BREAK = re.compile(r"[;:(\[)\]]|,\s(?=(?:and|or|but|who|which|with|unless|except|including|e\.g)\b)|[.](?=\s)")
_LEAD = re.compile(
    r"^(?:[\s,.;:)\]\-–*]|(?:and|or|but|have|has|had|been|who|which|that|was|were|is|are|the|a|an|any|also|either|not|no|of|to|with|patients?|subjects?|participants?|must)\s)+",
    re.I,
)
_TAIL = re.compile(
    r"(?:[\s,(\[\-–:]|\s(?:for|in|of|is|are|was|were|has|have|had|been|be|the|a|an|at|must|and|or|during|which|that|not|to|with|within|who|on|from|over|occurring|occurred))+$",
    re.I,
)


def subject(text: str, time: FoundTime, floor: int, ceiling: int) -> tuple[int, int] | None:
    """Where the words stand: before the time back to the last break, else after it; None when there are none."""
    start = max((match.end() for match in _BREAK.finditer(text, floor, time.start)), default=floor)
    if place := _trimmed(text, start, time.start):
        return place
    stop = _BREAK.search(text, time.end, ceiling)
    return _trimmed(text, time.end, stop.start() if stop else ceiling) or (_trimmed(text, floor, time.start))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    lead = _LEAD.match(text[start:end])
    start += lead.end() if lead else 0
    tail = _TAIL.search(text[start:end])
    end = start + tail.start() if tail else end
    return (start, end) if re.search(r"[A-Za-z]{2}", text[start:end]) else None
