"""`trial-extract brat`: facts to and from brat's stand-off annotation."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

app = typer.Typer(
    help="Annotate in brat: export the facts, import what was changed as overrides.", no_args_is_help=True
)

_Documents = Annotated[Path, typer.Argument(metavar="OUTPUTS", help="Folder of the documents.")]
_Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the annotations.")]


@app.command(name="export")
def export_(outputs: _Documents, folder: _Folder) -> None:
    """Write `.txt` and `.ann` for each study, and the configuration that brat needs to show them."""
    from extract.curation import brat  # noqa: PLC0415  --help should not wait
    from extract.curation.compare import read  # noqa: PLC0415  as above
    from extract.writing import UnwritableError, prepare_folder, write_atomic  # noqa: PLC0415  as above

    try:
        prepare_folder(folder)
        write_atomic(folder / "annotation.conf", brat.CONFIGURATION.encode())
        paths = _documents(outputs)
        for path in paths:
            text, ann = brat.export(read(path))
            write_atomic(folder / f"{path.stem}.txt", text.encode())
            write_atomic(folder / f"{path.stem}.ann", ann.encode())
    except UnwritableError as error:
        Console(stderr=True).print(f"cannot write: {error}", style="red", markup=False, soft_wrap=True)
        raise typer.Exit(2) from None
    typer.echo(f"{len(paths):,} studies written to {folder}")


@app.command(name="import")
def import_(
    outputs: _Documents,
    folder: _Folder,
    who: Annotated[str, typer.Option(help="The annotator's name.")],
    overrides: Annotated[
        Path | None, typer.Option(help="Folder of the overrides; by default where `regenerate` found them.")
    ] = None,
) -> None:
    """Keep what was changed in the annotations as overrides; exit 1 when something could not be taken over."""
    from extract.curation import BadOverridesError, Store, brat  # noqa: PLC0415  --help should not wait
    from extract.curation.compare import read  # noqa: PLC0415  as above
    from extract.curation.state import read_manifest  # noqa: PLC0415  as above
    from extract.writing import UnwritableError  # noqa: PLC0415  as above

    kept = overrides or read_manifest(outputs).overrides
    if kept is None:
        raise typer.BadParameter(f"{outputs}: made without `regenerate`; say with --overrides where overrides are kept")
    store = Store(overrides or (outputs / str(kept)).resolve())
    errors, made, failed = Console(stderr=True, highlight=False, soft_wrap=True), 0, 0
    for path in _documents(outputs):
        ann = folder / f"{path.stem}.ann"
        if not ann.is_file():
            continue
        try:
            document = read(path)
            if store.read(path.stem).sha256 != document.extractor.overrides_sha256:
                raise ValueError("overrides were made since: regenerate and export first")
            text = ann.with_suffix(".txt").read_bytes().decode("utf-8")
            entries, problems = brat.overrides(document, text, ann.read_text("utf-8"), who)
            for entry in entries:
                store.append(path.stem, entry)
            made += len(entries)
        except (ValueError, OSError, BadOverridesError, UnwritableError) as error:
            problems = [str(error)]
        failed += len(problems)
        for problem in problems:
            errors.print(f"{path.stem}: {problem}", style="red", markup=False)
    typer.echo(f"{made:,} overrides kept; regenerate to apply them")
    raise typer.Exit(1 if failed else 0)


def _documents(outputs: Path) -> list[Path]:
    found = [path for path in sorted(outputs.glob("*.json")) if path.name != "manifest.json"]
    if not found:
        raise typer.BadParameter(f"{outputs}: no documents in this folder")
    return found
