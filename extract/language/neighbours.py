"""What the quantities of one text tell of each other: units, references and comparators that two of them share."""

from itertools import pairwise

from msgspec.structs import replace

from extract.language.comparators import meaning
from extract.language.doubts import doubt
from extract.language.items import Item
from extract.language.percents import lend_references, name_shares, say_references
from extract.language.rates import rates
from extract.language.reading import Limit, Quantity
from extract.language.shared import share
from extract.language.stated import ordinals, state
from extract.lexicons import word_list

_NO_NAME = word_list("phrase_stops")  # words that no name holds
_TIMES = {"x", "×", "times", "fold"}
_PRESSURES = {"systolic", "diastolic", "blood_pressure"}
_IN = {"in", "within"}
_RANGE_LEADS = {"range", "of", "from", "between"}  # a range that is named before its ends
_PREGNANCY = {"gestation", "gestational", "pregnancy"}
_DAYS = {"a": 365.25, "mo": 30.44, "wk": 7, "d": 1}
_EXTREMES = {"maximum": "le", "maximal": "le", "minimum": "ge", "minimal": "ge"}
_STATED = {"mass", "activity", "amount", "length", "volume"}
_DOSES = {"dose", "doses", "dosage", "daily", "value", "level", "size", "concentration"}
_PERIODS = {"last", "past", "preceding", "previous", "prior"}
_BACK = {"prior", "before", "preceding"}
_GOES_ON = {"is", "are", "at", "for", "in", "if", "or", "(", "within"}  # what may follow a bound said in another unit
_PERIOD_UNITS = {"days": "d", "weeks": "wk", "months": "mo", "nights": "d"}


def settled(text: str, items: list[Item], quantities: list[Quantity]) -> list[Quantity]:
    """All quantities, in order, with what they take from their neighbours."""
    if not quantities:
        return quantities
    counted = shares = bare = loose = False  # of most texts no quantity is one or the other, which rules are about
    for quantity in quantities:
        counted = counted or quantity.role == "count"
        shares = shares or quantity.unit == "%"
        bare = bare or quantity.rule == "value"
        loose = loose or not quantity.compared
    several = len(quantities) > 1
    if counted:
        ordinals(items, quantities)
    if several:
        lend_units(items, quantities)
    if shares:
        say_references(text, items, quantities)
        lend_references(items, quantities)
    if bare:
        take_comparators(items, quantities)
        stated_extremes(items, quantities)
        follow_comparators(items, quantities)
    if several:
        carry_negations(items, quantities)
        if shares:
            quantities = beyond_limits(quantities)
        if loose:
            lend_comparators(items, quantities)
    share(items, quantities, bare=bare)
    if bare or counted or "/" in text:
        state(text, items, quantities, bare=bare)
    rates(text, items, quantities)
    doubt(items, quantities)
    beside(items, quantities)
    return quantities


def beside(items: list[Item], quantities: list[Quantity]) -> None:
    """What the words right beside a bound tell of it: the place of a range, a limit, a share, a count of days."""
    for quantity in quantities:
        if items[quantity.first - 1].text in _RANGE_LEADS:
            within_range(items, quantity)
        if quantity.compared and (quantity.role == "count" or quantity.unit in {"%", ""}):
            limit_before(items, quantity)
            name_shares(items, quantity)
            count_days(items, quantity)


def within_range(items: list[Item], quantity: Quantity) -> None:
    """`a score within the range of 35-80`: what is bounded stands before those words."""
    at = quantity.first - 1
    at -= at > 2 and items[at].text in {"of", "from", "between"}
    if at > 2 and items[at].text == "range" and items[at - 1].text.startswith("within"):
        quantity.first = at - 1
    elif at > 2 and items[at].text == "range" and items[at - 1].text in {"the", "a"} and items[at - 2].text in _IN:
        quantity.first = at - 2


def limit_before(items: list[Item], quantity: Quantity) -> None:
    """`the upper limit of normal of transaminase > 2 times`: a limit that its multiple follows."""
    times = quantity.last < len(items) and items[quantity.last].text in _TIMES
    if not times or quantity.role != "count" or not quantity.compared or quantity.reference:
        return
    for at in range(quantity.first - 1, max(quantity.first - 8, -1), -1):
        if items[at].kind in {"number", "comparator"} or items[at].text in {",", ".", ";", ")"}:
            return
        if items[at].kind == "reference" and items[at].entry in {"ULN", "LLN"}:
            quantity.reference, quantity.role = items[at].entry, "measured"  # type: ignore[assignment]  # as tested
            return


def count_days(items: list[Item], quantity: Quantity) -> None:
    """`at least 8 of the last 14 days`: the count is one of days."""
    if quantity.role != "count" or not quantity.compared:
        return
    ahead = [item.text for item in items[quantity.last : quantity.last + 7]]
    ahead = ahead[ahead[:1] == ["out"] :]
    if ahead[:1] != ["of"]:
        return
    ahead = ahead[1 + (ahead[1:2] == ["the"]) :]
    if len(ahead) > 2 and ahead[0].isdigit() and ahead[1] in _PERIOD_UNITS and ahead[2] in _BACK:
        ahead = ["last", *ahead]  # 30 of the 60 days prior to
    if ahead[:1] and ahead[0] in _PERIODS and len(ahead) > 2 and ahead[1].isdigit() and ahead[2] in _PERIOD_UNITS:
        quantity.unit, quantity.dimension, quantity.role = _PERIOD_UNITS[ahead[2]], "days", "measured"


def lend_units(items: list[Item], quantities: list[Quantity]) -> None:
    """`< 90 or > 140 mmHg`: the first of two comparisons joined by "or" has the unit of the second."""
    for one, two in pairwise(quantities):
        if not one.compared or not (one.role == "count" or (one.unit and two.unit == f"{one.unit}/d")):
            continue
        between = [item.text for item in items[one.last : two.first]]
        if between == ["or"] and one.unit and two.unit == f"{one.unit}/d" and one.role != "time":
            one.unit, one.dimension = two.unit, two.dimension  # ≤ 10 mg or 10 mg equivalent prednisone per day
            if two.rule == "value" and two.low and two.low.value in [end.value for end in (one.low, one.high) if end]:
                two.low, two.high, two.compared = one.low, one.high, True
        joined = between in (["or"], ["and"], ["/"], [","]) and two.compared and bool(two.unit)
        around = one.rule == "value_first" and 0 < len(between) <= 5 and "," not in between and two.compared
        joined = joined or (around and bool(two.unit))  # "90 ≤ SBP < 140 mmHg"
        pressures = two.unit == "mm[Hg]" and _pressure(items, one)
        if one.role == "count" and (joined or pressures):
            one.unit, one.unit_text, one.dimension, one.role = two.unit, two.unit_text, two.dimension, two.role


def _pressure(items: list[Item], quantity: Quantity) -> bool:
    """Is a blood pressure without a unit named right before: `BP > 140 and/or diastolic pressure > 90 mmHg`?"""
    limit = quantity.low or quantity.high
    named = any(item.entry in _PRESSURES for item in items[max(quantity.first - 2, 0) : quantity.first])
    return named and limit is not None and isinstance(limit.value, int) and 40 <= limit.value <= 250


def take_comparators(items: list[Item], quantities: list[Quantity]) -> None:
    """`at least mometasone 200 µg`, `maximum cord dose 50 Gy`: a comparator before the name of what is compared."""
    floor = 0
    for quantity in quantities:
        if quantity.rule != "value" or quantity.role == "time" or quantity.paired or not quantity.low:
            floor = quantity.last
            continue
        at = quantity.first - 1
        while at >= floor and quantity.first - at <= 3 and items[at].kind in {"word", "measure"}:
            if items[at].text in _NO_NAME:
                break
            at -= 1
        op = meaning(items[at]) if floor <= at < quantity.first - 1 else ""
        named = all(item.kind == "measure" for item in items[at + 1 : quantity.first])
        whole = quantity.unit or quantity.role == "grade" or named
        if op in {"ge", "gt", "le", "lt"} and whole:
            limit = Limit(quantity.low.value, op in {"ge", "le"})
            quantity.low, quantity.high = (limit, None) if op in {"ge", "gt"} else (None, limit)
            quantity.compared, quantity.rule = True, "comparator_apart"
        floor = quantity.last


def stated_extremes(items: list[Item], quantities: list[Quantity]) -> None:
    """`The maximum allowed dose is hydroxychloroquine 400 mg/day`: an extreme that a sentence states of a dose."""
    for quantity in quantities:
        if quantity.rule != "value" or not quantity.low or (quantity.dimension or "").split("/")[0] not in _STATED:
            continue
        future = items[quantity.first - 1].text == "be" and items[quantity.first - 2].text in {"will", "must", "should"}
        for at in range(quantity.first - 1, max(quantity.first - (22 if future else 8), -1), -1):
            if items[at].kind in {"number", "punctuation"} or items[at].text in {",", ".", ";", "(", ")"}:
                break
            op = _EXTREMES.get(items[at].text)
            near = " ".join(item.text for item in items[at + 1 : quantity.first]).split()
            named = any(item.kind in {"measure", "reference"} for item in items[at + 1 : quantity.first])
            if op and named and (future or "is" in near or "being" in near) and not _DOSES.isdisjoint(near):
                limit = Limit(quantity.low.value, inclusive=True)
                quantity.low, quantity.high = (limit, None) if op == "ge" else (None, limit)
                quantity.compared, quantity.rule = True, "comparator_apart"
                break


def follow_comparators(items: list[Item], quantities: list[Quantity]) -> None:
    """`450 ml of blood or more`, `five lesions or less`: a comparator after the name of what is measured."""
    for quantity in quantities:
        at = quantity.last
        if quantity.rule != "value" or quantity.paired or not quantity.low:
            continue
        of = at < len(items) and items[at].text == "of" and bool(quantity.unit)
        if quantity.role == "time" and not (at < len(items) and items[at].text in _PREGNANCY):
            continue
        at += of
        first = at
        while at < len(items) and at - first < 4 and items[at].kind in {"word", "measure"}:
            if items[at].text in _NO_NAME:
                break
            at += 1
        op = meaning(items[at], "after") if first < at < len(items) and items[at].entry else ""
        if op in {"ge", "le"} and not items[at].text.endswith("better"):
            limit = Limit(quantity.low.value, inclusive=True)
            quantity.low, quantity.high = (limit, None) if op == "ge" else (None, limit)
            quantity.compared, quantity.rule = True, "comparator_apart"


def beyond_limits(quantities: list[Quantity]) -> list[Quantity]:
    """`> 20% below the lower limit of normal` is one bound: less than 0.8 times the limit."""
    found: list[Quantity] = []
    for quantity in quantities:
        share = found[-1] if found else None
        limit, part = quantity.low or quantity.high, share and (share.low or share.high)
        joined = share and share.last == quantity.first and share.unit == "%" and not share.reference
        plain = limit and limit.value == 1 and quantity.reference in {"ULN", "LLN"} and part
        if not (joined and plain and share and part and isinstance(part.value, int | float)):
            found.append(quantity)
            continue
        by = part.value / 100 if quantity.low else -part.value / 100
        bound = Limit(round(1 + by, 4), part.inclusive)
        outward = share.low is not None  # "more than 20% below"
        low, high = (bound, None) if bool(quantity.low) == outward else (None, bound)
        found[-1] = replace(quantity, start=share.start, first=share.first, low=low, high=high, rule="beyond_limit")
    return found


def carry_negations(items: list[Item], quantities: list[Quantity]) -> None:
    """`not < 45 kg or > 90 kg`: the "not" holds for the second bound too, which says the other end."""
    for one, two in pairwise(quantities):
        if not (one.negated and two.compared and not two.negated and one.unit == two.unit):
            continue
        if [item.text for item in items[one.last : two.first]] != ["or"]:
            continue
        low, high = two.low, two.high
        if one.low and not one.high and low and not high:
            two.low, two.high, two.negated = None, Limit(low.value, not low.inclusive), True
        elif one.high and not one.low and high and not low:
            two.low, two.high, two.negated = Limit(high.value, not high.inclusive), None, True


def lend_comparators(items: list[Item], quantities: list[Quantity]) -> None:
    """`less than 48 kg (106 lbs)`: a bare value in brackets says the bound before it in another unit."""
    for one, two in pairwise(quantities):
        if not one.compared or two.compared or not one.dimension or not two.dimension or two.paired:
            continue
        between = [item.text for item in items[one.last : two.first]]
        closed = two.last >= len(items) or items[two.last].text in {")", "]", ";", ",", "and"}
        same = one.unit != two.unit and _alike(one.dimension, two.dimension)
        same = same or (one.unit == "%" and two.unit == "mmol/mol")  # HbA1c
        alternative = _alternative(items, one, two)
        again = between == ["("] and closed and _same_time(one, two)
        both = one.unit == "%" and two.unit in {"mL", "L"} and between in (["and"], ["or"], ["and", "/", "or"])
        closed = closed or (between == ["/"])
        closed = (
            closed
            or (between == ["or"] and items[two.last].text in _GOES_ON)
            or _again_in_brackets(items, two.last, between)
        )
        if (
            (
                same
                and closed
                and (between in (["("], ["["], ["or"], ["/"], ["=", "("], ["(", "or"]) or len(between) == 4)
            )
            or again
            or both
            or alternative
        ):
            value = two.low.value if two.low else 0
            two.low = Limit(value, one.low.inclusive) if one.low and not one.high else None
            two.high = Limit(value, one.high.inclusive) if one.high and not one.low else None
            if not two.low and not two.high:
                two.low = two.high = Limit(value, inclusive=True)
            else:
                two.compared = True


def _again_in_brackets(items: list[Item], at: int, between: list[str]) -> bool:
    """`3 mg/dL (270 micromole per litre (µM)`, `100 mg/litre (L) (10 mg/dL)`: a bracket that names the unit again."""
    if between == ["("]:
        return items[at].text == "("
    return len(between) == 4 and between[0] + between[2] + between[3] == "()(" and items[at].text == ")"


def _alternative(items: list[Item], one: Quantity, two: Quantity) -> bool:
    """`more than 800 µg/day of one drug, 400 µg/day of another or …`: doses of different drugs under one comparator."""
    if one.unit != two.unit or two.rule != "value" or one.rule not in {"comparator", "value", "comparator_apart"}:
        return False
    dose = (one.dimension or "").split("/")[0] in {"mass", "activity"} and (one.dimension or "").endswith("/time")
    between = items[one.last : two.first]
    named = 2 <= len(between) <= 5 and between[-1].text in {",", "or", ";"} and between[0].kind in {"word", "measure"}
    words = between[:-2] if len(between) > 1 and between[-2].text == "," else between[:-1]
    after = items[two.last].kind in {"word", "measure"} if two.last < len(items) else False
    return dose and named and after and all(item.kind in {"word", "measure"} for item in words) and bool(words)


def _same_time(one: Quantity, two: Quantity) -> bool:
    """`under 2 years (24 months)`: is it the same length of time in another unit?"""
    first, second = one.low or one.high, two.low or two.high
    if not first or not second or not (one.unit in _DAYS and two.unit in _DAYS) or one.unit == two.unit:
        return False
    if isinstance(first.value, str) or isinstance(second.value, str) or (one.low and one.high):
        return False
    days, again = first.value * _DAYS[one.unit or ""], second.value * _DAYS[two.unit or ""]
    return abs(days - again) <= 0.05 * days


def _alike(one: str, two: str) -> bool:
    kinds = {"mass": "amount", "activity": "mass", "copies": "activity"}
    first, second = one.split("/", maxsplit=1)[0], two.split("/", maxsplit=1)[0]
    return "time" not in (one, two) and (first == second or second == kinds.get(first) or first == kinds.get(second))
