"""Numbers as written: digits, words, thousands, powers of ten, and grades on ordered scales."""

import re
from functools import cache

from msgspec import Struct

from extract.language.items import Item
from extract.language.reading import Number
from extract.lexicons import table

ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}
_SCALES = {"grade", "grades", "stage", "stages", "class", "classes", "ecog", "phase", "type"}
_TENS = {20, 30, 40, 50, 60, 70, 80, 90}
_PLAIN_SIGNS = {"%", "-", ")", ".", ";", "]", "≥", "≤", ">", "<"}  # none is part of a number that it follows
_TIMES = {"x", "×", "*", "·", "´", "\u0301"}
# × 10^9, 10*9, 10e9, x 10(9); a lost superscript (x 109/L, × 10 4 copies, 1.5 109/L) only before a count's unit;
# x 1000/; 1.5E9/L
_POWER = re.compile(
    r"\s?(?:[x×*·•∙´\u0301]\s?){0,2}\(?10\s?(?:\^|\*\*?\^?|e\+?|exp)\s?(\d{1,2})(?!\d)\)?"
    r"|\s?(?:[x×*·•∙´\u0301]\s?)?10\s?\((\d{1,2})\)"
    r"|\s?[x×*·•∙´\u0301]\s?10\s?(\d{1,2})(?=\s?(?:/|per\b|cells|copies|copy\b|iu\b|platelets|neutrophils|l\b))"
    r"|\s10(9|12)(?=\s?/\s?l\b)"
    r"|\s?[x×*·•∙´\u0301]\s?1,?000(?=\s?/)"
    r"|e(\d{1,2})(?=\s?(?:/|cells))",
    re.IGNORECASE,
)
_GRADE = re.compile(
    r"(?P<roman>i{1,3}|iv|vi?)(?P<letter>(?:[a-e]\d?)?)|(?P<arabic>\d)(?P<sub>[a-e]\d?)|(?P<alone>[a-e])\d?"
)
_IN_GLEASON = {
    "grade",
    "score",
    "scores",
    "sum",
    "of",
    "+",
    "or",
    "and",
    "/",
    ",",
    "=",
    "any",
    "but",
    "not exceeding",
    "not",
}
_TITERS = {"titer", "titers", "titre", "titres", "dilution", "dilutions", "ana"}
_THOUSANDS = re.compile(r"\d{1,3}\.000")
_PER_VOLUME = {"mm3", "ml3", "mm", "µl", "μl", "ul", "mcl", "microliter", "cumm"}
TNM = re.compile(r"[cpyr]{0,3}[TNMF]\d[a-d]?\d?")
_STAGED = ("stag", "tnm", "tumo", "cancer", "node", "carcinoma", "fibrosis", "metavir", "gleason", "isup")
_TNM_SAID = re.compile(  # a stage by its own looks: cT2, T1/T2 glottis, T4 disease
    r"\b(?:[cpy]{1,2}T[0-4]\b|T[1-4][a-d]\b|T[1-4][a-d]?(?:\s?[/-]\s?T?[1-4][a-d]?)?\s(?:disease|glott|supraglott|classification)"
    r"|[cp]?M1[a-d]?\s(?:disease|patients)|[cp]?N[1-3]\sdisease)"
)
G_GRADES = {"g1", "g2", "g3", "g4"}
_GRADED = {"net", "nets", "nen", "nens", "toxicity", "toxicities", "aes", "events"}
_TNM = re.compile(r"(?P<axis>[cpyr]{0,3}[tnmfg])(?P<rank>\d)(?P<letter>[a-e]{0,2}\d?)")


class Value(Struct, frozen=True, gc=False):
    """A number or grade in items `[start, end)`; `power` is a power of ten that may belong to its unit."""

    value: Number
    start: int
    end: int
    power: int = 0
    plus: bool = False  # "18+"


@cache
def number_words() -> dict[str, int]:
    """Values of number words."""
    return {word: int(value) for word, value in table("numbers.toml").items()}


def numerals(items: list[Item], places: list[int]) -> list[int]:
    """Those of the items that are numbers, in digits or in words."""
    words = number_words()
    return [at for at in places if items[at].kind == "number" or items[at].text in words]


def touching(items: list[Item], at: int) -> bool:
    """Does item `at` follow its predecessor without white space?"""
    return 0 < at < len(items) and items[at - 1].end == items[at].start


def _literal(text: str) -> int | float:
    if text.isdecimal():
        return int(text)
    text = text.replace(",", "")
    return float(text) if "." in text else int(text)


def _get(items: list[Item], at: int) -> str:
    return items[at].text if 0 <= at < len(items) else ""


def number(text: str, items: list[Item], at: int, *, signed: bool = False) -> Value | None:
    """The number that starts at item `at`, with its power of ten; None when there is none."""
    if at >= len(items):
        return None
    if items[at].kind == "number":
        after = items[at + 1].text if at + 1 < len(items) else ";"
        if after in _PLAIN_SIGNS or (after.isalpha() and after != "x"):  # a sign of a power is neither
            return Value(_literal(items[at].text), at, at + 1)
    return _in_full(text, items, at, signed=signed)


def _in_full(text: str, items: list[Item], at: int, *, signed: bool) -> Value | None:
    """A number of several items, in words or with a sign."""
    start = at
    sign = 1
    if signed and items[at].text in {"-", "–", "−"} and at + 1 < len(items) and items[at + 1].kind == "number":
        sign, at = -1, at + 1
    elif signed and items[at].text == "+" and touching(items, at + 1) and not touching(items, at):
        at += 1
    item = items[at]
    if item.kind == "number":
        value, at = _digits(items, at)
    elif item.text in number_words():
        value, at = _worded(items, at)
    else:
        return None
    value *= sign
    if value == 10 and _get(items, at) == "^" and (exponent := _get(items, at + 1)).isdigit():
        return Value(value ** int(exponent), start, at + 2)
    at, power = _power(text, items, at)
    if value == 10 and _get(items, at).isdigit() and _get(items, at + 1) in {"copies", "iu", "cells", "cfu", "copy"}:
        power = int(items[at].text)
        if 2 <= power <= 12:
            return Value(value**power, start, at + 1)  # 10 4 copies/mL
    if _get(items, at) == "+" and _get(items, at + 1).isdigit() and of_gleason(items, start):
        total = value + int(items[at + 1].text)
        again = _get(items, at + 2) == "=" and _get(items, at + 3) == str(total)
        return Value(total, start, at + (4 if again else 2))  # Gleason 3+4, 3+4=7
    if value == 1 and _get(items, at) in {":", "/"} and _titer(items, start, at):
        return Value(int(items[at + 1].text), start, at + 2)
    plus = _get(items, at) == "+" and touching(items, at)
    return Value(value, start, at + plus, power, plus)


def of_gleason(items: list[Item], at: int) -> bool:
    """Does item `at` open a sum of Gleason patterns, the first or a further one: `Gleason 3+4 or 4+3`?"""
    back = at - 1
    while back >= 0 and at - back <= 40 and (items[back].kind == "number" or items[back].text in _IN_GLEASON):
        back -= 1
    return back >= 0 and items[back].entry == "gleason"


def _titer(items: list[Item], first: int, at: int) -> bool:
    """Is the mark in item `at` that of a dilution, which a titer is told by: `ANA titer ≥ 1:80`, `titer of 1/40`?"""
    if (
        not (touching(items, at) and touching(items, at + 1) and items[at + 1].text.isdigit())
        or items[first].text != "1"
    ):
        return False
    near = (item.text.rpartition(" ")[2] for item in items[max(first - 6, 0) : first])
    return int(items[at + 1].text) > 1 and not _TITERS.isdisjoint(near)


def _digits(items: list[Item], at: int) -> tuple[int | float, int]:
    """Digits with thousands blanks (75 000), a decimal comma (7,0 g) or a repetition in words (6 (six))."""
    item = items[at]
    value: int | float = _literal(item.text)
    at += 1
    if at >= len(items):
        return value, at
    after = items[at]
    if _THOUSANDS.fullmatch(item.text) and after.text == "/" and _get(items, at + 1) in _PER_VOLUME:
        return int(item.text.replace(".", "")), at  # 100.000/mm3, as it is written elsewhere
    follows = after.kind == "number" and after.start == item.end + 1
    if follows and item.text.isdigit() and len(item.text) <= 3:
        whole = len(after.text) == 3 and after.text.isdigit() and after.text != "109"
        if whole and (after.text in {"000", "500"} or _get(items, at + 1) == "/"):
            return value * 1000 + int(after.text), at + 1
    if after.text == "," and item.text.isdigit() and _decimal_comma(items, at - 1):
        return float(f"{item.text}.{items[at + 1].text}"), at + 2
    if after.text == "(" and _get(items, at + 2) == ")" and number_words().get(_get(items, at + 1)) == value:
        return value, at + 3
    return value, at


def _decimal_comma(items: list[Item], at: int) -> bool:
    """Is the comma after item `at` a decimal one: `7,0 g`, `< 0,25`, `RI 0,75`? A list goes on with "or"."""
    if not (touching(items, at + 1) and touching(items, at + 2)):
        return items[at].text == "0" and _after_space(items, at)
    tail, follower = items[at + 2], _get(items, at + 3)
    if tail.kind != "number" or not tail.text.isdigit() or len(tail.text) > 2 or _graded(items, at):
        return False
    compared = at > 0 and items[at - 1].kind == "comparator"
    if compared and len(items[at].text) == 2 and len(tail.text) == 1 and follower == "and":
        return True  # higher than 18,5 and lower than …
    if follower in {"or", "and", "to", "+"} or (follower == "," and _get(items, at + 4).isdigit()):
        return False
    sure = compared or (items[at].text == "0" and len(tail.text) == 2)
    return sure or follower in _TIMES or follower.isalpha() or follower in {"%", "μ"}


def _after_space(items: list[Item], at: int) -> bool:
    """Does a space follow a decimal comma: `< 0, 75`? Nothing is compared with zero in a list."""
    if not (0 < at < len(items) - 2 and touching(items, at + 1) and items[at - 1].kind == "comparator"):
        return False
    tail, follower = items[at + 2], _get(items, at + 3)
    return len(tail.text) == 2 and tail.text.isdigit() and not follower[:1].isalpha()


def _graded(items: list[Item], at: int) -> bool:
    """Does the number at item `at` follow the name of a scale, where a comma lists small grades: `grade 2,3`?"""
    return _get(items, at - 1) in _SCALES or _get(items, at - 2) in _SCALES


def _worded(items: list[Item], at: int) -> tuple[int, int]:
    """`six`, `twenty-one`, `one hundred`, also repeated in digits: `six (6)`."""
    value = number_words()[items[at].text]
    at += 1
    if value in _TENS:
        skip = 1 if _get(items, at) == "-" else 0
        units = number_words().get(_get(items, at + skip))
        if units is not None and 0 < units < 10:
            value, at = value + units, at + skip + 1
    if _get(items, at) == "hundred":
        value, at = value * 100, at + 1
    if _get(items, at) == "(" and _get(items, at + 2) == ")" and _get(items, at + 1) == str(value):
        at += 3
    return value, at


def _power(text: str, items: list[Item], at: int) -> tuple[int, int]:
    """A power of ten after the number before item `at`, in any of its damaged spellings: next item and exponent."""
    match = _POWER.match(text, items[at - 1].end)
    if match is None:
        return at, 0
    exponent = int(next(digits for digits in match.groups("") if digits)) if any(match.groups()) else 3
    if not 2 <= exponent <= 15:
        return at, 0
    while at < len(items) and items[at].start < match.end():
        at += 1
    return at, exponent


def grade(text: str, items: list[Item], at: int, *, letters: bool = False) -> Value | None:
    """A grade's rank at item `at`: digits, roman numerals, T3, with `letters` A to E; lettered stages as strings."""
    if at >= len(items):
        return None
    item = items[at]
    written = text[item.start : item.end]
    if item.kind == "number" or item.text in number_words():
        if item.text[0] == "." and item.text[1:].isdigit():
            return Value(int(item.text[1:]), at, at + 1)  # "grade .3"
        value = number(text, items, at)
        if value is None or value.power:
            return value
        after = items[value.end] if value.end < len(items) else None
        if (
            item.text.isdigit()
            and after is not None
            and touching(items, value.end)
            and re.fullmatch(r"[a-e]\d?", after.text)
            and not value.plus
        ):
            return Value(written + text[after.start : after.end], at, at + 2)
        return value
    if item.kind == "measure" or not written[0].isalpha():
        return None
    match = _GRADE.fullmatch(item.text)
    after = items[at + 1] if at + 1 < len(items) else None
    if after is not None and after.kind == "number" and touching(items, at + 1):
        return None  # "V5.0" is a version
    if match and match["roman"] and (written.isupper() or written[: len(match["roman"])].isupper() or item.text != "i"):
        if match["letter"]:
            return Value(written.upper() if written.isupper() else match["roman"].upper() + match["letter"], at, at + 1)
        if written.isupper() or len(written) > 1:
            return Value(ROMAN[match["roman"]], at, at + 1)
    if match and match["alone"] and letters and written[0].isupper():
        tail = item.text[1:]
        return Value(int(tail) if tail else "abcde".index(item.text[0]) + 1, at, at + 1)
    tnm = _TNM.fullmatch(item.text)
    if tnm and (written[-1].isdigit() or tnm["letter"]) and any(c.isupper() for c in written):
        rank: Number = int(tnm["rank"]) if not tnm["letter"] else written.lstrip("cpyr")
        return Value(rank, at, at + 1)
    return None


def of_graded_thing(items: list[Item], at: int) -> bool:
    """`NET G1`, `toxicity G3`: is the item a grade of what is named before it, and no name of a group?"""
    near = items[max(at - 4, 0) : at]
    return any(item.text in _GRADED or item.text.startswith("neuroendocrine") for item in near)


def says_stages(text: str) -> bool:
    """May T, N, M and F be stages in this text?"""
    return any(map(text.lower().__contains__, _STAGED)) or _TNM_SAID.search(text) is not None
