"""Times of an outcome's time frame: points (`at`), windows (`after` their start) and frequencies (`every`).

A number without an event counts from the start of the study. `at` with an event is so long after it, `before` with
equal bounds so long before it. An event said without a number is a point with no bounds.
"""

import re
from operator import attrgetter

from extract.facts.times.courses import STRETCH, added, own_event
from extract.facts.times.endings import endings, starts
from extract.facts.times.events import event
from extract.facts.times.found import FoundAnchor, FoundTime
from extract.facts.times.frame_words import FrameWords, frame_words
from extract.facts.times.frequencies import frequencies
from extract.facts.times.phases import befores, is_ordinal, phases
from extract.facts.times.point import Point
from extract.facts.times.points import points
from extract.facts.times.sides import clause_end
from extract.facts.times.stretches import bounded, compared, is_length, measures, says_point
from extract.language.anchors import anchors
from extract.language.reading import Limit, Reading

# What may stand between the start of a window and its end
_DIRECT = re.compile(r"(?!\s+or\s)[\s\w–—~<>=≤≥-]{1,28}|\s*\([^()]{1,20}\)[\s\w–—~-]{1,20}")
# "from 3 months post-surgery" opens a window there, unless its end follows
_FROM = re.compile(r"\bfrom\s+$", re.I)
_ENDS = re.compile(r"[\s,]*(?:to|until|till|through|up\s+to|[-–—])[\s\w]", re.I)
_POSTOPERATIVE = re.compile(r"[\s-]*\(?(?P<event>post-?\s?op(?:erativ(?:e|ely))?)\b", re.I)
# The first word after a number, behind a tolerance or unit that may stand aside
_FOLLOWING = re.compile(r"[\s-]*(?P<aside>[(±+])?[\s\-)]*(?P<word>[^\W\d_]*)")
_PARTED = ("", ",", ";", ".", ":", "/", "&")  # after a number: nothing that follows says what it hangs on
_ADJOINS = re.compile(r"[\s-]*(?:of\s+)?")
# What may part a number from its side: weeks of follow-up after treatment, days (+/- 19) postoperatively
_BETWEEN = re.compile(r"[\s-]*(?:of\s+)?(?:follow[\s-]?up\s+|or\s+more\s+|\([^()]{1,14}\)\s*)?", re.I)
_LED = ("frame.window", "frame.from", "frame.length", "frame.every")
_INTERVALS = re.compile(r"[\s-]*intervals\b", re.I)
_BOTH_SIDES = re.compile(r"[\s-]*pre[\s-]*(?:and|&|/|or)\s*[\s-]*post[\s-]*", re.I)
# "at the end of the observation period (12 weeks)" is a point
_ENDED = re.compile(r"\bend\s+of\s+(?:the\s+|each\s+)?(?:[\w-]+\s+){0,2}period", re.I)
# "was 7 months for cohort 1 and 10 months for cohort 2"
_OTHER_GROUP = re.compile(r"\s(?:for|in)\s(?:[\w-]+\s){1,4}and\s|\s+or\s+", re.I)
# "each cycle is 21 days": the cycle is no point
_CYCLE_LENGTH = re.compile(r"(?:1|one)\s+cycles?\s*(?:=|is\b|of\b|lasts\b|equals\b)", re.I)
_MORE = re.compile(r"\bmore\s+than\b|(?<!=)>(?!=)", re.I)
_LESS = re.compile(r"\bless\s+than\b|<(?!=)", re.I)
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)\b", re.I)
# "6 weeks-6 months-12 months" is a list
_HYPHENS = re.compile(r"(?:\d+\s?(?:days?|weeks?|months?|years?)\s?[-–]\s?){2,9}(?:and\s)?\d+\s?(?:d|w|m|y)", re.I)
_COUNTED = re.compile(r"\d[\d.,\s–-]*(?:(?:and|&)\s*\d+\s*)?(?:min|h|d|w|m|y)", re.I)
_PART_OF = re.compile(r"\s+(?:date\s+)?of\s+(?:the\s+)?(?:\w+\s+)?", re.I)
_CLOSED = re.compile(r"\b(?:to|until|till|through)\s+(?:the\s+)?(?:date\s+of\s+)?(?:[^,;.()\d]{3,50}\s+or\s+)?$", re.I)
_MOST = re.compile(r"\b(?:up\s?to|max\w*|at\s+most)\s+(?:approximately\s+|about\s+)?$", re.I)
# "every 6 cycles from cycles 24 to 90": a window follows, no event
_RANGE = re.compile(r"(?:cycles?|weeks?|days?|months?|years?|visits?)\s\d+\s*(?:to|through|until|up|[-–])", re.I)
_JOINED = re.compile(r"[-\s,/&]*(?:and|or|then)?[\s,]*(?:at|on)?\s*", re.I)

_PLUS = frozenset({"plus"})
_place = attrgetter("start", "end")

Last = tuple[Point, FoundTime] | None


def find_in_time_frame(reading: Reading) -> list[FoundTime]:
    """Every time that a time frame states, in order."""
    text, words = reading.text, frame_words()
    found: list[FoundTime] = []
    last: tuple[Point, FoundTime] | None = None
    named = 0  # end of the last event that a number hangs on
    stated = points(reading)
    for at, point in enumerate(stated):
        if point.start < named or (last is not None and _said_of_last(text, last[0], point, words)):
            continue
        following = stated[at + 1] if at + 1 < len(stated) else None
        time = (
            _event(point, words)
            if point.event is not None
            else None
            if point.unit == "{cycle}" and _CYCLE_LENGTH.match(text, point.start)
            else _number(text, point, last, words, following)
        )
        if time is None:
            continue
        if time.anchor and point.event is None:
            named = max(named, time.anchor.end)
        if last is not None and time.start <= last[1].start and last[1] in found and not point.side:
            found.remove(last[1])  # it became the start of this window
        found.append(time)
        last = point, time
    if len(found) > 1:
        _shared(text, found)
        if reading.says(_PLUS):
            added(text, [time for time in found if _strong(time, words)])
        found = bounded(text, found)
    strong = [time for time in found if time.rule != "frame.event" or _strong(time, words)]
    strong += starts(reading, strong)
    strong += endings(reading, strong)
    strong += phases(reading, strong)
    strong += befores(reading, strong)
    often = frequencies(reading, found)
    found = [*(strong or found), *often] if not often else [*strong, *often]
    found.sort(key=_place)
    return found


def _said_of_last(text: str, last: Point, point: Point, words: FrameWords) -> bool:
    """Does an event only say what the one before it is for: `3 month follow-up`, `first dose of study drug`?"""
    if point.side:
        return False
    if last.event is not None:
        return point.event in words.weak and _PART_OF.fullmatch(text, last.end, point.start) is not None
    return bool(point.event is not None and _ADJOINS.fullmatch(text, last.end, point.start))


def _strong(time: FoundTime, words: FrameWords) -> bool:
    """Does a time say more than that something is done, such as a bare `treatment`?"""
    return time.rule != "frame.event" or time.anchor is None or time.anchor.id not in words.weak


def _event(point: Point, words: FrameWords) -> FoundTime | None:
    if point.side and point.named:
        anchor = FoundAnchor(*point.named, point.event or None)
        return FoundTime(point.start, point.end, point.side, None, None, None, "frame.side", anchor)
    if point.event not in words.events:
        return None
    anchor = FoundAnchor(point.start, point.end, point.event)
    return FoundTime(point.start, point.end, "at", None, None, None, "frame.event", anchor)


def _limit(value: float | int | None) -> Limit | None:
    return None if value is None else Limit(value, inclusive=True)


def _number(text: str, point: Point, last: Last, words: FrameWords, following: Point | None) -> FoundTime | None:
    """One number with its unit: a point, the end of a window, a length or a frequency."""
    origin = max(last[0].end if last else 0, point.start - 60)
    listed = following is not None and following.listed == point.listed > 0
    low = _limit(point.low)
    high = low if point.high == point.low else _limit(point.high)
    kind, lead = _led(text, origin, point, last, listed=listed)
    in_list = last is not None and last[0].listed == point.listed and point.listed > 0
    time = FoundTime(point.start, point.end, "at", low, high, point.unit, "frame.point")
    _hang(text, time, point, words)
    if last is not None and _counts_from(text, last, time, point):
        time.start, time.anchor = last[1].start, last[1].anchor
        return time
    if time.anchor is None:
        _hang_on_neighbour(text, time, point, last if in_list else None, following)
    if low and time.anchor is not None and time.relation == "at" and _opens(text, origin, time, point):
        opened = _FROM.search(text[origin : point.start])
        time.relation, time.rule, time.high = "after", "frame.from", None if point.low == point.high else high
        time.start = origin + opened.start() if opened else time.start
        return time
    if in_list and kind in (None, "until"):
        kind = "list"
        if (
            last is not None
            and time.anchor is None
            and last[1].rule == "frame.window"
            and last[1].anchor
            and not last[1].low
        ):
            time.relation, time.rule, time.low, time.anchor = "after", "frame.window", None, last[1].anchor
            return time  # "baseline to weeks 4, 8 and 12"
    _relate(text, time, point, kind, last)
    if lead is not None:
        _compare(time, lead.group())
        if time.rule in _LED and time.start == point.start:
            time.start = origin + lead.start() + len(lead.group()) - len(lead.group().lstrip(" ,(-–—"))
    return time


def _led(text: str, origin: int, point: Point, last: Last, *, listed: bool) -> tuple[str | None, re.Match[str] | None]:
    """The kind of the words before a number, and where they stand after `origin`."""
    kind, lead = frame_words().led(text[origin : point.start])
    if lead and (
        _ENDED.search(text[origin : origin + lead.start() + 8]) or _before_point(text, origin, lead, point, listed)
    ):
        kind = lead = None
    if last is not None:
        if _says_again(text, last, point):
            kind = lead = None
        if last[0].listed == point.listed > 0:
            kind = None if last[1].relation == "at" else "length" if last[1].rule == "frame.length" else kind
        if kind is None and _is_between(text, last[0], point):
            kind = "until"
        if kind is None and not point.titled and _OTHER_GROUP.fullmatch(text, last[1].end, point.start):
            kind = {"frame.length": "length", "frame.window": "until"}.get(last[1].rule)
    if kind == "length" and says_point(text, point):
        return None, None
    return ("length" if measures(text, point) else kind), lead


def _relate(text: str, time: FoundTime, point: Point, kind: str | None, last: Last) -> None:
    """Relation and bounds by the words before the number."""
    low = _limit(point.low)
    if kind in ("until", "length") and time.relation == "before":
        time.low = None if point.low == point.high else low
    elif kind == "until":
        time.low = None if point.low == point.high or _MOST.search(text[: point.start][-30:]) else low
        _window(text, time, point, last)
        if point.high is not None and point.high < 0:
            time.relation, time.rule = "at", "frame.point"  # "Day -14 to Day -1" lies before the start
    elif kind == "length" and not point.titled and time.anchor is not None:
        time.relation, time.rule, time.low = "after", "frame.window", None if point.low == point.high else low
    elif (kind == "length" and not point.titled) or (kind is None and is_length(text, time, point)):
        time.relation, time.rule = "length", "frame.length"
    elif kind is None and point.low == 0 and point.high and time.relation == "at":
        time.relation, time.rule = "after", "frame.window"  # "0-12 months"
    elif point.spread and kind is None and point.low is not None and point.high is not None:
        time.low, time.high = _limit(point.low - point.spread), _limit(point.high + point.spread)
    elif kind == "least" and time.anchor is not None:  # "at least 2 years since diagnosis"
        time.relation = "before" if time.relation == "before" else "after"
        time.rule, time.high = "frame.from", None
    elif kind == "least":
        time.relation, time.rule, time.high = "length", "frame.length", None
    elif not point.titled and (kind == "every" or _INTERVALS.match(text, point.end)):
        time.relation, time.rule = "every", "frame.every"


def _compare(time: FoundTime, words: str) -> None:
    """`more than 6 months`, `to < week 8`: the number itself is not meant."""
    if "<" not in words and ">" not in words and "than" not in words.lower():
        return
    if time.low is not None and time.high is None and _MORE.search(words):
        time.low = Limit(time.low.value, inclusive=False)
    if time.high is not None and time.low is None and _LESS.search(words):
        time.high = Limit(time.high.value, inclusive=False)


def _before_point(text: str, origin: int, lead: re.Match[str], point: Point, listed: bool) -> bool:
    """Do these words leave the number a point: `in the 8th week`, `in 6, 12 and 24 hours`, `first at 3 months`?"""
    words = lead.group().strip(" (,").lower().split()
    if words[0] == "in":
        return point.titled or listed or _ORDINAL.match(text, point.start) is not None
    if words[0] == "to":
        return text[: origin + lead.start()].endswith("compared ")
    return words[-1] == "at" and words[0] in ("first", "last", "each", "final")


def _is_between(text: str, last: Point, point: Point) -> bool:
    """Do two numbers bound one stretch: `between 3 months and 3 years`?"""
    if last.event is not None or text[last.end : point.start].strip().lower() != "and" or compared(text, last.start):
        return False
    rises = last.unit != point.unit or (last.low or 0) < (point.low or 0)
    return rises and text[: last.start].rstrip().lower().endswith("between")


def _says_again(text: str, last: tuple[Point, FoundTime], point: Point) -> bool:
    """Does a number after a hyphen or `=` name a point: `week 78 = 6 months after …`, `6 weeks-6 months-12 months`?"""
    gap = text[last[1].end : point.start].strip()
    if gap not in ("-", "–"):
        return gap == "="
    ended = last[0].event in ("end_of_treatment", "study_end")  # "End of treatment-week 24"
    return ended or any(chain.start() < point.start < chain.end() for chain in _HYPHENS.finditer(text))


def _counts_from(text: str, last: tuple[Point, FoundTime], time: FoundTime, point: Point) -> bool:
    """Is a number counted from the event right before it: `post-operative day 14`, `D0 + 180 days`?"""
    before, start = last
    gap = text[before.end : point.start].strip()
    if gap == "+" and before.titled and before.unit in ("d", "h") and before.low == 0 and time.anchor is None:
        start.anchor = FoundAnchor(before.start, before.end, "study_day_1")  # "J0 + 180 days"
        return True
    if time.anchor is not None or before.event is None or start.anchor is None:
        return False
    if point.titled and before.side == "after" and point.unit != "{cycle}":
        return gap in ("", "-", ":")
    return gap == "+" and before.event == "study_day_1"


def _window(text: str, time: FoundTime, point: Point, last: tuple[Point, FoundTime] | None) -> None:
    """`from surgery to 6 months`, `Week 4 to Week 12`, `up to 2 years`: a window after its start."""
    time.relation, time.rule = "after", "frame.window"
    if last is None:
        return
    if time.anchor is not None:
        opens = last[1].relation == "at" and last[1].anchor is None and not last[0].titled and not point.titled
        if opens and _DIRECT.fullmatch(text, last[0].end, point.start):
            last[1].anchor = time.anchor  # "14 days to 12 months after surgery"
            if last[0].unit == point.unit and last[0].low == last[0].high and point.low == point.high:
                time.low, time.start = _limit(last[0].low), last[1].start
            elif last[0].low == last[0].high:
                last[1].relation, last[1].rule, last[1].high = (
                    "after",
                    "frame.from",
                    None,
                )  # "3 months to 2 years after"
        return
    before, start = last
    if (start.relation != "at" and before.side != "after") or not _DIRECT.fullmatch(text, before.end, point.start):
        return
    if before.event is not None:
        joined = before.event in ("baseline", "screening") and text[before.end : point.start].lstrip(
            " ,"
        ).lower().startswith("and ")
        joined = joined and not _FROM.search(text[: before.start][-10:])
        if joined or (before.event == "death" and _CLOSED.search(text[: before.start][-70:])):
            return  # "from dosing to death up to 2 years", "baseline and up to week 9"
        time.anchor, time.start = start.anchor, start.start
    elif before.unit == point.unit and before.low == before.high and (before.low or 0) <= (point.low or 0):
        time.low, time.start, time.anchor = _limit(before.low), start.start, start.anchor


def _hang(text: str, time: FoundTime, point: Point, words: FrameWords) -> None:
    """The event after a number: `6 months after surgery`, `2 weeks prior to delivery`."""
    goes_on = text[time.end : time.end + 1] not in _PARTED
    following = _FOLLOWING.match(text, time.end) if goes_on else None
    word = following["word"].lower() if following else ""
    if word.startswith("p") and not point.titled:
        if both := _BOTH_SIDES.match(text, time.end):
            lexicon = anchors()
            place = event(text, both.end(), lexicon.starts)
            time.relation, time.rule, time.low, time.end = "around", "frame.around", None, both.end()
            if place is not None:
                time.anchor, time.end = FoundAnchor(*place, lexicon.id(text[slice(*place)], "around")), place[1]
            return
        if found := _POSTOPERATIVE.match(text, time.end):
            time.anchor, time.end = FoundAnchor(*found.span("event"), "surgery"), found.end()
            return
    if own := own_event(text, point):
        time.anchor, time.end = own, max(own.end, time.end)
    elif following and (word in words.nexts or following["aside"]):
        _hang_on_cue(text, time, point, words)


def _hang_on_cue(text: str, time: FoundTime, point: Point, words: FrameWords) -> None:
    """The event that a cue after a number opens."""
    lexicon = anchors()
    for relation, pattern in (("after", words.after), ("before", words.before)):
        cue = pattern.match(text, time.end)
        if cue is None or (relation == "before" and point.titled):
            continue  # "Day 1 pre-dose" is a point of that day
        of = cue["cue"].lower() == "of"
        place = None if of and point.titled else event(text, cue.end(), lexicon.starts)
        if place and not of and (course := STRETCH.match(text, place[0])):
            time.anchor, time.end = FoundAnchor(*course.span(), None), course.end()
            return
        # "12 weeks of treatment" count from its start, "12 weeks after treatment" from its end
        name = lexicon.id(text[slice(*place)], "before" if of else relation) if place else None
        if of and place and name == "follow_up" and (past := words.after.match(text, place[1])):
            place = event(text, past.end(), lexicon.starts)  # "12 months of follow-up after surgery"
            name = lexicon.id(text[slice(*place)], relation) if place else None
        digit = place is not None and text[place[0]].isdigit() and not _ORDINAL.match(text, place[0])
        if place is None or (of and name is None) or digit:
            return
        if cue["cue"].lower() == "from" and _RANGE.match(text, place[0]):
            return
        end = clause_end(text, place[1])  # "3 years after the first participant is randomised"
        time.anchor, time.end = FoundAnchor(place[0], end, name or lexicon.id(text[place[0] : end])), end
        if relation == "before":
            time.relation = "before"
        return


def _hang_on_neighbour(text: str, time: FoundTime, point: Point, last: Last, following: Point | None) -> None:
    """Hang a number on the side that follows it in one word (`8 hours postdose`), or on that of its list."""
    if last is not None and point.titled and last[1].relation == "at":
        led = last[1].anchor
        time.anchor = led if led is not None and led.start < last[0].start else None  # "post-op days 1 and 2"
        return
    if following is None or following.named is None or not _BETWEEN.fullmatch(text, point.end, following.start):
        return
    if following.side == "before" and point.titled:
        return
    time.anchor, time.end = FoundAnchor(*following.named, following.event or None), following.end
    if following.side == "before":
        time.relation = "before"


def _opens(text: str, origin: int, time: FoundTime, point: Point) -> bool:
    """Is the point the start of a window without an end?"""
    return not point.titled and bool(_FROM.search(text[origin : point.start])) and not _ENDS.match(text, time.end)


def _titled(text: str, time: FoundTime) -> bool:
    """Does a point name its unit first: `Day 85`?"""
    return text[time.start].isalpha() and text[time.end - 1].isdigit()


def _shared(text: str, times: list[FoundTime]) -> None:
    """`4, 8 and 12 weeks after surgery`: the members of a list hang on the event of the last."""
    for time, following in zip(times[-2::-1], times[:0:-1], strict=True):
        if (
            time.anchor is None
            and following.anchor is not None
            and time.low is not None
            and time.relation == "at" == following.relation
            and following.low is not None
            and not is_ordinal(text, time.start)
            and not (_titled(text, time) and _COUNTED.match(text, following.start))  # "Day 85 and 30 days after"
            and (_JOINED.fullmatch(gap := text[time.end : following.start]) or gap.strip() == "(")
        ):
            time.anchor = following.anchor
