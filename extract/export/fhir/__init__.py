"""FHIR R5: a Bundle a study: its ResearchStudy, the criteria as EvidenceVariable, and a Group where they are flat."""

from extract.export.fhir.bundle import export, exporter

__all__ = ["export", "exporter"]
