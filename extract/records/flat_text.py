"""The flattened row: one field a line without labels, in the cell formats of the registry's CSV download.

Title, background (may hold blank lines), conditions, interventions (`TYPE: name|…`), primary outcomes, secondary
outcomes, [other outcomes,] description. The interventions line fixes the rest. There is no eligibility text.
"""

import re

from extract.records import enums
from extract.records.assemble import assemble
from extract.records.cells import interventions, listed, outcomes
from extract.records.draft import Draft
from extract.records.record import Record, UnreadableRecordError
from extract.records.text import decode
from extract.records.values import nct_id

_INTERVENTIONS = re.compile("(?:" + "|".join(enums.VALUES["InterventionType"]) + r"): \S")


def read(own: bytes) -> Record:
    """The record of one flattened row; UnreadableRecordError without a line of interventions below the title."""
    lines = decode(own).replace("\r\n", "\n").split("\n")
    at = next((n for n, line in enumerate(lines) if _INTERVENTIONS.match(line)), None)
    above = [line for line in lines[:at] if line.strip()]
    if at is None or len(above) < 2:
        raise UnreadableRecordError("not_a_study", "a text without a line of interventions such as `DRUG: name`")
    draft = Draft(format="flat-text", registry="none", title=above[0].strip())
    draft.nct_id = next((nct_id(line) for line in above if nct_id(line)), None)
    draft.conditions = listed(above[-1])
    draft.interventions = interventions(draft, lines[at])
    below = [line for line in lines[at + 1 :] if line.strip()]
    # A line of outcomes ends in a time frame; the first that does not is the description.
    for role, line in zip(("primary", "secondary", "other"), below, strict=False):
        if role != "primary" and not _is_outcomes(line, last=role == "other"):
            break
        outcomes(draft, role, line)
    return assemble(draft, own)


def _is_outcomes(line: str, last: bool) -> bool:
    """Whether a line is a list of outcomes and not prose: every item has the commas, and the last part no full stop."""
    items = line.split("|")
    prose = len(items) == 1 and line.rstrip().endswith(".") and re.search(r"[.] [A-Z]", line) is not None
    return all(", " in item for item in items) and not (prose and (last or "., " not in line))
