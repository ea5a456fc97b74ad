"""Times of a criterion."""

import re
from dataclasses import replace

from extract.document import Pick
from extract.facts.times.alternatives import chains, pick, trails
from extract.facts.times.bounds import bounds, unit
from extract.facts.times.cues import cues
from extract.facts.times.events import event
from extract.facts.times.found import FoundAnchor, FoundTime
from extract.facts.times.inherit import inherited, shared
from extract.facts.times.places import Decision, Place
from extract.facts.times.relations import decide
from extract.facts.times.select import is_time
from extract.facts.times.subjects import subject
from extract.language.anchors import anchors
from extract.language.context import Context
from extract.language.reading import Quantity, Reading


def find(reading: Reading, context: Context) -> list[FoundTime]:
    """Every time that the text states, in order. Anchors may stand in the text of an ancestor."""
    text = reading.text
    found: list[FoundTime] = []
    members: list[tuple[FoundTime, Quantity]] = []
    floor = 0
    for chain in chains(text, [quantity for quantity in reading.quantities if is_time(quantity, text)]):
        times = _chain(text, chain, floor, members[-1] if members else None)
        members += zip(times, chain, strict=True)
        found += times
        floor = max(found[-1].end, chain[-1].end)
    _alternatives(text, members)
    shared(text, found)
    inherited(context, found)
    for position, time in enumerate(found):
        time.subject = subject(
            text, time, found[position - 1].end if position else 0, _next_start(found, position, len(text))
        )
    return found


def _chain(text: str, chain: list[Quantity], floor: int, last: tuple[FoundTime, Quantity] | None) -> list[FoundTime]:
    """The times of a chain of alternatives: all hang on the event after the last of them."""
    lexicon = cues()
    end = _closed(text, chain[0].start, chain[-1].end, len(chain) > 1)
    trailing = last is not None and trails(text, last[1], chain[0])
    times: list[FoundTime] = []
    lead: Decision | None = None
    for quantity in chain:
        decision = decide(Place(text, quantity, end, floor, lexicon), lexicon)
        if lead is not None and decision.rule in ("time.bare", "time.length"):
            decision = replace(lead, start=quantity.start, end=end)
        elif lead is not None and lead.bare != decision.bare and not quantity.compared:
            decision.bare = lead.bare
        if (
            lead is None
            and trailing
            and last is not None
            and decision.rule in ("time.bare", "time.length", "time.within")
        ):
            times.append(_trailing(last[0], quantity, end))
            lead = Decision(last[0].relation, last[0].rule, quantity.start, end, "high" if last[0].high else "low")
            continue
        lead = lead or decision
        times.append(_time(text, quantity, decision))
    return times


_BRACKET = re.compile(r"[^();\n]{0,70}(?:\([^()]{0,40})?\)")


def _closed(text: str, start: int, end: int, many: bool) -> int:
    """The end of a chain, with the bracket and the words of choice that close it."""
    stretch = text[start:end]
    if stretch.count("(") > stretch.count(")") and (bracket := _BRACKET.match(text, end)):
        end = bracket.end()
    closing = re.compile(
        r"\s*(?:,?\s*\(?which\s?ever[^.;()]{0,40}?(?:longer|shorter|longest|shortest|later|earlier|greater|first)\b[^.;(),]{0,12}?(?=[),\s]))?\s*[)\]]?"
        if many
        else r"(?:\s*\((?:\s*(?:±|\+/-)[^)]{1,14})\))?\s*[)\]]?",
        re.I,
    )
    match = closing.match(text, end)
    return match.end() if match and match.group().strip() else end


def _time(text: str, quantity: Quantity, decision: Decision) -> FoundTime:
    low, high = bounds(quantity, decision.bare)
    end = max(decision.end if decision.event_at is None else quantity.end, quantity.end)
    time = FoundTime(decision.start, end, decision.relation, low, high, unit(quantity), decision.rule)
    if decision.event_at is not None:
        lexicon = anchors()
        place = event(text, decision.event_at, lexicon.starts)
        if place:
            time.anchor = FoundAnchor(*place, lexicon.id(text[slice(*place)], decision.relation))
            time.end = place[1]
        else:
            time.end = max(time.end, decision.end)
    return time


def _trailing(first: FoundTime, quantity: Quantity, end: int) -> FoundTime:
    """An alternative that follows the event of the first: same relation, same event, same end of the interval."""
    low, high = bounds(quantity, "high" if first.high else "low")
    if not quantity.compared and first.high and not first.high.inclusive and high:
        high = type(high)(high.value, inclusive=False)
    return FoundTime(
        quantity.start, max(end, quantity.end), first.relation, low, high, unit(quantity), first.rule, first.anchor
    )


def _alternatives(text: str, members: list[tuple[FoundTime, Quantity]]) -> None:
    """Number the groups and say which alternative counts."""
    group = 0
    at = 0
    while at < len(members):
        stop = at + 1
        while stop < len(members) and _together(text, members[stop - 1], members[stop]):
            stop += 1
        chosen = pick(text, members[at][1], members[stop - 1][1], cues())
        if stop - at > 1 or chosen:
            first = at
            if chosen and stop - at == 1:
                first = _back(text, members, at)
            if stop - first > 1:
                group += 1
                _mark([time for time, _ in members[first:stop]], group, chosen)
        at = stop


def _mark(times: list[FoundTime], group: int, chosen: Pick | None) -> None:
    for time in times:
        time.group, time.pick = group, chosen


def _together(text: str, one: tuple[FoundTime, Quantity], two: tuple[FoundTime, Quantity]) -> bool:
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


def _next_start(found: list[FoundTime], position: int, size: int) -> int:
    return found[position + 1].start if position + 1 < len(found) else size
