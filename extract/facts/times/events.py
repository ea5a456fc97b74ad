"""The words of the event after a cue: where they start and end."""

import re
from collections.abc import Callable

from extract.language.anchors import anchors

Known = Callable[[str], bool]  # do these words start with an event of the lexicon?

# a bracket that qualifies the event: "from (local palliative) radiation"
_QUALIFIED = r"\((?:[\w-]+\s){0,2}[\w-]+\)(?=\s+(?:radi|chemo|therap|surg|transplant|treatment))"
_LEAD = re.compile(
    rf"[\s:\-–,]*(?:\(?s\)\s+)?(?:(?:\((?:first|planned|initial|last|scheduled|each)\)|{_QUALIFIED}|to|of|at|the|their|his|her|a|an|any|and/or|and|or|during|in|when|as|being|having|be)\s+)*",
    re.I,
)
# An event ends before any of these. A full stop counts only at the end of a word, so that "v1.0" and "e.g." go on.
# No other character than those looked for first opens one of them.
_STOP = re.compile(
    r"(?=[;:()\[\]，；（）、。,.\s])(?:"
    r"[;:()\[\]\n，；（）、。]|(?<!cycle \d)(?<!\bC\d),(?=\s|$)|,(?=\s(?!day\s))|,(?=\d+\s|(?:or|[a-z]{3,})\s)|"
    r"[.](?=\s|$)|"
    r"(?-i:(?<=[a-z0-9])\s(?=(?:The|Men|Women|Patients|Subjects|Participants|If|All|No|This|These|Use|Must|Has|Is)\s[a-z]))|"
    # "the screening period Stable for 1 year", "post load glucose"
    r"(?-i:(?<=\speriod)\s(?=[A-Z][a-z]{3,}\s[a-z]{2}))|(?<=\bload)\s(?=glucose)|"
    r"\.(?=[A-Z][a-z])|\s\d+\.\d+\s|\s[-–—]\s|"
    r"\s(?:unless|except|excluding|if|who|whom|whose|which|without|is|are|was|were|be|been|will|shall|must|has|have|had|should|may|might|can|cannot|could|would|does|do|did|as|but|than|during|"
    r"until|till|when|while|whereas|on|by|at|within|due|because|provided|including|included|include|then|through|throughout|regardless|such|defined|even|using|per|not|no|against|under|"
    r"following|prior\s+to|before|after|since|e\.g|i\.e|eg|ie|requiring|resulting|based|according|where|so|unlike|via|versus|vs|from\s+any|aged|whichever|also|made|note|occurring|occurred|documented|confirmed|despite|meet|meets|met|remain|remains|continue|continues|related|considered|apart|among|amongst|concomitantly|concurrently|allowed|permitted|acceptable|and/or(?!\s[\w-]+\s*(?:[.;)]|$))|only|for\s+(?:a|at|the\s+(?:treatment|purpose)|patients|participants|subjects|those|women|men|any|all|more|less|longer|up|\d|<|>|≥|≤|example|which|whom|female|male))\b|"
    r"\s(?:of\s+)?(?:greater|larger)\b|\s[<>≥≤=]|"
    # "completion of therapy with a growth factor" names it, "surgery with recovery of toxicities" and the like do not
    r"(?<!therapy)(?<!treatment)(?<!ccination)(?<!unization)\swith\b|"
    r"\swith\s(?:no|any|all|or|its|their|related|adequate|absence|recovery|residual|ongoing|persistent|evidence|results?|documented|the\s+exception|an?\s+m(?:ax|in)imum|"
    r"at\s+least|more|less|progress\w*|relapse|complete|partial|stable|normal|<|>|≥|≤|\d)\b|"
    r"\s(?:daily|weekly|monthly)(?=\s*(?:$|[.,;)]))|"
    r"\s(?:showing|demonstrating|revealing|indicating)\b)",
    re.I,
)
_JOINT = re.compile(r"\s(?:and/or|and|or|to|in|for|that)\s", re.I)
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
_TAIL = re.compile(
    r"(?:(?<!follow)\s+up|\s+(?:and|or|to|in|of|for|the|a|an|that|from|both|either|also|their|other))$", re.I
)
_IDLE = re.compile(r"(?:prior|previous|up|they|end|after|both|days?|weeks?|this|these|it|that|last|first|which)", re.I)
# A bracket between the side and its event, as in: within 4 weeks prior (2 weeks for minor surgery) to starting
_ASIDE = re.compile(r"\s*\([^()]{1,90}\)(?=\s+to\s)", re.I)
_THROUGH = re.compile(r"(?:through|thru|until|till)\s", re.I)
# The number or letter of the next item of a list whose lines were joined: "first dose of the study drug 10. History"
_NEXT_ITEM = re.compile(
    r"(?<!\bday)(?<!\bcycle)(?<!week)(?<!visit)(?<!phase)(?<!part)(?<!dose)(?<!\bC)(?<!\bof)(?<!month)\s\d{1,2}$|"
    r"(?<!\bpart)(?<!phase)(?<!vitamin)(?<!cohort)(?<!type)(?<!\barm)(?<!group)\s(?-i:[b-z])$",
    re.I,
)
_ITEM_STARTS = re.compile(r"[.)]\s+[A-Z]")
_UNITS = re.compile(r"(?:both\s+)?(?:the\s+)?(?:days?|nights?|mornings?|weeks?)", re.I)
_VISIT = re.compile(r"(?:[\w-]+\s){0,3}(?:visits?|testing|tests|assessments?|therapies)", re.I)
_GATES = ("screening", "enrollment", "randomization", "consent", "baseline")
_SINGLE = re.compile(r"\S+(?:\s(?:or|and)\s\S+)*")  # "nivolumab or ipilimumab or relatlimab"
_MORE = re.compile(
    r"(?:,\s(?!(?:or|and)\s)[\w-]+(?:\s[\w-]+){0,3}){1,4},?\sor\s[\w-]+(?:\s[\w-]+){0,3}(?=\s*[.;)]|\s*$)"
)
# "ingestion of milk, egg, peanut, and/or codfish": one word each, of what somebody gets
_OF_ONE = re.compile(
    r"(?:(?:ingestion|consumption|intake|administration)|(?:last|final|first)\s+dose)\s+of\s+[\w-]+", re.I
)
_SINGLES = re.compile(r"(?:,\s(?!(?:or|and)\b)[\w-]+){1,8},?\s(?:and/or|and|or)\s[\w-]+(?=\s*[.;)]|\s*$)")
# "or radiation-related toxicities" is no event
_CAUSED = re.compile(r"[\w-]+-(?:related|induced|associated)\s", re.I)
_PARTICIPLE = re.compile(r"(?:enrolled|registered|entered|participat\w+|currently)\s", re.I)
_COUNT = re.compile(r"#?\d{1,2}(?:\s+that\s.*)?")
# "anti-seizure and steroid therapies": the noun stands after the second of two only
_HEADLESS = re.compile(
    r"(?:(?:discontinuation|completion|end|last\s+dose|receipt)\s+of\s+)?(?:other\s+)?(?:[\w-]+\s+){0,1}(?:anti-[\w-]+|[\w-]+ed|antineoplastic|large\s+field|steroid|consolidation|cytotoxic|systemic|oral|topical|immunosuppressive)",
    re.I,
)
_HEAD = re.compile(
    r"(?:other\s+)?(?:[\w-]+\s+){1,4}(?:therap(?:y|ies)|treatments?|agents?|drugs?|medications?|irradiation|radiation|chemotherapy|regimens?|steroids)\b",
    re.I,
)
# the second of two of a kind: "prior cellular therapy or vaccine therapy", "biopsy or surgical excision"
_KIND = re.compile(
    r"(?P<other>other\s+)?(?:[\w/-]+\s+){0,3}(?P<noun>therap(?:y|ies)|treatments?|chemotherapy|radiotherapy|inhibitors?|antibod(?:y|ies)|vaccines?|excision|resection|surgery|agents?)",
    re.I,
)
_CARE = re.compile(
    r"\b(?:therap(?:y|ies)|antibod(?:y|ies)|biopsy|surgery|resection|radiation|radiotherapy|chemotherapy|vaccines?)$",
    re.I,
)
_GIVEN = re.compile(
    r"(?:receiving|receipt\s+of|starting|start\s+of|(?:initial\s+|first\s+)?(?:dose|administration)\s+of|initiation\s+of|taking)\s",
    re.I,
)
_LETTER = re.compile(r"[^\W\d_]")
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
    singles = _SINGLES.match(text, end, limit if limit is not None else len(text))
    if singles and _OF_ONE.fullmatch(text, start, end):
        return start, singles.end()
    listed = text.find(" with ", start, end) if _MORE.match(text, end) else -1
    end = listed if listed > 0 else _joined(text, start, end, known)  # "therapy with an antibody, a vaccine, or a cell"
    while tail := _TAIL.search(text, start, end):
        end = tail.start()
    stretch = text[start:end].rstrip(" ,.-–")
    if _ITEM_STARTS.match(text, end) and (item := _NEXT_ITEM.search(stretch)):
        stretch = stretch[: item.start()]
    named = _LETTER.search(stretch) and not _IDLE.fullmatch(stretch)
    return (start, start + len(stretch)) if named else None


def _word_end(text: str, end: int) -> int:
    """The end of the last whole word before `end`."""
    if end >= len(text) or not (text[end - 1].isalnum() and text[end].isalnum()):
        return end
    blank = text.rfind(" ", 0, end)
    return blank if blank > 0 else end


def _two_of_a_kind(first: str, rest: str) -> bool:
    """Do two parts share a noun, or name treatments both: `large field or other substantial irradiation`?"""
    if _HEADLESS.fullmatch(first) and _HEAD.fullmatch(rest):
        return True
    second = _KIND.fullmatch(rest)
    if (
        second is None
        or anchors().id(first) in (*_GATES, "first_dose", "study_start", "visit")
        or (_VERB.match(rest) is not None and not second["other"])
    ):
        return False
    return (
        second["other"] is not None
        or first.lower().endswith(second["noun"].lower().rstrip("s"))
        or _CARE.search(first) is not None
    )


def _joined(text: str, start: int, end: int, known: Known) -> int:
    """The end of the event, where what a conjunction or preposition adds is no longer part of it."""
    for joint in _JOINT.finditer(text, start, end):
        word, first, rest = joint.group().strip(), text[start : joint.start()], text[joint.end() : end].rstrip()
        if word == "OR" or _PARTICIPLE.match(rest) or _CAUSED.match(rest):
            return joint.start()  # in capitals it parts whole criteria; "study entry or enrolled elsewhere"
        goes_on = (
            _adds(word.lower().removeprefix("and/"), first, rest, known)
            if word.lower() in ("and", "or", "and/or")
            else _says(word.lower(), first, rest, known)
        )
        if not goes_on:
            return joint.start()
    return end


def _adds(word: str, first: str, rest: str, known: Known) -> bool:
    """Does what follows `and` or `or` belong to the event?"""
    if word == "and" and (_UNITS.fullmatch(first) or _VISIT.fullmatch(rest)):
        return True  # "the days and nights of recording", "the blood sampling and biopsy visit"
    if _COUNT.fullmatch(rest) or _two_of_a_kind(first, rest):
        return True  # "Study Visits #1 and #2"
    if word == "or" and anchors().id(first) in _GATES and not (known(rest) or rest[:1].isupper()):
        return False  # "within 3 months of screening or still …"
    if word == "or":
        short = _SINGLE.fullmatch(rest) is not None or (len(rest.split()) == 2 and rest[0].isupper())
    else:
        short = len(rest.split()) == 1 and (_GIVEN.match(first) is not None or _initials(first, rest))
    return _VERB.match(rest) is None and (known(rest) or short)


def _initials(first: str, rest: str) -> bool:
    """Is the second of two treatments abbreviated: `6 months after DRUG-12 and RT`?"""
    return rest in ("RT", "CRT", "ADT", "TBI", "HSCT", "ASCT") and anchors().id(first) not in _GATES


def _says(word: str, first: str, rest: str, known: Known) -> bool:
    """Does what follows `to`, `in`, `for` or `that` belong to the event?"""
    if word == "that":
        return _INCLUDED.match(rest) is not None
    study = _STUDY.match(rest) is not None
    if word == "for":
        gate = anchors().id(first) in (*_GATES, "first_dose", "study_start") and not study
        if gate or rest[:1].isdigit() or rest.startswith("investigational"):
            return False
        return known(first) and _VERB.match(rest) is None
    return study or (word == "in" and rest.lower().startswith("life"))
