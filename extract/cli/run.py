"""`trial-extract run`: records in, one document a study out."""

import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

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
    workers: Annotated[
        int | None, typer.Option(min=0, help="Processes to work with; 0 for this one alone.", show_default="all cores")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first so many records.")] = None,
    sample: Annotated[
        int | None, typer.Option(min=1, help="Only so many records, chosen by their ids: the same in any order.")
    ] = None,
    record_seconds: Annotated[float, typer.Option(min=0.1, help="Longest time for one record.")] = 60,
    record_memory: Annotated[int, typer.Option(min=64, help="Most memory for one record, in MiB.")] = 2048,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Start over where a run was broken off, instead of going on.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no summary.")] = False,
) -> None:
    """Extract every record of the sources; exit 1 when a record failed, each named with its cause on standard error.

    A run that was broken off goes on where it stood when it is started again.
    """
    # the pipeline loads spaCy, which --help should not wait for
    from extract import batch  # noqa: PLC0415
    from extract.pipeline import Extractor  # noqa: PLC0415
    from extract.writing import UnwritableError  # noqa: PLC0415

    console = Console(stderr=True)
    try:
        with _progress(console, expected(sources, limit, sample), hidden=quiet) as advance:
            summary = batch.run(
                sources,
                out,
                Extractor(),
                format=format,
                on_record=advance,
                read=_reader(sources, snapshots, offline),
                choose=partial(_chosen, limit, sample),
                options=batch.Options(
                    workers=cores() if workers is None else workers,
                    limits=batch.Limits(record_seconds, record_memory),
                    fresh=fresh,
                ),
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


def _chosen(
    limit: int | None, sample: int | None, items: "Iterator[Record | ReadFailure]"
) -> "Iterator[Record | ReadFailure]":
    """The records that `--limit` and `--sample` leave."""
    from extract import batch  # noqa: PLC0415  as above

    if sample is not None:
        items = batch.sample(items, sample)
    return items if limit is None else batch.first(items, limit)


def cores() -> int:
    """Processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def expected(sources: list[str], limit: int | None, sample: int | None) -> int | None:
    """About how many records there are, by the files and archive members of the sources; None where nobody can say."""
    count = 0
    for source in map(Path, sources):
        if source.is_dir():
            count += sum(1 for path in source.rglob("*") if path.is_file())
        elif zipfile.is_zipfile(source):
            with zipfile.ZipFile(source) as archive:
                count += len(archive.namelist())
        else:
            return limit or sample
    return min(count, limit or count, sample or count)


def _reader(sources: list[str], snapshots: Path, offline: bool) -> "Reader":
    """How sources are read: with a client of the registries only when one of them is no file."""
    from extract.records import read_records  # noqa: PLC0415  as above

    if all(source == "-" or Path(source).exists() for source in sources):
        return read_records
    from extract.fetching import reader  # noqa: PLC0415  as above

    return reader(snapshots, offline=offline)


class Rate(ProgressColumn):
    """Records a second of late."""

    def render(self, task: Task) -> Text:
        """Such as `212/s`."""
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:,.0f}/s")


@contextmanager
def _progress(console: Console, total: int | None, *, hidden: bool) -> Iterator[Callable[[], None]]:
    """A progress bar on a terminal with rate and time left, nothing elsewhere; gives what counts one record."""
    bar = Progress(
        SpinnerColumn(),
        BarColumn(),
        TextColumn("{task.completed:,.0f} records"),
        Rate(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=hidden or not console.is_terminal,
    )
    with bar:
        task = bar.add_task("records", total=total)
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
    if summary.resumed:
        table.add_row("resumed", f"{summary.resumed:,} stood there from the run that was broken off")
    if summary.repeated:
        table.add_row("repeated", f"{len(summary.repeated):,} studies met in several versions; the newest was kept")
    rate = summary.written / summary.seconds if summary.seconds else 0
    table.add_row(
        "time", f"{summary.seconds:.1f} s, {rate:,.0f} studies/s, {summary.characters:,} characters of criteria"
    )
    table.add_row("written to", str(out))
    console.print(table, highlight=False)
