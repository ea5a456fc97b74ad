"""The Bundle of one study, validated as it is built."""

from fhir.resources.bundle import Bundle

from extract.document import StudyDocument
from extract.export.fhir.characteristics import Characteristics
from extract.export.fhir.group import group
from extract.export.fhir.study import research_study
from extract.export.fhir.values import Json
from extract.export.index import index
from extract.export.report import Ledger
from extract.export.targets import Artefact, Exporter, Options


def exporter(options: Options) -> Exporter:  # noqa: ARG001  FHIR needs no choices of the user
    """The function that exports one document."""
    return export


def export(document: StudyDocument) -> Artefact:
    """A collection Bundle: ResearchStudy, EvidenceVariable of the criteria, and a Group where the criteria are flat.

    Raises pydantic.ValidationError where a resource does not fit FHIR R5: a defect of the exporter.
    """
    ledger = Ledger("fhir", document)
    characteristics = Characteristics(index(document), ledger).top()
    criteria_id = f"{document.study_id}-criteria"
    resources = [research_study(document, f"EvidenceVariable/{criteria_id}" if characteristics else None)]
    if characteristics:
        resources.append(_evidence_variable(document, criteria_id, characteristics))
    flat = group(document.study_id, characteristics)
    if flat is not None:
        resources.append(flat)
    bundle = Bundle.model_validate(
        {
            "resourceType": "Bundle",
            "type": "collection",
            "entry": [{"fullUrl": f"urn:trial-extract:{r['id']}", "resource": r} for r in resources],
        }
    )
    data = bundle.model_dump_json(indent=2).encode() + b"\n"
    return Artefact({f"{document.study_id}.fhir.json": data}, ledger.report())


def _evidence_variable(document: StudyDocument, name: str, characteristics: list[Json]) -> Json:
    return {
        "resourceType": "EvidenceVariable",
        "id": name,
        "status": "active",
        "title": f"Eligibility criteria of {document.study_id}",
        "description": document.eligibility.text or None,
        "actual": False,
        "characteristic": characteristics,
    }
