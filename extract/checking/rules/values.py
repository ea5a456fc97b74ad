"""Rules about values: bounds in order, units in UCUM, values in the range that their measure can have."""

from collections.abc import Iterator
from functools import cache

from extract.checking import ucum
from extract.checking.plausible import plausible
from extract.checking.rules.rule import Rules, Violation
from extract.checking.study import Json, Study
from extract.language.catalogue import catalogue
from extract.lexicons import table

VALUES = Rules()
_TIME_UNITS = frozenset(["s", "min", "h", "d", "wk", "mo", "a", "{half-life}", "{cycle}"])
_MONTHS = {"a": 12.0, "mo": 1.0, "wk": 12 / 52.18, "d": 12 / 365.25, "h": 12 / 8766, "min": 12 / 525960}


def _intervals(study: Study) -> Iterator[tuple[str, Json]]:
    for kind, pointer, fact, _ in study.facts:
        if kind in ("thresholds", "times"):
            yield pointer, fact
    for pointer, time, _ in study.outcome_times():
        yield pointer, time


@VALUES.rule("ordered-bounds")
def ordered_bounds(study: Study) -> Iterator[Violation]:
    """A lower bound does not lie above its upper bound, nor do both exclude the only value left between them.

    Also: the registry's youngest age is not above its oldest, and the ends of a dose are in order.

    Repair: swap the bounds if they were exchanged, or correct the value; bounds are literal, never inverted because
    they stand under exclusion.
    """
    for pointer, fact in _intervals(study):
        low, high = fact["low"], fact["high"]
        if not low or not high or isinstance(low["value"], str) or isinstance(high["value"], str):
            continue
        if low["value"] > high["value"]:
            yield pointer, f"lower bound {low['value']} lies above upper bound {high['value']}"
        elif low["value"] == high["value"] and not (low["inclusive"] and high["inclusive"]):
            yield pointer, f"no value lies between the bounds: both are {low['value']} and one is exclusive"
    youngest, oldest = study.eligibility["minimum_age"], study.eligibility["maximum_age"]
    if (
        youngest
        and oldest
        and youngest["value"] * _MONTHS[youngest["unit"]] > oldest["value"] * _MONTHS[oldest["unit"]]
    ):
        yield "/eligibility/minimum_age", "the youngest age lies above the oldest"
    for pointer, regimen, _ in study.regimens():
        if regimen["dose"] and regimen["dose"]["low"] > regimen["dose"]["high"]:
            yield f"{pointer}/dose", "the lower end of the dose lies above the upper end"


@VALUES.rule("bound-present")
def bound_present(study: Study) -> Iterator[Violation]:
    """A threshold has a lower or an upper bound.

    Repair: add the bound that the text states; words without one are a question, not a threshold.
    """
    for kind, pointer, fact, _ in study.facts:
        if kind == "thresholds" and fact["low"] is None and fact["high"] is None:
            yield pointer, "neither a lower nor an upper bound"


@VALUES.rule("ucum-units")
def ucum_units(study: Study) -> Iterator[Violation]:
    """Every unit is a UCUM code (case sensitive) that parses.

    Thresholds may have the empty unit (pure numbers, scores, grades) or null (not mapped); times have time units.

    Repair: use the UCUM code of the unit: `mm[Hg]` not `mmHg`, `[IU]` not `IU`, `10*9/L` not `10^9/L`, `wk` not
    `weeks`.
    """
    for kind, pointer, fact, _ in study.facts:
        if kind == "thresholds" and fact["unit"] and (fault := ucum.fault(fact["unit"])):
            yield f"{pointer}/unit", fault
    for pointer, regimen, _ in study.regimens():
        for name in ("dose", "frequency", "cycle", "duration"):
            part = regimen[name]
            if part and (fault := ucum.fault(part["unit"])):
                yield f"{pointer}/{name}/unit", fault


@VALUES.rule("time-unit")
def time_unit(study: Study) -> Iterator[Violation]:
    """A time's unit is one of `s min h d wk mo a`, `{half-life}`, `{cycle}`, or a frequency such as `/wk`.

    Repair: use one of these codes, or null where the unit is not said.
    """
    for pointer, fact in _intervals(study):
        unit = fact["unit"]
        if "relation" in fact and unit is not None and unit.removeprefix("/") not in _TIME_UNITS:
            yield f"{pointer}/unit", f"{unit!r} is no unit of time"


@VALUES.rule("amounts")
def amounts(study: Study) -> Iterator[Violation]:
    """Amounts of regimens are positive: how often, how long, in which cycle; no dose is negative.

    Repair: correct the number, or leave null what the text does not say.
    """
    for pointer, regimen, _ in study.regimens():
        for name, keys in (("frequency", ("times", "period")), ("cycle", ("value",)), ("duration", ("value",))):
            for key in keys:
                if regimen[name] and regimen[name][key] <= 0:
                    yield f"{pointer}/{name}/{key}", f"{regimen[name][key]} is not positive"
        if regimen["dose"] and regimen["dose"]["low"] < 0:
            yield f"{pointer}/dose/low", f"{regimen['dose']['low']} is negative"


@VALUES.rule("plausible-value", "warning")
def plausible_value(study: Study) -> Iterator[Violation]:
    """A value lies in the range that the catalogue holds plausible for its measure.

    The range counts in the unit of the measure's example, or in any: a value is converted, and not looked at where that
    is not possible. Nor are multiples of a reference limit. A warning: trials may ask for the unusual.

    Repair: look at the text. A unit misread by a power of ten shows here first.
    """
    entries = catalogue()
    for kind, pointer, fact, _ in study.facts:
        if kind != "thresholds" or fact["reference"]:
            continue
        entry = entries.get(fact["measure"]["id"] or "")
        for side in ("low", "high"):
            value = fact[side] and fact[side]["value"]
            if entry and isinstance(value, int | float) and not plausible(entry, value, fact["unit"] or ""):
                known = f"{'' if entry.low is None else entry.low}–{'' if entry.high is None else entry.high}"
                yield f"{pointer}/{side}", f"{entry.id} {value} {fact['unit'] or ''}: outside the plausible {known}"


@VALUES.rule("known-names", "warning")
def known_names(study: Study) -> Iterator[Violation]:
    """Measures and anchors with an id are entries of this release's lexicons.

    A warning: a document of another release may know more.

    Repair: correct the id, or set it to null; unknown things keep their words.
    """
    entries = catalogue()
    for kind, pointer, fact, _ in study.facts:
        measure, anchor = fact.get("measure", {}), fact.get("anchor")
        if kind == "thresholds" and measure["id"] is not None and measure["id"] not in entries:
            yield f"{pointer}/measure/id", f"{measure['id']!r} is no entry of the measure catalogue"
        if anchor and anchor["id"] is not None and anchor["id"] not in _anchors():
            yield f"{pointer}/anchor/id", f"{anchor['id']!r} is no entry of the anchor lexicon"


@cache
def _anchors() -> frozenset[str]:
    """Ids that the anchor lexicon can give."""
    data = table("anchors.toml")
    turned = [entry for kind in ("turned", "heads") for ids in data[kind].values() for entry in ids.values()]
    return frozenset([*data["anchors"], *turned])
