"""A ClinicalTrials.Veeva study page as rendered text, read by its visible headings.

The order of headings is that of the page; each counts once, where it first stands alone on a line after the one
before it. Outcomes and dates are not on the page.
"""

import re

from extract.document import Age, Design, Eligibility, Enrollment, Sponsor
from extract.records import enums
from extract.records.assemble import assemble
from extract.records.design_labels import masking, phases
from extract.records.draft import Draft, InterventionDraft
from extract.records.record import Record, UnreadableRecordError
from extract.records.text import decode
from extract.records.values import nct_id, standard_ages
from extract.records.veeva_arms import GROUPS, arms, unlisted

CRITERIA = "Inclusion and exclusion criteria"
HEADINGS = (
    "Status and phase", "Conditions", "Treatments", "Study type", "Funder types", "Identifiers",
    "Details and patient eligibility", "About", "Full description", "Enrollment", "Sex", "Ages", "Volunteers",
    CRITERIA, "Trial design", "Primary purpose", "Allocation", "Interventional model",
    "Observational model", "Time perspective", "Masking",
)  # fmt: skip
END = (
    "Trial contacts and locations",
    "Central trial contact",
    "Central trial contacts",
    "Data sourced from clinicaltrials.gov",
)

_ENROLLMENT = re.compile(r"([\d,]+)\s+(estimated|actual|anticipated)?\s*(?:patients?|participants?)", re.IGNORECASE)
_UNIT = r"(years?|months?|weeks?|days?|hours?|minutes?)"
_FROM = re.compile(rf"(\d+)\s*\+\s*{_UNIT}(?: old)?(?: and older)?", re.IGNORECASE)
_BETWEEN = re.compile(rf"(\d+)(?:\s*{_UNIT})?\s*(?:to|-|–)\s*(\d+)\s*{_UNIT}(?: old)?", re.IGNORECASE)
_UP_TO = re.compile(rf"(?:up to|to)\s*(\d+)\s*{_UNIT}(?: old)?", re.IGNORECASE)
_UNITS = {"y": "a", "w": "wk", "d": "d", "h": "h"}


def read(own: bytes) -> Record:
    """The record of a page's text; UnreadableRecordError without the headings that make it a study page."""
    return assemble(parse(decode(own)), own)


def parse(text: str) -> Draft:
    """As `read`, before ids and digests: shared with the HTML form."""
    lines = text.split("\n")
    place = _places(lines)
    if CRITERIA not in place:
        raise UnreadableRecordError("not_a_study", f"a page without the heading “{CRITERIA}”")
    draft = Draft(format="veeva-text", registry="ctv.veeva.com")
    _head(draft, lines[: min(place.values())[0] - 1])
    blocks = {name: [unlisted(line) for line in lines[at[0] : at[1]] if line.strip()] for name, at in place.items()}
    first, end = place[CRITERIA]
    _study(draft, blocks)
    _design(draft, blocks)
    _who(draft, blocks, _verbatim(lines[first:end]))
    _treatments(draft, blocks.get("Treatments", []))
    groups = next((name for name in place if GROUPS.fullmatch(name)), None)
    if groups:
        above, below = place[groups]
        arms(draft, [line.strip() for line in lines[above:below] if line.strip()])
        _enrolled(draft, groups)
    return draft


def _places(lines: list[str]) -> dict[str, tuple[int, int]]:
    """For every heading present, the lines below it (first, one past the last)."""
    wanted = list(HEADINGS)
    found: list[tuple[str, int]] = []
    for n, line in enumerate(lines):
        name = unlisted(line)
        # Criteria may be headed by any word: only what comes next on a page ends them.
        if found and found[-1][0] == CRITERIA and not (name in {"Trial design", *END} or GROUPS.fullmatch(name)):
            continue
        if CRITERIA in wanted:
            if name in wanted:
                found.append((name, n))
                wanted = wanted[wanted.index(name) + 1 :]
        elif name in END:
            found.append((name, n))
            break
        elif name in wanted or (GROUPS.fullmatch(name) and not GROUPS.fullmatch(found[-1][0])):
            found.append((name, n))
            wanted = wanted[wanted.index(name) + 1 :] if name in wanted else []
    ends = [n for _, n in found[1:]] + [len(lines)]
    return {name: (n + 1, end) for (name, n), end in zip(found, ends, strict=False)}


def _verbatim(lines: list[str]) -> str | None:
    """The lines as they are, without the blank ones around."""
    full = [n for n, line in enumerate(lines) if line.strip()]
    return "\n".join(lines[full[0] : full[-1] + 1]).rstrip("\r") if full else None


def _head(draft: Draft, lines: list[str]) -> None:
    """Title and sponsor; between them stands the letter of the sponsor's picture."""
    texts = [line.strip() for line in lines if line.strip()]
    if len(texts) >= 3 and len(texts[-2]) == 1:
        draft.title, draft.sponsor = texts[-3], Sponsor(texts[-1])
        return
    texts = [text for text in texts if text not in {"ClinicalTrials.Veeva", "Menu"}]
    draft.title = texts[0] if texts else None
    draft.sponsor = Sponsor(texts[-1]) if len(texts) > 1 else None


def _study(draft: Draft, blocks: dict[str, list[str]]) -> None:
    status = blocks.get("Status and phase", [])
    draft.status = enums.value("Status", status[0]) if status else None
    if status and draft.status is None:
        draft.note(
            "status_computed",
            f"the page words the status as {status[0]!r}, no value of the registry",
            "/status",
            "info",
        )
    draft.phases = phases(draft, "/".join(status[1:]))
    draft.conditions = blocks.get("Conditions", [])
    draft.study_type = enums.read(draft, "StudyType", _one(blocks, "Study type"), "/study_type")
    funders = blocks.get("Funder types", [])
    if draft.sponsor and len(funders) == 1:
        draft.sponsor.class_ = enums.read(draft, "AgencyClass", funders[0], "/sponsor/class")
    ids = blocks.get("Identifiers", [])
    draft.nct_id = next((nct_id(one) for one in ids if nct_id(one)), None)
    draft.other_ids = [one for one in ids if one != draft.nct_id]
    size = _one(blocks, "Enrollment")
    found = _ENROLLMENT.fullmatch(size) if size else None
    if found:
        kind = enums.value("EnrollmentType", found[2])
        draft.enrollment = Enrollment(int(found[1].replace(",", "")), kind)  # type: ignore[arg-type]
    elif size:
        draft.note("unknown_value", f"{size!r} is no enrollment", "/enrollment")


def _design(draft: Draft, blocks: dict[str, list[str]]) -> None:
    def read(enum: str, heading: str, name: str) -> str | None:
        return enums.read(draft, enum, _one(blocks, heading), f"/design/{name}")

    draft.design = Design(
        allocation=read("DesignAllocation", "Allocation", "allocation"),
        intervention_model=read("InterventionalAssignment", "Interventional model", "interventionModel"),
        primary_purpose=read("PrimaryPurpose", "Primary purpose", "primaryPurpose"),
        observational_model=read("ObservationalModel", "Observational model", "observationalModel"),
        time_perspective=read("DesignTimePerspective", "Time perspective", "timePerspective"),
        masking_info=masking(draft, _one(blocks, "Masking")),
    )


def _who(draft: Draft, blocks: dict[str, list[str]], text: str | None) -> None:
    volunteers = _one(blocks, "Volunteers")
    healthy = {"no healthy volunteers": False, "accepts healthy volunteers": True, "healthy volunteers": True}
    draft.eligibility = Eligibility(
        text=text,
        sex=enums.read(draft, "Sex", _one(blocks, "Sex"), "/eligibility/sex"),  # type: ignore[arg-type]
        healthy_volunteers=healthy.get(volunteers.lower()) if volunteers else None,
    )
    ages = _one(blocks, "Ages")
    if ages and not _ages(draft.eligibility, ages):
        draft.note("unknown_value", f"{ages!r} is no range of ages", "/eligibility")
    elif ages:
        draft.eligibility.standard_ages = standard_ages(draft.eligibility.minimum_age, draft.eligibility.maximum_age)


def _ages(eligibility: Eligibility, text: str) -> bool:
    if found := _FROM.fullmatch(text):
        eligibility.minimum_age = _age(found[1], found[2])
    elif found := _BETWEEN.fullmatch(text):
        eligibility.minimum_age = _age(found[1], found[2] or found[4])
        eligibility.maximum_age = _age(found[3], found[4])
    elif found := _UP_TO.fullmatch(text):
        eligibility.maximum_age = _age(found[1], found[2])
    else:
        return text.lower() in {"all", "any", "all ages", "any age"}
    return True


def _age(value: str, unit: str) -> Age:
    unit = unit.lower()
    return Age(int(value), _UNITS.get(unit[0]) or ("mo" if unit.startswith("mo") else "min"))  # type: ignore[arg-type]


def _treatments(draft: Draft, lines: list[str]) -> None:
    for n, line in enumerate(lines):
        head, colon, tail = line.partition(": ")
        kind = enums.value("InterventionType", head) if colon else None
        if kind is None:
            draft.note("unknown_value", f"{line!r} does not start with a type of intervention", f"/interventions/{n}")
        draft.interventions.append(InterventionDraft(tail if kind else line, kind))


def _enrolled(draft: Draft, heading: str) -> None:
    count = int(heading.split(maxsplit=1)[0].replace(",", ""))
    if draft.enrollment is None:
        draft.enrollment = Enrollment(count)
    elif draft.enrollment.count != count:
        draft.note("contradiction", f"the page says {draft.enrollment.count} patients and “{heading}”", "/enrollment")


def _one(blocks: dict[str, list[str]], heading: str) -> str | None:
    return next(iter(blocks.get(heading, [])), None)
