"""Which quantities of a reading are thresholds."""

from itertools import pairwise

from extract.language.items import Item
from extract.language.reading import Quantity, Reading
from extract.language.sides import UNSURE
from extract.lexicons import word_list

_DOSES = {
    "mass",
    "mass/time",
    "mass/mass",
    "mass/mass/time",
    "mass/area",
    "mass/area/time",
    "activity",
    "activity/time",
    "radiation",
    "intake",
    "intake/time",
}
_SEXES = word_list("sexes")
_AFTER_TEST = word_list("after_test")
_DEFINED = {"unit", "units", "drink", "drinks", "serving", "glass", "cup", "portion", "pack", "cigarette"}
_EQUALS = {"=", "≈", "~", "equal to", "equals"}
_DEFINING = {*_EQUALS, ":", "is", "the", "considered", "as"}
_SCALES = {"vas", "visual", "scale", "nrs", "likert", "analogue", "analog", "line"}
_DONE = {"measurements", "readings", "assessments", "draws", "recordings"}
_CLASSED_DRUGS = {
    "antiarrhythmic", "antiarrhythmics", "anti-arrhythmic", "anti-arrhythmics", "antiarrythmic", "antiarrythmics",
    "pregnancy",
}  # fmt: skip
_GREATEST = {"maximal", "maximum", "max", "highest", "possible"}
_NEVER = {"power", "half-life", "cycle", "administration", "fold"}


def candidate(quantity: Quantity) -> bool:
    """Is the quantity a comparison of something about the participant, measure aside? Times are not, but ages are."""
    if quantity.role == "time" or quantity.dimension in _NEVER or quantity.rule == UNSURE:
        return False
    if quantity.role == "age":
        return True
    if quantity.compared:
        return True
    if quantity.role == "grade":
        return True
    return quantity.dimension is None or quantity.dimension not in ("time",)


def bare(quantity: Quantity) -> bool:
    """A value without comparator, range or list: it counts only beside a known measure or as a grade."""
    return not quantity.compared and quantity.role not in ("grade", "age")


def of_the_following(reading: Reading, quantity: Quantity) -> bool:
    """`at least one of the following`, `more than one result`: compares nothing about the participant."""
    limit = quantity.low or quantity.high
    after = [item.text for item in reading.items[quantity.last : quantity.last + 4]]
    if quantity.dimension is None and ("result" in after or "results" in after):
        return True
    joined = quantity.first == 0 or reading.items[quantity.first - 1].text in ("and", "or", "with", "meet", ",", ";")
    if joined and after[:1] == ["of"] and after[1:2] in ([], [":"]):
        return True
    if limit is None or limit.value != 1:
        return False
    if after[:1] in (["must"], ["should"]):
        return True  # "two drugs (at least one must be a diuretic)"
    return after[:1] == ["of"] and any(word in after for word in ("following", "these", "below", "those"))


def is_dose(quantity: Quantity) -> bool:
    """Is the quantity an amount of a drug or of radiation?"""
    return quantity.dimension in _DOSES


def counted_as(reading: Reading, quantity: Quantity) -> bool:
    """`counts as 1 line`, `is considered 35 weeks`, `the two methods`: how something is counted, or named again."""
    if reading.texts[quantity.first - 1] not in ("the", "considered", "as"):
        return False
    before = [item.text for item in reading.items[max(quantity.first - 2, 0) : quantity.first]]
    if before[-1:] == ["the"] and quantity.role == "count" and quantity.rule == "value" and not quantity.unit:
        return True
    if before == ["is", "considered"] and quantity.rule == "value":
        return True
    return before[-1:] == ["as"] and before[0] in ("counted", "counts", "count", "considered", "regarded")


def table_cell(reading: Reading, quantity: Quantity) -> bool:
    """`MALE = 0.5 FEMALE = 0.6`: a cell of a table whose head says what it is."""
    said = reading.texts
    return (
        quantity.low == quantity.high and said[quantity.first - 1] in ("=", ":") and said[quantity.first - 2] in _SEXES
    )


def within_count(reading: Reading, quantity: Quantity) -> bool:
    """`within the 6 last months`: a number after "within" without a unit is a time said oddly."""
    return reading.items[quantity.first].text.startswith("within")


def visits(reading: Reading, quantity: Quantity) -> bool:
    """`(weeks 0, 2, 24 and 48)`, `days 1-4`: numbers after a plural of time are those of visits."""
    return reading.texts[quantity.first - 1] in ("weeks", "days", "months", "visits")


def of_instrument(reading: Reading, quantity: Quantity) -> bool:
    """Is the number one of an instrument's name: `Some Index of Function [6] (SIF) between 10 and 20`?"""
    items, at = reading.items, quantity.last
    if reading.texts[at] != "(" or not quantity.first or at + 3 >= len(items):
        return False
    name, short = items[quantity.first - 1], items[at + 1]
    named = name.kind == short.kind == "measure" and name.entry == short.entry
    goes_on = items[at + 3].kind == "comparator" or items[at + 3].text in ("between", "score", "scores", "from", "of")
    return named and items[at + 2].text == ")" and goes_on


def list_number(reading: Reading, quantity: Quantity) -> bool:
    """Is the number, or range, the number of what follows: `; 7-8.Interval below 450 ms`?"""
    after = reading.text[quantity.end : quantity.end + 2]
    return after[:1] == "." and after[1:].isalpha()


def dose_of_test(reading: Reading, quantity: Quantity) -> bool:
    """Is the amount what a test is done with: `reversibility after 200 to 400 µg salbutamol`?"""
    if not is_dose(quantity):
        return False
    before = [item.text for item in reading.items[max(quantity.first - 4, 0) : quantity.first]]
    return any(word in _AFTER_TEST for word in before)


def size_of_scale(reading: Reading, quantity: Quantity) -> bool:
    """Is the value how long a scale is: `on a 100 mm VAS`, `(0-10 cm scale)`, `12 out of a possible 24`?"""
    before, ranged = reading.texts[quantity.first - 1], quantity.rule == "range"
    if before == "possible" and not ranged:
        return True
    if quantity.dimension != "length" or not before:
        return False
    if ranged and not (quantity.low and quantity.low.value in (0, 1)):
        return False
    after = [item.text.rpartition(" ")[2] for item in reading.items[quantity.last : quantity.last + 4]]
    return (ranged or before in ("a", "the", "of", "on")) and any(word in _SCALES for word in after)


def greatest_score(reading: Reading, quantity: Quantity) -> bool:
    """`(maximal score 12 points)`, `(maximum score of 42)`: a bracket that says how far a score can go."""
    words = [item.text for item in reading.items[max(quantity.first - 4, 0) : quantity.last]]
    if "(" not in words[:-1]:
        return False
    inside = words[len(words) - 1 - words[::-1].index("(") :]
    return any(word in _GREATEST for word in inside) and any(word in ("score", "scores", "total") for word in inside)


def of_group(reading: Reading, quantity: Quantity) -> bool:
    """`class III antiarrhythmics`, `pregnancy class B`, `with 6-10 others`: what kind of drug or group it is."""
    if quantity.role == "count":
        return reading.texts[quantity.last] == "others"
    if not quantity.scale or not quantity.scale.startswith("class"):
        return False
    near = {item.text for item in reading.items[max(quantity.first - 16, 0) : quantity.last + 4]}
    return not _CLASSED_DRUGS.isdisjoint(near)


def of_procedure(reading: Reading, quantity: Quantity) -> bool:
    """`with two separate measurements`, `2 blood draws (10 cc each)`: what is done how often, with no comparator."""
    if quantity.dimension == "volume" and reading.texts[quantity.last] == "each":
        return True
    return quantity.role == "count" and any(
        item.text in _DONE for item in reading.items[quantity.last : quantity.last + 3]
    )


def range_of_scale(reading: Reading, quantity: Quantity) -> bool:
    """Does the range only say what values the scale can take: `(range 0-42)`, `on a scale of 0 to 10`?"""
    if quantity.role == "age" or quantity.unit:
        return False
    if quantity.low and isinstance(quantity.low.value, int | float) and quantity.low.value < 0:
        return False  # a range of z-scores
    items = reading.items
    bracketed = quantity.first > 0 and items[quantity.first - 1].text in ("(", "[")
    if bracketed and quantity.low and quantity.high and quantity.low.value in (0, 1) and quantity.unit == "":
        top = quantity.high.value
        if isinstance(top, int | float) and top >= 10:
            return True
    after = [item.text for item in items[quantity.last : quantity.last + 2]]
    if quantity.low and quantity.low.value in (0, 1) and "scale" in after:
        return True
    if _before_scale(items, quantity):
        return True  # "5 or more on the 1-10 pain scale"
    named = quantity.first > 0 and items[quantity.first - 1].text == "scale"
    if named and quantity.low and quantity.high and quantity.low.value == 0 and quantity.high.value in (10, 100):
        return True  # "pain scale 0 to 10"
    before = [item.text for item in reading.items[max(quantity.first - 4, 0) : quantity.last]]
    said = (
        any(one in ("in", "within") and two in ("the", "a") for one, two in pairwise(before)) or "within the" in before
    )
    if said and "range" in before:
        return False  # a score in the range of 5 to 21
    return any(word in before for word in ("range", "ranges", "ranging", "possible")) or (
        "scale" in before[:4] and ("of" in before[:4] or "from" in before)
    )


def _before_scale(items: list[Item], quantity: Quantity) -> bool:
    """Does the word scale, with its name, follow a range after "the" or "a": `on the 0-10 daily pain scale`?"""
    if not quantity.first or items[quantity.first - 1].text not in ("the", "a") or not quantity.low:
        return False
    if quantity.low.value not in (0, 1) or not quantity.high or quantity.high.value not in (4, 5, 10, 100):
        return False
    for item in items[quantity.last : quantity.last + 7]:
        if item.kind not in ("word", "measure") and item.text != "-":
            return False
        if item.text.endswith("scale"):
            return True
    return False


def defining(reading: Reading, quantity: Quantity) -> bool:
    """May the quantity be no threshold but define something: is a word or sign beside it that tells so?"""
    said = reading.texts
    return said[quantity.first - 1] in _DEFINING or said[quantity.first] in _EQUALS


def definition(reading: Reading, quantity: Quantity) -> bool:
    """`1 unit = 12 ounces`, `one drink is equal to 14 g`: says what a unit is."""
    items = reading.items
    if quantity.rule == "value" and quantity.unit and quantity.first and items[quantity.first - 1].text == "is":
        named = [item.kind for item in items[max(quantity.first - 5, 0) : quantity.first]]
        if "reference" in named:
            return True  # the ULN for ALT is 45 U/L
    at = quantity.first if items[quantity.first].text in _EQUALS else quantity.first - 1
    if at < 2 or items[at].text not in _EQUALS:
        return False
    at -= items[at - 1].text == "is"
    if at > 1 and items[at - 1].text in _DEFINED and items[at - 2].text in ("each", "one", "a", "1"):
        return True
    before = items[max(at - 5, 0) : at]
    return any(one.text in ("1", "one", "a") and other.text in _DEFINED for one, other in pairwise(before))


def one_of_two(reading: Reading, quantity: Quantity) -> bool:
    """`or one evaluable lesion`: a count in words without comparator after "or" or "and" sets no limit."""
    return reading.texts[quantity.first - 1] in ("or", "and") and reading.items[quantity.first].kind == "word"
