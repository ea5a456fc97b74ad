"""What the name of an intervention is made of: its drugs, without strengths and forms."""

import re
from collections.abc import Iterable

from extract.facts.regimens.lexicon import DrugWords
from extract.language.brackets import BRACKETED
from extract.lexicons import holds

_AMOUNT = r"\d[\d.,]* ?-?(?:milligrams?(?: \(mg\))?|mg|mcg|µg|μg|ug|g|ml|iu|%)(?:/\w+)?\b"
_SPLIT = re.compile(
    r"\s*(?:\+|&|,(?!\d{3})|;|/(?! ?\d)|:| and |(?-i: plus )| with | or | in combination with | combined with | in "
    r"combination | combined | followed by | versus | vs\.? "
    r"|\(|\)|\[|\])\s*",
    re.I,
)
_DOSED = re.compile(rf" ?\((?:{_AMOUNT}[, /]*)+\)|(?<![\w/.]){_AMOUNT}(?:/ ?\w+)?(?![\w)/])", re.I)
_FORMS = re.compile(
    r"(?:[ ,]+(?:film|coated|film-coated|tablets?|capsules?|pills?|qd|bid|po|orally|oral|once"
    r"|twice|in|auto-injector|pen|daily|weekly|a(?= day)|day)\b\.?)+$",
    re.I,
)
_MARKED = re.compile(r"[\d®™]")
_HEAD = re.compile(rf" ?[®™]| ?{_AMOUNT}", re.I)
_JOINED = re.compile(
    r" \+ ?|(?<=mg)/(?=[A-Za-z]{4})"
    r"|\+ |(?<=[\w)-]{4})\+(?=[\w(-]{4})| ?& ?|,? and |, (?!\d)| plus | in combination with | combined with "
)
_JOINTS = ("+", "/", "&", " and ", ", ", " plus ", "combin")  # one of which `_JOINED` holds
_MEMBERS = re.compile(r" in combination with | ?\+ ?|,? and |, | plus ")
_KIND_OF = re.compile(r" (?:vaccine|adjuvant)s?$", re.I)
_NO_NAMES = re.compile(
    r"[\d.,]+ ?\w{1,4}|usual(?: care)?|(?:standard|routine)(?: of care| care)?|controls?|as usual|wait ?list"
    r"|.* domains?|(?:.*[ .,])?(?:gmbh|inc|ltd|llc|corp|corporation"
    r"|pharmaceuticals?|pharma|laborator(?:y|ies)|company)\.?",
    re.I,
)
_TARGET = re.compile(
    r"B7-?H\d|CD\d+\w?|HER-?\d|PD-?L?-?\d|IL-?\d+\w*|TROP-?\d|GPC-?\d|CLDN[\d.]+|DLL-?\d", re.I
)  # no drug
_STRENGTH = re.compile(rf"{_AMOUNT}|[®™]", re.I)
_GIVEN_SO = re.compile(r" (?:mixed|combined|given|administered|added)$")
_CODE = re.compile(r"(?=[^a-z]*[a-z]?[^a-z]*\d)(?=.*[A-Z])[A-Za-z]{1,5}-?\d[A-Za-z0-9-]{2,}")
_CAPITALISED, _SPELT = re.compile(r"[A-Z][A-Za-z-]{4,}"), re.compile(r"[A-Za-z]{2}|^[A-Z]-\d")
_SEVERAL = re.compile(r"\+| and |/|=")
_LETTERS, _WORD, _TWO_LETTERS = (
    re.compile(r"[A-Za-z][A-Za-z -]{3,}"),
    re.compile(r"[A-Z][a-z]{4,}"),
    re.compile("[A-Za-z]{2}"),
)
_NO_PARTS = (  # of an own name, to be taken off one after the other
    re.compile(r"^(?:arm|group|cohort) \w{1,3} ?[:-] | (?:group|arm)$", re.I),
    re.compile(
        r"^single[- ]agent |^(?:standard|low|high|reduced)[- ]dose (?!rate)| \((?:mg|mcg|g|ml)\)"
        r"| as (?:mono|single[- ]agent )therapy$",
        re.I,
    ),
    re.compile(r" for (?:injection|infusion)\b", re.I),
    re.compile(r" (?:by|via) [\w-]+ (?:injections?|infusions?|inhalation)$"),
    re.compile(r"(?: (?:goal|dose|of|at|up|to|with|a))+$"),
)
_NAMED, _FOUR_LETTERS, _DIGIT = re.compile(r"[a-z]{3}|[a-z]-?\d"), re.compile("[a-z]{4}"), re.compile(r"\d")
_QUOTES = re.compile(r'[®™"“”]')


def members(name: str) -> list[str]:
    """The drugs of a combination's name: "A in combination with B and C"; itself alone where it is none."""
    parts = [part.strip(" .") for part in _MEMBERS.split(name)]
    return parts if len(parts) > 1 and all(0 < len(part.split()) < 3 for part in parts) else [name]


def own_name(name: str) -> str:
    """An intervention's name without strength and form: "Alfanib 50 mg tablets" is Alfanib."""
    if name.isalpha():
        return name
    marked = _MARKED.search(name)
    if _SEVERAL.search(_DOSED.sub(" ", name) if marked else name):
        return name
    bare = _QUOTES.sub("", name)
    head, *rest = _HEAD.split(bare, maxsplit=1) if marked else [bare]
    head = head.rstrip(" (,-")
    own = _LETTERS.fullmatch(head) and not _WORD.search(" ".join(rest))
    bare = head if own else _DOSED.sub(" ", bare)
    bare = _FORMS.sub("", " ".join(bare.split()).rstrip(" ,.;:-+/"))
    for part in _NO_PARTS:
        bare = part.sub("", bare)
    return bare if _TWO_LETTERS.search(bare) and "=" not in bare else name


def combined(name: str) -> list[str]:
    """The members of a combination's name, each a drug of its own; none where the name is of one drug."""
    if name.isalpha() or not holds(name, _JOINTS):
        return []
    members = [text.lower() for text in _JOINED.split(BRACKETED.sub(" ", name)) if len(text.split()) < 5]
    return members if len(members) > 1 and all(_NAMED.search(text) for text in members) else []


def parts(name: str, words: DrugWords) -> Iterable[str]:
    """A name, what stands in its parentheses, and the members of a combination, without dose and form."""
    whole = name.strip()
    if 3 <= len(whole) <= 80:
        yield whole
    if whole.isalpha():
        return  # one word, as many are
    if (kind := _KIND_OF.search(whole)) and 3 < kind.start() <= 40 and not _FOUR_LETTERS.search(whole[: kind.start()]):
        yield whole[: kind.start()]
    sentence = len(whole.split()) > 6  # words of one rather than a name
    for piece in _SPLIT.split(whole):
        if sentence and not (piece[:1].isupper() or _DIGIT.search(piece)):
            continue
        marked = _MARKED.search(piece)
        stop = _HEAD.search(piece) if marked else None
        head = piece[: stop.start()].strip() if stop else piece
        if head != piece and _CAPITALISED.fullmatch(head) and head.lower() not in words.not_drug:
            yield head
        tokens = piece.split() if marked else ()
        for token in tokens if len(tokens) > 1 else ():
            if _CODE.fullmatch(token) and not _TARGET.fullmatch(token):
                yield token  # a code within a longer name
        bare = " ".join(words.trimmed.sub(" ", _STRENGTH.sub(" ", piece) if marked else piece).split())
        bare = _GIVEN_SO.sub("", bare.strip(" -.,;:'\""))
        if (
            3 <= len(bare) <= 60
            and _SPELT.search(bare)
            and not _NO_NAMES.fullmatch(bare.lower())
            and bare.lower() not in words.not_drug
            and not bare.endswith("ological")  # what kind of treatment
        ):
            yield bare
