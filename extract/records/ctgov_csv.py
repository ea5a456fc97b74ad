"""CSV and TSV downloads of ClinicalTrials.gov, new (v2) and older columns, read by their header.

The downloads have neither eligibility text nor arms. Older ones list outcome measures without their role.
"""

import csv
import re
from collections.abc import Iterator
from typing import BinaryIO, Literal

from extract.document import Eligibility, Enrollment, Sponsor
from extract.records import cells, design_labels, enums, limits
from extract.records.assemble import assemble
from extract.records.draft import Draft
from extract.records.record import Record, UnreadableRecordError
from extract.records.text import decode
from extract.records.values import age, date, nct_id, standard_ages

Row = tuple[dict[str, str], bytes]
"""Cells by the name of their column (today's names, lower case), and the row's own bytes."""

_TODAY = {
    "title": "study title", "status": "study status", "study designs": "study design", "gender": "sex",
    "funded bys": "funder type", "url": "study url", "sponsor/collaborators": "sponsor",
}  # fmt: skip
"""Older column names and today's."""

_AGES = re.compile(
    r"\s*(?:(\d+ \w+) (?:and older|to (\d+ \w+))|up to (\d+ \w+))?\s*(?:\(([^)]*)\)|([^()\d]*))\s*", re.IGNORECASE
)


def rows(stream: BinaryIO) -> Iterator[tuple[str, Row | UnreadableRecordError]]:
    """The rows of a download, streamed, each with its place in the file."""
    taken: list[bytes] = []
    lines = _lines(stream, taken)
    try:
        header_line = next(lines, "")
        tabs = "\t" in header_line
        # A TSV with a bare header has bare cells too: a quotation mark there is a character like others.
        quoting: Literal[0, 3] = csv.QUOTE_NONE if tabs and '"' not in header_line else csv.QUOTE_MINIMAL
        delimiter = "\t" if tabs else ","
        header = next(csv.reader([header_line], delimiter=delimiter, quoting=quoting), [])
        columns = [_TODAY.get(name.strip().lower(), name.strip().lower()) for name in header]
        if "nct number" not in columns:
            raise UnreadableRecordError("not_a_study", "a table without the column “NCT Number”")
        taken.clear()
        n = 0
        for n, row in enumerate(csv.reader(lines, delimiter=delimiter, quoting=quoting, strict=True), 1):
            own = b"".join(taken).rstrip(b"\r\n")
            taken.clear()
            if len(row) == len(columns):
                yield f"#{n}", (dict(zip(columns, row, strict=True)), own)
            elif any(cell.strip() for cell in row):
                cause = f"a row of {len(row)} cells under a header of {len(columns)}"
                yield f"#{n}", UnreadableRecordError("bad_csv", cause)
        if not n:
            raise UnreadableRecordError("no_records", "a header without rows")
    except csv.Error as error:
        raise UnreadableRecordError("bad_csv", f"the table breaks off at a row that is no CSV ({error})") from None


def _lines(stream: BinaryIO, taken: list[bytes]) -> Iterator[str]:
    while line := stream.readline(limits.RECORD_BYTES + 1):
        if len(line) > limits.RECORD_BYTES or sum(map(len, taken)) > limits.RECORD_BYTES:
            raise UnreadableRecordError("too_large", f"a row of more than {limits.RECORD_BYTES >> 20} MiB")
        taken.append(line)
        yield decode(line)


def read(row: Row) -> Record:
    """The record of one row; UnreadableRecordError for one without a ClinicalTrials.gov id."""
    cell, own = row
    if nct_id(cell["nct number"]) is None:
        raise UnreadableRecordError("not_a_study", f"{cell['nct number']!r} is no ClinicalTrials.gov id")

    def get(name: str) -> str | None:
        return cell.get(name, "").strip() or None

    draft = Draft(
        format="ctgov-csv",
        registry="clinicaltrials.gov",
        nct_id=get("nct number"),
        version=date(get("last update posted")),
        other_ids=cells.listed(get("other ids")),
        title=get("study title"),
        acronym=get("acronym"),
        conditions=cells.listed(get("conditions")),
    )
    draft.status = enums.read(draft, "Status", get("study status"), "/status")
    draft.study_type = enums.read(draft, "StudyType", get("study type"), "/study_type")
    draft.phases = design_labels.phases(draft, get("phases"))
    draft.design = design_labels.design(draft, get("study design"))
    count = get("enrollment")
    if count and count.isdecimal():
        draft.enrollment = Enrollment(int(count))
    sponsor = cells.listed(get("sponsor"))
    if sponsor:
        funders = cells.listed(get("funder type"))
        label = funders[0] if len(funders) == 1 else None
        draft.sponsor = Sponsor(sponsor[0], enums.read(draft, "AgencyClass", label, "/sponsor/class"))
    draft.interventions = cells.interventions(draft, get("interventions"))
    for role in ("primary", "secondary", "other"):
        cells.outcomes(draft, role, get(f"{role} outcome measures"))
    for measure in cells.listed(get("outcome measures")):
        draft.outcome("other", measure, None, None)
    if get("outcome measures"):
        draft.note("outcome_role_unknown", "the download does not say which outcomes are primary", "/outcomes", "info")
    draft.eligibility = _eligibility(draft, get("sex"), get("age"))
    return assemble(draft, own)


def _eligibility(draft: Draft, sex: str | None, ages: str | None) -> Eligibility:
    low = high = None
    groups: list[str | None] = []
    if ages:
        found = _AGES.fullmatch(ages)
        low, high = (age(found[1]), age(found[2] or found[3])) if found else (None, None)
        named = (found[4] or found[5] or "") if found else ""
        groups = [
            enums.read(draft, "StandardAge", one, "/eligibility/standard_ages") for one in named.split(", ") if one
        ]
        if found is None:
            draft.note("unknown_value", f"{ages!r} is no range of ages", "/eligibility")
    return Eligibility(
        text=None,
        sex=enums.read(draft, "Sex", sex, "/eligibility/sex"),  # type: ignore[arg-type]
        minimum_age=low,
        maximum_age=high,
        standard_ages=[one for one in groups if one] or (standard_ages(low, high) if low or high else []),  # type: ignore[misc]
    )
