"""The `trial-extract` command and its subcommands."""

import typer

from extract.cli.brat import app as brat
from extract.cli.check import check
from extract.cli.diff import diff
from extract.cli.explain import explain
from extract.cli.export import export
from extract.cli.facts import facts
from extract.cli.fetch import fetch
from extract.cli.logic import logic
from extract.cli.match import match
from extract.cli.migrate import migrate
from extract.cli.outline import outline
from extract.cli.regenerate import regenerate
from extract.cli.review import review
from extract.cli.run import run
from extract.cli.show import show
from extract.version import VERSION

app = typer.Typer(
    name="trial-extract",
    help="Turn clinical-trial registry records into structured, schema-validated JSON.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (
    run,
    facts,
    check,
    migrate,
    show,
    explain,
    logic,
    match,
    outline,
    export,
    fetch,
    regenerate,
    diff,
    review,
):
    app.command()(command)
app.add_typer(brat, name="brat")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"trial-extract {VERSION}")
        raise typer.Exit


@app.callback()
def options(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the release."),
) -> None:
    """Turn clinical-trial registry records into structured, schema-validated JSON."""


def main() -> None:
    """Run the command line; exit codes: 0 all good, 1 some records or documents failed, 2 wrong usage."""
    app()
