"""Which end of an interval a bare number is: the least that something lasts, or the far end of a window."""

import re

from extract.facts.times.places import Bare, Place
from extract.lexicons import holds

_AT_LEAST = re.compile(
    r"\b(?:at\s+least|minimum|no\s+less\s+than|not\s+less\s+than)\s+"
    r"(?:(?:the|during|in|for|over|past|last|previous|preceding|prior|within|consecutive)\s+)*$",
    re.I,
)
_LEAST = ("least", "minimum", "less")
_SHARE = re.compile(r"\d\s+(?:out\s+)?of\s+(?:the\s+|any\s+)?$", re.I)  # "30 of the 60 days before entry"
_SHARED = ("of", "the", "any")
_BEFORE_THROUGH = re.compile(r"\b(?:prior\s+to|before|preceding)\s+(?:and\s+)?$", re.I)
_LASTED = re.compile(r"(?:for|over)\b", re.I)
# a state that must last: "on a stable dose for the past 4 weeks"
_STEADY = re.compile(r"\b(?<!not )(?:stable|unchanged|constant)\b(?:(?!\bnot\b)[^.;,()]){0,80}$", re.I)
_ANY_TIME = re.compile(r"\bany\s?time\s+(?:from|between|after|since)\b[^.;]{0,120}$", re.I)
# "at the consultation or the 6 months after it"
_OR_THE = re.compile(r"\b(?:at|on|during|in)\b[^.;,]{1,60}\s(?:or|and|and/or)\s+(?:in\s+|during\s+)?the\s+$", re.I)
_INCLUDING = re.compile(r"\bincluding\s+(?:the\s+)?$", re.I)
# "2-hour post-prandial glucose", "10 min after inhaling": the time of a measurement
_MEASURED_AT = re.compile(
    r"\b(?:response|measured|assessed|evaluated|conditions?|levels?|PSA|failure|visit)\s+at\s+$", re.I
)
_MEAL = re.compile(r"[\s-]*(?:post[\s-]*(?:prandial|load|glucose|meal)|after\s+(?:a\s+)?(?:meal|load|glucose))", re.I)
# "a 15 year long-term follow-up study" lasts that long
_FOLLOW_UP = re.compile(r"[\s-]*(?:long[\s-]?term\s+)?follow[\s-]?up\b(?!\s+(?:visit|assess|appoint|exam))", re.I)
_AN = re.compile(r"\ban?\s+$", re.I)
# a pregnancy, donation or treatment that somebody plans
PREGNANT = re.compile(
    r"\b(?:expect\w*|plan\w*|intend\w*|anticipat\w*|wish\w*)\s+(?:or\s+\w+\s+)?(?:to|on)\s+"
    r"(?:be(?:come)?|becoming|get|conceive|conceiving|father\w*|donat\w*|breast\W?feed\w*|receiv\w*|undergo\w*|have)\b"
    r"(?:(?!\b(?:not|use|agree|must|should)\b|contracep|abstain|refrain)[^.;]){0,200}$",
    re.I,
)
# what must last until then
_DUTY = re.compile(
    r"\b(?:contracept\w*|birth\s+control|condoms?|abstinen\w+|abstain\w*|refrain\w*|agrees?)\b[^.;]{0,200}$", re.I
)
# "life expectancy of > 3 months before lymphodepletion" runs forward; the event says when it is judged
_EXPECTANCY = re.compile(r"\blife\s+expectancy\b[^.;,\d]{0,30}$")
_WINDOWS = ("within", "window", "past", "next", "reaching", "opening", "first")
SENTENCE_REACH = 220


def bare_end(place: Place) -> Bare:
    """Which end of the interval a bare number is: the far end of a window, the least that something lasts."""
    if place.opener == "past" and holds(place.left, _LEAST) and _AT_LEAST.search(place.left[-40:]):
        return "low"
    if (
        place.opener == "past"
        and place.lead
        and _LASTED.match(place.text, place.lead.start)
        and _STEADY.search(before_lead(place))
    ):
        return "low"
    if not place.quantity.compared and place.left.rstrip().endswith(_SHARED) and _SHARE.search(place.left[-24:]):
        return "high"
    return "high" if place.within or place.opener in _WINDOWS else "low"


def before_lead(place: Place) -> str:
    """The words of the sentence before what opens the time."""
    start = place.lead.start if place.lead else place.quantity.start
    return place.text[place.quantity.start - len(place.left) : start]


def bare_end_after(place: Place, bare: Bare) -> Bare:
    """`during 3 months after treatment` asks for all of them, `in the 3 months after surgery` for any time in them."""
    if place.opener == "until" and place.lead:
        if _BEFORE_THROUGH.search(place.text, 0, place.lead.start):
            return "high"  # "48 hours prior to through 21 days after"
        if PREGNANT.search(place.text, max(0, place.lead.start - SENTENCE_REACH), place.lead.start):
            return "high"  # closes then: "expecting to conceive … through 120 days after"
        if any_time(place):
            return "high"
    if (
        place.opener == "reaching"
        and place.lead
        and not place.quantity.compared
        and place.lead.text.strip().lower() == "to"
        and _DUTY.search(place.text, max(0, place.lead.start - SENTENCE_REACH), place.lead.start)
        and not PREGNANT.search(place.text, max(0, place.lead.start - SENTENCE_REACH), place.lead.start)
    ):
        return "low"  # "agrees to contraception from consent to 4 weeks after the last dose"
    aside = place.lead is None and (_OR_THE.search(place.left) or _INCLUDING.search(place.left))
    if aside and not place.quantity.compared:
        return "high"
    if not place.quantity.compared and (place.lead is None or place.opener == "length"):
        conceives = place.text[max(0, place.quantity.start - SENTENCE_REACH) : place.quantity.start]
        if PREGNANT.search(conceives):
            return "high"  # "or intends to become pregnant within 90 days after A, 5 months after B"
    window = place.opener == "window" and place.lead is not None and " the" not in place.lead.text.lower()
    return "low" if window or place.opener == "opening" else bare


def any_time(place: Place) -> bool:
    """Does a sentence ask for any time up to a point: `any time from consent until 30 days after`?"""
    return _ANY_TIME.search(before_lead(place)) is not None


def is_point(place: Place) -> bool:
    """Is so long after an event when something is measured, and not how long it takes?"""
    if place.quantity.compared or place.lead is not None:
        return False
    if _MEASURED_AT.search(place.left):
        return True  # "a response at 8 weeks after treatment"
    return place.quantity.unit == "min" or (
        place.quantity.unit == "h" and _MEAL.match(place.text, place.end) is not None
    )


def lasts_follow_up(place: Place) -> bool:
    """Does a time say how long a follow-up is: `a 15 year long-term follow-up`?"""
    start = place.quantity.start
    return (
        not place.quantity.compared
        and not place.within
        and _AN.search(place.text, max(0, start - 4), start) is not None
        and _FOLLOW_UP.match(place.text, place.end) is not None
    )


def is_expectancy(place: Place) -> bool:
    """Does a time say how long somebody may live?"""
    return "expectancy" in place.left and _EXPECTANCY.search(place.left) is not None
