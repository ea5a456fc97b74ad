"""OHDSI CIRCE: the criteria as cohort definitions that ATLAS and CIRCE engines run on the OMOP common data model."""

from extract.export.circe.cohort import exporter

__all__ = ["exporter"]
