"""Sides of an event that a time frame names without a number: `pre-dose`, `before surgery`, `immediately after it`."""

import re
from operator import methodcaller

from extract.document import Relation
from extract.facts.times.events import event
from extract.facts.times.found import FoundAnchor, FoundTime
from extract.language.anchors import anchors
from extract.language.runs import lowered
from extract.lexicons import holds

# In small letters, the first one first, so that all others are passed at once: "pre-dose", "pre- and post-training"
_PREFIXED = re.compile(
    r"p(?<!\wp)(?:(?P<both>re[\s-]{0,2}(?:and|&|/|or|to)[\s-]{0,2}post)|(?P<before>re)|ost)"
    r"(?P<gap>\s?[-‐–]\s?|\s|)(?=[^\W\d_])"
)
_WORDED = re.compile(
    r"[abfp](?<!\w.)(?:(?P<both>(?:(?<=b)efore|(?<=p)rior\s+to)(?:\s+and|\s?[/&])\s?(?:\w+\s)?after)"
    r"|(?P<before>(?<=b)efore|(?<=p)rior\s+to)|(?<=a)fter|(?<=f)ollowing)\s+(?=[^\W\d_])"
)
_SIDES = ((_PREFIXED, ("pre", "post")), (_WORDED, ("before", "prior", "after", "following")))
_NEAR_WORDS = ("immediate", "directly", "right", "shortly", "just", "soon")
_NEAR = re.compile(rf"\b(?:{'|'.join(_NEAR_WORDS)})(?:(?<=immediate)ly)?[\s-]+$")
_REACH = 24  # characters that these words and what parts them from the side take at most
_WORD = re.compile(r"[^\W\d_][\w-]*")
# no event: "after about 6 weeks", "following up", "before or after"
_NO_EVENT = re.compile(
    r"(?:up|that|this|it|them|each\s+\d|both|all|approx\w*|about|around|or|and|an?\s+(?:average|median|mean|maximum)|the\s+(?:end|first|last)?\s*\d|"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|an?|the|each|every|last|first|another|several)\s+(?:\w+\s)?"
    r"(?:hour|day|week|month|year|cycle)s?\b(?!\s+of\s+[^\W\d_])|(?:week|day|month|year|cycle|visit)s?\b(?!\s+of))\b",
    re.I,
)
# "pre-specified time points"
_SAID_BEFORE = re.compile(r"(?:speci|defin|determin|plann?ed|set\b|schedul|select|exist|establish)", re.I)
# "before patients are mobilised" names what happens
_CLAUSE = re.compile(r"\s(?:is|are|was|were|has\s+been|have\s+been)\s\w+(?:ed|en)\b", re.I)
_WHOLE = re.compile(r"(?:op|operative|operatively|partum)\b", re.I)
_START = methodcaller("start")
_JOINED = ("op", "operative", "operatively", "dose", "treatment", "surgery", "partum", "transplant", "test")


def sides(text: str) -> list[FoundTime]:
    """Every such side, in order; none overlap. They have a relation and an event, and no bounds."""
    found: list[FoundTime] = []
    said = lowered(text)
    matches = [match for pattern, signs in _SIDES if holds(said, signs) for match in pattern.finditer(said)]
    if not matches:
        return found
    near = holds(said, _NEAR_WORDS)
    for match in sorted(matches, key=_START):
        start = match.start()
        if near and (words := _NEAR.search(said, max(start - _REACH, 0), start)):
            start = words.start()
        if found and start < found[-1].end:
            continue
        place = _prefixed(text, match) if match.re is _PREFIXED else _worded(text, match)
        if place is None:
            continue
        relations: tuple[Relation, ...] = ("before", "after") if match["both"] else (_relation(match),)
        found += [
            FoundTime(start, place[1], relation, None, None, None, "frame.side", FoundAnchor(*place))
            for relation in relations
        ]
    return found


def _relation(match: re.Match[str]) -> Relation:
    return "before" if match["before"] else "after"


def _prefixed(text: str, match: re.Match[str]) -> tuple[int, int, str | None] | None:
    """The event after `pre` or `post`: one of the lexicon, or after a hyphen the word there."""
    at, lexicon = match.end(), anchors()
    word = _WORD.match(text, at)
    if word is None:
        return None
    known = lexicon.end(text[at : at + 60])
    joined = word.group().lower().startswith(_JOINED)
    if _SAID_BEFORE.match(word.group()) or (match["gap"] == "" and not joined):
        return None  # "present", "posterior"
    if match["gap"].isspace() and known is None and not joined:
        return None
    # "postoperative" and "post-op" keep their whole word, "predose" names the dose
    whole = match.start()
    start = whole if _WHOLE.match(text, at) else at
    end = at + known if known is not None and start == at else word.end()
    name = lexicon.id(text[start:end]) or lexicon.id(text[whole:end]) or lexicon.id(f"post-{text[at:end]}")
    return start, end, name


def clause_end(text: str, end: int) -> int:
    """Where an event ends that is a clause: `before patients are mobilised`; `end` where it is none."""
    clause = _CLAUSE.match(text, end)
    return clause.end() if clause else end


def _worded(text: str, match: re.Match[str]) -> tuple[int, int, str | None] | None:
    """The event after `before` or `after`."""
    if _NO_EVENT.match(text, match.end()):
        return None
    place = event(text, match.end(), anchors().starts)
    if place is None or any(sign.isdigit() for sign in text[slice(*place)][:2]):
        return None
    words = text[slice(*place)].partition(",")[0]
    end = clause_end(text, place[0] + len(words))
    return place[0], end, anchors().id(text[place[0] : end])
