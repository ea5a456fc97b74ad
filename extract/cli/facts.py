"""`trial-extract facts`: documents as tables."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extract.cli.documents import read_document

if TYPE_CHECKING:
    from extract.document import StudyDocument

_MANIFEST = "manifest.json"


class Format(StrEnum):
    """Kinds of files."""

    PARQUET = "parquet"
    CSV = "csv"
    JSONL = "jsonl"


class Compression(StrEnum):
    """Ways to compress CSV and JSON Lines; Parquet is compressed in itself."""

    NONE = "none"
    GZ = "gz"
    ZST = "zst"


def facts(
    studies: Annotated[list[Path], typer.Argument(metavar="DIR...", help="Folders of study documents, or documents.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the tables.")],
    format: Annotated[  # noqa: A002  the name of the option
        Format, typer.Option("--format", help="One file a table, or (jsonl) one file of whole documents.")
    ] = Format.PARQUET,
    compress: Annotated[Compression, typer.Option(help="Compression of csv and jsonl.")] = Compression.NONE,
) -> None:
    """Make the tables studies, criteria, arms and facts of documents, one row each, in the order of their files."""
    from extract.tables.writers import MissingExtraError, write  # noqa: PLC0415  --help need not wait for it
    from extract.writing import UnwritableError, prepare_folder  # noqa: PLC0415

    if format is Format.PARQUET and compress is not Compression.NONE:
        raise typer.BadParameter("Parquet is compressed in itself", param_hint="--compress")
    try:
        prepare_folder(out)
        counted = write(_documents(studies), out, format.value, compress.value)
    except (MissingExtraError, UnwritableError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    for table, count in counted.items():
        typer.echo(f"{table}: {count:,}")


def _documents(paths: list[Path]) -> "Iterator[StudyDocument]":
    for path in paths:
        if path.is_dir():
            yield from (read_document(file) for file in sorted(path.glob("*.json")) if file.name != _MANIFEST)
        else:
            yield read_document(path)
