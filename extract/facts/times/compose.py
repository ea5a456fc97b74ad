"""Times composed from quantities: the members of a chain of alternatives hang on one event."""

import re

from msgspec.structs import replace

from extract.facts.times.alternatives import spans, trails
from extract.facts.times.bounds import bounds, turned, unit
from extract.facts.times.cues import cues
from extract.facts.times.events import event
from extract.facts.times.found import FoundAnchor, FoundTime
from extract.facts.times.places import Decision, Place
from extract.facts.times.relations import decide
from extract.language.anchors import anchors
from extract.language.before import ahead_of
from extract.language.reading import Limit, Quantity

_UNDECIDED = ("time.bare", "time.length")
# The rest of a bracket that opened within a chain: "(or 2 weeks for palliative radiation)"
_BRACKET = re.compile(r"[^();\n]{0,70}(?:\([^()]{0,40})?\)")
# "5 half-lives of the drug, whichever is longer"; "1 hr. of"
_WHOSE = re.compile(r"\s+of\s+(?:the\s+|each\s+|that\s+)?[\w-]+(?:\s[\w-]+)?(?=\s*,?\s*\(?(?:which|what))", re.I)
_GOES_ON = re.compile(r",?\s+o[fr]\s", re.I)  # what opens either of these
_GATES = ("screening", "enrollment", "randomization", "first_dose", "consent", "baseline", "study_start")
# a further choice without a number: "or twice the duration of the biological effect of the drug, whichever is longer"
_EFFECT = re.compile(
    r"(?:\s+of\s+[\w-]++(?:\s[\w-]++){0,3}\s?)?,?\s+or\s+(?:twice|double|(?:two|three|\d)\s+times)\s+the\s+duration\s+of"
    r"[^.;(),]{3,80}?(?=,?\s*\(?(?:which|what))",
    re.I,
)
_SHORT = re.compile(r"(?:hrs?|wks?|mos?|yrs?|mins?)$", re.I)
_STOP = re.compile(r"\.(?=\s[a-z])")  # after a short unit
_CHOICE = re.compile(
    r"(?:\s*\((?:if|when|where)\s+known\))?\s*(?:,?\s*\(?(?:which|what)\s?ever[^.;()]{0,40}?(?:longer|shorter|longest|shortest|later|earlier|greater|first)\b"
    r"[^.;(),]{0,12}?(?=[),\s])\s*[)\]]?,?|[)\]])?",
    re.I,
)
# Words in a bracket between a time and its side, as in: within 4 weeks (oral) before dosing
_ASIDE = re.compile(
    r"(?:\s+(?:in|as|on)\s+\w+)?\s*\([^()]{1,60}\)(?=\s*(?:(?:must\s+)?ha(?:s|ve)\s+elapsed\s+)?(?:prior\s+to|before|preceding|after|following|since)\s"
    r"|\s*(?:must\s+)?ha(?:s|ve)\s+elapsed\s+from\s)",
    re.I,
)
_TOLERANCE = re.compile(r"(?:\s*\((?:\s*(?:±|\+/-)[^)]{1,14})\))?\s*[)\]]?", re.I)


def compose(text: str, chain: list[Quantity], floor: int, last: tuple[FoundTime, Quantity] | None) -> list[FoundTime]:
    """The times of a chain of alternatives, which starts after `floor`; `last` is the time before it."""
    lexicon = cues()
    end = _closed(text, chain[0].start, chain[-1].end, _CHOICE if len(chain) > 1 else _TOLERANCE)
    first = decide(Place(text, chain[0], end, floor, lexicon), lexicon)
    if last is not None and first.rule in (*_UNDECIDED, "time.within") and trails(text, last[1], chain[0]):
        return [_trailing(last[0], quantity, end) for quantity in chain]
    times = [_time(text, chain[0], first)]
    for quantity in chain[1:]:
        decision = decide(Place(text, quantity, end, floor, lexicon), lexicon)
        if decision.rule in _UNDECIDED or (decision.rule == "time.within" and first.event_at is not None):
            decision = replace(first)
            if first.bare == "low" and times[0].low is None and not quantity.compared:
                decision.bare = "high"  # "less than 3 weeks or 5 half-lives"
        elif not quantity.compared:
            decision.bare = "high" if times[0].high else "low"
        if decision.event_at is not None and decision.event_at == first.event_at:
            decision.relation = first.relation  # "within the past 12 months (48 weeks) from screening"
        if spans(text, chain[0], quantity):
            decision.bare = "high"
        decision.start = first.start
        time = _time(text, quantity, decision)
        if not quantity.compared and not spans(text, chain[0], quantity):
            time.low, time.high = _as_open(time.low, times[0].low), _as_open(time.high, times[0].high)
        times.append(time)
    return times


def _closed(text: str, start: int, end: int, closing: re.Pattern[str]) -> int:
    """The end of a chain, with the bracket and the words of choice that close it."""
    stretch = text[start:end]
    if "(" in stretch and stretch.count("(") > stretch.count(")") and (bracket := _BRACKET.match(text, end)):
        end = bracket.end()
    if _GOES_ON.match(text, end):
        if (drug := _WHOSE.match(text, end)) and anchors().id(drug.group().lstrip()[3:]) not in _GATES:
            end = drug.end()
        if effect := _EFFECT.match(text, end):
            end = effect.end()
    if _STOP.match(text, end) and _SHORT.search(text, max(end - 5, start), end):
        end += 1
    if closing is _CHOICE or text[end : end + 2].lstrip()[:1] in ("(", ")", "]"):
        match = closing.match(text, end)
        end = match.end() if match and match.group().strip() else end
    aside = _ASIDE.match(text, end)
    return aside.end() if aside else end


def _time(text: str, quantity: Quantity, decision: Decision) -> FoundTime:
    low, high = turned(text, quantity, decision.relation, *bounds(quantity, decision.bare))
    end = max(quantity.end, decision.end)
    time = FoundTime(decision.start, end, decision.relation, low, high, unit(quantity), decision.rule)
    if decision.event_at is not None:
        lexicon = anchors()
        # "between the last dose and enrollment" counts from the first of them
        between = ahead_of(text, decision.event_at, 7).lower() == "between"
        joint = text.find(" and ", decision.event_at) if between else -1
        if place := event(text, decision.event_at, lexicon.starts, joint if joint > 0 else None):
            # the first weeks "of the study" count from its start, though they come after it
            side = "around" if decision.rule == "time.first" else decision.relation
            time.anchor = FoundAnchor(*place, lexicon.id(text[slice(*place)], side))
            time.end = max(time.end, place[1]) if decision.rule == "time.through_visit" else place[1]
    time.end = _balanced(text, time.start, time.start + len(text[time.start : time.end].rstrip(" ,")))
    return time


def _balanced(text: str, start: int, end: int) -> int:
    """`end`, less a closing bracket that opened before `start`."""
    if not text.endswith((")", "]"), start, end):
        return end
    stretch = text[start:end]
    opened, closed = (sum(map(stretch.count, pair)) for pair in ("([", ")]"))
    return start + len(stretch[:-1].rstrip()) if opened < closed else end


def _trailing(first: FoundTime, quantity: Quantity, end: int) -> FoundTime:
    """An alternative that follows the event of the first: same relation, same event, same end of the interval."""
    low, high = bounds(quantity, "high" if first.high else "low")
    if not quantity.compared:
        low, high = _as_open(low, first.low), _as_open(high, first.high)
    end = max(end, quantity.end)
    return FoundTime(quantity.start, end, first.relation, low, high, unit(quantity), first.rule, first.anchor)


def _as_open(limit: Limit | None, model: Limit | None) -> Limit | None:
    """`limit`, exclusive where its model is: `less than 14 days or 5 half-lives` is less than either."""
    return Limit(limit.value, model.inclusive) if limit and model else limit
