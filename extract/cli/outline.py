"""`trial-extract outline`: the tree of items of records' eligibility texts."""

from collections.abc import Iterator
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from extract.document import Format
from extract.outline import Item, Outline, parse
from extract.outline.cover import gaps
from extract.records import ReadFailure, read_records

_STYLE = {"section": "bold", "group": "bold cyan", "note": "dim", "preamble": "italic"}


def outline(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCE...", help="Files, folders or zips of records, or - for standard input."),
    ],
    format: Annotated[  # noqa: A002  the name of the option
        Format | None,
        typer.Option(help="Read every source as this format instead of detecting it."),
    ] = None,
    cover: Annotated[
        bool, typer.Option("--cover", help="Print no tree; prove that each text lies in its items once, whole.")
    ] = False,
) -> None:
    """Print the outline of each record's eligibility text; exit 1 when a record failed or a text is not covered."""
    console, errors = Console(highlight=False), Console(stderr=True, highlight=False, soft_wrap=True)
    texts = faults = 0
    for name, found in _outlines(sources, format):
        if isinstance(found, str):
            errors.print(f"failed: {name}: {found}", style="red", markup=False)
            faults += 1
            continue
        texts += 1
        if not cover:
            console.print(render(name, found))
            continue
        for gap in gaps(found):
            errors.print(f"{name}: {gap}", style="red", markup=False)
            faults += 1
    if cover:
        typer.echo(f"{texts:,} texts outlined, {faults:,} faults")
    raise typer.Exit(1 if faults else 0)


def _outlines(sources: list[str], format: Format | None) -> Iterator[tuple[str, Outline | str]]:  # noqa: A002
    """Name and outline of each record that has a text, or the cause why it could not be read."""
    for item in read_records(sources, format):
        if isinstance(item, ReadFailure):
            yield item.source, item.cause
        elif item.eligibility.text is not None:
            yield item.study_id, parse(item.eligibility.text)


def render(name: str, found: Outline) -> Tree:
    """An outline as a rich tree: id, marker and words of each item."""
    tree = Tree(Text(name, style="bold"))
    for issue in found.issues:
        tree.add(Text(f"{issue.severity}: {issue.message}", style="yellow"))
    stack = [(tree, item) for item in reversed(found.items)]
    while stack:
        branch, item = stack.pop()
        below = branch.add(_title(item))
        stack += [(below, child) for child in reversed(item.children)]
    return tree


def _title(item: Item) -> Text:
    title = Text(f"{item.id} ", style="green")
    if item.label:
        title.append(f"{' '.join(item.label.split())} ", style="dim")
    title.append(item.plain.text, style=_STYLE.get(item.kind, ""))
    if item.combine:
        title.append(f"  [{item.combine}]", style="magenta")
    if item.applies_to:
        title.append(f"  applies to {', '.join(item.applies_to)}", style="magenta")
    if item.parts:
        title.append(f"  {len(item.parts)} parts", style="dim")
    return title
