"""The patient groups of a ClinicalTrials.Veeva page: label, `<Type> group`, `Description:`, `Treatment:`."""

import re

from extract.records import enums
from extract.records.draft import ArmDraft, Draft, InterventionDraft

GROUPS = re.compile(r"[\d,]+ participants? in [\d,]+ patient groups?(?:, .*)?")
"""The heading above the groups."""

_MARKS = ("Description:", "Treatment:")
_TYPE = re.compile(r"(.+) group", re.IGNORECASE)


def unlisted(line: str) -> str:
    """A line of the page without the bullet that it has where the page's parts are list items."""
    return line.strip().removeprefix("* ")


def arms(draft: Draft, lines: list[str]) -> None:
    """Arms in the page's order; a new one starts at the line before a `… group` line."""
    if any(line.startswith("* ") and (unlisted(line) in _MARKS or _type(line)) for line in lines):
        lines = [unlisted(line) for line in lines]  # the page's lines are list items, not the description's
    starts = [n - 1 for n in range(1, len(lines)) if _type(lines[n])]
    if not starts:  # groups of observational studies have no type
        starts = [n - 1 for n in range(1, len(lines)) if lines[n] == "Description:"]
        starts = starts or [n - 1 for n in range(1, len(lines)) if lines[n] == "Treatment:"]
    if lines and starts[:1] != [0]:
        draft.note("arms_unread", f"the patient groups start with {lines[0]!r}, which is no label", "/arms")
    for first, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        draft.arms.append(_arm(lines[first], lines[first + 1 : end]))
    known = {" ".join(f"{it.type}:{it.name}".casefold().split()) for it in draft.interventions}
    for n, arm in enumerate(draft.arms):
        for treatment in arm.treatments:
            head, _, name = treatment.partition(": ")
            kind = enums.value("InterventionType", head)
            key = " ".join(f"{kind}:{name}".casefold().split())
            if kind and key not in known:
                known.add(key)
                draft.note("treatment_unlisted", f"{treatment!r} is not among the page's treatments", f"/arms/{n}")
                draft.interventions.append(InterventionDraft(name, kind))


def _type(line: str) -> str | None:
    found = _TYPE.fullmatch(unlisted(line))
    return enums.value("ArmGroupType", found[1]) if found else None


def _arm(label: str, lines: list[str]) -> ArmDraft:
    kind = _type(lines[0]) if lines else None
    rest = lines[1:] if kind else lines
    treatment = rest.index("Treatment:") if "Treatment:" in rest else len(rest)
    description = [line for line in rest[:treatment] if line != "Description:"]
    return ArmDraft(unlisted(label), kind, "\n".join(description) or None, list(map(unlisted, rest[treatment + 1 :])))
