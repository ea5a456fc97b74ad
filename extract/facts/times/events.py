"""The words of the event after a cue: where they start and end."""

import re
from collections.abc import Callable

from extract.language.anchors import anchors

Known = Callable[[str], bool]  # do these words start with an event of the lexicon?

_LEAD = re.compile(
    r"[\s:\-–,]*(?:\(?s\)\s+)?(?:(?:\((?:first|planned|initial|last|scheduled|each)\)|to|of|at|the|their|his|her|a|an|any|and/or|and|or|during|in|when|as|being|having|be)\s+)*",
    re.I,
)
# An event ends before any of these. A full stop counts only at the end of a word, so that "v1.0" and "e.g." go on.
_STOP = re.compile(
    r"[;:()\[\]\n]|(?<!cycle \d)(?<!\bC\d),(?=\s|$)|,(?=\s(?!day\s))|,(?=\d+\s)|[.](?=\s|$)|"
    r"(?-i:(?<=[a-z0-9])\s(?=(?:The|Men|Women|Patients|Subjects|Participants|If|All|No|This|These|Use|Must|Has|Is)\s[a-z]))|"
    r"\.(?=[A-Z][a-z])|\s\d+\.\d+\s|\s[-–—]\s|"
    r"\s(?:unless|except|excluding|if|who|whom|whose|which|with|without|is|are|was|were|be|been|will|shall|must|has|have|had|should|may|might|can|cannot|could|would|does|do|did|as|but|than|during|"
    r"until|till|when|while|whereas|on|by|at|within|due|because|provided|including|included|include|then|through|throughout|regardless|such|defined|even|using|per|not|no|against|under|"
    r"following|prior\s+to|before|after|since|e\.g|i\.e|eg|ie|requiring|resulting|based|according|where|so|unlike|via|aged|whichever|also|made|note|occurring|occurred|documented|confirmed|despite|meet|meets|met|remain|remains|continue|continues|related|considered|apart|concomitantly|concurrently|allowed|permitted|acceptable|and/or|only|for\s+(?:a|at|the\s+(?:treatment|purpose)|patients|participants|subjects|those|women|men|any|all|more|less|longer|up|\d|<|>|≥|≤|example|which|whom|female|male))\b|"
    r"\s(?:of\s+)?(?:greater|larger)\b|\s[<>≥≤=]",
    re.I,
)
_JOINT = re.compile(r"\s(?:and|or|to|in|for|that)\s", re.I)
_STUDY = re.compile(
    r"(?:the\s+|this\s+|our\s+|a\s+)?(?:\w+\s+)?(?:study|trial|protocol|research|cohort|phase|part)\b(?!\s+(?:eye|knee|limb|side|area))",
    re.I,
)
_VERB = re.compile(
    r"(?:the\s+|a\s+|an\s+|any\s+)?(?:patients?|participants?|subjects?|women|men|must|is|are|has|have|had|history|no|not|treatment\s+with|use|receipt|current|prior|previous|known|"
    r"other|those|they|any|who|were|was|evidence|presence|active|agree|throughout|during|continue\w*|planned|plans?|expected|willing\w*|at\s+least|more|less|within|up\s+to|for|\d|[<>≥≤])\b",
    re.I,
)
_INCLUDED = re.compile(r"(?:included|includes|contained|contains|involved|involves|consisted)\b", re.I)
_TAIL = re.compile(r"(?:(?<!follow)\s+up|\s+(?:and|or|to|in|of|for|the|a|an|that|from|both|either|also|their))$", re.I)
_IDLE = re.compile(r"(?:prior|previous|up|they|end|after|both|days?|weeks?|this|these|it|that|last|first|which)", re.I)
# A bracket between the side and its event, as in: within 4 weeks prior (2 weeks for minor surgery) to starting
_ASIDE = re.compile(r"\s*\([^()]{1,90}\)(?=\s+to\s)", re.I)
_THROUGH = re.compile(r"(?:through|thru|until|till)\s", re.I)
# The number of the next item of a list whose lines were joined: "first dose of the study drug 10. History"
_NEXT_ITEM = re.compile(
    r"(?<!\bday)(?<!\bcycle)(?<!week)(?<!visit)(?<!phase)(?<!part)(?<!dose)(?<!\bC)(?<!\bof)(?<!month)\s\d{1,2}$", re.I
)
_ITEM_STARTS = re.compile(r"[.)]\s+[A-Z]")
_UNITS = re.compile(r"(?:both\s+)?(?:the\s+)?(?:days?|nights?|mornings?|weeks?)", re.I)
_VISIT = re.compile(r"(?:[\w-]+\s){0,3}(?:visits?|testing|tests|assessments?|therapies)", re.I)
_GATES = ("screening", "enrollment", "randomization", "consent", "baseline")
_GIVEN = re.compile(
    r"(?:receiving|receipt\s+of|starting|start\s+of|(?:initial\s+|first\s+)?(?:dose|administration)\s+of|initiation\s+of|taking)\s",
    re.I,
)
_LONGEST = 110


def event(text: str, at: int, known: Known, limit: int | None = None) -> tuple[int, int] | None:
    """Where the event named after `at` stands in `text`; None when nothing is named. `limit` ends it at the latest."""
    aside = _ASIDE.match(text, at)
    at = aside.end() if aside else at
    lead = _LEAD.match(text, at)
    start = lead.end() if lead else at
    if _THROUGH.match(text, start):
        return None
    end = min(start + _LONGEST, len(text), limit if limit is not None else len(text))
    stop = _STOP.search(text, start, end)
    if stop and stop.start() <= start:
        return None
    end = stop.start() if stop else _word_end(text, end)
    end = _joined(text, start, end, known)
    while tail := _TAIL.search(text, start, end):
        end = tail.start()
    stretch = text[start:end].rstrip(" ,.-–")
    if _ITEM_STARTS.match(text, end) and (item := _NEXT_ITEM.search(stretch)):
        stretch = stretch[: item.start()]
    named = re.search(r"[^\W\d_]", stretch) and not _IDLE.fullmatch(stretch)
    return (start, start + len(stretch)) if named else None


def _word_end(text: str, end: int) -> int:
    """The end of the last whole word before `end`."""
    if end >= len(text) or not (text[end - 1].isalnum() and text[end].isalnum()):
        return end
    blank = text.rfind(" ", 0, end)
    return blank if blank > 0 else end


def _joined(text: str, start: int, end: int, known: Known) -> int:
    """The end of the event, where what a conjunction or preposition adds is no longer part of it."""
    for joint in _JOINT.finditer(text, start, end):
        word, rest = joint.group().strip().lower(), text[joint.end() : end]
        if word == "and" and (_UNITS.fullmatch(text, start, joint.start()) or _VISIT.fullmatch(rest)):
            continue  # "the days and nights of recording", "the blood sampling and biopsy visit"
        if joint.group().strip() == "OR":
            return joint.start()  # in capitals it parts whole criteria
        if word == "in" and (_STUDY.match(rest) or rest.lower().startswith("life")):
            continue
        if word == "that":
            if _INCLUDED.match(rest):
                continue
            return joint.start()
        if word == "for":
            event = text[start : joint.start()]
            if anchors().id(event) in _GATES and not _STUDY.match(rest):
                return joint.start()
            if known(event) and _VERB.match(rest) is None:
                continue
            return joint.start()
        if word == "to" and _STUDY.match(rest):
            continue
        short = word == "or" and (len(rest.split()) == 1 or (len(rest.split()) == 2 and rest[0].isupper()))
        both = word == "and" and len(rest.split()) == 1 and _GIVEN.match(text, start)
        short = short or bool(both)
        if word in ("or", "and") and _VERB.match(rest) is None and (known(rest) or short):
            continue
        return joint.start()
    return end
