"""The tables and their typed columns. Ids and offsets are those of the document."""

from typing import Literal, NamedTuple

Type = Literal["text", "whole", "number", "truth", "texts"]


class Column(NamedTuple):
    """A column: its name and what it holds; `texts` is a list of strings."""

    name: str
    type: Type


def _columns(written: str) -> tuple[Column, ...]:
    """Columns written as `name:type`, text where no type is given."""
    parts = (one.partition(":") for one in written.split())
    return tuple(Column(name, kind or "text") for name, _, kind in parts)  # type: ignore[arg-type]  # a test checks them


TABLES: dict[str, tuple[Column, ...]] = {
    "studies": _columns(
        "study_id title official_title acronym status study_type phases:texts conditions:texts keywords:texts"
        " enrollment:whole sponsor registry version sex minimum_age:number minimum_age_unit maximum_age:number"
        " maximum_age_unit healthy_volunteers:truth numbers_explained:number extractor lexicon_sha256 source_sha256"
        " document"
    ),
    "criteria": _columns(
        "study_id id parent key kind section label text plain start:whole end:whole combine applies_to:texts status"
    ),
    "arms": _columns("study_id id label type description interventions:texts intervention_names:texts"),
    "facts": _columns(
        "study_id owner id kind field section start:whole end:whole text low:number low_inclusive:truth high:number"
        " high_inclusive:truth low_stage high_stage unit unit_text measure measure_id codes:texts reference scale"
        " condition exception:truth within:texts relation anchor anchor_id subject pick group_id effect excepts:texts"
        " drug dose_per route times:number period:number period_unit days_of_cycle:texts cycle:number cycle_unit"
        " duration:number duration_unit rule"
    ),
}
"""By name. In `facts`, `kind` is threshold, time, exception, question or regimen; columns of other kinds are empty.

`start` and `end` count in the eligibility text; for a fact with a `field` in that string of its owner (an arm,
intervention or outcome). `low_stage` and `high_stage` hold the bounds of lettered stages, which are no numbers.
"""
