"""Validation of documents, overrides, participants and lexicons: schema, invariants, drift; one Result."""

from extract.checking.checker import Defect, check_document
from extract.checking.files import Selection
from extract.checking.reading import NothingToCheckError
from extract.checking.result import Finding, Result
from extract.checking.run import check

__all__ = ["Defect", "Finding", "NothingToCheckError", "Result", "Selection", "check", "check_document"]
