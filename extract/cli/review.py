"""`trial-extract review`: the page on which curators read and correct."""

import getpass
import socket
import webbrowser
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console


def review(  # noqa: PLR0913, PLR0917  one parameter an option
    outputs: Annotated[Path, typer.Argument(metavar="OUTPUTS", help="Folder that `regenerate` filled.")],
    overrides: Annotated[
        Path | None, typer.Option(help="Folder of the overrides; by default where `regenerate` found them.")
    ] = None,
    who: Annotated[str | None, typer.Option(help="The curator's name; by default that of the system's user.")] = None,
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1; 0 takes a free one.")] = 8760,
    html: Annotated[Path | None, typer.Option("--html", help="Write read-only pages here instead.")] = None,
    open_page: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in the browser.")] = True,
) -> None:
    """Open the curator's desk in the browser; every decision is saved at once as an override. Ends with Ctrl-C."""
    try:
        import uvicorn  # noqa: PLC0415  needs the extra

        from extract.review.desk import Desk, NoDeskError  # noqa: PLC0415  as above
        from extract.review.server import make_app  # noqa: PLC0415  as above
        from extract.review.static_pages import write_pages  # noqa: PLC0415  as above
    except ImportError as error:
        raise typer.BadParameter(f"needs the extra: pip install 'trial-extract[review]' ({error})") from None
    from extract.pipeline import Extractor  # noqa: PLC0415  loads spaCy, which --help should not wait for
    from extract.writing import UnwritableError  # noqa: PLC0415  as above

    try:
        desk = Desk.at(outputs, overrides, Extractor())
        if html is not None:
            typer.echo(f"{write_pages(desk, html):,} studies written to {html / 'index.html'}")
            return
    except (NoDeskError, UnwritableError) as error:
        Console(stderr=True).print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(2) from None
    try:
        listening = socket.create_server(("127.0.0.1", port))
    except OSError as error:
        raise typer.BadParameter(f"port {port}: {error.strerror}; choose another with --port") from None
    port = listening.getsockname()[1]
    address = f"http://127.0.0.1:{port}/"
    typer.echo(f"{len(desk.studies()):,} studies at {address}  (overrides in {desk.store.folder}; Ctrl-C ends)")
    if open_page:
        webbrowser.open(address)
    app = make_app(desk, who or getpass.getuser(), port)
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listening])
