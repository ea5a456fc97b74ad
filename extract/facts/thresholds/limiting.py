"""Words that may limit a bound: an expression for each kind, with the words that it cannot do without."""

import re

from extract.facts.thresholds.alternatives import TELLING as ALTERNATIVES
from extract.language.clause_words import clause_words
from extract.language.reading import Reading
from extract.language.runs import RUN
from extract.lexicons import word_set

DESPITE = re.compile(r"\b(?:despite|in spite of|while (?:on|taking|receiving)) [^,;:.()]{3,140}", re.IGNORECASE)
_TREATED = re.compile(
    r"\b(?:under|during) (?!(?:the|this|study|prior|previous|protocol|current|trial|their|renal|dialysis)\b)"
    r"(?:[\w-]+ ){1,2}(?:therapy|treatment)\b",
    re.IGNORECASE,
)
_COHORT = re.compile(
    r"\b(?:for|in) (?:the )?(?:[\w-]+ ){0,3}(?:[Cc]ohorts?|[Aa]rms?|[Gg]roups?|[Pp]arts?|[Ss]ub-?stud(?:y|ies))\b"
    r"(?: [A-Z0-9]{1,2}\b)?(?: of (?:the|this) (?:study|trial))?(?: only)?"
    r"|\b(?:for|in) (?:the )?(?:dose[- ])?(?:expansion|escalation|extension|increase|optimi[sz]ation)"
    r" (?:stage|phase|period)\b(?: only)?"
)
# The first letter comes first, so that most characters are passed by without a try
_PEOPLE_AFTER = re.compile(
    r"[FfIi](?<!\w.)(?:(?<![Ii])[Oo][Rr]|(?<![Ff])[Nn]) (?i:(?!all |each |any |every |study |eligible |the |both )"
    r"(?:[\w-]+ ){1,3}(?:patients|subjects|participants|individuals|males?|females?|women|men|adults|children"
    r"|adolescents)\b)"
)
_EVERYBODY = r"(?:patients?|participants?|subjects?|those|individuals?|volunteers?)"
_NO_CLAUSE = re.compile(
    rf"(?:for|in) (?:all |the |this |each |any |every |an? )?{_EVERYBODY}(?: \(.*)?$"
    rf"|(?:for|in) (?:all|any|every|each|both) (?:\w+ )?{_EVERYBODY}(?: and (?:his|her|their)\b.*)?$"
    r"|(?:for|in) (?:\w+ )?(?:patient|subject|participant)s? (?:enroll?ment|entry|inclusion|selection|safety)"
    r"|for all\b|(?:male (?:or|and|/) female|female (?:or|and|/) male|men (?:or|and) women|women (?:or|and) men)\b"
    r"|(?:for|in) (?:both )?(?:males?|females?|men|women) (?:and|or) (?:males?|females?|men|women)$"
    r"|for (?:the )?purposes?|with (?:the )?exceptions?|regardless"
    r"|(?:when|if) signing\b|where each\b|for (?:example|instance)\b|when compared|if (?:the )?(?:\w+ )?legal age"
    r"|if (?:required|needed|necessary|applicable|available|possible)$"
    r"|when (?:properly |correctly )?(?:used|applied)\b"
    r"|under normal\b|when (?:blowing|exhaling|measured|assessed)\b|where slides\b"
    r"|for (?:the )?(?:neck|back|leg)\b|if they (?:meet|fulfil|satisfy)"
    r"|in (?:the )?screening\b|with (?:a )?disease duration",
    re.IGNORECASE,
)
_BROKEN_OFF = re.compile(
    r"\b(?:who|that|which|gender|sex|with (?:an? )?(?:levels?|values?|results?|scores?)"
    r"|as (?:evidenced|shown|indicated|demonstrated|manifested|defined) by"
    r"(?: (?:any|one|at least one|all|the)(?: of)?(?: the)?(?: following)?)?)$",
    re.IGNORECASE,
)
_BROKEN_ENDS = (  # one of them ends what breaks off
    *("who", "that", "which", "gender", "sex", "level", "levels", "value", "values", "result", "results", "score"),
    *("scores", "by", "any", "one", "all", "of", "the", "following"),
)
_BEFORE_GROUP = 24  # characters in which the two words before a group stand
_LONGEST_END = 60  # characters of what breaks off
# At the start of a bracket
_BRACKETED = re.compile(
    r"\((?P<words>(?:only )?(?:for|in|if|with|when) (?:[^().]|\.(?!\s)){3,120})(?=\)|\.\s)", re.IGNORECASE
)
_LABELLED = re.compile(
    r"\((?P<words>(?:[\w/-]+ ){1,3}(?:cohorts?|arms?)(?: only)?"
    r"|(?:cohorts?|arms?|parts?|groups?) [A-Z0-9]{1,2}(?: (?:and|or|&) [A-Z0-9]{1,2})?(?: only)?)(?=\))",
    re.IGNORECASE,
)
_APPLIED = re.compile(
    r"(?:(?<=\bapplies )|(?<=\bapplicable )|(?<=\bapply ))only to (?:patients|participants|subjects)"
    r" [^().;]{3,120}(?=[);]|\.\s|$)",
    re.IGNORECASE,
)
# Right after a bound: what it was measured without, what somebody has.
_WITHOUT = re.compile(
    r"\b(?:without|while breathing|breathing) (?:[\w/-]+ ){0,5}(?:support|transfusions?|therapy|treatment|aids?"
    r"|medications?|supplementation|oxygen|factors?|air)\b"
    r"(?: (?:with)?in (?:the )?(?:last |prior |previous |preceding )?[^,;:.()]{1,20}(?:days?|weeks?|months?))?",
    re.IGNORECASE,
)
_LOADED = re.compile(
    r"\b(?:after|following|during) (?:an? |the )?(?:(?:oral|\d+[ -]?g|2[ -]?h(?:our)?) )*"
    r"(?:glucose (?:tolerance test|load|challenge)|OGTT)\b(?: \((?:OGTT|\d+ ?g)\))?"
    r"|\bafter (?:a |the )?wash[- ]?out\b(?: (?:of|from) [\w-]+)?|\bat rest\b"
    r"|\b(?:in|under) (?:a |the )?(?:resting|rested|fasting|fasted|(?:non-?)?oxygenated|unstimulated)"
    r" (?:state|condition)s?\b"
    r"|(?<![,)]\s)\bwith (?:an? )?(?:active |associated )?(?:bleeding(?: tendency)?|[\w-]+ symptoms)\b",
    re.IGNORECASE,
)
_HAVING = re.compile(
    r"\b(?:for|in|given) (?:(?!the\b|all\b)[\w'’-]+ ){1,3}(?:syndrome|disease|metastas[ei]s|involvement|cirrhosis)\b",
    re.IGNORECASE,
)
IMAGED = re.compile(
    r"\b(?:with|using|by) (?:a |the )?(?:spiral |conventional |helical )?"
    r"(?:CT|MRI|computed tomography|calipers?|chest x-ray|techniques)\b(?: scans?)?"
    r"(?:(?:, (?:or )?| or )(?:CT|MRI|calipers?|PET|x-ray)\b(?: scans?)?(?! ?[<>≤≥]))*",
    re.IGNORECASE,
)
_MEASURED_BY = re.compile(
    r"\b(?:per|by|via) (?:an? )?"
    r"(?:(?:oral|axillary|tympanic|rectal|forehead|temporal|ear|infrared)\b[\s,/]*(?:and |or )?)+"
    r"(?:thermometers?|measurements?|route)\b",
    re.IGNORECASE,
)
CONTRAST = re.compile(
    r"\b(?:(?P<without>without|with no|in the absence of)|with|in the presence of) [^,;:.()<>≤≥]{3,60}?"
    r"(?=[,;.)]|$|\s(?:and|or|but)\s?[<>≤≥])",
    re.IGNORECASE,
)
_PRESENCE = re.compile(r"\bin (?:the )?(?:presence|absence|case|setting) of [^,;:.()]{3,80}", re.IGNORECASE)
_GROUP = re.compile(
    r"[FfIi](?i:(?:(?<=^.)|(?<=[(;:] .)|(?<=\(.)|(?<=, or .)|(?<=, and .))(?:(?<=f)or|(?<=i)n)"
    r" (?:patients|participants|subjects|those|women|men|children|adults)\b"
    r"[^,:;.()]{0,90}(?=[,:]))"
)
# What each expression above cannot do without: one word of each set, the first of which few texts say.
_Needing = tuple[re.Pattern[str], tuple[frozenset[str], ...]]
_FOR = word_set("for in")
_PARTS = word_set("cohort cohorts arm arms group groups part parts sub substudy substudies stage phase period")
_PEOPLE = word_set("patients subjects participants individuals those male males female females women men") | word_set(
    "adults children adolescents"
)
WITH = word_set("with using by")
IMAGES = word_set("ct mri computed caliper calipers chest techniques")
CONTRASTED = word_set("without no absence")
LIMITING: tuple[_Needing, ...] = (
    (DESPITE, (word_set("despite spite while"),)),
    (_TREATED, (word_set("under during"), word_set("therapy treatment"))),
    (_PEOPLE_AFTER, (_PEOPLE, _FOR)),
    (_COHORT, (_PARTS, _FOR)),
    (_APPLIED, (word_set("applies applicable apply"), word_set("only"))),
    (_GROUP, (_PEOPLE, _FOR)),
    (_PRESENCE, (word_set("presence absence case setting"), word_set("in"))),
    (_MEASURED_BY, (word_set("thermometer thermometers measurement measurements route"), word_set("per by via"))),
)
_ILL = word_set("syndrome disease metastases metastasis involvement cirrhosis")
_STATES = word_set("glucose ogtt wash washout rest state states condition conditions bleeding symptoms")
AFTER_BOUND: tuple[_Needing, ...] = (
    (_WITHOUT, (word_set("without breathing"),)),
    (_HAVING, (_ILL, word_set("for in given"))),
    (_LOADED, (_STATES,)),
)
# A text that says none of these, without a bracket and an age, holds no condition
TELLING = frozenset().union(
    IMAGES,
    CONTRASTED,
    *(needed[0] for _, needed in (*LIMITING, *AFTER_BOUND)),
    clause_words().conditional,
    clause_words().groups,
    ALTERNATIVES,
)


def limits_nobody(words: str) -> bool:
    """Are the words no condition: all people, when something is done, or broken off before they say anything?"""
    return (
        _NO_CLAUSE.match(words) is not None
        or (
            words[-9:].lower().endswith(_BROKEN_ENDS)
            and _BROKEN_OFF.search(words, max(len(words) - _LONGEST_END, 0)) is not None
        )
        or "can supersede" in words.lower()
    )


def may_state(reading: Reading, said: frozenset[str]) -> bool:
    """May the text, of whose telling words `said` are those it says, hold a clause that is a condition?"""
    words = clause_words()
    if not words.conditional.isdisjoint(said):
        return True
    for at, _ in reading.places(words.groups & said):
        before = RUN.findall(reading.text[max(at - _BEFORE_GROUP, 0) : at].lower())
        if not words.prepositions.isdisjoint(before[-2:]):
            return True
    return False


def bracketed(text: str, said: frozenset[str]) -> list[tuple[int, int]]:
    """Places of what brackets begin with that may limit a bound; `said` are the telling words of the text."""
    if "(" not in text:
        return []
    found = [match.span("words") for match in _BRACKETED.finditer(text)]
    if not _PARTS.isdisjoint(said):
        found += [match.span("words") for match in _LABELLED.finditer(text)]
    return found
