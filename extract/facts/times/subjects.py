"""What a time is about: the words of what happened in it, or of what lasts."""

import re

from extract.facts.times.found import FoundTime
from extract.language.brackets import BRACKETED
from extract.lexicons import table

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


def _some(words: list[str]) -> str:
    return "(?:" + "|".join(map(re.escape, words)) + ")"


_IDLE = table("time_cues.toml")["idle"]
_LEAD = re.compile(rf"^(?:[\s,.;:)\]\-–*]|{_some(_IDLE['opening'])}\s)+", re.I)
_TAIL = re.compile(rf"(?:[\s,.(\[\-–:]|(?:^|\s){_some(_IDLE['closing'])})+$", re.I)
_SIGNS = ",.([-–:"
_CLOSING = frozenset(word.strip(_SIGNS) for phrase in _IDLE["closing"] for word in phrase.lower().split())
_LETTERS = re.compile(r"[A-Za-z]{2}")


def subject(text: str, time: FoundTime, last: FoundTime | None, ceiling: int) -> tuple[int, int] | None:
    """Where the words stand: before the time back to the last break, else after it, else those of the time before.

    `last` is the time before this one; what follows ends at `ceiling`. None when there are no words.
    """
    floor = last.end if last else 0
    masked = text[:floor] + BRACKETED.sub(lambda found: "_" * len(found.group()), text[floor : time.start])
    start = _listed(masked, floor, len(masked))
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


def _is_title(text: str, start: int, time: FoundTime) -> bool:
    """Is a time all that stands after a colon: `Phototherapy: 4 weeks`?"""
    return text[start - 1] == ":" and not text[start : time.start].strip() and _ENDS.match(text, time.end) is not None


def _listed(masked: str, floor: int, end: int) -> int:
    """Where the clause starts that ends at `end`: the comma before the last member of a list does not part it."""
    breaks = list(_BREAK.finditer(masked, floor, end))
    start = floor
    for at, found in enumerate(breaks):
        after = breaks[at + 1].start() if at + 1 < len(breaks) else end
        listed = found.group().startswith(",") and ", " in masked[start : found.start()]
        if not (listed and _MEMBER.fullmatch(masked, found.end(), after)):
            start = found.end()
    return start


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    lead = _LEAD.match(text[start:end])
    start += lead.end() if lead else 0
    end = _tail(text, start, end)
    return (start, end) if _LETTERS.search(text, start, end) else None


def _tail(text: str, start: int, end: int) -> int:
    """Where the idle words and signs begin that end a stretch; they reach no further back than its last other word."""
    head = text[start:end]
    while head:
        *before, word = head.rsplit(None, 1) or [""]
        head = before[0] if before else ""
        word = word.strip(_SIGNS).lower()
        if word and word not in _CLOSING:
            break
    at = start + len(head)
    tail = _TAIL.search(text[at:end])
    return at + tail.start() if tail else end
