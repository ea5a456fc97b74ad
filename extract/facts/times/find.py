"""Times of a criterion."""

import re
from operator import attrgetter

from extract.document import Pick
from extract.facts.times.alternatives import chains, pick, spans, trails
from extract.facts.times.compose import compose
from extract.facts.times.cues import cues
from extract.facts.times.found import FoundTime
from extract.facts.times.inherit import inherited, shared
from extract.facts.times.select import UNITS, ends_age, is_row_of_ages, is_time
from extract.facts.times.study_days import study_days
from extract.facts.times.subjects import subject
from extract.language.context import Context
from extract.language.reading import Limit, Quantity, Reading

_start = attrgetter("start")
_PLUS = re.compile(r"\s+(?:plus|\+)\s+(?:an\s+additional\s+)?", re.I)
_CASE = re.compile(r"\s*(?:for|if|in\s+case|when|in\s+(?:patients|participants|subjects))\b", re.I)

# What is stopped, allowed or finished so long before, in the sentence that a time ends
_DONE = re.compile(
    r"\b(?:discontinu\w*|stop\w*|off|cannot|can't|unable|inability|paus\w*|taper\w*|wash\w*|should|must|not?|without|complet\w*|"
    r"resolved|stable|require[ds]?|requiring|replac\w*|free|allowed|permitted|for|refrain\w*|abstain\w*|avoid\w*|ended)\b[^.;\n]*$",
    re.I,
)
_CASES = re.compile(r"\s*\((?!(?:if|when|where)\s+known|\d|approx|about|i\.?e)[^()]{1,30}\)\s*or\b", re.I)


def find(reading: Reading, context: Context) -> list[FoundTime]:
    """Every time that the text states, in order. Anchors may stand in the text of an ancestor."""
    text = reading.text
    found: list[FoundTime] = []
    members: list[tuple[FoundTime, Quantity]] = []
    floor = 0
    timed = _timed(reading)
    for chain in chains(text, timed) if timed and not is_row_of_ages(text, context) else ():
        times = compose(text, chain, floor, members[-1] if members else None)
        members += zip(times, chain, strict=True)
        found += times
        floor = max(found[-1].end, chain[-1].end)
    if found:
        _added(text, found, members)
        if context.section == "exclusion":
            _excluded(text, members)
        chosen = reading.says(cues().choices)
        if len(members) > 1 or chosen:
            _alternatives(text, members, chosen=chosen)
        shared(text, found)
        inherited(text, context, found)
    found += study_days(reading, found)
    if not found:
        return found
    found.sort(key=_start)
    last: FoundTime | None = None
    ceilings = [time.start for time in found[1:]] + [len(text)]
    for time, ceiling in zip(found, ceilings, strict=True):
        time.subject = subject(text, time, last, ceiling)
        last = time
    return found


def _timed(reading: Reading) -> list[Quantity]:
    """The quantities that are times."""
    timed = []
    last: Quantity | None = None
    for quantity in reading.quantities:
        if quantity.unit in UNITS and is_time(quantity, reading.text) and not ends_age(quantity, last, reading.text):
            timed.append(quantity)
        last = quantity
    return timed


def _alternatives(text: str, members: list[tuple[FoundTime, Quantity]], *, chosen: bool) -> None:
    """Number the groups and say which alternative counts, if the text may say so."""
    group = 0
    at = 0
    while at < len(members):
        stop = at + 1
        while stop < len(members) and _together(text, members[stop - 1], members[stop]):
            stop += 1
        one = pick(text, members[at][1], members[stop - 1][1], cues()) if chosen else None
        if stop - at > 1 or one:
            first = at
            if one and stop - at == 1:
                first = _back(text, members, at)
            if stop - first > 1:
                group += 1
                _mark([time for time, _ in members[first:stop]], group, one)
        at = stop


def _added(text: str, found: list[FoundTime], members: list[tuple[FoundTime, Quantity]]) -> None:
    """`120 days plus 30 days after the last dose` is 150 days after it."""
    for at in range(len(found) - 1, 0, -1):
        first, second = found[at - 1], found[at]
        if (
            first.anchor is None
            and second.anchor is not None
            and first.unit == second.unit
            and first.low is not None
            and second.low is not None
            and not (first.high or second.high)
            and _PLUS.fullmatch(text, first.end, second.start)
            and isinstance(first.low.value, int)
            and isinstance(second.low.value, int)
        ):
            first.low = Limit(first.low.value + second.low.value, first.low.inclusive)
            first.relation, first.anchor, first.end, first.rule = (
                second.relation,
                second.anchor,
                second.end,
                second.rule,
            )
            del found[at]
            members[:] = [member for member in members if member[0] is not second]


def _excluded(text: str, members: list[tuple[FoundTime, Quantity]]) -> None:
    """`Antibiotics 2 weeks before randomization` excludes for a window, unless something ends or is done by then."""
    for time, quantity in members:
        bare = time.rule == "time.before" and not quantity.compared and time.start == quantity.start
        if bare and time.low and not time.high and not _DONE.search(text[max(0, time.start - 200) : time.start]):
            time.low, time.high = None, time.low


def _mark(times: list[FoundTime], group: int, chosen: Pick | None) -> None:
    for time in times:
        time.group, time.pick = group, chosen


def _together(text: str, one: tuple[FoundTime, Quantity], two: tuple[FoundTime, Quantity]) -> bool:
    if spans(text, one[1], two[1]) or _CASE.match(text, two[1].end):
        return False  # "28 days (42 days for nitrosoureas)": not for the same person
    if _CASES.match(text, one[1].end):
        return False  # "4 weeks (oral) or 8 weeks (injected)"
    return len(chains(text, [one[1], two[1]])) == 1 or (
        trails(text, one[1], two[1]) and one[0].relation == two[0].relation
    )


def _back(text: str, members: list[tuple[FoundTime, Quantity]], at: int) -> int:
    """The first of the times of one sentence and relation that end at `at`, which share its words of choice."""
    first = at
    while first and members[first - 1][0].relation == members[at][0].relation:
        gap = text[members[first - 1][1].end : members[first][1].start]
        if re.search(r"[;\n]|\.(?=\s)", gap) or len(gap) > 160 or not re.search(r"\bor\b|,", gap):
            break
        first -= 1
    return first
