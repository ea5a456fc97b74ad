"""CQL: one library a study for FHIR R4 data, in which what is not known is null."""

from extract.export.cql.library import export, exporter

__all__ = ["export", "exporter"]
