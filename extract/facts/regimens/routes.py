"""Routes of administration."""

import re
from collections.abc import Iterator
from itertools import pairwise

from extract.facts.regimens.atoms import Atom
from extract.facts.regimens.lexicon import Lexicon, fold
from extract.facts.regimens.pieces import keep_first
from extract.facts.regimens.wording import Wording, word_set

_PLACE = r"intra-?(?!op|surg|procedur|individual|patient|muscul|ven|vascul|vesic|nas|thec)[a-z]{3,}"
_INTO = re.compile(  # intrapolyp injection: any place that no entry of the lexicon names
    rf"(?<=injected ){_PLACE}"
    rf"|\b{_PLACE}(?= (?:[a-z]+ ){{0,2}}(?:injections?|instillations?|administration|delivery|injected)\b)",
    re.I,
)
_INJECTED_INTO = re.compile(  # a place that is neither vein nor muscle
    r"\binject(?:ed|ions?) (?:directly )?into (?:(?:the|an?|each|both|visible|injured|intervertebral) )*"
    r"(?:polyps?|discs?|lesions?|plaques?|tumou?rs?|lymph nodes?|penis|joints?|area|nodules?|scalp|bone marrow)\b",
    re.I,
)
_INTO_BODY = re.compile(r"\bIC(?=(?:I of [A-Z]| injections?\b| \d+ ?m[lL]\b))")  # intracavernosal
_INTO_SKIN = re.compile(r"(?<=vaccine )ID\b|(?<=[Gg]iven )ID\b|\bID(?= (?:injections?|on days?|once|weekly|every)\b)")
_INTO_WORD = re.compile(r" into |\bI[CD]")
_INTO_WORDS = word_set("into id ic ici")  # one of which those three hold
_INFUSED = re.compile(  # into a vein, unless a text says otherwise; not "before the infusion"
    r"(?<!prior to )(?<!before )(?<!before the )(?<!after )(?<!after the )(?<!during )(?<!during the )"
    r"\binfus(?:ions?|ed)\b(?! (?:set|pump|related|reaction|site|room|centre|center|day|visit))",
    re.I,
)
_TAKEN = re.compile(  # take two capsules: by mouth, unless a text says otherwise
    r"\b(?:takes?|taking|took|taken|ingests?)(?= (?:[\w.-]+ ){0,5}(?:tablets?|capsules?|pills?|caplets?|syrup)\b)", re.I
)
_APPLIED = re.compile(  # apply the cream: to the skin, unless a text says otherwise
    r"\b(appl(?:y|ied))(?= (?:[\w.-]+ ){0,5}(?:cream|ointment|lotion|emollient|moisturi[sz]er)\b)"
    r"|(?:cream|ointment|lotion|emollient|moisturi[sz]er)\)?,? (?:[\w-]+ ){0,3}(applied)\b",
    re.I,
)
_HELD_IN = re.compile(r"\b(?:vagin|rect|tongue|dissol|suppositor|inject|implant|patch)", re.I)
_EITHER = re.compile(r" ?(?:/|,? or) ?", re.I)


def find(wording: Wording, lexicon: Lexicon) -> list[Atom]:
    """Every route of a text; where one of two may be chosen ("PO or IV") none is said."""
    text = wording.text
    found = keep_first(_named(wording, lexicon), len(text))
    found = found or list(_implied(wording))
    if len(found) < 2:
        return found
    either = {
        side
        for side, (one, other) in ((n + k, pair) for n, pair in enumerate(pairwise(found)) for k in (0, 1))
        if one.route != other.route and _EITHER.fullmatch(text, one.end, other.start)
    }
    return [atom for n, atom in enumerate(found) if n not in either]


def _implied(wording: Wording) -> Iterator[Atom]:
    """What a text without a route says by its verbs: capsules taken, cream applied, an infusion."""
    text, lower = wording.text, wording.small
    if ("tak" in lower or "took" in lower or "ingest" in lower) and not _HELD_IN.search(text):
        yield from (Atom("route", *match.span(), match[0], route="oral") for match in _TAKEN.finditer(text))
    if "appl" in lower:
        for match in _APPLIED.finditer(text):
            group = match.lastindex or 0
            yield Atom("route", *match.span(group), match[group], route="topical")
    if "infus" in lower:
        yield from (Atom("route", *match.span(), match[0], route="intravenous") for match in _INFUSED.finditer(text))


def _named(wording: Wording, lexicon: Lexicon) -> Iterator[Atom]:
    """Every route word of a text that is no part of another term ("Phase IV", "oral food challenge")."""
    text = wording.text
    for pattern, words in (
        (lexicon.routes, lexicon.route_keys),
        (lexicon.route_codes_pattern, lexicon.route_code_keys),
    ):
        for match in pattern.finditer(text) if not wording.lacks(words) else ():
            before = text[max(0, match.start() - 14) : match.start()]
            if match[0] == "SQ" and (
                text[match.end() : match.end() + 1] in ("-", "®") or before.rstrip()[-1:].isdigit()
            ):
                continue  # a unit of allergens: 75,000 SQ
            if lexicon.route_guard_after.match(text, match.end()) or lexicon.route_guard_before.search(before):
                continue
            route = (
                lexicon.route_codes[match[0]]
                if pattern is lexicon.route_codes_pattern
                else lexicon.route_words[fold(match[0])]
            )
            yield Atom("route", match.start(), match.end(), match[0], route=route)
    for pattern in (
        (_INJECTED_INTO, _INTO_SKIN, _INTO_BODY) if not wording.lacks(_INTO_WORDS) and _INTO_WORD.search(text) else ()
    ):
        for match in pattern.finditer(text):
            yield Atom("route", *match.span(), match[0], route="other")
    for match in _INTO.finditer(text) if "ntra" in text else ():
        if fold(match[0]) not in lexicon.route_words:
            yield Atom("route", match.start(), match.end(), match[0], route="other")
