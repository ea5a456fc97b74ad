"""What the kinds of facts found in an item, as the document's types with ids and spans."""

from extract.assembly.place import Place
from extract.document import Anchor, Bound, ExceptionClause, NumberMention, Span, Subject, Time
from extract.facts import exceptions, times
from extract.language.reading import Limit


def bound(limit: Limit | None) -> Bound | None:
    """A limit of the language as a bound of the document."""
    return None if limit is None else Bound(limit.value, limit.inclusive)


def time(place: Place, found: times.FoundTime, n: int) -> Time:
    """The n-th time of an item."""
    node = place.node
    span, text = place.quote(found.start, found.end)
    subject = None
    if found.subject is not None:
        at, words = place.quote(*found.subject)
        subject = Subject(text=words, span=at)
    return Time(
        id=f"{node.id}.d{n}",
        span=span,
        text=text,
        relation=found.relation,
        low=bound(found.low),
        high=bound(found.high),
        unit=found.unit,
        anchor=_anchor(place, found.anchor),
        pick=found.pick,
        group=None if found.group is None else f"{node.id}.g{found.group}",
        subject=subject,
        rule=found.rule,
    )


def _anchor(place: Place, found: times.FoundAnchor | None) -> Anchor | None:
    if found is None:
        return None
    home = place if found.ancestor is None else place.ancestors[found.ancestor]
    span, text = home.quote(found.start, found.end)
    return Anchor(text=text, span=span, inherited=found.ancestor is not None, id=found.id)


def exception(place: Place, found: exceptions.FoundException, n: int) -> ExceptionClause:
    """The n-th exception of an item; what it softens is the whole item until links say more."""
    span, text = place.quote(found.start, found.end)
    node = place.node
    return ExceptionClause(
        id=f"{node.id}.x{n}", span=span, text=text, excepts=[node.id], effect=found.effect, rule=found.rule
    )


def numbers(place: Place) -> tuple[list[NumberMention], int]:
    """The item's numbers that are in no fact, each with its class, and how many are in facts."""
    node = place.node
    taken = _merged([fact.span for facts in (node.thresholds, node.times) for fact in facts])
    mentions, in_facts, at = [], 0, 0
    for found in place.reading.numbers:
        span, text = place.quote(found.start, found.end)
        while at < len(taken) and taken[at].end <= span.start:
            at += 1
        if at < len(taken) and taken[at].start < span.end:
            in_facts += 1
        else:
            mentions.append(NumberMention(span=span, text=text, class_=found.class_ or "unexplained"))
    return mentions, in_facts


def _merged(spans: list[Span]) -> list[Span]:
    """Spans in order, those that touch or overlap joined."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged
