"""Whether a measure of the catalogue can have a quantity's unit, and whether a name means that measure."""

from extract.facts.thresholds.model import FoundMeasure
from extract.language.catalogue import CatalogueEntry, catalogue
from extract.language.items import Item
from extract.language.reading import Quantity

_LIMITED = ("mass/volume", "amount/volume", "activity/volume", "count/volume", "equivalents/volume", "copies/volume")
_BODY = ("weight", "birth_weight")
_AGES = ("age", "gestational_age")
_MISTAKEN = {"gleason", "glucose", "lvef", "pain_vas"}  # whose names may mean another thing
_NO_PAIN = ("prurit", "itch", "cough", "nasal", "symptom", "fatigue", "nausea", "dyspn")  # rated by the same lines


def fits(item: Item, quantity: Quantity) -> bool:
    """Can what the item names be compared with the quantity?"""
    return fits_id(item.entry, quantity)


def fits_id(measure: str, quantity: Quantity) -> bool:
    """Can the measure with this id be compared with the quantity?"""
    entry = catalogue()[measure]
    if quantity.role == "age" or entry.id in _AGES:
        return quantity.role == "age" and entry.id in _AGES
    if quantity.reference in ("ULN", "LLN"):
        return _has_limits(entry)
    if quantity.role == "grade":
        return bool(entry.scale) and entry.id != "ctcae"
    return _fits_dimension(entry, quantity)


def _has_limits(entry: CatalogueEntry) -> bool:
    """Do laboratories state limits of normal for it?"""
    if entry.id.startswith("drug_"):
        return False
    return entry.id in ("inr", "lvef", "fev1_fvc", "weight") or any(
        part in entry.dimensions for part in (*_LIMITED, "time")
    )


def _fits_dimension(entry: CatalogueEntry, quantity: Quantity) -> bool:
    dimension = quantity.dimension
    if entry.id in _BODY and quantity.unit in ("mg", "ug", "mg/d"):
        return False  # nobody weighs milligrams: it is a dose
    if dimension is None:
        return quantity.compared or not entry.dimensions
    if dimension in entry.dimensions:
        return True
    if dimension == "unknown":  # a unit that nobody knows, as in 27 mgA/L
        return any("/" in part for part in entry.dimensions)
    if dimension == "fraction":
        return quantity.reference in ("predicted", "normal", "baseline") and bool(entry.dimensions)
    same = dimension.split("/", maxsplit=1)[0]
    return same == "activity" and any(part in (dimension, "activity/volume") for part in entry.dimensions)


def fitted(measures: list[FoundMeasure], quantity: Quantity, text: str) -> list[FoundMeasure]:
    """The measures of a bound without the ids that they cannot have."""
    return [
        measure if measure.id is None else _sure(_checked(measure, measure.id, quantity), quantity, text)
        for measure in measures
    ]


def _checked(measure: FoundMeasure, id_: str, quantity: Quantity) -> FoundMeasure:
    """The measure without its id where the catalogue says that it cannot have the quantity's unit."""
    if quantity.role == "age" or id_ in ("ajcc", "ctcae") or fits_id(id_, quantity):
        return measure
    return FoundMeasure(measure.words, None)


def _sure(measure: FoundMeasure, quantity: Quantity, text: str) -> FoundMeasure:
    """The measure without its id where its words name another thing: a pattern of Gleason, an attack of low glucose."""
    if measure.id is None:
        return measure
    if measure.id in _MISTAKEN and (meant := _meant(measure, quantity, text)) is not measure:
        return meant
    entry = catalogue().get(measure.id)
    if entry is None or entry.dimensions or entry.high is None or entry.id in ("ajcc", "ctcae"):
        return measure
    limit = quantity.high or quantity.low
    top = limit.value if limit and isinstance(limit.value, int | float) else 0
    return FoundMeasure(measure.words, None) if top > entry.high else measure


def _meant(measure: FoundMeasure, quantity: Quantity, text: str) -> FoundMeasure:
    """What a name means that may mean another thing."""
    said = "" if measure.words.above else text[measure.words.start : measure.words.end].lower()
    limit = quantity.high or quantity.low
    pattern = measure.id == "gleason" and limit and isinstance(limit.value, int) and limit.value <= 5
    attack = measure.id == "glucose" and "glyc" in said and "glucose" not in said and quantity.dimension is None
    if measure.id == "lvef" and said == "ef" and quantity.dimension is None and "erectile" in text.lower():
        return FoundMeasure(measure.words, "iief")  # the domain "EF" of a questionnaire
    if measure.id == "pain_vas" and "pain" not in said and not measure.words.above:
        near = text[max(measure.words.start - 60, 0) : quantity.start].lower()
        if "pain" not in near and any(word in near for word in _NO_PAIN):
            return FoundMeasure(measure.words, None)
    return FoundMeasure(measure.words, None) if pattern or attack else measure


def is_scale(id_: str | None) -> bool:
    """Is the measure an ordered scale of its own?"""
    return id_ is not None and bool(catalogue()[id_].scale) and id_ not in ("ctcae", "ajcc")
