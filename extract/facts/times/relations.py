"""How one time lies to its event, by the words before and after it."""

import re

from extract.document import Relation
from extract.facts.times.cues import Cues
from extract.facts.times.gates import gate
from extract.facts.times.places import Bare, Decision, Place
from extract.facts.times.reach import (
    PREGNANT,
    SENTENCE_REACH,
    any_time,
    bare_end,
    bare_end_after,
    before_lead,
    is_expectancy,
    is_point,
    lasts_follow_up,
)
from extract.language.anchors import anchors
from extract.lexicons import holds

_MENOPAUSE = re.compile(r"[\s-]*menopaus", re.I)
_TWO = re.compile(r"[^.;]{3,120}?\sand\s", re.I)
_THROUGH = re.compile(r"\s(?:through|thru|until|till|to)\s+(?:at\s+least\s+)?\d", re.I)
_FROM = re.compile(r"\bfrom\s+(?P<event>(?:(?!\bfrom\b)[^.;,]){3,60}?)\s*$", re.I)
_VISIT = re.compile(r"[\s-]*(?:[\w-]+\s+){0,2}(?:visit|appointment)s?\b", re.I)
# "expected discharge within 72 hours of enrollment" lies ahead of it
_EXPECTED = re.compile(
    r"\b(?:anticipated|expected|planned|scheduled)\s+(?!to\b)(?:[\w-]+\s+){1,3}(?:within\s+)?(?:the\s+)?$", re.I
)
_WITH = re.compile(r"\bwith\s+$", re.I)  # for "within"
# the other side of the same event: "before or after any dosing visit"
_EITHER_SIDE = re.compile(r"\s+(?:and|or|and/or)\s+(?:after|following|post)\b|\s*/\s*(?:after|following|post)\b", re.I)
_OFTENER = re.compile(r"[\s(,]*or\s+(?:(?P<more>more)|less)\s+(?:frequent|often)", re.I)
_ANY = re.compile(r"\b(?:an?|any|one)\s*$", re.I)
_SPAN = re.compile(r"[\s-]*(?:period|interval|span|diary)\b", re.I)
# "the next 7 days of the first contact"
_OF_START = re.compile(
    r"\s+(?:of|from|after)\s+(?:the\s+|their\s+)?(?=first|initial|index|start|initiat|enrol|screening|consent|randomi|admission|discharge)",
    re.I,
)
_ASIDE = re.compile(r"\s*\([^()]{1,90}\)\s+to\s", re.I)  # "prior (2 weeks for minor surgery) to starting"
_LATER = re.compile(r"\b(?:and|or)\s+later\s+$", re.I)  # "during the study and later 6 months"
_OF = re.compile(r"\s+of\s+(?=[^\W\d_])")
# "another drug within 1 month, or a device within 6 months, of study initiation"
_COMMA_OF = re.compile(r",\s+(?:of|from)\s+(?:the\s+)?(?=[^\W\d_])")
# "must not donate sperm during and within 3 months of the end of the study": the side is said
_DURING_AND = re.compile(r"\bduring\s+(?:[\w-]+\s+){0,3}and\s+$", re.I)
# the last or a prior treatment is behind a person: "within 60 days from prior irradiation"
_BEHIND = re.compile(r"\s*(?:the\s+|a\s+)?(?:last|prior|previous)\s", re.I)
_QUALIFIER = re.compile(r"\s*\((?:[\w-]+\s){0,2}[\w-]+\)\s")  # "from (palliative) radiation"
_FIRST_SIGN = re.compile(r"\bduration\s+(?:of\s+[\w\s-]{3,30})?$", re.I)
# what a reaction does so soon after its cause, and how long it goes on
_REACTS = re.compile(
    r"\b(?:reaction|fever|anaphyla\w+|bronchospasm|convulsions?|swelling|discharged?|transfer)\b[^.;]{0,80}$", re.I
)
_RESOLVES = re.compile(r"\b(?:resolv|subsid|disappear)\w*\s+$", re.I)
_DRINKS = re.compile(r"\bdrinks\b[^.;]{0,40}$", re.I)
_WINDOW_IS = re.compile(
    r"\b(?:screening|run-?in|observation|treatment)\s+(?:window|period|interval)\s+(?:is|will\s+be)\s+$", re.I
)
_POSTPARTUM = re.compile(r"[\s-]*(?P<event>postpartum|postnatal(?:ly)?|postoperatively)\b", re.I)
_PREGNANCY = re.compile(r"\s*(?:the\s+|their\s+)?(?:pregnancy|gestation)\b", re.I)
_RECENT = re.compile(
    r"\brecent(?:ly)?\b[^.;,\d]{0,40}$|\b(?:infarction|stroke|CVA|TIA|trauma|graft|embolism|thrombosis|fracture)s?\)?\W*(?:for\s|of\s)?\W*$",
    re.I,
)
_AT_POINT = re.compile(r"\bat\s+$", re.I)
_ABOUT = ("approximately ", "approx ", "approx. ", "about ", "exactly ")
_IN_LESS = re.compile(r"\bin\s+$", re.I)
# a risk or survival that many years from an event is one at that time
_RISK = re.compile(r"(?:\d\s*%|\b(?:mortality|survival|death|risk)\b)[^.;,]{0,30}$", re.I)
_ACTS = re.compile(
    r"\s+(?:the|intervention|signing|starting|entering|receiving|initiat|randomi|enrol|study|first|start)", re.I
)
_LIVES = re.compile(r"li(?:fe|ves)\W*$", re.I)
_LASTS = re.compile(
    r"\s+(?:life|treatment|therapy|chemotherapy|radiotherapy|radiation|immunotherapy|amenorrh|prior|previous)", re.I
)
# "if tests were performed before 6 months of planned resection"
_TURNED_ROUND = re.compile(r"\b(?:before|prior\s+to)\s+(?:at\s+least\s+)?$", re.I)
_QUIT = re.compile(
    r"\b(?:quit|stopped|ceased|gave\s+up)\s+(?:smoking|tobacco|drinking|alcohol|vaping)\s+(?:cigarettes\s+)?(?:for\s+)?$",
    re.I,
)
_QUITTING = ("quit", "stopped", "ceased", "gave")
_LOADED = re.compile(r"[\s-]*load\b", re.I)  # "two-hour post-load glucose"
_GATES = ("screening", "enrollment", "randomization", "first_dose", "consent", "baseline")
# What is behind a person at the gate of a study: "surgery ≤ 28 days from randomization", "washout of 7 days"
_DONE_BEFORE = re.compile(
    r"\b(?:wash\w*|last|prior|previous\w*|past|history|receiv\w*|complet\w*|discontinu\w*|underw\w+|undergone|"
    r"surger(?:y|ies)|donat\w*|participated|administered|free|interval)\b",
    re.I,
)
_AHEAD = re.compile(
    r"\b(?:expectancy|mortality|survival|survive|agree\w*|contracept\w*|birth\s+control|will|plan\w*|expected|must\s+(?:use|remain))\b",
    re.I,
)
_PAST = ("transplant", "diagnosis", "onset", "acute_event", "delivery", "vaccination", "last_dose", "cell_infusion")
_MOMENTS = (
    "transplant",
    "surgery",
    "diagnosis",
    "onset",
    "acute_event",
    "delivery",
    "vaccination",
    "biopsy",
    "discharge",
)
_PERIOD = re.compile(
    r"['’\s-]*(?:[\w-]+\s){0,3}?(?:run-?\s?in|screening|treatment|wash-?\s?out|stabili[sz]ation|lead-?\s?in|observation|baseline|study|"
    r"follow-?\s?up)\s+(?:period|phase)",
    re.I,
)
_OF_WORDS = ("of", "for")  # what may open the words between a time and its side
_FREQUENCIES = ("/d", "/wk", "/mo", "/a", "/h", "d/wk", "d/mo")


def decide(place: Place, cues: Cues) -> Decision:
    """The relation of one time: what follows it decides, else what opens it."""
    return _often(place, cues) or _followed(place, cues) or _opened(place, cues)


def _decision(place: Place, relation: Relation, rule: str, bare: Bare, cue: re.Match[str] | None = None) -> Decision:
    start = place.lead.start if place.lead else place.quantity.start
    return Decision(relation, rule, start, cue.end() if cue else place.end, bare, cue.end() if cue else None)


def _often(place: Place, cues: Cues) -> Decision | None:
    """`twice a week`, `every 3 months`."""
    quantity = place.quantity
    if quantity.unit in _FREQUENCIES:
        return Decision("every", "time.frequency", quantity.start, place.end, _or_more(place, "low", "high"))
    every = cues.every.search(place.left, place.opened) if "every" in place.opening else None
    if every is None or (every["cue"] == "each" and "-" in place.text[quantity.start : quantity.end]):
        return None
    start = quantity.start - len(place.left) + every.start("cue")
    return Decision("every", "time.every", start, place.end, _or_more(place, "high", "low"))


def _or_more(place: Place, more: Bare, less: Bare) -> Bare:
    """`once monthly or more frequently` is at least that often, `every 2 weeks (or less often)` at least that long."""
    words = _OFTENER.match(place.text, place.end)
    return "both" if words is None else more if words["more"] else less


def _followed(place: Place, cues: Cues) -> Decision | None:
    """`… prior to randomization`, `… ago`, `… after surgery`, `… of enrollment`."""
    reaches = bare_end(place)
    if cue := place.match("ago"):
        return _ago(place, reaches, cue)
    cue = place.match("before")
    if cue and is_expectancy(place):
        return _decision(place, "length", "time.length", "low")
    if cue and (other := _EITHER_SIDE.match(place.text, cue.end())):
        decision = _decision(place, "around", "time.around", "high", cue)
        decision.end = decision.event_at = other.end()
        return decision
    if cue and _names_event(place.text, cue):
        return _before(place, cue, reaches)
    if cue := place.match("ago_plain"):
        return _ago(place, reaches, cue)
    cue = cues.before_over.match(place.text, place.end) if place.word in _OF_WORDS else None
    if cue and (not place.within or place.quantity.unit == "{half-life}" or _of_half_lives(place)):
        return _decision(place, "before", "time.before", reaches, cue)
    if (cue := place.match("after")) and _starts(place.text, cue):
        if is_point(place):
            loaded = _LOADED.match(place.text, cue.end())
            return _decision(place, "after" if loaded else "at", "time.point", "both", cue)
        return _decision(place, "after", "time.after", bare_end_after(place, reaches), cue)
    if cue := place.match("later"):
        decision = _decision(place, "after", "time.later", reaches)
        decision.end = cue.end()
        return decision
    if place.word.startswith("post") and (birth := _POSTPARTUM.match(place.text, place.end)):
        decision = _decision(place, "after", "time.after", reaches)
        decision.event_at, decision.end = birth.start("event"), birth.end()
        return decision
    if near := _near(place, reaches):
        return near
    return _decision(place, "after", "time.elapsed", "low") if place.match("elapsed") else None


def _before(place: Place, cue: re.Match[str], reaches: Bare) -> Decision:
    """`… prior to randomization`."""
    opens = place.lead is None and _THROUGH.search(place.text, cue.end(), cue.end() + 60)
    if with_ := _WITH.search(place.left) if not place.quantity.compared else None:
        decision = _decision(place, "before", "time.before", "high", cue)
        decision.start = place.quantity.start - len(place.left) + with_.start()
        return decision
    if place.lead is None and place.left.endswith(_ABOUT):
        reaches = "both"  # "sildenafil about 1 hour before intercourse"
    return _decision(place, "before", "time.before", "high" if opens else reaches, cue)


def _near(place: Place, reaches: Bare) -> Decision | None:
    """`within 2 weeks of enrollment`: the side is not said; `6 months from diagnosis` starts there."""
    if place.within and (decision := _within_gate(place)):
        return decision
    cue = place.match("around")
    if cue is None or (cue["cue"].lower() == "of" and not _may_start(place, cue.end())):
        return None
    quantity, word = place.quantity, cue["cue"].lower()
    below = quantity.compared and quantity.low is None
    if (
        word == "of"
        and not quantity.compared
        and (with_ := _WITH.search(place.left))
        and _near_event(place.text, cue.end())
    ):
        decision = _decision(place, "around", "time.around", "high", cue)  # "with 30 days of study entry"
        decision.start = quantity.start - len(place.left) + with_.start()
        return decision
    if word == "of" and place.opener == "past" and _PREGNANCY.match(place.text, cue.end()):
        return _decision(place, "before", "time.before", reaches, cue)
    if word == "of" and _TURNED_ROUND.search(place.left):
        return _decision(place, "before", "time.before", "low", cue)
    if place.within and (_EXPECTED.search(place.left) or _is_after(place, cue, word)):
        return _decision(place, "after", "time.within_future", "high", cue)
    if (place.within and place.opener not in ("past", "next")) or (
        below and word == "of" and _near_event(place.text, cue.end())
    ):
        return _decision(place, "around", "time.around", "high", cue)
    if place.opener == "past" and word in ("of", "from") and _near_event(place.text, cue.end()):
        return _decision(place, "before", "time.before", reaches, cue)
    if word == "from" and _back_from(place, cue):
        return _decision(place, "before", "time.before", "low", cue)
    if word == "from" and place.opener not in ("past", "next"):
        anytime = place.opener == "until" and any_time(place)
        if not quantity.compared and (anytime or _RISK.search(place.left)):
            reaches = "high"
        return _decision(place, "after", "time.from", reaches, cue)
    if place.opener == "first":
        # "the first 3 months of screening" is the stretch before it, in translated texts
        return _decision(place, "around" if _at_gate(place, cue) else "after", "time.first", "high", cue)
    return None


def _within_gate(place: Place) -> Decision | None:
    """`within 3 months at screening`, `within 6 months, of study start`."""
    if at := gate(place):
        return _decision(place, "before", "time.before", "high", at)
    of = _COMMA_OF.match(place.text, place.end) if place.word in ("of", "from") else None
    return _decision(place, "around", "time.around", "high", of) if of and _near_event(place.text, of.end()) else None


def _is_after(place: Place, cue: re.Match[str], word: str) -> bool:
    """Is the side of `within 3 months of X` said: by `during and`, a plan, or `from` what is behind a person?"""
    start = place.lead.start if place.lead else place.quantity.start
    left = before_lead(place)
    if _DURING_AND.search(left):
        return True
    bracket = _QUALIFIER.match(place.text, cue.end())
    at = bracket.end() if bracket else cue.end()
    name = anchors().id(place.text[at : at + 40])
    if name in _GATES or name in ("first_dose", "study_start", "visit", "study"):
        return False
    if PREGNANT.search(place.text, max(0, start - SENTENCE_REACH), start):
        return True
    past = name in (*_PAST, "last_prior_therapy") or _BEHIND.match(place.text, cue.end()) is not None
    return word == "from" and (past or _FIRST_SIGN.search(left) is not None)


def _back_from(place: Place, cue: re.Match[str]) -> bool:
    """Does a time lie before the gate that it is counted `from`: `surgery ≤ 28 days from randomization`?"""
    if place.opener == "until" or not _at_gate(place, cue):
        return False
    sentence = place.left
    return _DONE_BEFORE.search(sentence) is not None and _AHEAD.search(sentence) is None


def _opened(place: Place, cues: Cues) -> Decision:
    """`in the past 6 months`, `within 4 weeks`, `for at least 3 months`; a time that nothing opens is a length."""
    if place.quantity.compared and holds(place.left, _QUITTING) and _QUIT.search(place.left):
        return _decision(place, "before", "time.past", bare_end(place), gate(place))
    if lasts_follow_up(place):
        decision = _decision(place, "length", "time.length", "both")
        decision.start = place.quantity.start if place.opener == "reaching" else decision.start
        return decision
    if place.opener == "past":
        return _decision(place, "before", "time.past", bare_end(place))
    if place.opener == "next":
        return _decision(place, "after", "time.next", "high", _OF_START.match(place.text, place.end))
    if place.opener == "first":
        return _decision(place, "after", "time.first", "high")
    if place.within:
        if _RESOLVES.search(before_lead(place)):
            return _decision(place, "length", "time.length", "high")
        if cues.future.search(place.left) or (place.quantity.unit in ("h", "min") and _REACTS.search(place.left)):
            return _decision(place, "after", "time.within_future", "high")
        return _decision(place, "before", "time.within", "high")
    if place.lead and place.opener in ("starting", "window") and (period := _PERIOD.match(place.text, place.end)):
        bare: Bare = "both" if place.opener == "window" else "low"
        return Decision("length", "time.study_period", place.lead.start, period.end(), bare)
    if "later" in place.left and _LATER.search(place.left):
        return _decision(place, "after", "time.later", "low")
    return _started(place) or _windowed(place) or _lasting(place)


def _started(place: Place) -> Decision | None:
    """`after 3 months of transplantation`, `after 4 weeks`."""
    if place.opener != "starting":
        return None
    of = _OF.match(place.text, place.end)
    if of and anchors().id(place.text[of.end() : of.end() + 40]) in _MOMENTS:
        return _decision(place, "after", "time.after", "low", of)
    if not place.match("around"):
        return _decision(place, "after", "time.starting_after", "low")
    return None


def _windowed(place: Place) -> Decision | None:
    """`in 6 months`, `in less than 4 weeks`, and stretches that any `3 day period` may be."""
    quantity = place.quantity
    below = quantity.compared and quantity.low is None
    if below and quantity.unit in ("wk", "mo", "a") and _IN_LESS.search(place.left):
        return _decision(place, "before", "time.window", "high")
    if place.lead is None or place.opener != "window":
        return None
    if _ANY.search(place.lead.text) and _SPAN.match(place.text, place.end):
        return _decision(place, "length", "time.length", "low")  # "three episodes in a 3 day period"
    if quantity.unit in ("h", "min") and _DRINKS.search(place.left):
        return _decision(place, "length", "time.length", "high")  # "5 or more drinks in 2 hours"
    return None if quantity.compared else _decision(place, "before", "time.window", "high")


def _lasting(place: Place) -> Decision:
    """`through the 4 month visit`; `for at least 3 months`, `is 28 days`."""
    if place.lead and place.opener in ("until", "reaching") and (visit := _VISIT.match(place.text, place.end)):
        start = place.lead.start
        opening = _FROM.search(place.text, max(0, start - 70), start)
        at = opening.start("event") if opening else None
        return Decision("after", "time.through_visit", opening.start() if opening else start, visit.end(), "high", at)
    quantity = place.quantity
    if quantity.compared and quantity.low is None and _RECENT.search(place.left):
        return _decision(place, "before", "time.window", "high")  # "recent (< 3 months) trauma"
    if place.lead is None and not quantity.compared and quantity.low == quantity.high and _AT_POINT.search(place.left):
        return _decision(place, "at", "time.point", "both")
    bare: Bare = "high" if place.opener == "reaching" else "low"
    leading = gate(place)
    if leading and not is_expectancy(place):
        return _decision(place, "before", "time.before", bare, leading)  # "on a stable dose for 3 months at screening"
    if not quantity.compared and _WINDOW_IS.search(place.left):
        bare = "both"
    return _decision(place, "length", "time.length" if place.lead else "time.bare", bare)


def _starts(text: str, cue: re.Match[str]) -> bool:
    """Does an event follow that the time starts at? `post-menopausal` is none, `between` needs two of them."""
    if cue["cue"].lower() == "between":
        return _TWO.match(text, cue.end()) is not None
    return not _MENOPAUSE.match(text, cue.end())


def _ago(place: Place, reaches: Bare, cue: re.Match[str]) -> Decision:
    decision = _decision(place, "before", "time.ago", reaches)
    decision.end = cue.end("cue")
    return decision


def _at_gate(place: Place, cue: re.Match[str]) -> bool:
    return anchors().id(place.text[cue.end() : cue.end() + 40]) in _GATES


def _may_start(place: Place, at: int) -> bool:
    """May an event stand after `of`: not after a bracket that opened earlier, and no drug after half-lives?"""
    stretch = place.text[place.quantity.start : at]
    if stretch.count(")") > stretch.count("("):
        return False
    if not _of_half_lives(place):
        return True
    return anchors().id(place.text[at : at + 40]) not in (None, "treatment", "dose", "study", "cell_infusion")


def _of_half_lives(place: Place) -> bool:
    """Is the last of the alternatives a number of half-lives?"""
    return _LIVES.search(place.text, max(place.quantity.start, place.end - 30), place.end) is not None


def _near_event(text: str, at: int) -> bool:
    """Do the words after `of` name an event, and not what lasts (`less than 3 months of life expectancy`)?"""
    return anchors().starts(text[at : at + 60]) and not _LASTS.match(text, at)


def _names_event(text: str, cue: re.Match[str]) -> bool:
    """Does `prior` alone open an event (`prior screening`), or belong to a noun (`6 weeks prior treatment`)?"""
    if cue["cue"].lower() not in ("prior", "pre") or _ASIDE.match(text, cue.end()):
        return True
    name = anchors().id(text[cue.end() : cue.end() + 30].partition(" of ")[0])
    return name not in (None, "treatment", "dose") or bool(_ACTS.match(text, cue.end()))
