"""Design labels of the older formats: masking with its list of who, study design strings."""

import re

from extract.document import Design, Masking
from extract.records import enums
from extract.records.draft import Draft

_MASKING = re.compile(r"([^()]*)(\(([^()]*)\))?\s*")


def masking(draft: Draft, label: str | None) -> Masking | None:
    """`Triple (Participant, Care Provider, Investigator)` as v2 says it; None without a label."""
    if not label or not label.strip():
        return None
    level, _, who = (_MASKING.fullmatch(label) or re.match(r"(.*)()()", label, re.DOTALL)).groups()  # type: ignore[union-attr]
    found = enums.value("DesignMasking", label) or enums.read(draft, "DesignMasking", level, "/design/maskingInfo")
    masked = []
    if found != "NONE":
        names = [name for name in re.split(r",\s*", who or "") if name.strip()]
        masked = [enums.read(draft, "WhoMasked", name, "/design/maskingInfo/whoMasked") for name in names]
    return Masking(masking=found, who_masked=[one for one in masked if one])


def phases(draft: Draft, label: str | None) -> list[str]:
    """`Phase 1/Phase 2`, `PHASE1|PHASE2`, `Phase 2, Phase 3`, `N/A` as v2 values, in the order written."""
    if not label or not label.strip():
        return []
    whole = enums.value("Phase", label)
    if whole:
        return [whole]
    found = [enums.read(draft, "Phase", one, "/phases") for one in re.split(r"\s*[/|,]\s*", label.strip())]
    return [phase for phase in found if phase]


_FIELD = re.compile(
    r"(Allocation|Intervention Model|Masking|Primary Purpose|Observational Model|Time Perspective"
    r"|Endpoint Classification):\s*"
)


def design(draft: Draft, text: str | None) -> Design:
    """`Allocation: Randomized|Masking: Double (…)|…`, joined by bars or commas; older fields are passed over."""
    parts = _FIELD.split(text or "")
    said = {name: value.strip(" ,|") for name, value in zip(parts[1::2], parts[2::2], strict=True)}

    def read(enum: str, name: str, path: str) -> str | None:
        return enums.read(draft, enum, said.get(name), f"/design/{path}")

    return Design(
        allocation=read("DesignAllocation", "Allocation", "allocation"),
        intervention_model=read("InterventionalAssignment", "Intervention Model", "interventionModel"),
        primary_purpose=read("PrimaryPurpose", "Primary Purpose", "primaryPurpose"),
        observational_model=read("ObservationalModel", "Observational Model", "observationalModel"),
        time_perspective=read("DesignTimePerspective", "Time Perspective", "timePerspective"),
        masking_info=masking(draft, said.get("Masking")),
    )
