"""What a time is about: the words of what happened in it, or of what lasts."""

import re
import string

from extract.facts.times.found import FoundTime
from extract.language.brackets import BRACKETED
from extract.lexicons import alternation, table

# The sign comes first, so that most characters are passed by without a try.
_BREAK = re.compile(
    r"[;:(\[)\],.](?:(?<=[;:(\[)\]])|(?<=,)\s(?=(?:and|or|but|who|which|with|unless|except|including|e\.g)\b)"
    r"|(?<=\.)(?=\s)(?<!\bmin\.)(?<!\bmax\.)(?<!e\.g\.)(?<!i\.e\.))"
)
_RECENT = re.compile(r"(?:very\s+)?recent(?:ly)?", re.I)
# the other end of an interval, or what is said of it, is not what it is about
_OTHER_END = re.compile(r"\s+and\s", re.I)
_NO_SUBJECT = re.compile(r",?\s+(?:(?:with|and)\s+(?:recovery|resolution|adequate\s+recovery)\b)", re.I)
_CHOICE = re.compile(r"(?:which|what)\s?ever\b", re.I)
_ENDS = re.compile(r"\s*(?:$|[.;,)\n]|\(|or\b)", re.I)
# the last member of a list: a few words, no clause of its own
_MEMBER = re.compile(
    r"(?:and|or)\s+(?!(?:has|have|had|is|are|without|whose|was|were|will|must|who|if|those|patients|subjects|participants|women|men)\b)[^\s,]+(?:\s+[^\s,]+){0,7}\s*",
    re.I,
)


_IDLE = table("time_cues.toml")["idle"]
_LEAD = re.compile(rf"(?:[\s,.;:)\]\-–*]|{alternation(_IDLE['opening'])}\s)+", re.I)
_ENDING = string.whitespace + ",.([-–:"  # blanks and signs after the words
_CLOSING = frozenset(_IDLE["closing"])
_LETTERS = re.compile(r"[A-Za-z]{2}")


def subject(text: str, time: FoundTime, last: FoundTime | None, ceiling: int) -> tuple[int, int] | None:
    """Where the words stand: before the time back to the last break, else after it, else those of the time before.

    `last` is the time before this one; what follows ends at `ceiling`. None when there are no words.
    """
    floor = last.end if last else 0
    masked = _masked(text, floor, time.start)
    start = _listed(masked, floor, time.start)
    if place := _trimmed(text, start, time.start):
        return place
    if start > floor and (masked[start - 1] in "([" or _is_title(text, start, time)):
        before = max((found.end() for found in _BREAK.finditer(masked, floor, start - 1)), default=floor)
        place = _trimmed(text, before, start - 1)
        if place and _RECENT.fullmatch(text, *place):  # "recent (within 3 months) surgery"
            closed = time.end + (text[time.end : time.end + 1] in (")", "]"))
            stop = _BREAK.search(text, closed, ceiling)
            place = _trimmed(text, closed, stop.start() if stop else ceiling) or place
        if place:
            return place
    if _NO_SUBJECT.match(text, time.end) or (
        _OTHER_END.match(text, time.end) and "between" in text[time.start : time.end]
    ):
        return None
    stop = _BREAK.search(text, time.end, ceiling)
    place = _trimmed(text, time.end, stop.start() if stop else ceiling)
    if place and not _CHOICE.match(text, place[0]):
        return place
    return last.subject if last is not None and "." not in text[last.end : time.start] else None


def _masked(text: str, start: int, end: int) -> str:
    """The text with what stands in brackets between two places written over; it may end at the second."""
    stretch = text[start:end]
    if "(" not in stretch and "[" not in stretch:
        return text
    return text[:start] + BRACKETED.sub(lambda found: "_" * len(found.group()), stretch)


def _is_title(text: str, start: int, time: FoundTime) -> bool:
    """Is a time all that stands after a colon: `Phototherapy: 4 weeks`?"""
    return text[start - 1] == ":" and not text[start : time.start].strip() and _ENDS.match(text, time.end) is not None


def _listed(masked: str, floor: int, end: int) -> int:
    """Where the clause starts that ends at `end`: the comma before the last member of a list does not part it."""
    breaks = list(_BREAK.finditer(masked, floor, end))
    if not breaks or not breaks[-1].group().startswith(","):
        return breaks[-1].end() if breaks else floor
    start = floor
    for at, found in enumerate(breaks):
        after = breaks[at + 1].start() if at + 1 < len(breaks) else end
        listed = found.group().startswith(",") and ", " in masked[start : found.start()]
        if not (listed and _MEMBER.fullmatch(masked, found.end(), after)):
            start = found.end()
    return start


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    lead = _LEAD.match(text, start, end)
    start = lead.end() if lead else start
    end = _tail(text, start, end)
    return (start, end) if _LETTERS.search(text, start, end) else None


def _tail(text: str, start: int, end: int) -> int:
    """Where the idle words and signs begin that end a stretch."""
    head = text[start:end].rstrip(_ENDING)
    while (word := head.rpartition(" ")[2]).lower() in _CLOSING:
        head = head[: len(head) - len(word)].rstrip(_ENDING)
    return start + len(head)
