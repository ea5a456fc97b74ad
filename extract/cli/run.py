"""`trial-extract run`: records in, one document a study out."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from extract.document import Format

if TYPE_CHECKING:
    from extract.batch import Summary
    from extract.records import ReadFailure, Record

    Reader = Callable[[list[str], Format | None], Iterator[Record | ReadFailure]]


def run(  # noqa: PLR0913, PLR0917  one parameter an option
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...", help="Files, folders, zips, NCT ids, study addresses, or - for standard input."
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for one JSON file a study and manifest.json.")],
    format: Annotated[  # noqa: A002  the name of the option
        Format | None,
        typer.Option(help="Read every source as this format instead of detecting it."),
    ] = None,
    snapshots: Annotated[
        Path, typer.Option(help="Folder where records of ids and addresses are kept as fetched.")
    ] = Path("snapshots"),
    offline: Annotated[
        bool, typer.Option("--offline", help="Open no connection: ids come from snapshots only.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no summary.")] = False,
) -> None:
    """Extract every record of the sources; exit 1 when a record failed, each named with its cause on standard error."""
    # the pipeline loads spaCy, which --help should not wait for
    from extract.batch import run as run_batch  # noqa: PLC0415
    from extract.pipeline import Extractor  # noqa: PLC0415
    from extract.writing import UnwritableError  # noqa: PLC0415

    console = Console(stderr=True)
    try:
        with _progress(console, hidden=quiet) as advance:
            summary = run_batch(
                sources, out, Extractor(), format=format, on_record=advance, read=_reader(sources, snapshots, offline)
            )
    except UnwritableError as error:
        console.print(f"cannot write: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(2) from None
    for failure in summary.failed:
        console.print(
            f"failed: {failure.source}: {failure.cause}", style="red", markup=False, highlight=False, soft_wrap=True
        )
    if not quiet:
        print_summary(summary, out, Console())
    raise typer.Exit(1 if summary.failed else 0)


def _reader(sources: list[str], snapshots: Path, offline: bool) -> "Reader":
    """How sources are read: with a client of the registries only when one of them is no file."""
    from extract.records import read_records  # noqa: PLC0415  as above

    if all(source == "-" or Path(source).exists() for source in sources):
        return read_records
    from extract.fetching import reader  # noqa: PLC0415  as above

    return reader(snapshots, offline=offline)


@contextmanager
def _progress(console: Console, *, hidden: bool) -> Iterator[Callable[[], None]]:
    """A progress bar on a terminal, nothing elsewhere; gives the function that counts one record."""
    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.completed:,.0f} records"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=hidden or not console.is_terminal,
    )
    with bar:
        task = bar.add_task("records", total=None)
        yield lambda: bar.advance(task)


def print_summary(summary: "Summary", out: Path, console: Console) -> None:
    """Records read, written and failed; facts by kind; nodes by status; the share of numbers explained."""
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_row("records", f"{summary.read:,} read, {summary.written:,} written, {len(summary.failed):,} failed")
    for name, counts in (("facts", summary.facts), ("nodes", summary.nodes)):
        table.add_row(name, ", ".join(f"{count:,} {kind}" for kind, count in counts.most_common() if count) or "none")
    if numbers := summary.numbers.total():
        explained = 1 - summary.numbers["unexplained"] / numbers
        table.add_row("numbers", f"{numbers:,}, of which {explained:.1%} explained")
    if summary.repeated:
        table.add_row("repeated", f"{len(summary.repeated):,} studies met in several versions; the newest was kept")
    rate = summary.written / summary.seconds if summary.seconds else 0
    table.add_row(
        "time", f"{summary.seconds:.1f} s, {rate:,.0f} studies/s, {summary.characters:,} characters of criteria"
    )
    table.add_row("written to", str(out))
    console.print(table, highlight=False)
