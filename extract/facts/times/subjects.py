"""What a time is about: the words of what happened in it, or of what lasts."""

import re

from extract.facts.times.found import FoundTime
from extract.lexicons import table

_BREAK = re.compile(
    r"[;:(\[)\]]|,\s(?=(?:and|or|but|who|which|with|unless|except|including|e\.g)\b)"
    r"|(?<!\bmin)(?<!\bmax)(?<!e\.g)(?<!i\.e)[.](?=\s)"
)
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def _some(words: list[str]) -> str:
    return "(?:" + "|".join(map(re.escape, words)) + ")"


_IDLE = table("time_cues.toml")["idle"]
_LEAD = re.compile(rf"^(?:[\s,.;:)\]\-–*]|{_some(_IDLE['opening'])}\s)+", re.I)
_TAIL = re.compile(rf"(?:[\s,(\[\-–:]|(?:^|\s){_some(_IDLE['closing'])})+$", re.I)


def subject(text: str, time: FoundTime, last: FoundTime | None, ceiling: int) -> tuple[int, int] | None:
    """Where the words stand: before the time back to the last break, else after it, else those of the time before.

    `last` is the time before this one; what follows ends at `ceiling`. None when there are no words.
    """
    floor = last.end if last else 0
    masked = text[:floor] + _BRACKETED.sub(lambda found: "_" * len(found.group()), text[floor : time.start])
    start = max((found.end() for found in _BREAK.finditer(masked, floor)), default=floor)
    if place := _trimmed(text, start, time.start):
        return place
    if start > floor and masked[start - 1] in "([":
        before = max((found.end() for found in _BREAK.finditer(masked, floor, start - 1)), default=floor)
        if place := _trimmed(text, before, start - 1):
            return place
    stop = _BREAK.search(text, time.end, ceiling)
    if place := _trimmed(text, time.end, stop.start() if stop else ceiling):
        return place
    return last.subject if last is not None and "." not in text[last.end : time.start] else None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    lead = _LEAD.match(text[start:end])
    start += lead.end() if lead else 0
    tail = _TAIL.search(text[start:end])
    end = start + tail.start() if tail else end
    return (start, end) if re.search(r"[A-Za-z]{2}", text[start:end]) else None
