"""Words right after a bound that tell which of two alternatives it is: of lesions, of drugs, with or without blood."""

import re

from extract.facts.thresholds.model import Words
from extract.language.before import end_before
from extract.lexicons import word_set

# "10 mm for non-nodal lesions or 15 mm in short axis for nodal lesions", "≥ 2 cm for lymph nodes and … for other areas"
_PLACE = re.compile(
    r"(?<!,\s)\bfor (?:the |other |all other )?(?:[\w-]+ ){0,3}(?:lesions?|(?:lymph )?nodes|areas|tumou?rs)\b(?![/-])",
    re.IGNORECASE,
)
_PLACES = word_set("lesion lesions nodes areas tumor tumors tumour tumours")
_AXIS = re.compile(
    r"\s*(?:in )?(?:the )?(?:short(?:est)?|long(?:est)?) (?:axis|diameter)\s*|\s*of (?:the )?(?:[\w-]+ ){0,2}cells\s*",
    re.IGNORECASE,
)
_AXIS_REACH = 30  # characters in which it is named
# "≤ 3 mg/dL for drug A and any value for drug B"
_ANY_VALUE = re.compile(
    r"\b(?P<one>for [\w-]+(?: [\w-]+)?),? (?:and|or|but) any (?:value|level) (?P<other>for [\w-]+)", re.IGNORECASE
)
# Blood given before: "≥ 9 g/dL (no prior transfusion) or ≥ 10 g/dL (transfusion within the last 4 weeks)"
_BLOOD = re.compile(
    r"(?<=\()(?:no (?:\w+ ){0,3}|any |prior |previous )?transfusions?(?: treatment)?\b"
    r"(?![^()]*\b(?:allow|permit|accept|may|can)\w*)[^()<>≤≥]{0,60}(?=\))",
    re.IGNORECASE,
)
# How it was taken: "≥ 126 mg/dL (fasting) or ≥ 200 mg/dL (random)"
_TAKEN = re.compile(r"(?<=\()(?:non-?fasting|fasting|random|post-?prandial)(?=\))", re.IGNORECASE)
# One of these words stands in each of the last three.
_ANY, _TRANSFUSED = word_set("any"), word_set("transfusion transfusions")
_STATES = word_set("fasting nonfasting random postprandial prandial")
# Where, and by what: "≥ 19 years (Korea) or ≥ 18 years (USA)", "> 15 % by IHC or > 30 % by flow cytometry"
_COUNTRY = re.compile(
    r"(?:(?<=\()|\bin )(?:the )?(?:(?:South |Republic of )?Korea|Japan|Taiwan|China|India|United States(?: of America)?"
    r"|USA?|Canada|United Kingdom|UK|Europe|EU|Singapore|Thailand)\b"
)
_COUNTRIES = word_set("korea japan taiwan china india states us usa canada kingdom uk europe eu singapore thailand")
_METHOD = re.compile(
    r"\bby (?:immunohistochemistry|IHC|flow cytometry|FISH|PCR|NGS|morphology)\b(?: \((?:IHC|FACS|PCR|NGS)\))?",
    re.IGNORECASE,
)
_METHODS = word_set("immunohistochemistry ihc cytometry fish pcr ngs morphology")
# "IHC 2+ with confirmation by FISH"
_CONFIRMED = re.compile(
    r"\bIHC\)? ?(?:score )?(?:of )?2\+ \(?(?P<with>(?:with|confirmed by) (?:[^,;:.()<>≤≥]|\((?:C?ISH|FISH)\)){0,60}?"
    r"(?:\bD?C?ISH\b|\bFISH\b|\b[Hh]ybridi[sz]ation\b)"
    r"(?:[^,;:.()]{0,3}\((?:C?ISH|FISH)\))?(?: or C?ISH| or FISH|/[^,;:.()]{0,40}\(ISH\))?"
    r"(?: (?:confirmation|negative|positive|amplification|non-amplified|amplified))?)"
)


_CONFIRMING = word_set("ish cish dish dcish fish hybridisation hybridization")
# A text that says none of these has no alternatives
TELLING = _PLACES | _ANY | _TRANSFUSED | _STATES | _COUNTRIES | _METHODS | _CONFIRMING


def alternatives(text: str, said: frozenset[str], ends: set[int]) -> list[Words]:
    """The words that part alternatives, each right after a bound that ends in `ends`. Linear in the text.

    `said` are those of the telling words that the text says.
    """
    found: list[Words] = []
    if TELLING.isdisjoint(said):
        return found
    if "for " in text and not _PLACES.isdisjoint(said):
        found += _several(_PLACE, text, ends)
    if " any " in text:
        found += [Words(*match.span("one")) for match in _ANY_VALUE.finditer(text) if _after(text, match.start(), ends)]
    if "ransfusion" in text:
        found += [Words(*match.span()) for match in _BLOOD.finditer(text) if _after(text, match.start(), ends)]
    if "asting)" in text or "andom)" in text or "randial)" in text:
        found += [Words(*match.span()) for match in _TAKEN.finditer(text) if _after(text, match.start(), ends)]
    if not _COUNTRIES.isdisjoint(said):
        found += _several(_COUNTRY, text, ends)
    if " by " in text and not _METHODS.isdisjoint(said):
        found += _several(_METHOD, text, ends)
    if "2+ " in text:
        found += [Words(*match.span("with")) for match in _CONFIRMED.finditer(text)]
    return found


def _several(pattern: re.Pattern[str], text: str, ends: set[int]) -> list[Words]:
    """Words of a kind that stand behind bounds, where two of them differ."""
    found = [Words(*match.span()) for match in pattern.finditer(text) if _after(text, match.start(), ends)]
    return found if len({text[one.start : one.end].lower() for one in found}) > 1 else []


def _after(text: str, start: int, ends: set[int]) -> bool:
    """Do words stand right after a bound, but for the axis that it is measured in?"""
    if end_before(text, start, " (") in ends:
        return True
    return any(end in ends and _AXIS.fullmatch(text, end, start) for end in range(start - _AXIS_REACH, start))
