"""trial-extract: clinical-trial registry records as structured, schema-validated JSON.

The public API:

- `read_records(sources)` reads files, folders and zips of any known format as `Record`s and `ReadFailure`s;
- `Extractor().extract(record)` gives the `StudyDocument` of one record;
- `extract(source)` does both for one source;
- `encode(document)` gives the bytes of its file, `validate(document)` the defects of a decoded one.
"""

from typing import TYPE_CHECKING, Any

from extract.version import VERSION

__version__ = VERSION

__all__ = [
    "Extractor",
    "ReadFailure",
    "Record",
    "StudyDocument",
    "encode",
    "extract",
    "read_records",
    "validate",
]

if TYPE_CHECKING:
    from extract.api import Extractor, ReadFailure, Record, StudyDocument, encode, extract, read_records, validate


def __getattr__(name: str) -> Any:  # noqa: ANN401  whatever the API's name stands for
    """Loads the API when it is first used: `import extract` alone, as `--help` needs it, loads no spaCy."""
    if name in __all__:
        from extract import api  # noqa: PLC0415  see above

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
