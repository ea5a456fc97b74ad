"""Damage that the rules of `values` report."""

from tests.checking.damage.find import NotHereError, damage, fact, is_range, regimen, threshold


@damage("ordered-bounds")
def swapped_bounds(d):
    at, one = threshold(d, is_range)
    one["low"], one["high"] = one["high"], one["low"]
    return at


@damage("ordered-bounds")
def swapped_bounds_of_a_time(d):
    at, one = fact(d, "times", is_range)
    one["low"], one["high"] = one["high"], one["low"]
    return at


@damage("ordered-bounds")
def point_that_excludes_itself(d):
    at, one = threshold(d, lambda t: t["low"] and t["low"] == t["high"])
    one["low"]["inclusive"] = False
    return at


@damage("ordered-bounds")
def swapped_ages(d):
    who = d["eligibility"]
    if not who["minimum_age"] or not who["maximum_age"]:
        raise NotHereError
    who["minimum_age"], who["maximum_age"] = who["maximum_age"], who["minimum_age"]
    return "/eligibility/minimum_age"


@damage("ordered-bounds")
def swapped_dose(d):
    at, one = regimen(d, lambda r: r["dose"])
    one["dose"]["low"] = one["dose"]["high"] + 1
    return f"{at}/dose"


@damage("bound-present")
def threshold_without_a_bound(d):
    at, one = threshold(d)
    one["low"] = one["high"] = None
    return at


@damage("ucum-units")
def unknown_unit(d):
    at, one = threshold(d, lambda t: t["unit"])
    one["unit"] = "mmHg"
    return f"{at}/unit"


@damage("ucum-units")
def unit_cut_short(d):
    at, one = threshold(d, lambda t: t["unit"])
    one["unit"] += "/"
    return f"{at}/unit"


@damage("ucum-units")
def unit_in_words(d):
    at, one = regimen(d, lambda r: r["dose"])
    one["dose"]["unit"] = "milligrams"
    return f"{at}/dose/unit"


@damage("time-unit")
def time_in_words(d):
    at, one = fact(d, "times")
    one["unit"] = "weeks"
    return f"{at}/unit"


@damage("time-unit")
def time_in_kilograms(d):
    at, one = fact(d, "times")
    one["unit"] = "kg"
    return f"{at}/unit"


@damage("amounts")
def duration_of_nothing(d):
    at, one = regimen(d, lambda r: r["duration"])
    one["duration"]["value"] = 0
    return f"{at}/duration/value"


@damage("plausible-value")
def value_misread_by_a_power_of_ten(d):
    at, one = threshold(d, lambda t: t["measure"]["id"] == "age" and t["low"])
    one["low"]["value"] *= 1000
    return f"{at}/low"


@damage("known-names")
def unknown_measure(d):
    at, one = threshold(d, lambda t: t["measure"]["id"])
    one["measure"]["id"] = "no_such_measure"
    return f"{at}/measure/id"


@damage("known-names")
def unknown_anchor(d):
    at, one = fact(d, "times", lambda t: t["anchor"] and t["anchor"]["id"])
    one["anchor"]["id"] = "no_such_event"
    return f"{at}/anchor/id"
