"""Which fact or text an override means, when rules or records have changed since."""

from difflib import SequenceMatcher

from extract.curation.overrides import Fact, LocalException, LocalThreshold, LocalTime
from extract.curation.places import DocumentFact, Home, localise

_ALIKE = 0.6  # ratio from which a text counts as the reworded one


def find(fact: Fact, home: Home, *, exactly: bool = False) -> DocumentFact | None:
    """The fact of the node that an override means.

    The same words about the same thing; else, unless `exactly`, the only fact of its kind about the same thing that
    overlaps those words: a rule that takes in a word more still means the same fact.
    """
    same_kind = [(found, localise(found, home)) for found in home.facts() if _same_kind(fact, found, home)]
    same = [(found, local) for found, local in same_kind if same_fact(local, fact)]
    if same:
        # "180/110 mmHg" is two facts at one place about one thing: their bounds tell them apart
        return min(same, key=lambda pair: (_limits(pair[1]) != _limits(fact), _decided(pair[0])))[0]
    if exactly:
        return None
    near = [
        found
        for found, local in same_kind
        if local.start < fact.end and fact.start < local.end and _topic(local) == _topic(fact)
    ]
    return near[0] if len(near) == 1 else None


def same_fact(one: Fact, other: Fact) -> bool:
    """Whether both are the same words about the same thing, whatever their values."""
    places = (one.start, one.end) == (other.start, other.end)
    return type(one) is type(other) and places and _topic(one) == _topic(other)


def _same_kind(fact: Fact, found: DocumentFact, home: Home) -> bool:
    return isinstance(localise(found, home), type(fact))


def _limits(fact: Fact) -> object:
    return None if isinstance(fact, LocalException) else (fact.low, fact.high, fact.unit)


def _decided(fact: DocumentFact) -> bool:
    return bool(fact.curated)


def _topic(fact: Fact) -> object:
    """What tells facts at one place apart: the measure's words, a time's relation and group."""
    if isinstance(fact, LocalThreshold):
        return fact.measure and (fact.measure.start, fact.measure.above)
    if isinstance(fact, LocalTime):
        return fact.subject and fact.subject.start
    return LocalException


def closest(quote: str, lines: list[Home]) -> str | None:
    """The text most like the quote; None when none is much alike."""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(quote[:400])
    best, text = _ALIKE, None
    for home in lines:
        matcher.set_seq1(home.node.text[:400])
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and (ratio := matcher.ratio()) > best:
            best, text = ratio, home.node.text
    return text
