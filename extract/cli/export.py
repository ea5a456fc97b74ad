"""`trial-extract export`: documents in other people's formats, each with a report of what was lost."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from extract.cli.documents import read_document
from extract.export.targets import TARGETS, ExportError, Options, exporter
from extract.writing import UnwritableError, prepare_folder, write_atomic


def export(  # noqa: PLR0913, PLR0917  one argument an option of the command
    target: Annotated[str, typer.Argument(help=f"One of: {', '.join(TARGETS)}.")],
    studies: Annotated[
        list[Path], typer.Argument(metavar="STUDY.json...", help="Study documents, or folders of them.")
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder for the artefacts and their loss reports.")],
    codes: Annotated[
        Path | None, typer.Option(help="CSV with id, vocabulary, code: what measures and questions are called.")
    ] = None,
    vocabulary: Annotated[Path | None, typer.Option(help="Folder with the vocabulary's CONCEPT.csv (circe).")] = None,
    index: Annotated[
        str, typer.Option(help="Events, by anchor id, that the index event stands for, such as screening,consent.")
    ] = "",
) -> None:
    """Write each study for another engine, and beside it a report of what was approximated or left out, and why."""
    if target not in TARGETS:
        raise typer.BadParameter(f"{target!r} is none of {', '.join(TARGETS)}", param_hint="TARGET")
    try:
        run = exporter(target, Options(codes, vocabulary, tuple(part for part in index.split(",") if part)))
        prepare_folder(out)
        for path in _files(studies):
            document = read_document(path)
            artefact = run(document)
            for name, data in artefact.files.items():
                write_atomic(out / name, data)
            report = msgspec.json.format(msgspec.json.encode(artefact.report), indent=2) + b"\n"
            write_atomic(out / f"{document.study_id}.{target}.report.json", report)
            counts = artefact.report.counts
            typer.echo(
                f"{document.study_id}: {counts['mapped']} mapped, {counts['approximated']} approximated, "
                f"{counts['left_out']} left out"
            )
    except (ExportError, UnwritableError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None


def _files(paths: list[Path]) -> list[Path]:
    return [file for path in paths for file in (sorted(path.glob("*.json")) if path.is_dir() else [path])]
