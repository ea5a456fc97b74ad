"""Events of a time frame that open or close a window and that the lexicon does not know, found by where they stand."""

import re
from collections.abc import Iterator
from functools import cache

from extract.facts.times.cues import either
from extract.facts.times.found import FoundAnchor, FoundTime
from extract.language.anchors import anchors
from extract.language.brackets import ROUND
from extract.language.reading import Reading
from extract.language.runs import lowered
from extract.lexicons import table

# All of these in small letters. "From recruiting until …": what a window starts with
_START = re.compile(
    r"from(?<!\wfrom)(?<!death from)(?<!withdrawal from)(?<!withdrawn from)(?<!dropout from)\s+(?:the\s+)?"
    r"(?P<event>(?:(?!\b(?:hours?|weeks?|months?|years?|prior|before)\b)[^\d,;:.()\[\]]){3,70}?)"
    r",?\s+(?:until|till|to|through|up\s+to)\b"
)
# What closes one: "until progression, withdrawal or death", "the first of relapse or death"
_CLOSES = re.compile(
    r"[adeftu](?<!\w.)(?:(?<=u)(?:ntil|p\s+to)|(?<=t)(?:ill|o|hrough)|(?<=a)ny\s+of|(?<=e)ither|(?<=d)ue\s+to"
    r"|(?:(?<=f)irst|(?<=e)arliest|(?<=e)arlier)\s+(?:occurrence\s+)?of)\s+"
)
_LIST_ENDS = re.compile(
    r"[;\[\]]|\.(?=\s|$)|\b(?:which\s?ever|what\s?ever|assessed|up\s+to|for\s+a\s+maximum|measured|evaluated|within|through|followed|per|as\s+defined|based)\b"
)
_COMMA = r"(?:\s*(?:and/or|and|or)?\s+(?:until\s+)?|\s*)"
# The first sign comes first, so that letters are passed without a try
_PARTS = re.compile(rf"[\s,/](?:(?<=,){_COMMA}|(?<=/)\s*|(?<=\s)\s*(?:,{_COMMA}|/\s*|(?:or|and/or)\s+))")
_LEAVES = re.compile(r"withdr[ae]w")  # "withdrawal of consent" is not the consent
_ALONE = re.compile(r"(?:until|till|up\s+to)\s")
_OPENING = re.compile(
    r"(?:(?:the|a|an|any|at|date|time|day|first|documented|of|to|either|until|their|his|her|documentation|occurrence|or|and|confirmed)\s+)*"
)
_DIGIT = re.compile(r"\d")
_NO_END = re.compile(r"\b(?:first|earliest|earlier)\s+of\b|\b(?:absence\s+of|without)\b")
_VERB = re.compile(r"\s+(?:(?:is|was|are)\s+\w+|occurs?|occurred)$")
_LONGEST = 9  # words
_RUN = re.compile(r"\w+")
_FROM, _TWO = frozenset({"from"}), frozenset({"between"})


@cache
def _ending() -> re.Pattern[str]:
    """A word that makes a noun phrase the end of somebody's time in a study."""
    return re.compile(rf"\b{either(table('time_cues.toml')['frame']['endings'])}\b")


@cache
def _said() -> frozenset[str]:
    """One of these stands in a text that says such an end."""
    phrases: list[str] = table("time_cues.toml")["frame"]["endings"]
    return frozenset(max(_RUN.findall(phrase), key=len) for phrase in phrases)


# "Between selection and the last visit": both ends are points
_BETWEEN = re.compile(
    r"\W*between\s+(?:the\s+)?(?P<event>(?:(?!\b(?:hours?|weeks?|months?|years?|groups?|arms?)\b)[^\d,;:.()\[\]]){3,50}?)\s+and\s"
)


def starts(reading: Reading, found: list[FoundTime]) -> list[FoundTime]:
    """The events that windows start with, where nothing was found for them."""
    made = []
    between = _BETWEEN.match(lowered(reading.text)) if reading.says(_TWO) else None
    opened = _START.finditer(lowered(reading.text)) if reading.says(_FROM) else ()
    for match in (between, *opened) if between else opened:
        start, end = match.span("event")
        if any(time.start < end and start < time.end for time in found):
            continue
        name = anchors().id(match["event"], "around") if " of " in match["event"] else None
        made.append(FoundTime(start, end, "at", None, None, None, "frame.start", FoundAnchor(start, end, name)))
    return made


def endings(reading: Reading, found: list[FoundTime]) -> list[FoundTime]:
    """The events that close a window, where nothing was found for them: mostly members of a list of such events."""
    made: list[FoundTime] = []
    if not reading.says(_said()):
        return made
    no_event = table("anchors.toml")["weak"]
    text = lowered(ROUND.sub(lambda bracket: " " * len(bracket.group()), reading.text))
    for match in _CLOSES.finditer(text):
        listed = _LIST_ENDS.search(text, match.end())
        stop = listed.start() if listed else len(text)
        if not _ending().search(text, match.end(), stop):
            continue
        members = list(_members(text, match.end(), stop))
        if len(members) < 2 and not _ALONE.match(match.group()):
            continue  # "time to treatment failure"
        for start, end in members:
            if any(time.start < end and start < time.end for time in [*found, *made]):
                continue
            if _ending().search(text, start, end):
                name = anchors().id(text[start:end])
                anchor = FoundAnchor(start, end, None if name in no_event or _LEAVES.match(text, start) else name)
                made.append(FoundTime(start, end, "at", None, None, None, "frame.end_event", anchor))
    return made


def _members(text: str, at: int, stop: int) -> Iterator[tuple[int, int]]:
    """The members of the list that stands between `at` and `stop`, without the words that lead them."""
    while at < stop:
        part = _PARTS.search(text, at, stop)
        end = part.start() if part else stop
        lead = _OPENING.match(text, at, end)
        start = lead.end() if lead else at
        words = _VERB.sub("", text[start:end].strip())
        if words and len(words.split()) <= _LONGEST and not _DIGIT.search(words) and not _NO_END.search(words):
            start += len(text[start:end]) - len(text[start:end].lstrip())
            yield start, start + len(words)
        at = part.end() if part else stop
