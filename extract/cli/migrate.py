"""`trial-extract migrate`: bring documents of older schema versions to the current one."""

from pathlib import Path
from typing import Annotated

import typer


def migrate(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Documents, or folders of documents.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Change no file, only say what would change.")] = False,
) -> None:
    """Bring documents to the current schema version, in place; exit 1 where one cannot be, 2 on wrong usage."""
    from extract.checking.migrate import migrate as bring  # noqa: PLC0415  --help should not wait for the types
    from extract.checking.reading import NothingToCheckError, pieces  # noqa: PLC0415

    try:
        files = [piece.path for piece in pieces(paths, lambda _: False) if not piece.line]
    except NothingToCheckError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    done = bring(files, write=not dry_run)
    for path, cause in done.failed:
        typer.echo(f"{path}: {cause}", err=True)
    typer.echo(done.summary())
    raise typer.Exit(1 if done.failed else 0)
