"""`trial-extract diff`: what changed between two documents or folders of them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from extract.curation.changes import Difference, NodeChange, StudyChange


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A document, or a folder of documents.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The same later.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the differences as JSON.")] = False,
    html: Annotated[Path | None, typer.Option("--html", help="Write the differences as a page to this file.")] = None,
) -> None:
    """Tell what changed, by study, criterion and fact, and by what cause; exit 1 when anything did."""
    from extract.curation.compare import UncomparableError, compare_paths  # noqa: PLC0415  --help should not wait

    try:
        found = compare_paths(old, new)
    except UncomparableError as error:
        raise typer.BadParameter(str(error)) from None
    if html is not None:
        _write_page(found, html)
    elif as_json:
        typer.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
    else:
        _print(found, Console(highlight=False))
    raise typer.Exit(1 if found.studies else 0)


def _write_page(found: "Difference", path: Path) -> None:
    try:
        from extract.review.pages import difference_page  # noqa: PLC0415  needs the extra
    except ImportError as error:
        raise typer.BadParameter(f"--html needs the extra: pip install 'trial-extract[review]' ({error})") from None
    try:
        path.write_text(difference_page(found), "utf-8")
    except OSError as error:
        raise typer.BadParameter(f"{path}: {error.strerror}") from None


def _print(found: "Difference", console: Console) -> None:
    for study in found.studies:
        console.print(_heading(study))
        if study.fields or study.nodes:
            console.print(_table(study))
    kinds = [study.change for study in found.studies]
    counts = ", ".join(f"{kinds.count(kind):,} {kind}" for kind in ("changed", "new", "gone"))
    console.print(f"{found.compared:,} studies compared: {counts}")


def _heading(study: "StudyChange") -> Text:
    line = Text(f"{study.study_id}  {study.title or ''}: ", style="bold")
    return line.append(study.change + (f" by {', '.join(study.causes)}" if study.causes else ""), style="yellow")


def _table(study: "StudyChange") -> Table:
    """Old on the left, new on the right."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(width=24)
    table.add_column(ratio=1, style="red")
    table.add_column(ratio=1, style="green")
    for field in study.fields:
        table.add_row(Text(f"  {field.name}"), Text(field.old or "–"), Text(field.new or "–"))
    for node in study.nodes:
        _rows(table, node)
    return table


def _rows(table: Table, node: "NodeChange") -> None:
    place = node.new_id or node.old_id
    if node.old_id and node.new_id and node.old_id != node.new_id:
        place = f"{node.old_id} → {node.new_id}"
    what = ", ".join(change for change in node.changes if change not in ("facts", "fields"))
    table.add_row(Text(f"  {place} {what}"), Text(node.old_text or "–"), Text(node.new_text or "–"))
    for field in node.fields:
        table.add_row(Text(f"    {field.name}"), Text(field.old or "–"), Text(field.new or "–"))
    for fact in node.facts:
        table.add_row(Text(f"    {fact.kind} ({fact.cause})"), Text(fact.old or "–"), Text(fact.new or "–"))
