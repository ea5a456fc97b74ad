"""trial-extract: clinical-trial registry records as structured, schema-validated JSON."""

__version__ = "0.1.0"
