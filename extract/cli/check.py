"""`trial-extract check`: validate documents, overrides, participants and lexicons."""

from pathlib import Path
from typing import Annotated, Literal

import typer


def check(  # noqa: PLR0913, PLR0917  one parameter an option
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH...", help="Files, JSON Lines (also .gz), or folders of these."),
    ],
    format: Annotated[  # noqa: A002  the name of the option
        Literal["text", "json", "junit", "sarif", "github"] | None,
        typer.Option("--format", "-f", help="Of the report."),
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File for the report.")] = None,
    against: Annotated[Path | None, typer.Option(help="Records to extract anew; a difference is a finding.")] = None,
    baseline: Annotated[Path | None, typer.Option(help="Findings that are known; only new ones count.")] = None,
    write_baseline: Annotated[Path | None, typer.Option(help="Keep all findings in this file, and exit 0.")] = None,
    select: Annotated[list[str] | None, typer.Option(help="Only this rule; may be repeated.")] = None,
    ignore: Annotated[list[str] | None, typer.Option(help="Not this rule; may be repeated.")] = None,
    fail_on: Annotated[Literal["error", "warning"] | None, typer.Option(help="Least severity that fails.")] = None,
    kind: Annotated[str | None, typer.Option(help="Take every file as this kind instead of telling it.")] = None,
    workers: Annotated[int | None, typer.Option("--workers", "-j", help="Processes.")] = None,
) -> None:
    """Validate documents, overrides, participants and lexicons; exit 1 on findings, 2 on wrong usage, 3 on a fault."""
    from extract.checking.command import run_check  # noqa: PLC0415  --help should not wait for the validators

    options = {
        "format": format,
        "output": None if output is None else str(output),
        "against": None if against is None else str(against),
        "baseline": None if baseline is None else str(baseline),
        "select": select or None,
        "ignore": ignore or None,
        "fail_on": fail_on,
        "kind": kind,
        "workers": workers,
    }
    raise typer.Exit(run_check(paths, options, write_baseline, typer.echo, lambda line: typer.echo(line, err=True)))
