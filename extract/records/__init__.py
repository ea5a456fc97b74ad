"""Readers: every registry format into one neutral `Record`."""

from extract.records.record import ReadFailure, Record, UnreadableRecordError
from extract.records.sources import read_records

__all__ = ["ReadFailure", "Record", "UnreadableRecordError", "read_records"]
