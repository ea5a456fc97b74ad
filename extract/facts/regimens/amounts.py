"""Numbers and doses: amount, range or list, unit, and what stands after "/" or "per"."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter

from msgspec.structs import replace
from msgspec.structs import replace as replace_dose

from extract.document import Dose, Frequency, Per
from extract.facts.regimens.atoms import Amount, Atom, Rank
from extract.facts.regimens.lexicon import LEFT, RIGHT, Lexicon, any_of, fold, keys, runs
from extract.facts.regimens.wording import JOINED, NUMBER_WORDS, Wording, starting
from extract.lexicons import table, word_set

WORD = any_of(NUMBER_WORDS)
DAY_WORD = any_of(table("numbers.toml"))
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+,\d{1,2}(?!\d)|\d+\.\d+|\.\d+|\d+)"
_POWER = r"(?: ?[x×*·] ?10 ?(?:(?:\^|\*\*|e) ?\(?\d{1,2}\)?|\(?[1-9]\d?\)?)| ?e\+?\d{1,2}|\^\d{1,2})"
_MANY = r"(?: (?:million|billion|thousand)\b)"
NUMBER = rf"(?:{_DIGITS}{_POWER}?{_MANY}?|\b(?:{WORD})\b(?: ?\(\d+\))?{_MANY}?|½)"
_JOIN = r"(?: ?(?:-|–|—|~|/| to | or | and |,? ?and/or |, or |, and |,|;(?= \d[\d.]*(?:;| ?m?g))) ?)"
_NUMBER, _PLAIN = re.compile(NUMBER, re.I), re.compile(r"\d+(?:\.\d+)?")
_WRITTEN, _BRACKETED = re.compile(_DIGITS), re.compile(r" ?\(\d+\)$")
_DECIMAL_COMMA, _POWER_OF, _TEN = re.compile(r"\d+,\d{1,2}"), re.compile(r"\d+"), re.compile(r"^ ?[x×*·] ?10")
_MANY_VALUE = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
_LABEL = re.compile(
    r"(?:\b(?:days?|weeks?|cycles?|cohorts?|part|level|group|arm|phase|period|visit|step|course|month|session|"
    r"wk|type|stage|no\.?|number|grade)|\bd|\bC\d+D|№|#) ?[+-]?(?:\d{1,3} ?(?:-|–|to|,|and) ?){0,6}$",
    re.I,
)
_PREPARATIONS = "gel|cream|ointment|lotion|solution|foam|drops|spray|emulsion|saline|eye|topical|suspension|shampoo"
_TO = re.compile(r" ?(?:-|–|—|~|to|up to) ?", re.I)
_RANGE = re.compile(r" ?(?:-|–|—|~|to) ?", re.I)


_NAMED_PER = re.compile(
    r" (?!cells|once|twice|times|each|PO\b|IV\b|SC\b|IM\b|oral)[A-Za-z-]{2,20} ?/ ?(?:kg|m2|m²|day|d\b|h\b)", re.I
)
_NAMED_DAY = re.compile(
    r" (?:of )?(?!cells|once|twice|times|each|PO\b|oral)[A-Za-z][A-Za-z-]{2,20} ?/ ?d(?:ay)?\b", re.I
)
_NAMED_SCALE = re.compile(r"[ (]{0,2}(?:(?:per|of|/) ?)?[ (\[]?(?:immunoglobul?\w* E\b|IgE\b|total IgE|IU/mL)", re.I)
_CONTENT_OF = re.compile(r" (?:of [\w-]+ )?(?:per|/) ?(?:mg|g|m[lL]|gram) of ")
_DILUENT = re.compile(
    r"(?:\d ?(?:cc|ml)|\bin|\bwith|diluted)\b[^.;,]{0,20}\b(?:NaCl|saline|sodium[ -]chloride|dextrose|glucose)\b", re.I
)
_CELLS = re.compile(  # 6 million autologous X cells
    rf"(?<![A-Za-z0-9_.^-])(?:(?P<least>{_DIGITS}) ?[-–] ?)?(?P<low>(?i:{NUMBER})) (?:[A-Za-z0-9+()-]+"
    rf" ){{1,4}}?cells(?P<kg>/kg)?\b"
)
_UNKNOWN_PER = re.compile(r" ?/ ?(?:\(|[a-z]{2,6}\b|I[UgG]\b)")
_TORN = re.compile(r"\d\.\d+ $")
_A = re.compile(r"\ba $")
_INVERSE = {
    "kg": ("scale", "kg"),
    "m": ("scale", "m2"),
    "min": ("scale", "min"),
    "h": ("rate", "h"),
    "d": ("time", "d"),
}
_PERS = tuple((f"per{n}", f"inverse{n}", f"n{n}") for n in range(3))  # groups of up to three denominators
_CELL_KIND = re.compile(
    rf"(?<![A-Za-z0-9_.^-])(?P<low>(?i:{NUMBER})) (?:(?:[a-z]+|allogeneic|autologous) )?[A-Z]{{3,6}}s\b"
)
_COUNTED_FORM = re.compile(  # two matching placebo tablets: a count, with words between it and the form
    rf"(?<![A-Za-z0-9_.^/-])(?P<n>\d{{1,2}}|(?i:{DAY_WORD}))(?: \(\d+\))?(?= (?:(?i:matching|matched"
    r"|identical|placebo|sham|oral|daily) ){1,3}(?P<form>tablet|capsule|pill|sachet|patch|puff|spray|drop)(?:es|s)?\b"
    r"| (?P<inhaled>inhalation)s?\b)"
)
_FORMS = frozenset(
    form + ending
    for form in ("tablet", "capsule", "pill", "sachet", "patch", "puff", "spray", "drop", "inhalation")
    for ending in ("", "s", "es")
)
_AUC_WORDS = word_set("auc area")
_FORM_UNITS = {"pill": "{tablet}", "drop": "[drp]"}
_ALLERGEN = re.compile(r"[A-Z][a-z]{2} [a-z] $")
_LOST = re.compile(r"10(?:[5-9]|1[0-3])")  # 10^9 whose superscript was lost


@lru_cache(maxsize=1024)
def value(text: str) -> int | float:
    """The number that `text` writes: 1,500; 0,5; 1 x 10^6; 3 million; six (6); ½."""
    text = text.strip().lower()
    if text == "½":
        return 0.5
    scale = 1.0
    for word, factor in _MANY_VALUE.items():
        if text.endswith(word):
            text, scale = text.removesuffix(word).strip(), factor
    worded = _BRACKETED.sub("", text)
    if worded in NUMBER_WORDS:
        return _whole(NUMBER_WORDS[worded] * scale)
    match = _WRITTEN.match(text)
    if match is None:
        raise ValueError(text)
    digits = match[0]
    digits = digits.replace(",", "." if _DECIMAL_COMMA.fullmatch(digits) else "") if "," in digits else digits
    power = _POWER_OF.search(_TEN.sub("", text[match.end() :])) if match.end() < len(text) else None
    base = float(digits)
    if power and text[match.end()] == "^":
        return _whole(base ** int(power[0]) * scale)
    return _whole(base * 10 ** int(power[0] if power else 0) * scale)


def _whole(number: float) -> int | float:
    number = round(number, 9)
    return int(number) if number == int(number) else number


def _ranged(text: str, low: Atom, high: Atom) -> Atom | None:
    """The range of two amounts in one unit: 10 mg to 50 mg."""
    if not low.amount or not high.amount or not _TO.fullmatch(text[low.end : high.start]):
        return None
    first, last = low.amount.doses[0], high.amount.doses[-1]
    alone = len(low.amount.doses) == len(high.amount.doses) == 1 and first.low == first.high
    if not alone or first.unit != last.unit or first.low >= last.high:
        return None
    amount = replace(high.amount, doses=(replace_dose(last, low=first.low),))
    return Atom("dose", low.start, high.end, text[low.start : high.end], amount)


def _base(text: str) -> float:
    """The number without its power of ten: 5 of 5 x 10^7."""
    match = _WRITTEN.match(text)
    return value(match[0]) or 1 if match else 1


class Doses:
    """Finds doses in plain text."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._units = keys(lexicon.units)
        self.words = self._units | _FORMS | _AUC_WORDS  # a text with none of which holds no dose but signs
        self._behind = JOINED.union(*(runs(form.lower())[:1] for form in lexicon.units))
        per = (
            rf"(?: ?(?:/|\b(?:per|a)\b) ?(?:(?:single|each) )?(?P<n%d>{_DIGITS})? "
            rf"?(?P<per%d>{lexicon.per_words}){RIGHT}"
            rf"| ?[•·∙⋅*./ ] ?(?P<inverse%d>kg|m|min|h|d)(?:\^?[-−–]1|(?<=m)\^?[-−–]2)(?!\d))"  # mg·kg-1·h-1
        )
        pers = "".join((per % (n, n, n)) + "?" for n in range(3))
        self._dose = re.compile(  # of a text in lower case
            rf"(?<![A-Za-z0-9_.^])(?P<nums>{NUMBER}(?:{_JOIN}{NUMBER}){{0,7}}) ?-? "
            rf"?(?P<open>[(\[])?(?P<unit>{any_of(lexicon.units)})(?(open)[)\]]|(?![A-Za-z0-9_]))(?!-(?:1|2)\b)"
            rf"(?: (?:base|elemental iron|elemental)\b| (?:tablets?|capsules?)(?= ?/ ?day))?{pers}"
        )
        self._auc = re.compile(
            rf"(?:{LEFT}AUC|area under the [A-Za-z -]{{0,40}}curve)(?: ?[(\[]AUC[)\]])?(?: ?= ?| of | at | dose "
            rf"of | ?-? ?| target(?:ed)? )"
            rf"(?P<low>{_DIGITS})(?:(?:{_JOIN}|/)(?:AUC? ?)?(?P<high>{_DIGITS})(?!\d| ?-?(?:min|mg(?!/m?L"
            rf" ?[x×*·.])|h)))?(?: ?mg/m?L ?[./x×*·]? ?(?:min(?:ute)?|hr?|hour)s?)?",
            re.I,
        )
        self._percent = re.compile(
            rf"(?<![\d.])(?P<low>{_DIGITS}) ?%(?= (?:[\w()-]+ ){{0,2}}(?:{_PREPARATIONS})\b)",
            re.I,
        )

    def find(self, wording: Wording) -> Iterator[Atom]:
        """Every dose expression, strengths of products among them; "10 mg to 50 mg" is one."""
        text = wording.text
        waiting: Atom | None = None
        single = [*self._single(wording)]
        if len(single) > 1:
            single.sort(key=attrgetter("start"))
        for atom in single:
            joined = _ranged(text, waiting, atom) if waiting and atom.start - waiting.end < 8 else None
            if waiting and not joined:
                yield waiting
            waiting = joined or atom
        if waiting:
            yield waiting

    def _single(self, wording: Wording) -> Iterator[Atom]:  # noqa: PLR0912  # one loop a form
        """Every amount with a unit of its own."""
        if not wording.numbers:
            return
        text, small = wording.text, wording.small
        taken: list[tuple[int, int]] = []
        for match in self._auc.finditer(text) if not wording.lacks(_AUC_WORDS) else ():
            low = value(match["low"])
            high = value(match["high"]) if match["high"] else low
            ranged = re.search(r"\d ?(?:or|,) ?", match[0]) is None
            pairs = [(low, high)] if ranged and low <= high else [(low, low), (high, high)]
            doses = tuple(Dose(a, b, "{AUC}") for a, b in pairs)
            taken.append(match.span())
            yield Atom("dose", match.start(), match.end(), match[0], Amount(doses, "mass"))
        for match in () if wording.lacks(self._units) else starting(self._dose, small, self._places(wording)):
            if taken and any(a < match.end() and match.start() < b for a, b in taken):
                continue
            if atom := self._read(text, match):
                yield atom
        for match in wording.counted(_CELLS) if "cells" in wording.words else ():
            number = value(match["low"])
            if number >= 1000:
                least = value(match["least"]) * number / _base(match["low"]) if match["least"] else number
                dose = Dose(min(_whole(least), number), number, "{cells}" + ("/kg" if match["kg"] else ""))
                yield Atom("dose", match.start(), match.end(), match[0], Amount((dose,), "mass"))
        for match in wording.counted(_COUNTED_FORM) if not wording.lacks(_FORMS) else ():
            number = value(match["n"])
            form = match["form"] or match["inhaled"]
            dose = Dose(number, number, _FORM_UNITS.get(form, f"{{{form}}}"))
            yield Atom("dose", *match.span(), match[0], Amount((dose,), "form"))
        for match in wording.counted(_CELL_KIND) if "SCs" in text or "SELs" in text else ():
            if (number := value(match["low"])) >= 10000:
                dose = Dose(number, number, "{cells}")
                yield Atom("dose", match.start(), match.end("low"), match["low"], Amount((dose,), "mass"))
        for match in wording.counted(self._percent) if "%" in text else ():
            if _DILUENT.search(text[max(0, match.start() - 30) : match.end() + 20]):
                continue
            number = value(match["low"])
            if number == 0.9 and not text[: match.start()].lower().endswith("chloride "):
                continue  # saline as it is, no dose; "sodium chloride 0.9 % once a month" is one
            yield Atom("dose", match.start(), match.end(), match[0], Amount((Dose(number, number, "%"),), "form"))

    def _places(self, wording: Wording) -> list[int]:
        """The numbers that may be of a dose: those before a unit, and of no code (IL-2)."""
        text = wording.text
        return [
            at
            for at in wording.before(self._behind)
            if text[at - 1 : at] != "-" or not text[max(0, at - 2) : at - 1].isupper()
        ]

    def _read(self, text: str, match: re.Match[str]) -> Atom | None:  # noqa: PLR0912  # one branch a kind of denominator
        written = text[slice(*match.span("unit"))]
        unit = self._lexicon.unit_codes.get(written) or self._lexicon.unit_words.get(fold(written))
        if unit is None:
            return None  # written otherwise than the code
        start, pairs, combination = self._pairs(text, match)
        scale, strength, fraction, rate, filled = "", False, False, False, False
        end = match.end()
        per: Per = "administration"
        frequency = None
        for names in _PERS:
            divisor, inverse, number = match.group(*names)
            if inverse:
                kind, code = _INVERSE[inverse]
            elif divisor:
                kind, code = self._lexicon.pers[fold(divisor)]
            else:
                break
            every = value(number) if number else 1
            if kind == "strength" and _A.search(text, max(0, match.start(names[0]) - 2), match.start(names[0])):
                continue  # 25 mg a tablet is given, 25 mg/tablet a strength
            if kind == "scale" and every == 1:
                scale += f"/{code}"
            elif kind == "time":
                times, code = (2, "d") if code == "2d" else (1, code)
                frequency = Frequency(times, 1 if code == "d" and "24" in (divisor or "") else every, code)
                per = "day" if code == "d" and times == 1 and every == 1 else per
            elif kind == "strength":
                strength, filled = True, bool(number)
            elif kind == "given" and code == "fraction" and every == 1:
                fraction = True
            elif kind == "given" and code == "fraction":
                end = text.rindex(written, start, match.start(names[2])) + len(written)  # 40 Gy/15 fractions
            elif kind == "rate" and code == "h" and scale == "/kg":
                scale += "/h"
            elif kind == "rate":
                rate = True
        if rate or (unit.rank == "volume" and (strength or "/min" in scale)):
            return None
        if unit.ucum in ("{cells}", "[CFU]", "[PFU]", "{vg}") and _LOST.fullmatch(match["nums"]):
            pairs = [(10 ** int(match["nums"][2:]),) * 2]
        if unit.ucum == "U" and match["nums"].isalpha():
            return None  # one unit of a product: its form
        if "/" in text[match.end() : match.end() + 2] and _UNKNOWN_PER.match(text[match.end() : match.end() + 12]):
            return None  # a denominator that no entry of the lexicon explains
        divided = "/" in text[end : end + 30]
        if divided and not frequency and not strength and _NAMED_DAY.match(text, end):
            per, frequency = "day", Frequency(1, 1, "d")
        elif (
            _TORN.search(text, max(0, start - 8), start)
            or (divided and _NAMED_PER.match(text, end))
            or (scale and _NAMED_SCALE.match(text, end))
        ):
            return None  # a number torn apart (12.5 5 g), a denominator behind the name (0.1 mmol salt/kg)
        if _CONTENT_OF.match(text, end):
            return None  # 5 ug of one per mg of another
        if match["nums"][:1] == "0" and match["nums"][1:2].isdigit():
            return None  # part of a name: ZX 0417
        if text[max(0, start - 3) : start - 2] == " " and _ALLERGEN.search(text, start - 7 if start > 7 else 0, start):
            return None  # part of a name: Bet v 1 tablets
        if unit.ucum == "{cells}" and pairs[0][0] < 1000:
            return None  # a name: CD31 CAR-T cells
        doses = tuple([Dose(low, high, unit.ucum + scale, per) for low, high in pairs])
        rank: Rank = unit.rank  # type: ignore[assignment]  # the lexicon's kinds are the ranks; a test checks it
        amount = Amount(doses, rank, frequency, strength, combination, fraction, filled)
        return Atom("dose", start, end, text[start:end], amount)

    def _pairs(self, text: str, match: re.Match[str]) -> tuple[int, list[tuple[float, float]], bool]:
        """Where the amount starts, its (low, high) pairs, and whether they are parts of one combination (50/500)."""
        if match["nums"].isdigit() or _PLAIN.fullmatch(match["nums"]):
            number = value(match["nums"])
            return match.start(), [(number, number)], False
        spans = [m.span() for m in _NUMBER.finditer(match["nums"])]
        offset = match.start()
        texts = [match["nums"][a:b] for a, b in spans]
        numbers = [value(written) for written in texts]
        joins = [match["nums"][a[1] : b[0]] for a, b in pairwise(spans)]
        if len(numbers) > 1 and _LABEL.search(text[max(0, offset - 30) : offset]):
            return offset + spans[-1][0], [(numbers[-1], numbers[-1])], False
        if len(numbers) == 2 and joins[0].strip() == "/":
            if numbers[0] < numbers[1] <= 4:
                return offset, [(numbers[0] / numbers[1],) * 2], False
            return offset, [(n, n) for n in numbers], True
        pairs: list[tuple[float, float]] = []
        n = 0
        while n < len(numbers):
            power = numbers[n + 1] / _base(texts[n + 1]) if n < len(joins) else 1
            if n < len(joins) and power >= 1000 and numbers[n] == _base(texts[n]):
                numbers[n] = _whole(numbers[n] * power)  # 1-5 x 10^7
            if n < len(joins) and _RANGE.fullmatch(joins[n]) and numbers[n] < numbers[n + 1]:
                pairs.append((numbers[n], numbers[n + 1]))
                n += 2
            else:
                pairs.append((numbers[n], numbers[n]))
                n += 1
        return offset, pairs, False
