"""Which fields of a segment are a regimen's own: those that no other drug or dose stands before."""

import re

from extract.facts.regimens.atoms import Atom, Found
from extract.facts.regimens.pieces import Segment

_LIST = re.compile(
    r"(?:[\s,;:/+&()\[\]®™.%-]|\b(?:and|or|plus|with|combined|combination|together|in|of|at|a|an|the|dose|dosed|is|are|both|either"
    r"|will|be|was|were|given|administered|taken|as|well|placebo|matching|matched|tablets?|capsules?|injections?|alone"
    r"|hydrochloride|sodium|acetate|citrate|cream|gel|twice|once)\b)*",
    re.I,
)
_BESIDE = re.compile(r" (?:oral |daily |weekly |IV |SC |intravenous |subcutaneous )*", re.I)
_OTHER_CLAUSE = re.compile(
    r"\b(?:w(?:as|ere) used as|where|using|while|whereas|packs?|soaked|devices?|catheters?)\b", re.I
)
FORMS, NEXT = {"eye drop", "eye drops", "nasal spray", "inhaler"}, re.compile(r",| and | plus |\+")
_CARRIER = re.compile(
    r"\b(?:in|with|into|before|or|via|by|through|from|for|against|to|each|containing|of|anti)[ -]?"
    r"(?:(?:a|an|the|of|matching|matched|sterile|normal|low[- ]fat|\d[\d.]*%?|m[lL]) ){0,4}$",
    re.I,
)


def own(text: str, part: Segment, one: Found, given: list[Atom], atom: Atom) -> bool:
    """Is `atom` said of the regimen, which so far is its dose and drug? `given`: the other doses.

    Nothing of another drug, and no other dose that is given, may stand between the two, except in a list that shares
    what stands beside it ("A and B every 3 weeks", "5 mg or 10 mg daily").
    """
    start, end, key = one.start, one.end, one.key
    if atom.kind == "route" and atom.text.lower() in FORMS and NEXT.search(text, start, max(start, atom.start)):
        return False  # A, B and C eye drops: the form is of C alone
    left, right = (end, atom.start) if atom.start >= end else (atom.end, start)
    if left >= right:
        return True
    if (
        atom.kind in ("route", "frequency")
        and atom.start > end + 3
        and any(
            other.drug != key and other.start >= atom.end and _BESIDE.fullmatch(text[atom.end : other.start])
            for other in part.of("drug")
        )
    ):
        return False  # 100 U of one, with oral daily tadalafil
    if atom.kind == "route" and atom.start > end and _OTHER_CLAUSE.search(text, left, right):
        return False  # weekly injections, using packs soaked in nasal drops
    for other in part.atoms:
        between = other.kind in ("drug", "dose") and left <= other.start and other.end <= right
        if between and _other(text, other, key, given):
            break
    else:
        return True
    rest, at = [], left
    for other in part.atoms:
        if left <= other.start and other.end <= right:
            rest.append(text[at : other.start])
            at = other.end
    return bool(_LIST.fullmatch(" ".join([*rest, text[at:right]])))


def _other(text: str, other: Atom, key: str, given: list[Atom]) -> bool:
    """Is it another drug than `key`, not what carries it ("in 100 mL saline"), or another dose that is given?"""
    if other.kind == "dose":
        return other in given
    return bool(key) and other.drug != key and not _CARRIER.search(text[max(0, other.start - 40) : other.start])
