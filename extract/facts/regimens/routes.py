"""Routes of administration."""

import re
from collections.abc import Iterator
from itertools import pairwise

from extract.facts.regimens.atoms import Atom
from extract.facts.regimens.lexicon import Lexicon, fold
from extract.facts.regimens.pieces import keep_first
from extract.facts.regimens.wording import Words
from extract.lexicons import word_set

_PLACE = r"intra-?(?!op|surg|procedur|individual|patient|muscul|ven|vascul|vesic|nas|thec)[a-z]{3,}"
_INTO = re.compile(  # intrapolyp injection: any place that no entry of the lexicon names
    rf"(?<=injected ){_PLACE}"
    rf"|\b{_PLACE}(?= (?:[a-z]+ ){{0,2}}(?:injections?|instillations?|administration|delivery|injected)\b)",
)
_INJECTED_INTO = re.compile(  # a place that is neither vein nor muscle
    r"\binject(?:ed|ions?) (?:directly )?into (?:(?:the|an?|each|both|visible|injured|intervertebral) )*"
    r"(?:polyps?|discs?|lesions?|plaques?|tumou?rs?|lymph nodes?|penis|joints?|area|nodules?|scalp|bone marrow)\b",
)
_INTO_BODY = re.compile(r"\bIC(?=(?:I of [A-Z]| injections?\b| \d+ ?m[lL]\b))")  # intracavernosal
_INTO_SKIN = re.compile(r"(?<=vaccine )ID\b|(?<=[Gg]iven )ID\b|\bID(?= (?:injections?|on days?|once|weekly|every)\b)")
_INTO_WORD = re.compile(r" into |\bI[CD]")
_INTO_WORDS = word_set("into id ic ici")  # one of which those three hold
_INFUSED = re.compile(  # into a vein, unless a text says otherwise; not "before the infusion"
    r"(?<!prior to )(?<!before )(?<!before the )(?<!after )(?<!after the )(?<!during )(?<!during the )"
    r"\binfus(?:ions?|ed)\b(?! (?:set|pump|related|reaction|site|room|centre|center|day|visit))",
)
_TAKEN = re.compile(  # take two capsules: by mouth, unless a text says otherwise
    r"\b(?:takes?|taking|took|taken|ingests?)(?= (?:[\w.-]+ ){0,5}(?:tablets?|capsules?|pills?|caplets?|syrup)\b)"
)
_APPLIED = re.compile(  # apply the cream: to the skin, unless a text says otherwise
    r"\b(appl(?:y|ied))(?= (?:[\w.-]+ ){0,5}(?:cream|ointment|lotion|emollient|moisturi[sz]er)\b)"
    r"|(?:cream|ointment|lotion|emollient|moisturi[sz]er)\)?,? (?:[\w-]+ ){0,3}(applied)\b",
)
_HELD_IN = re.compile(r"\b(?:vagin|rect|tongue|dissol|suppositor|inject|implant|patch)")
_EITHER = re.compile(r" ?(?:/|,? or) ?", re.I)


def find(words: Words, lexicon: Lexicon) -> list[Atom]:
    """Every route of a text; where one of two may be chosen ("PO or IV") none is said."""
    text = words.text
    found = [*_named(words, lexicon)]
    found = keep_first(found, bytearray(len(text))) if len(found) > 1 else found or [*_implied(words)]
    if len(found) < 2:
        return found
    either = {
        side
        for side, (one, other) in ((n + k, pair) for n, pair in enumerate(pairwise(found)) for k in (0, 1))
        if one.route != other.route and _EITHER.fullmatch(text, one.end, other.start)
    }
    return [atom for n, atom in enumerate(found) if n not in either]


def _implied(words: Words) -> Iterator[Atom]:
    """What a text without a route says by its verbs: capsules taken, cream applied, an infusion."""
    small = words.small
    if ("tak" in small or "took" in small or "ingest" in small) and not _HELD_IN.search(small):
        yield from [Atom("route", *match.span(), match[0], route="oral") for match in _TAKEN.finditer(small)]
    if "appl" in small:
        for match in _APPLIED.finditer(small):
            group = match.lastindex or 0
            yield Atom("route", *match.span(group), match[group], route="topical")
    if "infus" in small:
        yield from [Atom("route", *match.span(), match[0], route="intravenous") for match in _INFUSED.finditer(small)]


def _named(words: Words, lexicon: Lexicon) -> Iterator[Atom]:
    """Every route word of a text that is no part of another term ("Phase IV", "oral food challenge")."""
    text, small = words.text, words.small
    for start, end, _ in () if words.lacks(lexicon.route_keys) else words.behind(lexicon.routes):
        if not _guarded(small, start, end, lexicon):
            said = small[start:end]
            route = lexicon.route_words.get(said) or lexicon.route_words[fold(said)]
            yield Atom("route", start, end, said, route=route)
    for match in () if words.lacks(lexicon.route_code_keys) else lexicon.route_codes_pattern.finditer(text):
        start, end = match.span()
        if match[0] == "SQ" and (
            text[end : end + 1] in ("-", "®") or text[max(0, start - 14) : start].rstrip()[-1:].isdigit()
        ):
            continue  # a unit of allergens: 75,000 SQ
        if not _guarded(small, start, end, lexicon):
            yield Atom("route", start, end, match[0], route=lexicon.route_codes[match[0]])
    if not words.lacks(_INTO_WORDS) and _INTO_WORD.search(text):
        for match in _INJECTED_INTO.finditer(small):
            yield Atom("route", *match.span(), match[0], route="other")
        for sign, pattern in (("ID", _INTO_SKIN), ("IC", _INTO_BODY)):
            for match in pattern.finditer(text) if sign in text else ():
                yield Atom("route", *match.span(), match[0], route="other")
    for match in _INTO.finditer(small) if "ntra" in small else ():
        if fold(match[0]) not in lexicon.route_words:
            yield Atom("route", match.start(), match.end(), match[0], route="other")


def _guarded(small: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Is it part of another term, by the word before it or behind it?"""
    if lexicon.route_guard_after.match(small, end):
        return True
    before = small[max(0, start - 14) : start].rstrip(" :-")
    return before.endswith(lexicon.route_guards) and lexicon.route_guard_before.search(before) is not None
