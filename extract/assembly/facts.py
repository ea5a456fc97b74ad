"""What the kinds of facts found in an item, as the document's types with ids and spans."""

from collections.abc import Sequence
from copy import copy
from functools import lru_cache

from msgspec.structs import replace

from extract.assembly.place import Place, Quoted
from extract.document import (
    Anchor,
    Bound,
    Condition,
    ExceptionClause,
    Measure,
    NumberMention,
    Outcome,
    Span,
    Subject,
    Threshold,
    Time,
)
from extract.facts import exceptions, times
from extract.facts.thresholds import FoundThreshold, Words
from extract.language.plain import plain
from extract.language.reader import Reader
from extract.language.reading import Limit


def bound(limit: Limit | None) -> Bound | None:
    """A limit of the language as a bound of the document."""
    return None if limit is None else Bound(limit.value, limit.inclusive)


def thresholds(place: Place, found: list[FoundThreshold]) -> list[Threshold]:
    """The thresholds of an item. Bounds that hold under the same words share one condition, and so its id."""
    conditions: dict[Words, Condition] = {}
    return [_threshold(place, one, n, _condition(place, one.condition, conditions)) for n, one in enumerate(found, 1)]


def _threshold(place: Place, found: FoundThreshold, n: int, condition: Condition | None) -> Threshold:
    span, text = place.quote(found.start, found.end)
    if found.measure is None:
        # the text does not say what is compared: the comparison's own words stand in, without an entry
        measure = Measure(text=text, span=span)
    else:
        at, words = _words(place, found.measure.words)
        measure = Measure(text=words, span=at, inherited=found.measure.words.above > 0, id=found.measure.id)
    return Threshold(
        id=f"{place.node.id}.t{n}",
        span=span,
        text=text,
        measure=measure,
        low=bound(found.low),
        high=bound(found.high),
        unit=found.unit,
        unit_text=found.unit_text,
        scale=found.scale,
        reference=found.reference,
        condition=condition,
        exception=found.exception,
        rule=found.rule,
    )


def _condition(place: Place, words: Words | None, known: dict[Words, Condition]) -> Condition | None:
    if words is None:
        return None
    if words not in known:
        span, text = _words(place, words)
        known[words] = Condition(
            id=f"{place.node.id}.c{len(known) + 1}", text=text, span=span, inherited=words.above > 0
        )
    return known[words]


def _words(place: Place, words: Words) -> tuple[Span, str]:
    """Words of the item itself or of an ancestor."""
    return place.above(words.above).quote(words.start, words.end)


def time(place: Quoted, found: times.FoundTime, n: int) -> Time:
    """The n-th time of a text."""
    span, text = place.quote(found.start, found.end)
    subject = None
    if found.subject is not None:
        at, words = place.quote(*found.subject)
        subject = Subject(text=words, span=at)
    return Time(
        id=f"{place.id}.d{n}",
        span=span,
        text=text,
        relation=found.relation,
        low=bound(found.low),
        high=bound(found.high),
        unit=found.unit,
        anchor=_anchor(place, found.anchor),
        pick=found.pick,
        group=None if found.group is None else f"{place.id}.g{found.group}",
        subject=subject,
        rule=found.rule,
    )


class TimeFrames:
    """Reads time frames; keeps those read last, for outcomes and studies share few wordings."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._found = lru_cache(maxsize=4096)(self._find)

    def _find(self, source: str) -> list[Time]:
        text = plain(source)
        reading = self._reader.words(text.text)
        if times.may_recur(reading):
            reading = self._reader.read(text.text)
        place = Quoted("", source, text)  # the reading is not kept: it is most of the memory
        made = [time(place, found, n) for n, found in enumerate(times.find_in_time_frame(reading), 1)]
        for one in made:
            one.field = "time_frame"
        return made

    def of(self, outcome: Outcome) -> Outcome:
        """The outcome with the times of its time frame; their spans count within it."""
        if not outcome.time_frame:
            return outcome
        return replace(outcome, times=[_again(outcome.id, one) for one in self._found(outcome.time_frame)])


def _again(owner: str, time: Time) -> Time:
    """A time of a text that several owners have, for one of them: nothing that may change is shared."""
    made = copy(time)
    made.id = owner + time.id
    if time.anchor is not None:
        made.anchor = copy(time.anchor)
    return made


def _anchor(place: Quoted, found: times.FoundAnchor | None) -> Anchor | None:
    if found is None:
        return None
    distance = 0 if found.ancestor is None else found.ancestor + 1
    span, text = place.above(distance).quote(found.start, found.end)
    return Anchor(text=text, span=span, inherited=found.ancestor is not None, id=found.id)


def exception(place: Place, found: exceptions.FoundException, n: int) -> ExceptionClause:
    """The n-th exception of an item; what it softens is the whole item until links say more."""
    span, text = place.quote(found.start, found.end)
    node = place.node
    return ExceptionClause(
        id=f"{node.id}.x{n}", span=span, text=text, excepts=[node.id], effect=found.effect, rule=found.rule
    )


def numbers(place: Place, rejected: Sequence[Span] = ()) -> tuple[list[NumberMention], int]:
    """The item's numbers that are in no fact, each with its class, and how many are in facts.

    Unexplained numbers of facts that a curator rejected are known to be none: class `rejected`.
    """
    if not place.reading.numbers:
        return [], 0
    node, offset, source_span = place.node, place.offset, place.plain.span
    taken = _merged([fact.span for fact in node.thresholds] + [fact.span for fact in node.times])
    mentions: list[NumberMention] = []
    in_facts = at = 0
    for found in place.reading.numbers:
        left, right = source_span(found.start, found.end)
        start, end = offset + left, offset + right
        while at < len(taken) and taken[at].end <= start:
            at += 1
        if at < len(taken) and taken[at].start < end:
            in_facts += 1
            continue
        class_ = found.class_
        if class_ is None:
            denied = any(fact.start <= start and end <= fact.end for fact in rejected)
            class_ = "rejected" if denied else "unexplained"
        mentions.append(NumberMention(Span(start, end), place.source[left:right], class_))
    return mentions, in_facts


def _merged(spans: list[Span]) -> list[Span]:
    """Spans in order, those that touch or overlap joined."""
    if len(spans) < 2:
        return spans
    merged: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged
