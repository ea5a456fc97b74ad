"""`trial-extract logic`: the expression of a document as readable text."""

from pathlib import Path
from typing import Annotated

import typer

from extract.cli.documents import read_document
from extract.logic.readable import readable


def logic(
    path: Annotated[Path, typer.Argument(metavar="STUDY.json", help="A study document.")],
) -> None:
    """Print the eligibility expression of one document as an indented tree."""
    for line in readable(read_document(path).eligibility):
        typer.echo(line)
