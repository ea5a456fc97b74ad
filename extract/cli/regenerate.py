"""`trial-extract regenerate`: bring documents up to date with records, overrides and rules."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from extract.curation.regenerate import Regenerated

_NAMES = {
    "unchanged": "unchanged",
    "source": "changed by source",
    "overrides": "changed by overrides",
    "rules": "changed by rules",
    "new": "new",
    "gone": "gone",
    "failed": "failed",
}


def regenerate(
    corpus: Annotated[list[str], typer.Argument(metavar="CORPUS...", help="Files, folders or zips of records.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of the documents.")],
    overrides: Annotated[
        Path | None, typer.Option(help="Folder of the overrides; by default `overrides` in the corpus.")
    ] = None,
) -> None:
    """Run again only what changed, with the curator's overrides; exit 1 when a record or its overrides failed."""
    from extract.curation.regenerate import regenerate as bring_up  # noqa: PLC0415  --help should not load spaCy
    from extract.pipeline import Extractor  # noqa: PLC0415  as above
    from extract.writing import UnwritableError  # noqa: PLC0415  as above

    errors = Console(stderr=True, highlight=False, soft_wrap=True)
    try:
        done = bring_up(corpus, out, Extractor(), overrides=overrides)
    except UnwritableError as error:
        errors.print(f"cannot write: {error}", style="red", markup=False)
        raise typer.Exit(2) from None
    for source, cause in done.failed:
        errors.print(f"failed: {source}: {cause}", style="red", markup=False)
    for line in stale_lines(done):
        errors.print(line, markup=False)
    typer.echo(summary(done))
    raise typer.Exit(1 if done.failed else 0)


def stale_lines(done: "Regenerated") -> list[str]:
    """Each override that was not applied, with the text that it was made on and what stands there now."""
    lines = []
    for study, outcome in done.stale:
        entry = outcome.entry
        lines.append(f"{outcome.state} override: {study} {entry.id} by {entry.who}: {outcome.why}")
        lines.append(f"  made on: {entry.quote}")
        lines.append(f"  now:     {outcome.now if outcome.now is not None else '(nothing like it)'}")
    return lines


def summary(done: "Regenerated") -> str:
    """Studies by what became of them, then the overrides."""
    counts = done.counts
    lines = [f"{name:<21}{counts.get(change, 0):>6,}" for change, name in _NAMES.items()]  # type: ignore[call-overload]
    outcomes = [outcome.state for found in done.outcomes.values() for outcome in found]
    if outcomes:
        kinds = ("applied", "unneeded", "stale", "invalid")
        told = ", ".join(f"{outcomes.count(kind)} {kind}" for kind in kinds if kind in outcomes)
        lines.append(f"{'overrides':<21}{len(outcomes):>6,}  ({told})")
    return "\n".join(lines)
