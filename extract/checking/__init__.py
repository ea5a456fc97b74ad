"""Validation of study documents: schema, invariants, one Result."""

from extract.checking.checker import NothingToCheckError, check, check_document, check_file
from extract.checking.result import Finding, Result

__all__ = ["Finding", "NothingToCheckError", "Result", "check", "check_document", "check_file"]
