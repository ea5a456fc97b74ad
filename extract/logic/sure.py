"""Where a join is sure: sentences that may stand beside each other, and requirements of a group of participants.

An item of several sentences often explains, permits or limits with its later ones. Only what plainly states something
of its own is joined; otherwise the item is asked as one question. All texts are in lower
case.
"""

import re
from functools import cache

from msgspec import Struct

from extract.language.runs import RUN
from extract.lexicons import alternation, holds, word_set
from extract.logic.words import WORD, logic_words

_LONG = 1200  # characters: a longer text is hardly one statement
_MODAL = (
    r"(?:must|should|shall|needs?\s+to|ha(?:s|ve)\s+to|(?:is|are)\s+(?:also\s+)?required\s+to|(?:will\s+)?agrees?\s+to"
    r"|agreeing\s+to|ha(?:s|ve)\s+agreed\s+to|(?:are|is)\s+willing\s+to|will\s+need\s+to|required\s+to\s+have)"
)
# One of these stands in each of them.
_MODAL_WORDS = ("must", "should", "shall", "need", "has", "have", "required", "agree", "willing")
_COUNTED = word_set("patient participant subject individual volunteer adult adolescent infant person female male")
_SEXES = word_set("woman women female females man men male males girls boys wocbp")
_PEOPLE_WORDS = (
    _COUNTED
    | {f"{one}s" for one in _COUNTED}
    | _SEXES
    | word_set("children people those candidates recipients donors smokers")
)
_PEOPLE = alternation(_PEOPLE_WORDS)
_NARROW = (
    r"(?:with|who|whose|that|aged?|under|over|below|above|of|on|taking|receiving|previously|in|from|without|younger"
    r"|older|having|undergoing|using|at|treated|[<>≤≥])"
)
_SEXED_WORDS = _SEXES | word_set("children adolescents infants smokers donors")
_SEXED = rf"(?:{alternation(_SEXED_WORDS)}|hiv\S*|(?:pre|peri|post)-?\s?menopausal)"
# "Women of childbearing potential must …", "Patients with liver metastases should …"
_GROUP = re.compile(
    rf"[\W_]*(?P<when>(?:(?:an?|all|any|both|each|every|the|(?P<kind>fertile|sexually\s+active|non-?sterili[sz]ed|heterosexual)|adult)\s+){{0,3}}"
    rf"(?:(?P<sexed>{_SEXED})|{_PEOPLE})\b(?P<tail>[^.;:,]{{0,160}}?(?:,\s(?:unless|except|other\s+than)[^.;:,]{{0,80}},)?)),?\s+(?P<modal>{_MODAL})\b",
)
_SUBJECT = re.compile(rf"[\W_]*(?:with\b|{_PEOPLE}\s+{_NARROW}(?!\w))")
_TAIL = re.compile(rf"\s*{_NARROW}(?!\w)")
# A group first, its requirement after a comma or colon: for patients with A, B; if A, B.
_LEAD = re.compile(
    rf"[\W_]*(?P<when>(?:if|when|where|in\s+case\s+of|in\s+the\s+case\s+of|in\s+cases\s+of|in\s+the\s+event\s+of"
    rf"|(?:for|in|among)\s+(?:(?!all\b)[\w-]+\s+){{0,3}}?(?:{_PEOPLE}))\b[^.;:,]{{2,160}}?)[,:]\s*(?:then\s+)?(?=\w)",
)
# The first words of what the two match; that of a group may also begin with "hiv".
_LEADING = word_set("if when where in for among")
_GROUPING = _PEOPLE_WORDS | word_set(
    "a an all any both each every the fertile sexually non nonsterilised nonsterilized heterosexual adult"
    " pre peri post premenopausal perimenopausal postmenopausal"
)
_LIMITING = _LEADING | _GROUPING
_OPEN_END = re.compile(r"\b(?:who|that|which|or|and|either)\s*$")
_EVERYBODY = re.compile(r"\b(?:all|eligible|enrolled|potential|study)\s+(?:patients|participants|subjects)\s*$")
# Further sentences that start so go on about what was said, or are no statement of their own.
_GOES_ON = re.compile(
    r"[\W_]*(?:if|in\s+case|in\s+these|in\s+this|in\s+such|in\s+addition|for|this|these|those|such|the|there|it|its|they|note|nb|please|options?|examples?|however"
    r"|therefore|otherwise|when|where|once|although|but|and|or|as|a\s+(?:patient|subject|participant)\s+is|also|additionally|except\w*|all|only"
    r"|that|he|she|an?\s+\w+\s+(?:is|are|will|may|can))\b",
)
_FINITE = re.compile(
    r"\b(?:must|should|shall|may|can|could|would|will|need|needs|required|is|are|was|were|means?|refers?|includes?"
    r"|allowed|permitted|acceptable|eligible|excluded|considered|defined|recommended|discussed)\b",
)
_ABOUT = re.compile(
    r"[\W_]*(?:patients?|participants?|subjects?|individuals|women|men|females?|males?|children|adults)\b"
)
_DEMANDED = re.compile(
    r"\b(?:must|should|need\s+to|needs\s+to|required\s+to|has\s+to|have\s+to)\b(?!\s+(?:not|never)\b)(?!\s+be\s+excluded)",
)
_DEMANDING = ("must", "should", "need", "required", "has", "have")  # one of these stands in each of them
_COPULA = re.compile(
    r"\b(?:is|are|was|were|will(?:\s+not)?\s+be|means?|refers?|includes?|comprises?|remains?|depends?)\b"
)
_FORBIDS = re.compile(
    r"\b(?:prohibited|forbidden|excluded|ineligible|eligible|mandatory|required(?!\s+to)|included|not\s+(?!be\b)\w+|no)\b",
)
_PRONOUN = re.compile(
    r"[\W_]*(?:they|he|she|who|has|have|is|are|must|willing|able|no|not|both|at\s+least|if|for|in|when|where)\b"
)
_SINGLE = re.compile(r"(?:[a-z]|\d{1,2}|[ivx]{1,4})")


class Limited(Struct, frozen=True):
    """A requirement of a group: where its words and the requirement's words stand."""

    when: tuple[int, int]
    then: tuple[int, int]


def limited(text: str, start: int, end: int) -> Limited | None:
    """A sentence that demands something of a group of participants only; None where that is not plain."""
    first = RUN.search(text, start, end)
    word = first[0] if first else ""
    if word in _LEADING:
        lead = _LEAD.match(text, start, end)
        return Limited(lead.span("when"), (lead.end(), end)) if lead and _balanced(lead["when"]) else None
    if not may_limit(word) or not holds(text[start:end], _MODAL_WORDS):
        return None
    group = _GROUP.match(text, start, end)
    if not group or not _balanced(group["when"]) or _EVERYBODY.search(group["when"]):
        return None
    if _OPEN_END.search(group["when"]):
        return None  # "men who must …", "who are abstinent or agree to …"
    if not group["sexed"] and not group["kind"] and not _TAIL.match(group["tail"]):
        return None
    if {"male", "female"} <= {w.rstrip("s") for w in WORD.findall(group["when"])} and len(group["when"]) < 32:
        return None  # "male and female participants must" is everybody
    return Limited(group.span("when"), (group.start("modal"), end))


def may_limit(first: str) -> bool:
    """Whether a sentence with this first word may be a requirement of a group."""
    return first in _LIMITING or first.startswith("hiv")


def long_subject(text: str, start: int, end: int) -> bool:
    """Whether a demand's subject is a row of its own: "Patients with A, or B, should …"."""
    group = _SUBJECT.match(text, start, end)
    modal = _DEMANDED.search(text, start, end) if group else None
    return bool(group and modal and "," in text[group.end() : modal.start()])


def _balanced(words: str) -> bool:
    return words.count("(") == words.count(")") and words.count("[") == words.count("]")


def required(text: str, start: int, end: int) -> bool:
    """Whether an exclusion's sentence demands something: its polarity is then not plain."""
    return holds(text[start:end], _DEMANDING) and _DEMANDED.search(text, start, end) is not None


def describes(text: str, start: int, end: int) -> bool:
    """Whether a further sentence only says how something is: "The effect on the fetus is unknown"."""
    verb = _COPULA.search(text, start, end)
    if (
        verb is None
        or _FORBIDS.search(text, start, end)
        or _ABOUT.match(text, start, end)
        or _PRONOUN.match(text, start, end)
    ):
        return False
    if text.count("(", start, verb.start()) != text.count(")", start, verb.start()):
        return False
    return not logic_words().demands.search(text, start, end) and not logic_words().relative.search(
        text, start, verb.start()
    )


def own_statement(text: str, start: int, end: int) -> bool:
    """Whether an exclusion's further sentence plainly names another case that is excluded."""
    if _GOES_ON.match(text, start, end) or end - start > 300:
        return False
    verb = _FINITE.search(text, start, end)
    if not verb:
        return True
    relative = logic_words().relative.search(text, start, verb.start())
    return bool(_ABOUT.match(text, start, end) and relative and not _modal(text, start, end))


@cache
def _demanding() -> re.Pattern[str]:
    return re.compile(r"\b(?:must|should|shall|may|can|could|would|will|need|needs|required)\b")


def _modal(text: str, start: int, end: int) -> bool:
    return bool(_demanding().search(text, start, end))


def says_something(text: str, start: int, end: int) -> bool:
    """Whether a stretch is more than a list's letter or number."""
    first = WORD.search(text, start, end)
    if first is None:
        return False
    return WORD.search(text, first.end(), end) is not None or not _SINGLE.fullmatch(first[0])


def too_long(start: int, end: int) -> bool:
    """Whether a statement is too long to be cut with certainty."""
    return end - start > _LONG
