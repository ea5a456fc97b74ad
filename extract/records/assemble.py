"""From a reader's draft to the neutral record: ids, links, digests."""

import hashlib

import msgspec

from extract.document import Eligibility, Source
from extract.records.draft import Draft
from extract.records.links import arms_and_interventions
from extract.records.record import Record
from extract.records.values import nct_id

_LATER = {"criteria", "expression", "regimens", "times"}
"""Parts of the document's types that later stages fill: no part of the record's content."""


def assemble(draft: Draft, own: bytes) -> Record:
    """The record of a draft; `own` are the record's own bytes (the study object, row, member or page)."""
    digest = hashlib.sha256(own).hexdigest()
    study = nct_id(draft.nct_id)
    if draft.nct_id and study is None:
        draft.note("invalid_nct_id", f"{draft.nct_id!r} is no ClinicalTrials.gov id", "/study_id")
    if draft.enrollment and draft.enrollment.count == 0 and draft.status != "WITHDRAWN":
        draft.note("enrollment_zero", "the record says that nobody is enrolled", "/enrollment", "info")
    if draft.eligibility.text is None:
        draft.note("no_eligibility_text", "the source has no eligibility criteria", "/eligibility/text", "info")
    arms, interventions = arms_and_interventions(draft)
    others = ([draft.nct_id] if draft.nct_id and study is None else []) + draft.other_ids
    url = draft.url or (
        f"https://clinicaltrials.gov/study/{study}" if study and draft.registry == "clinicaltrials.gov" else None
    )
    record = Record(
        study_id=study or f"sha256-{digest[:12]}",
        source=Source(draft.registry, draft.format, url, digest, "0" * 64, draft.version),
        other_ids=list(dict.fromkeys(id_ for id_ in others if id_ and id_ != study)),
        title=draft.title,
        official_title=draft.official_title,
        acronym=draft.acronym,
        status=draft.status,
        study_type=draft.study_type,
        phases=draft.phases,
        design=draft.design,
        enrollment=draft.enrollment,
        conditions=draft.conditions,
        keywords=draft.keywords,
        sponsor=draft.sponsor,
        arms=arms,
        interventions=interventions,
        outcomes=draft.outcomes,
        eligibility=draft.eligibility,
        issues=draft.issues,
    )
    record.source.content_sha256 = content_sha256(record)
    return record


def content_sha256(record: Record) -> str:
    """Digest of what the record says of its study.

    Left out: where it came from and when (source, update date), issues of reading, and with them everything that the
    registry stamps anew without a change by the sponsor (`versionHolder`, derived terms that no intervention bears).
    """
    fields = msgspec.to_builtins(record, order="deterministic")
    for other in ("source", "issues"):
        del fields[other]
    if record.study_id.startswith("sha256-"):
        del fields["study_id"]
    for thing in (fields["eligibility"], *fields["arms"], *fields["interventions"], *fields["outcomes"]):
        for name in _LATER & thing.keys():
            del thing[name]
    return hashlib.sha256(msgspec.json.encode(fields, order="sorted")).hexdigest()


def empty_eligibility(text: str | None) -> Eligibility:
    """Eligibility of a source that has the text alone; white space is no text."""
    return Eligibility(text=text if text and text.strip() else None)
