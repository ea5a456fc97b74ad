"""Events said once for several times: at the end or the beginning of the sentence, or in a line above."""

import re

from msgspec.structs import replace

from extract.document import Relation
from extract.facts.times.events import event
from extract.facts.times.found import FoundAnchor, FoundTime
from extract.language.anchors import anchors
from extract.language.before import end_before
from extract.language.context import Context
from extract.language.reading import Reading
from extract.lexicons import holds, word_set

_SENTENCE = re.compile(r"[;\n.](?:(?<!\.)|(?=\s))")
_FRONT = re.compile(r"(?<!\w)(?P<cue>prior\s+to|before|preceding|in\s+advance\s+of|ahead\s+of)\s", re.I)
_FRONTS = ("prior", "before", "preceding", "advance", "ahead")
# An opener that states a window itself: "Laboratory values within 7 days of enrollment:"
_WINDOW = re.compile(r"\bwithin\s+(?:[\w-]+\s+){1,3}?(?:hours?|days?|weeks?|months?|years?)\s+(?:of|from)\s", re.I)
_INTERVAL = re.compile(r"\b(?:interval|elapsed?)\s+between\s[^.;:]{3,60}?\sand\s", re.I)
_OPENERS: tuple[tuple[re.Pattern[str], Relation], ...] = (
    (_FRONT, "before"),
    (_INTERVAL, "before"),
    (_WINDOW, "around"),
)
_NEXT = re.compile(r"\s+(?:(?P<of>of|from)|prior\s+to|before|preceding)\s", re.I)
_AFTER = re.compile(r"\b(?:after|following|since|wash-?\s?out\s+from)\s", re.I)
# A line that announces how long each of what follows must be over: its members' times hang on its event
_ANNOUNCES = re.compile(
    r"\b(?:wash-?\s?out|washed\s+out|specified\s+(?:times?|periods?|intervals?)|(?:following|these)\s+(?:times?|time\s+frames?|intervals?|periods?)|"
    r"(?:shortest|minimum|minimal)\s+(?:times?|interval)|length\s+of\s+time|times?\s+required)\b",
    re.I,
)
_ANNOUNCED_WORDS = word_set("wash washout washed time times period periods interval intervals")  # it holds one of these
_ALONE = re.compile(r"[\s).\]]*(?:$|for\b|[,;(])", re.I)
_TITLES = ":(-–,"  # what a time that is all that is said of something stands behind, where it opens no text
_NEAR = {"before": 200, "around": 80}  # characters to the time whose event is shared
_FAR = 400  # characters of a sentence that are looked at
_SHARED = 8  # times of a sentence whose event may be another's
_OPEN = ("time.before", "time.after", "time.ago")
_PAIRED = re.compile(r"\s*,?\s*(?:and|but)\s*", re.I)
_AND = re.compile(r"\s*,?\s*(?:and|or|and/or|to)?\s*", re.I)
_COMMA = re.compile(r"\s*(?:,|,?\s*(?:and|or))\s*", re.I)
_RESPECTIVELY = re.compile(r"\brespectively\b", re.I)
_CASE = re.compile(r"\s*(?:for|if|in\s+case|when)\b", re.I)
_ONE_CASE = re.compile(r"\s+for\s+[^()]{1,40}\)", re.I)
# The end of a bracket of times, and the side of its event: (3 days for some and 5 days for others) prior to testing
_AFTER_BRACKET = re.compile(r"[^();\n]{1,70}\)\s*(?:prior\s+to|before)\s", re.I)
_BRACKETED = re.compile(r"\)\s*,")
_OPENS = re.compile(
    r"\s*\(or\s[^()]{0,120}?(?:e\.g\.|such\s+as),?\s*|(?:\s*\([^()]{1,80}\))?\s*,?\s*(?:\(|(?:and|or|but)\s)\s*", re.I
)
# "during the trial and 3 months afterwards"
_STRETCH = re.compile(
    r"\b(?:during|throughout|for\s+the\s+duration\s+of|over\s+the\s+course\s+of|while\s+on|end\s+of|completion\s+of)\s+(?:the\s+|this\s+)?"
    r"(?P<event>(?:study|trial|treatment|therapy)(?:\s+(?:treatment|period|participation|therapy))?)\s*,?\s*(?:and|or)\s+$",
    re.I,
)
# by whether the time is a window: what may stand between it and the side of its event
_TRAILS = {
    False: re.compile(
        r"[\s-]*(?:history\s+of\s+|of\s+(?:(?:failed|prior|previous|unsuccessful|conservative|stable|continuous|non-?operative|medical)[\s,]+){1,3}"
        r"(?=(?:[\w-]+\s+){0,2}(?:therapy|treatment|management|care|use)\s))(?:(?!\b(?:or|within|but|who)\b)[^.;:,()\d]){0,90}?\s(?:prior\s+to|before|preceding)\s",
        re.I,
    ),
    True: re.compile(
        r"\s*(?:\s(?:for|in)\s+(?:(?!\b(?:or|within|but|who)\b)[^.;:,()\d]){3,60}?|\([^()]{1,60}\),?)\s(?:prior\s+to|before|preceding)\s",
        re.I,
    ),
}
_ANNOUNCED = re.compile(r"\b(?:times?|periods?|intervals?|wash\w*|window)\s+(?:prior\s+to|before|preceding)\s", re.I)
_SIDE = re.compile(r"\s(?:before|prior|earlier|previously|beforehand)$", re.I)
_AND_AGAIN = re.compile(r"\s*;?\s*(?:or|and)\b[^.;\n]{1,60}", re.I)
_COMPARED = re.compile(
    r"(?:for\s+)?(?:at\s+least|a\s+minimum|minimum|no\s+less|not\s+less|more|greater|longer|over|[>≥])", re.I
)
_HANGS = ("time.within", "time.window")


def shared(text: str, times: list[FoundTime]) -> None:
    """Give a time without an event that of its sentence: `A within 3 weeks, B within 2 weeks before randomization`."""
    _listed(text, times)
    for position, time in enumerate(times):
        following = times[position + 1] if position + 1 < len(times) else None
        if time.anchor is None and following is not None and time.rule in _OPEN and following.anchor is not None:
            _completed(text, time, following)
        if time.anchor is not None:
            continue
        if time.rule in ("time.ago", "time.later"):
            _back_to(text, time, times[:position])
            continue
        if time.rule not in (*_HANGS, "time.bare", "time.length"):
            continue
        if position and (_is_case(text, times[position - 1], time) or _is_late_case(text, times[position - 1], time)):
            _like(text, time, times[position - 1])
            continue
        if _closed_by_side(text, time, times[position - 1] if position else None):
            continue
        later = next((other for other in times[position + 1 : position + 6] if other.anchor is not None), None)
        if later is not None and _same_sentence(text, time, later) and _parallel(text, time, later):
            time.anchor, time.relation = later.anchor, later.relation
            time.rule += ".shared"
        elif trailing := _trailing(text, time):
            time.anchor, time.relation = trailing, "before"
            time.end = trailing.end if time.rule in _HANGS else time.end
            time.rule += ".shared"
        elif _in_announced_list(text, time) and (front := _fronted(text, time)):
            time.anchor, time.relation = front, "before"
            time.rule += ".fronted"
        elif time.rule in _HANGS and (same := _said_before(text, times[max(position - _SHARED, 0) : position], time)):
            time.anchor, time.relation = same.anchor, same.relation
            time.rule += ".shared"
        elif time.rule in _HANGS and (front := _fronted(text, time)):
            time.anchor = front
            time.rule += ".fronted"


def _closed_by_side(text: str, time: FoundTime, last: FoundTime | None) -> bool:
    """Hang a time in a bracket on the event after it: `(3 days for some and 5 days for others) prior to testing`."""
    after = _AFTER_BRACKET.match(text, time.end)
    lexicon = anchors()
    place = event(text, after.end(), lexicon.starts) if after else None
    if place is None:
        return False
    time.anchor = FoundAnchor(*place, lexicon.id(text[slice(*place)], "before"))
    time.relation = "before"
    time.rule += ".shared"
    within = last is not None and last.anchor == time.anchor and not last.low
    if within and time.high is None and not _COMPARED.match(text, time.start):
        time.low, time.high = None, time.low
    return True


def _back_to(text: str, time: FoundTime, earlier: list[FoundTime]) -> None:
    """Hang `more than 4 weeks earlier` or `3 months thereafter` on the event that its sentence names before it."""
    first = max(0, time.start - _FAR)
    start = max((match.end() for match in _SENTENCE.finditer(text, first, time.start)), default=first)
    if time.rule == "time.later":
        lexicon = anchors()
        if stretch := _STRETCH.search(text, start, time.start):
            place = stretch.span("event")
            time.anchor = FoundAnchor(*place, lexicon.id(text[slice(*place)], "after"))
            time.rule += ".shared"
        return
    if not _SIDE.search(text, time.start, time.end):
        return
    model = next((other for other in reversed(earlier) if other.start >= start and other.anchor is not None), None)
    if model is None and earlier and _AND_AGAIN.fullmatch(text, earlier[-1].end, time.start):
        model = earlier[-1]  # "within 1 year before dosing; or an old infection (> 1 year prior)"
    if model is not None and model.anchor is not None and model.relation == "before":
        time.anchor = model.anchor
        time.rule += ".shared"


def _trailing(text: str, time: FoundTime) -> FoundAnchor | None:
    """The event after what is counted: `6-month history of hives before enrolment`, `within a week for men before`."""
    words = _TRAILS[time.rule in _HANGS].match(text, time.end)
    if words is None or words.end() - time.end > _NEAR["before"]:
        return None
    lexicon = anchors()
    place = event(text, words.end(), lexicon.starts)
    name = lexicon.id(text[slice(*place)], "before") if place else None
    return FoundAnchor(*place, name) if place and name else None


def _in_announced_list(text: str, time: FoundTime) -> bool:
    """Is a time in a bracket of a list that announces times: `within a time prior to dosing: drug A (< 14 days)`?"""
    if time.rule != "time.bare" or text[time.start - 1 : time.start] != "(" or text[time.end : time.end + 1] != ")":
        return False
    return _ANNOUNCED.search(text, max(0, time.start - _FAR), time.start) is not None


def _listed(text: str, times: list[FoundTime]) -> None:
    """`3 days, one week and two weeks, respectively, before testing`: the members lie like the last."""
    for time, following in zip(times[-2::-1], times[:0:-1], strict=True):
        if (
            following.anchor is not None
            and following.rule.startswith("time.before")
            and time.anchor is None
            and time.rule in ("time.bare", "time.length")
            and (_RESPECTIVELY.search(text, following.start, following.end) or following.rule.endswith(".listed"))
            and _COMMA.fullmatch(text, time.end, following.start)
            and (time.high is None) == (following.high is None)
        ):
            time.anchor, time.relation, time.rule = following.anchor, following.relation, "time.before.listed"


def _is_case(text: str, last: FoundTime, time: FoundTime) -> bool:
    """Does a time say what holds for some instead of the one before: `… before dosing (6 weeks for nitrosoureas)`?"""
    if last.anchor is None or last.anchor.ancestor is not None or not _CASE.match(text, time.end):
        return False
    return last.start < time.start < last.end or _OPENS.fullmatch(text, last.end, time.start) is not None


def _is_late_case(text: str, last: FoundTime, time: FoundTime) -> bool:
    """Is a time in a bracket such a case, later: `2 weeks after therapy when recovered (4 weeks for X)`?"""
    return (
        time.rule == "time.bare"
        and last.anchor is not None
        and last.anchor.ancestor is None
        and time.low is not None
        and last.low is not None
        and last.unit == time.unit
        and text[time.start - 1] == "("
        and _ONE_CASE.match(text, time.end) is not None
        and time.start - last.end < _NEAR["around"]
        and _same_sentence(text, last, time)
    )


def _like(text: str, time: FoundTime, model: FoundTime) -> None:
    """Hang a time on the event of its model, on its side; a number without a comparator is the same end as there."""
    time.anchor, time.relation = model.anchor, model.relation
    time.rule += ".shared"
    if time.high is None and model.low is None and not _COMPARED.match(text, time.start):
        time.low, time.high = None, time.low


def _completed(text: str, time: FoundTime, following: FoundTime) -> None:
    """`within 4 weeks before and up to 4 weeks after surgery`: the event stands after the second only."""
    anchor = following.anchor
    if anchor is None or anchor.ancestor is not None or not _AND.fullmatch(text, time.end, following.start):
        return
    time.anchor = replace(anchor, id=anchors().id(text[anchor.start : anchor.end], time.relation))


def _said_before(text: str, earlier: list[FoundTime], time: FoundTime) -> FoundTime | None:
    """The same window with its event, earlier in the sentence: `14 days before dosing (no fever within 14 days)`."""
    for other in reversed(earlier):
        if not _same_sentence(text, other, time):
            return None
        if other.anchor and other.relation in _NEAR and (other.high, other.unit) == (time.high, time.unit):
            return other
    return None


def _parallel(text: str, time: FoundTime, later: FoundTime) -> bool:
    """Are both bounded on the same side, and opened alike?"""
    if later.relation not in _NEAR:
        return False
    if later.relation == "before" and time.low and not time.high and later.high and not later.low:
        return _PAIRED.fullmatch(text, time.end, later.start) is not None  # "≥ 14 days and < 4 months before surgery"
    near = later.start - time.end < _NEAR[later.relation]
    if time.rule in _HANGS:
        aside = later.relation == "around" and text[time.start - 1] == "(" and text[later.start - 1] == "("
        return near and later.high is not None and time.high is not None and not aside
    listed = time.rule == "time.bare" and text[time.start - 1] == "(" and _BRACKETED.match(text, time.end) is not None
    near = later.start - time.end < 40 and (listed or time.rule == "time.length") and later.relation == "before"
    return near and later.low is not None and time.low is not None


def _same_sentence(text: str, one: FoundTime, two: FoundTime) -> bool:
    return not _SENTENCE.search(text, one.end, two.start)


def _fronted(text: str, time: FoundTime) -> FoundAnchor | None:
    """The event of `Prior to randomization, …` or `… before the first dose: …` earlier in the sentence."""
    first = max(0, time.start - _FAR)
    if not holds(text[first : time.start].lower(), _FRONTS):
        return None
    start = max((match.end() for match in _SENTENCE.finditer(text, first, time.start)), default=first)
    return _named(text, start, time.start)


def _named(
    text: str, start: int, end: int, cues: re.Pattern[str] = _FRONT, relation: Relation = "before"
) -> FoundAnchor | None:
    """An event of the lexicon after a cue such as `prior to`, in a stretch of text; the last one."""
    lexicon = anchors()
    best = None
    for cue in cues.finditer(text, start, end):
        place = event(text, cue.end(), lexicon.starts, end)
        if place and (name := lexicon.id(text[slice(*place)], relation)):
            best = FoundAnchor(*place, name)
    return best


def inherited(text: str, context: Context, times: list[FoundTime]) -> None:
    """Give times that hang on nothing the event of the nearest line above that names one."""
    loose = [time for time in times if time.anchor is None]
    if not loose:
        return
    windows = [time for time in loose if time.rule in _HANGS]
    for place, ancestor in enumerate(context.ancestors):
        for time in windows:
            if time.anchor is None:
                _again(text, ancestor.text, place, time)
        if not _ends_open(ancestor.text):
            continue
        announced = ancestor.says(_ANNOUNCED_WORDS) and _ANNOUNCES.search(ancestor.text) is not None
        waiting = [time for time in loose if _waits(text, time) or (announced and _is_announced(time))]
        opened = _of_ancestor(ancestor, announced=announced) if waiting else None
        if opened is None:
            continue
        anchor, relation = opened
        for time in waiting:
            time.anchor = replace(anchor, ancestor=place)
            time.relation = relation
            time.rule += ".inherited"
        return


def _again(text: str, above: str, place: int, time: FoundTime) -> None:
    """Give a window the event that the line above names after the same words: `within 6 months before dosing`."""
    words = text[time.start : time.end]
    at = above.find(words)
    cue = _NEXT.match(above, at + len(words)) if at >= 0 else None
    lexicon = anchors()
    found = event(above, cue.end(), lexicon.starts) if cue else None
    if cue is None or found is None:
        return
    relation: Relation = "around" if cue["of"] else "before"
    if name := lexicon.id(above[slice(*found)], relation):
        time.anchor, time.relation = FoundAnchor(*found, name, place), relation
        time.rule += ".inherited"


def _waits(text: str, time: FoundTime) -> bool:
    """Is a time open to an event from above: a window, or a length that is all that its text says of something?"""
    if time.rule == "time.bare":
        before = end_before(text, time.start)
        return (not before or text[before - 1] in _TITLES) and _ALONE.match(text, time.end) is not None
    if time.rule == "time.ago":
        return _SIDE.search(text, time.start, time.end) is not None
    return time.rule in _HANGS and time.relation == "before"


def _is_announced(time: FoundTime) -> bool:
    """Is a time one that a line above announces: `Astemizole for 12 weeks`, `5 half-lives of the drug`?"""
    return time.relation == "length" and time.low is not None and time.rule in ("time.bare", "time.length")


def _ends_open(text: str) -> bool:
    return text.rstrip().endswith(":")


def _of_ancestor(ancestor: Reading, *, announced: bool) -> tuple[FoundAnchor, Relation] | None:
    """The event that a line above, which ends with a colon, sets for what follows, and how times lie to it.

    It stands in the line's last sentence, except where the line announces times.
    """
    text = ancestor.text
    end = len(text.rstrip(" )\n:"))
    first = max(0, end - _FAR)
    start = max((match.end() for match in _SENTENCE.finditer(text, first, end)), default=first)
    cues: tuple[tuple[re.Pattern[str], Relation], ...] = (*_OPENERS, (_AFTER, "after")) if announced else _OPENERS
    start = first if announced else start
    for pattern, relation in cues:
        if anchor := _named(text, start, end, pattern, relation):
            return anchor, relation
    return None
