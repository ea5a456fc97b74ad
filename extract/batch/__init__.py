"""A run over many records: read, extract, write one document a study, and account for every record."""

from extract.batch.choosing import first, sample
from extract.batch.limits import Limits
from extract.batch.run import Options, run
from extract.batch.summary import Failure, Summary

__all__ = ["Failure", "Limits", "Options", "Summary", "first", "run", "sample"]
