"""People, and things, that a bound is said of before it stands: `patients with Gilbert's disease must have … < 3`."""

import re
from bisect import bisect_left, bisect_right

from extract.facts.thresholds.model import Words
from extract.language.reading import Quantity, Reading
from extract.lexicons import word_set

_PATIENTS = word_set("patient patients pts subject subjects participant participants individual individuals cases")
_NOUNS = _PATIENTS | word_set(
    "people person persons those candidates carriers recipients volunteers smokers children adolescents adults infants"
    " women men females males"
)
_OPENING = re.compile(  # what leads on to a group, and is no part of its name
    r"(?:\s|,|，|and\b|or\b|but\b|while\b|whereas\b|however\b|note\b|note that\b|only\b|unless\b|the\b|also\b|then\b"
    r"|(?:with (?:the )?)?except(?:ing|ions?|ed)?\b(?: (?:for|in|of|that|are|is|being)\b)?:?)+",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"(?:for|in|among)\s", re.IGNORECASE)
_EXCEPT = re.compile(r"\bexcept|\bunless", re.IGNORECASE)
_NAME = re.compile(
    r"(?:(?!(?:is|are|has|have|had|must|should|that|which|who|by|of|from|with|than|refers?)\b)[\w'’/+-]+\s){0,6}$"
)
_EVERYBODY = word_set(
    "for in among all any each every both the these this such other eligible study enrolled included selected male"
    " female and or adult human potential consenting evaluable screened randomised randomized prospective of no most"
    " many some more their his her our new consecutive"
)
_QUALIFIER = re.compile(
    r"\s*\(?(?!enrolled$|of (?:any|either|both|all)\b)"
    r"(?:with|who|on|of|not|without|receiving|taking|having|undergoing|aged|in|under|diagnosed|requiring|treated|known"
    r"|enrolling (?:on|in|into|to)(?=[^,;:.()]{0,40}\b(?:arms?|cohorts?|groups?|parts?|strat(?:um|a))\b)"
    r"|to be (?:treated|randomi[sz]ed|assigned)"
    r"|older|younger|over|above|below|assigned|enrolled|previously|considered|positive|being|from|[<>≤≥])(?:\b|(?<=[<>≤≥]))",
    re.IGNORECASE,
)
_MODAL = r"(?:must|should|shall|may|can|could|will|needs? to|ha(?:s|ve) to)"
_LET_IN = r"(?:eligible|allowed|permitted|included|enrolled|acceptable|accepted)"
# Where the words about the group end, and those about the bound begin.
_ON_TERMS = r"(?=\s(?:only\s)?(?:if|with|provided|when|as long as)\b)"
_PARTED = re.compile(
    rf"(?=[,:，]|\s[acfhimnstw])(?:(?P<modal>[,:]?\s(?:who\s|which\s|that\s)?"
    rf"(?:(?!\w+\s(?:only\s|also\s)?be\s(?:only\s)?(?:{_LET_IN}|considered)\b){_MODAL}\b"
    rf"|(?:are|is|(?:may|will|can)(?:\sonly)?\sbe)\s(?:only\s)?{_LET_IN}(?:\sto be (?:enrolled|included))?{_ON_TERMS})"
    r"|[,:]?\s(?:for|in)\swho(?:m|se)\b|[,:]?\swhere\b)"
    r"|(?P<whose>\swhose\b)"
    r"|(?P<have>\s(?:who|that|which)\s(?:have|has|had)\b|\swith\s(?:an?\s)?(?=(?:[\w-]+\s){1,4}$))"
    r"|(?P<colon>:)|(?P<comma>[,，](?!\s(?:and\s|or\s)?(?-i:[A-Z0-9]{1,2})\b)))",
    re.IGNORECASE,
)
# What stands right behind the noun of a group: a qualifier, or what parts the group from its bound
_FOLLOWED = re.compile(
    rf"{_QUALIFIER.pattern}|\s?[,:，]|\s(?:who|which|that|whose|where|for|in|are|is|{_MODAL})\b", re.IGNORECASE
)
_REFUSED = re.compile(
    r"^(?:(?!\s(?:if|provided|when|as long as)\b)[^.;]){0,60}\b(?:not be|are not|is not|excluded|ineligible)\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]")
_STOP = re.compile(r"[;；)）\]]|\.\s")
_LET_IN_AFTER = re.compile(
    rf"(?:[^.;]|\.(?=\d)){{0,80}}\b(?:may|can|could|will|are|is|be)\b[^.;]{{0,20}}\b{_LET_IN}\b", re.IGNORECASE
)
# "Patients with adequate renal function: …" says what that is.
_DEFINED = re.compile(
    r"\b(?:adequate|normal|abnormal|refractory|relapsed|impaired|insufficien\w+|dysfunction|history|following|below|defined|per|free)\b",
    re.IGNORECASE,
)
_LONGEST = 170
_FARTHEST = 260  # characters between a group and its bound
_LEFT = re.compile(r"[(（\[;；:,，]|\.\s|(?<=[ivx\d])\)\s")
_LABEL = re.compile(r"[A-Z0-9]{1,2}\s")  # the rest of a list of labels: "in parts A, [B and C participants]"
# "except lymph nodes, which must have a short axis ≥ 15 mm"
_THING = re.compile(
    rf"\b(?:except|exception of)(?:\s(?:for|in|of))?\s(?P<thing>[^,;:.()]{{3,70}}?),?"
    rf"\s(?:which|that|who|where)\s{_MODAL}\b",
    re.IGNORECASE,
)
# Those who have something, said before their bound without a verb: "for Gilbert's syndrome, TBIL ≤ 3 × ULN"
_FINDING = r"(?:[\w'’-]+ ){1,4}(?:syndrome|disease|metastas[ei]s|involvement|infiltration)\b"
_FOUND = re.compile(
    rf"(?=[fie])(?:(?:^|(?<=[;(,] )|(?<=\()|(?<=\bor )|(?<=\band ))(?P<ill>(?:for|in|in case of) {_FINDING})(?=\s?[,:])"
    rf"|(?P<within>\bin (?:patients|subjects|participants|those|cases) with {_FINDING})"
    r"(?=:?\s?(?:(?:must|should) be\s?)?[<>≤≥=])"
    rf"|\bexcept(?:ing)?(?: (?:for|in|of))? (?P<bare>{_FINDING})(?=:?\s?[<>≤≥=]))",
    re.IGNORECASE,
)
# What stands behind those who have something
_HAD = re.compile(r"\s?[,:]|\s?(?:(?:must|should) be\s?)?[<>≤≥=]", re.IGNORECASE)
# What the expressions above cannot do without
_EXCEPTED = word_set("except exception")
_FINDINGS = word_set("syndrome disease metastases metastasis involvement infiltration")
# Parts of the study or of its people, each with words that it cannot do without: one of each set
_PARTS = tuple(
    (re.compile(pattern, re.IGNORECASE), tuple(map(word_set, needed)))
    for pattern, *needed in (
        (  # "Cohort 2 requires a CPS ≥ 1"
            r"(?:^|(?<=[;.] ))(?:cohorts?|arms?|parts?|groups?) [A-Z0-9]{1,3}(?= (?:requires?|must|should)\b)",
            "cohort cohorts arm arms part parts group groups",
            "require requires must should",
        ),
        (  # "platinum resistant must not have > 3 lines"
            r"(?:^|(?<=[;.] ))[a-z][\w-]*(?: [\w-]+){0,2}[ -](?:resistant|refractory|sensitive|na[iï]ve)"
            r"(?= (?:cannot|must|may|should|can) (?:not )?have\b)",
            "resistant refractory sensitive naive naïve",
            "have",
        ),
        (  # "participants who do not meet the limit but have …"
            r"\b(?:patients|participants|subjects) (?:who|that) (?:do|does|did) not (?:meet|fulfil\w*|satisfy)"
            r" [^,;:.()]{3,70}?"
            r"(?= (?:but|and|may|can|must)\b)",
            "do does did",
            "patients participants subjects",
            "not",
        ),
        (
            r"(?:^|(?<=[;.] ))(?:diabetic|asthmatic|HIV[- ](?:positive|infected))"
            r" (?:patients|subjects|participants|individuals)"
            r"(?= with (?:an? )?[\w-]+(?: [\w-]+){0,2} ?\(? ?[<>≤≥])",
            "diabetic asthmatic hiv",
            "patients subjects participants individuals",
            "with",
        ),
        (
            r"\b(?:beginning|starting) with (?:protocol )?(?:version|amendment) \d[\d.]*(?=,)",
            "version amendment",
            "beginning starting",
        ),
    )
)
TELLING = _NOUNS.union(_EXCEPTED, _FINDINGS, *(needed[0] for _, needed in _PARTS))
_RELAXING = word_set("relaxed extended widened broadened increased raised")
# What a bound is relaxed for: "criteria for transaminases raised due to (…) may be relaxed to ≤ 5 × ULN"
_RELAXED = re.compile(
    r"\b(?:due to|caused by|attributable to|because of) (?:[^.;:()]|\([^()]*\)){3,140}?"
    r"(?=,? (?:can|may|could|is|are)(?: be)? (?:relaxed|extended|widened|broadened|increased|raised) to\b"
    r"|,? and the (?:index|limit|value|upper limit) (?:can|may|could) be (?:relaxed|extended|widened|broadened) to\b)",
    re.IGNORECASE,
)


def groups(reading: Reading, said: frozenset[str]) -> list[Words]:
    """Words of each group that the bound after it, and what follows in its sentence, is said of.

    `said` are those of the telling words that the text says.
    """
    text = reading.text
    if TELLING.isdisjoint(said) and "ed to " not in text:
        return []
    found = _named(reading, said)
    places = [] if _NOUNS.isdisjoint(said) else reading.places(_NOUNS & said)
    nouns = [place for place in places if _FOLLOWED.match(text, place[1])]
    bounds = [one for one in reading.quantities if one.compared or one.role != "time"] if nouns else []
    starts, ends = [one.start for one in bounds], [one.end for one in bounds]
    for noun, end in nouns:
        first = bisect_left(starts, end)
        if first == len(bounds):
            break
        start = _start(text, noun, ends)
        if start is None or any(one.start <= noun < one.end for one in found):
            continue
        words = _parted(text, start, (noun, end), bounds[first : first + 2])
        if words is not None:
            found.append(words)
    return sorted(found, key=lambda each: each.start)


def _named(reading: Reading, said: frozenset[str]) -> list[Words]:
    """Things, findings and parts that are no people; `said` are the telling words of the text."""
    text = reading.text
    found: list[Words] = []
    if not _EXCEPTED.isdisjoint(said):
        found += [Words(*match.span("thing")) for match in _THING.finditer(text)]
    if not _FINDINGS.isdisjoint(said) and any(_HAD.match(text, end) for _, end in reading.places(_FINDINGS)):
        found += [Words(*match.span(match.lastgroup or 0)) for match in _FOUND.finditer(text)]
    for pattern, needed in _PARTS:
        if not needed[0].isdisjoint(said) and reading.says(*needed):
            found += [Words(*match.span()) for match in pattern.finditer(text)]
    if "ed to " in text and reading.says(_RELAXING):
        found += [Words(*match.span()) for match in _RELAXED.finditer(text)]
    return found


def _start(text: str, noun: int, ends: list[int]) -> int | None:
    """Where the name of a group begins whose noun is here: after the stop, comma or bound before it."""
    before = bisect_right(ends, noun)
    left = max(ends[before - 1] if before else 0, noun - 90, 0)
    stops = [match.end() for match in _LEFT.finditer(text, left, noun)]
    left = stops[-1] if stops else left
    opening = _OPENING.match(text, left, noun)
    start = opening.end() if opening else left
    prefix = _PREPOSITION.match(text, start, noun)
    named = _NAME.match(text, prefix.end() if prefix else start, noun)
    if _LABEL.match(text, start, noun):
        return None
    return start if named and (start == noun or not text[start - 1 : start].isalnum()) else None


def _parted(text: str, start: int, noun: tuple[int, int], bounds: list[Quantity]) -> Words | None:
    """The group's words for the first of the next bounds that is parted from them."""
    last = noun[1]
    everybody = _EVERYBODY.issuperset(text[start : noun[0]].lower().split())
    if everybody and not _QUALIFIER.match(text, last):
        return None
    opens = _PREPOSITION.match(text, start) is not None or _EXCEPT.search(text, max(start - 14, 0), start) is not None
    for quantity in bounds:
        if quantity.start - last > _FARTHEST:
            return None
        between = _BRACKETS.sub(lambda one: "_" * len(one[0]), text[last : quantity.start])
        if _STOP.search(between):
            return None
        if "(" in between or "[" in between:
            continue  # the bound stands in a bracket of the group's own
        for part in _PARTED.finditer(between):
            end = last + part.start()
            if part["comma"] and not opens:
                break
            if part["whose"] and not text.endswith((" or ", ", or "), 0, start):
                continue  # "ALT > 3 × ULN or patients with hepatitis whose ALT > 5 × ULN": only beside another bound
            if part["have"] and (end == last or not (opens or _LET_IN_AFTER.match(text, quantity.end))):
                continue
            qualifier = _QUALIFIER.match(text, last, end)
            if (everybody and not qualifier) or (not qualifier and text[last:end].strip()):
                break
            if part["colon"] and not opens and _DEFINED.search(text, last, end):
                break
            if (part["modal"] and _REFUSED.match(between[part.start() :])) or end - start > _LONGEST:
                break
            return Words(start, end)
    return None
