"""Whom the lead-in of an item, or a heading above it, limits its bounds to: `Cohort 2: …`, `Korea: …`."""

import re

from extract.facts.thresholds.limiting import limits_nobody
from extract.facts.thresholds.model import Words
from extract.language.context import Context
from extract.language.reading import Quantity, Reading
from extract.lexicons import holds, word_set

# The next group, or what holds for everybody: "Note: relapse is …"
_OTHERS = re.compile(
    r"[.;]\s+(?:However,?\s)?(?:Participants|Patients|Subjects|Among|For|In|If|if|Those)\b|[.;。]\s*(?:Note|Definition)\b"
)
# Up to the colon of a label: "Infusion cohorts (1a and 1b) and oral cohort:"
_TO_COLON = r"(?=(?:,? (?!(?:must|should|will|have|has|is|are|with|who|includes?|criteria)\b)[\w()-]+){0,9}\s?:)"
_LEAD = re.compile(
    r"(?:healthy (?:controls|volunteers|subjects)|controls|for|in|cohorts?|arms?|parts?|groups?|phase|women|men"
    r"|males?|females?|if"
    rf"|(?:(?!(?:age|blood|risk|ethnic|muscle|food|weight|support)\b)[\w-]+ ){{1,3}}"
    rf"(?:cohorts?|sub-?populations?|(?<!oncology )groups?|arms?"
    rf"|strat(?:um|a)){_TO_COLON}|(?:dose[ -])?(?:escalation|expansion){_TO_COLON}"
    r"|(?:patients|participants|subjects) (?:to be |being )?(?:treated|assigned|randomi[sz]ed|allocated)"
    r"|(?:low|standard|intermediate|high)[ -]risk (?:\d|for\b|patients|group)"
    r"|(?:very )?(?:low|moderate|intermediate|high)[ -]risk(?=\s?:)|(?:primary|secondary) prevention(?=\s?:))"
    r"\b[^.;:]{0,160}(?=:)",
    re.IGNORECASE,
)
_MEMBER = re.compile(r"[<>≤≥][^()]*\(\d{1,2}\) [A-Z]")  # the next member of a list: "… ≤ 5 × ULN (6) Ultrasound:"
_HEADING = re.compile(
    r"(?!.*\b(?:criteria|must|following|meet|have|require|below|any of)\b)"
    r"(?:for|in|if|cohorts?|arms?|women|men|males?|females?"
    r"|(?:patients|participants|subjects) (?:without|on|not|receiving|taking|who)"
    r"|(?:[\w-]+ ){1,2}groups?(?=\s?:)|(?:healthy )?controls?(?=\s?:))\b(?!.*\binclud).{0,160}:\s*$",
    re.IGNORECASE,
)
# One of these words stands in each heading that limits its items
_LIMITING = word_set(
    "for in if cohort cohorts arm arms group groups control controls women men male males female females"
    " patients participants subjects individuals those pregnant lactating menopausal premenopausal postmenopausal"
    " without no"
)
_PLAIN_BRACKETED = re.compile(r"\((?P<group>[\w -]{4,60})\):\s*$")
# The label of a parallel group in the same item: "Healthy: GFR ≥ 90; [moderate insufficiency]: GFR 30-59"
_PARALLEL = re.compile(
    r"(?:[;；]|\.\s|\b(?:or|and)\s(?=(?:cohorts?|arms?|parts?|groups?)\b))\s*(?P<label>[^.;:；,]{3,70}?)\s*:"
    r"\s*(?=(?P<more>[^\W\d])|$)",
    re.IGNORECASE,
)
_PART = re.compile(
    r"(?:cohorts?|arms?|parts?|groups?|phase|(?:dose[ -])?(?:escalation|expansion)"
    r"|(?:very[ -])?(?:low|standard|moderate|intermediate|high)[ -]risk)\b",
    re.IGNORECASE,
)
# The label right before a bound's own words: "Target lesions: Phase Ia (Part A): at least one …"
_STAGE = re.compile(
    r"(?:phase|part|cohort|arm|group)s? (?:[IVX]{1,3}[ab]?|[A-Z0-9]{1,2}[ab]?)\b"
    r"(?:[^.;:<>≤≥()]|\([^()]{0,20}\)){0,50}(?=:\s)"
    r"|(?<![\w-])(?:very )?(?:low|intermediate|high)[ -]risk(?=\s?:\s)",
    re.IGNORECASE,
)
_STAGES = ("phase", "part", "cohort", "arm", "group", "risk")  # the expression needs one of them
# What a bracket says before the colon: "Cardiac function (in patients on diuretics): …"
_BRACKETED = re.compile(
    r"\((?P<group>(?:in the (?:absence|presence) of|(?:only )?(?:for|in) (?:patients|participants|subjects|those)\b|if"
    r"|(?:without|no) (?:any |the )?(?:(?:blood|platelet) )?(?:transfusions?|infusions?|receiving|use of)\b"
    r"|no (?:[\w-]+ ){0,2}(?:drugs?|medications?|treatment|therapy|support)\b)"
    r" [^()]{3,140})\)\s?:",
    re.IGNORECASE,
)
_PEOPLE = r"(?:patients|participants|subjects|individuals|those)"
_LET_IN = re.compile(
    rf"(?P<group>{_PEOPLE} (?:with|who|that|on|having|requiring|receiving)"
    r" (?:[^.;:()]|\([^():;]{0,90}\)){3,170}?),? (?:may be|are|can be|will be)(?: only)?"
    r" (?:included|eligible|permitted|allowed|enrolled|acceptable)\b[^.;:]{0,90}:",
    re.IGNORECASE,
)
# Of whom a heading goes on to say something: "For those with asthma, the following apply:"
_APPLIED = re.compile(
    rf"(?P<group>for {_PEOPLE} (?:with|who|on|receiving|taking) [^.;:,()]{{3,110}}), [^.;:]{{0,240}}:\s*$"
    rf"|(?P<who>{_PEOPLE} who (?:receive|take|are (?:on|receiving|taking)) [^.;:,()]{{3,80}}?)"
    r" (?:have|must|should|need to)\b[^.;:]{0,90}:\s*$"
    r"|(?P<women>(?:pregnant|lactating|pre-?menopausal|post-?menopausal)(?: (?:and|or|/) \w+)? (?:women|females))"
    r"\s?:\s*$",
    re.IGNORECASE,
)
# One disease of a list, each with its own terms: "Melanoma: …", "Ovarian cancer (OC) - …"
_DISEASE = re.compile(
    r"(?P<label>(?:(?!(?:patients|participants|subjects|history|confirmed|diagnosis|known|prior|no|other|active)\b)"
    r"[\w'’/(),-]+ ){0,7}?\(?"
    r"(?:[\w-]*(?:carcinoma|sarcoma|lymphoma|melanoma|leuk[ae]mia|myeloma|glioma|blastoma|thelioma)s?"
    r"|cancers?|neoplasms?|NSCLC|SCLC|SCCHN|HNSCC|ESCC|HCC|RCC|CRC|TNBC|m?CRPC|AML|CLL|DLBCL)\)?"
    r"(?: \([\w/-]{2,9}\))?)(?:\s?:|\s[-–—])\s",
    re.IGNORECASE,
)
_SEX = re.compile(
    r"(?:(?P<female>females?|women)|males?|men)(?: (?:participants|patients|subjects))?\s?:", re.IGNORECASE
)
_FEMALE = re.compile(r"\b(?:females?|wom[ae]n|pregnan\w+|she|her)\b", re.IGNORECASE)
_MALE = re.compile(r"\b(?:males?|m[ae]n|he|his|sperm|condoms?)\b", re.IGNORECASE)
_DASHES = (" - ", " – ", " — ")
_BREAK = re.compile(r"[.;]\s")
# A new sentence, that no numeral "ii." makes one.
_SENTENCE = re.compile(r"(?<![\s(][ivx])(?<!\bi[iv])(?<!\bii)(?<!\bi)\.\s+(?=[*A-Z])")


class Leads:
    """Finds what the lead-in of one reading, or one above it, limits its bounds to."""

    def __init__(self, reading: Reading, context: Context) -> None:
        self._text = reading.text
        self._lead: Words | None = None
        self._stages: list[Words] = []
        self._group: Words | None = None
        if ":" in reading.text:
            lead = _LEAD.match(reading.text)
            if lead is not None and not limits_nobody(lead[0]) and not _MEMBER.search(lead[0]):
                self._lead = Words(*lead.span())
            if ": " in reading.text and holds(reading.text.lower(), _STAGES):
                self._stages = [Words(*stage.span()) for stage in _STAGE.finditer(reading.text)]
            self._group, self._from = self._limited()
        self._above = _heading(context, reading.text)
        self._disease = self._of_several(context) if context.place else None
        self.any = bool(self._lead or self._stages or self._group or self._above or self._disease)

    def of(self, quantity: Quantity) -> Words | None:
        """The words of the lead-in that a bound stands under, else of a heading above."""
        found = self._led(quantity) if self._lead else None
        found = found or (self._staged(quantity) if self._stages else None)
        found = found or (self._let_in(quantity) if self._group else None)
        found = found or (self._labelled(quantity) if self._disease else None)
        return found or self._above

    def _of_several(self, context: Context) -> Words | None:
        """The disease that labels the item, where one before it is labelled by another."""
        label = _DISEASE.match(self._text) if ":" in self._text or holds(self._text, _DASHES) else None
        if not label or not any(_DISEASE.match(one.text) for one in context.before):
            return None
        return Words(*label.span("label"))

    def _labelled(self, quantity: Quantity) -> Words | None:
        if not self._disease or quantity.start < self._disease.end:
            return None
        return None if _SENTENCE.search(self._text, self._disease.end, quantity.start) else self._disease

    def _staged(self, quantity: Quantity) -> Words | None:
        """The phase or part whose label stands before the bound, in its sentence."""
        stage = next((one for one in reversed(self._stages) if one.end < quantity.start), None)
        return None if stage is None or _BREAK.search(self._text, stage.end, quantity.start) else stage

    def _limited(self) -> tuple[Words | None, int]:
        """The group of an own lead-in up to a colon, and where what it says of them begins."""
        found = _LET_IN.match(self._text) or _BRACKETED.search(self._text, 0, self._text.find(":") + 1)
        if not found or limits_nobody(found["group"]):
            return None, 0
        return Words(*found.span("group")), found.end()

    def _let_in(self, quantity: Quantity) -> Words | None:
        if not self._group or quantity.start < self._from:
            return None
        return None if _SENTENCE.search(self._text, self._from, quantity.start) else self._group

    def _led(self, quantity: Quantity) -> Words | None:
        if not self._lead or quantity.start < self._lead.end:
            return None
        text = self._text
        if _OTHERS.search(text, self._lead.end, quantity.start):
            return None
        labels = [
            match
            for match in _PARALLEL.finditer(text, self._lead.end, quantity.start)
            if match["more"] or _PART.match(match["label"])
        ]
        return Words(*labels[-1].span("label")) if labels else self._lead


def _of_first_only(heading: str, own: str, context: Context) -> bool:
    """Does a heading that is a sex stand over items before that name it, and this one, which does not?"""
    sex = _SEX.match(heading)
    if not sex:
        return False
    named = _FEMALE if sex["female"] else _MALE
    return any(named.search(one.text) for one in context.before) and not named.search(own)


def _heading(context: Context, own: str) -> Words | None:
    """The group that one of the two headings above limits its items to."""
    for above, reading in enumerate(context.ancestors[:2], 1):
        text = reading.text
        if not text.rstrip().endswith(":") or not (reading.says(_LIMITING) or text.startswith("(")):
            continue
        if _HEADING.match(text) and not limits_nobody(text.rstrip(" :")):
            return None if _of_first_only(text, own, context) else Words(0, len(text.rstrip(" :")), above)
        found = _LET_IN.match(text) or _PLAIN_BRACKETED.match(text) or _APPLIED.match(text)
        if above == 1:
            found = found or _BRACKETED.search(text)
        if found and found.end() == len(text.rstrip()) and not limits_nobody(found[found.lastgroup or 0]):
            return Words(*found.span(found.lastgroup or 0), above)
    return None
