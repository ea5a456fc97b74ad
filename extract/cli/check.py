"""`trial-extract check`: validate documents."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console


def check(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Documents, or folders of documents.")],
) -> None:
    """Validate study documents against their schema and the span rule; exit 1 on findings, 2 on wrong usage."""
    from extract.checking import NothingToCheckError  # noqa: PLC0415  --help should not wait for the validators
    from extract.checking import check as check_paths  # noqa: PLC0415

    error_console = Console(stderr=True, highlight=False, soft_wrap=True)
    try:
        result = check_paths(paths)
    except NothingToCheckError as error:
        error_console.print(str(error), style="red", markup=False)
        raise typer.Exit(2) from None
    for path, findings in result.by_file():
        for finding in findings:
            error_console.print(
                f"{path}:{finding.pointer or '/'}: {finding.severity} [{finding.rule}] {finding.message}", markup=False
            )
    typer.echo(f"{result.checked:,} documents checked, {result.errors:,} errors")
    raise typer.Exit(1 if result.errors else 0)
