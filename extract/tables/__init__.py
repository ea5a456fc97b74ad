"""Documents as tables: one row a study, criterion, arm and fact, for engines that read tables."""

from extract.tables.columns import TABLES, Column
from extract.tables.rows import Rows, rows
from extract.tables.writers import FORMATS, MissingExtraError, write

__all__ = ["FORMATS", "TABLES", "Column", "MissingExtraError", "Rows", "rows", "write"]
