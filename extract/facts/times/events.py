"""The words of the event after a cue: where they start and end."""

import re
from collections.abc import Callable

from extract.language.anchors import anchors
from extract.language.before import ahead_of, end_before
from extract.language.runs import lowered
from extract.lexicons import alternation, word_set

Known = Callable[[str], bool]  # do these words start with an event of the lexicon?

# a bracket that qualifies the event: "from (local palliative) radiation"
_QUALIFIED = r"\((?:[\w-]+\s){0,2}[\w-]+\)(?=\s+(?:radi|chemo|therap|surg|transplant|treatment))"
_LEAD = re.compile(
    rf"[\s:\-–,]*(?:\(?s\)\s+)?(?:(?:\((?:first|planned|initial|last|scheduled|each)\)|{_QUALIFIED}|to|of|at|the|their|his|her|a|an|any|and/or|and|or|during|in|when|as|being|having|be)\s+)*",
    re.I,
)
# Words that an event ends before
_STOPS = word_set("""
unless except excluding if who whom whose which without is are was were be been will shall must has have had should may
might can cannot could would does do did as but than during until till when while whereas on by at within due because
provided including included include then through throughout regardless such defined even using per not no against under
following before after since e.g i.e eg ie requiring resulting based according where so unlike via versus vs aged
whichever also made note occurring occurred documented confirmed despite meet meets met remain remains continue
continues related considered apart among amongst concomitantly concurrently allowed permitted acceptable only greater
larger showing demonstrating revealing indicating
""")
# An event ends before any of these, in small letters. A full stop counts only at the end of a word, so that "v1.0" and
# "e.g." go on. The sign comes first, so that letters are passed without a try.
_STOP = re.compile(
    r"[;:()\[\]，；（）、。,.\s](?:(?<=[;:()\[\]\n，；（）、。])"
    r"|(?<=,)(?:(?<!cycle \d,)(?<!\bc\d,)(?=\s|$)|(?=\s(?!day\s))|(?=\d+\s|(?:or|[a-z]{3,})\s))"
    r"|(?<=\.)(?=\s|$|[a-z][a-z])"
    r"|(?<=\s)(?:"
    rf"{alternation(_STOPS)}\b|prior\s+to\b|from\s+any\b|of\s+(?:greater|larger)\b|and/or\b(?!\s[\w-]+\s*(?:[.;)]|$))|"
    r"for\s+(?:a|at|the\s+(?:treatment|purpose)|patients|participants|subjects|those|women|men|any|all|more|less|longer|up|\d|<|>|≥|≤|example|which|whom|female|male)\b|"
    r"[<>≥≤=]|[-–—]\s|\d+\.\d+\s|(?:daily|weekly|monthly)(?=\s*(?:$|[.,;)]))|"
    # "completion of therapy with a growth factor" names it, "surgery with recovery of toxicities" and the like do not
    r"with(?:(?<!therapy\swith)(?<!treatment\swith)(?<!ccination\swith)(?<!unization\swith)\b|"
    r"\s(?:no|any|all|or|its|their|related|adequate|absence|recovery|residual|ongoing|persistent|evidence|results?|documented|the\s+exception|an?\s+m(?:ax|in)imum|"
    r"at\s+least|more|less|progress\w*|relapse|complete|partial|stable|normal|<|>|≥|≤|\d)\b)|"
    r"(?<=\bload\s)(?=glucose)))"  # "post load glucose"
)
# "the first dose The patient …", "the screening period Stable for 1 year"
_SENTENCE = re.compile(
    r"\s(?:(?=[TMWPSIANUH])(?<=[a-z0-9]\s)(?=(?:The|Men|Women|Patients|Subjects|Participants|If|All|No|This|These|Use|Must|Has|Is)\s[a-z])"
    r"|(?<=\speriod\s)(?=[A-Z][a-z]{3,}\s[a-z]{2}))"
)
_BEHIND = 12  # characters that these look back on
_JOINT = re.compile(r"\s(?:and/or|and|or|to|in|for|that)\s")
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
_TAIL = word_set("and or to in of for the a an that from both either also their other")
_IDLE = word_set("prior previous up they end after both day days week weeks this these it that last first which")
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
    aside = _ASIDE.match(text, at) if "(" in text[at : at + 2] else None
    at = aside.end() if aside else at
    lead = _LEAD.match(text, at)
    start = lead.end() if lead else at
    if _THROUGH.match(text, start):
        return None
    end = min(start + _LONGEST, len(text), limit if limit is not None else len(text))
    end = _stopped(text, start, end)
    if end <= start:
        return None
    sign = text[end : end + 1]
    listed = -1
    if sign == ",":
        singles = _SINGLES.match(text, end, limit if limit is not None else len(text))
        if singles and _OF_ONE.fullmatch(text, start, end):
            return start, singles.end()
        if _MORE.match(text, end):  # "therapy with an antibody, a vaccine, or a cell"
            listed = text.find(" with ", start, end)
    end = listed if listed > 0 else _joined(text, start, end, known)
    end = _without_tail(text, start, end)
    stretch = text[start:end].rstrip(" ,.-–")
    if sign in (".", ")") and _ITEM_STARTS.match(text, end) and (item := _NEXT_ITEM.search(stretch)):
        stretch = stretch[: item.start()]
    named = _LETTER.search(stretch) and stretch.lower() not in _IDLE
    return (start, start + len(stretch)) if named else None


def _stopped(text: str, start: int, end: int) -> int:
    """Where the first of the words and signs stands that an event ends before; no further than `end`."""
    shift = max(start - _BEHIND, 0)
    written = text[shift:end]
    words = lowered(written)
    stop = _STOP.search(words, start - shift)
    at = stop.start() + shift if stop else _word_end(text, end)
    sentence = _SENTENCE.search(text, start, end) if words != written else None
    return min(at, sentence.start()) if sentence else at


def _without_tail(text: str, start: int, end: int) -> int:
    """The end of a stretch without the words that lead on from it."""
    while (blank := text.rfind(" ", start, end)) >= 0:
        last = text[blank + 1 : end].lower()
        if last not in _TAIL and (last != "up" or ahead_of(text, blank, 6).lower() == "follow"):
            break
        end = end_before(text, blank)
    return end


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
    for joint in _JOINT.finditer(lowered(text[start:end])):
        at, after = start + joint.start(), start + joint.end()
        word, first, rest = text[at:after].strip(), text[start:at], text[after:end].rstrip()
        if word == "OR" or _PARTICIPLE.match(rest) or _CAUSED.match(rest):
            return at  # in capitals it parts whole criteria; "study entry or enrolled elsewhere"
        goes_on = (
            _adds(word.lower().removeprefix("and/"), first, rest, known)
            if word.lower() in ("and", "or", "and/or")
            else _says(word.lower(), first, rest, known)
        )
        if not goes_on:
            return at
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
