"""`trial-extract fetch`: records from the registries into a folder of snapshots."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console

if TYPE_CHECKING:
    from extract.fetching import Fetcher, Report, Target

_PREFIXES = ("query.", "filter.", "postFilter.", "aggFilters", "sort", "geoDecay")


def fetch(  # noqa: PLR0913, PLR0917  one parameter an option
    studies: Annotated[
        list[str] | None, typer.Argument(metavar="[ID|URL]...", help="NCT ids, study addresses, Veeva slugs.")
    ] = None,
    to: Annotated[
        Path, typer.Option("--to", help="Folder of snapshots; what is there already is not asked for.")
    ] = Path("snapshots"),
    query: Annotated[str | None, typer.Option(help="Search ClinicalTrials.gov: any words (`query.term`).")] = None,
    condition: Annotated[str | None, typer.Option(help="Search by condition (`query.cond`).")] = None,
    status: Annotated[list[str] | None, typer.Option(help="With a search: `RECRUITING`, `COMPLETED`, …")] = None,
    filter_: Annotated[
        list[str] | None,
        typer.Option("--filter", metavar="NAME=VALUE", help="With a search: any parameter as the API names it."),
    ] = None,
    bulk: Annotated[bool, typer.Option("--bulk", help="The whole registry as one zip (some gigabytes).")] = False,
    changed: Annotated[
        bool, typer.Option("--changed", help="Fetch again what is here, and say whose content changed.")
    ] = False,
    prefer: Annotated[
        Literal["veeva", "ctgov"], typer.Option(help="Whose record to keep when a page names an NCT id.")
    ] = "veeva",
    user_agent: Annotated[str | None, typer.Option(help="How to introduce this client to the registry.")] = None,
    interval: Annotated[float, typer.Option(min=0.0, help="Seconds between requests.")] = 1.0,
    allow_host: Annotated[list[str] | None, typer.Option(metavar="ORIGIN", help="Open this origin too.")] = None,
    ctgov: Annotated[str | None, typer.Option(metavar="URL", help="Another address of the API.")] = None,
    veeva: Annotated[str | None, typer.Option(metavar="URL", help="Another address of ClinicalTrials.Veeva.")] = None,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Use no HTTP cache.")] = False,
) -> None:
    """Fetch records and keep them as received; exit 1 when one could not be had, 2 on wrong usage."""
    from extract.fetching import Fetcher, Manners, Store, Transport  # noqa: PLC0415  --help should not wait for requests
    from extract.fetching import ctgov as api  # noqa: PLC0415
    from extract.fetching import veeva as site  # noqa: PLC0415

    console = Console(stderr=True, highlight=False, soft_wrap=True)
    targets, params = _targets(studies or [], console), _search(query, condition, status, filter_, console)
    if sum((bool(targets), bool(params), bulk)) != 1 and not (changed and not params and not bulk):
        console.print("give ids or addresses, or a search, or --bulk, or --changed", style="red")
        raise typer.Exit(2)
    manners = Manners(interval=interval, allowed=tuple(allow_host or ()), cache=None if no_cache else cache_file())
    if user_agent:
        manners = Manners(**(vars(manners) | {"user_agent": user_agent}))
    transport, store = Transport(manners), Store(to)
    fetcher = Fetcher(
        store,
        api.CtGov(transport, ctgov or api.BASE, fresh=changed),
        site.Veeva(transport, veeva or site.SITE, fresh=changed),
        prefer,
    )
    try:
        report = _fetch(fetcher, targets, params, bulk=bulk, changed=changed)
        store.write_manifest(report)
    except OSError as error:
        console.print(f"cannot write: {error}", style="red", markup=False)
        raise typer.Exit(2) from None
    _tell(report, to, console)
    raise typer.Exit(1 if report.failed else 0)


def _fetch(
    fetcher: "Fetcher", targets: list["Target"], params: dict[str, str], *, bulk: bool, changed: bool
) -> "Report":
    if changed:
        report = fetcher.changed(targets)
    elif bulk:
        report = fetcher.bulk()
    else:
        report = fetcher.search(params) if params else fetcher.targets(targets)
    if report.fetched:
        fetcher.note_version(report)
    return report


def cache_file() -> str:
    """Where the HTTP cache lives."""
    from platformdirs import user_cache_path  # noqa: PLC0415  as above

    return str(user_cache_path("trial-extract", ensure_exists=True) / "http.sqlite")


def _targets(words: list[str], console: Console) -> list["Target"]:
    from extract.fetching import targets  # noqa: PLC0415  as above

    parsed = [(word, targets.parse(word)) for word in words]
    for word, target in parsed:
        if target is None:
            console.print(f"{word!r} is no NCT id, study address or slug", style="red", markup=False)
            raise typer.Exit(2)
    return [target for _, target in parsed if target]


def _search(
    query: str | None, condition: str | None, status: list[str] | None, filters: list[str] | None, console: Console
) -> dict[str, str]:
    params = {"query.term": query or "", "query.cond": condition or "", "filter.overallStatus": "|".join(status or [])}
    for one in filters or []:
        name, equals, value = one.partition("=")
        if not equals or not value:
            console.print(f"--filter {one!r} is not NAME=VALUE", style="red", markup=False)
            raise typer.Exit(2)
        params[name if name.startswith(_PREFIXES) else f"filter.{name}"] = value
    return {name: value for name, value in params.items() if value}


def _tell(report: "Report", to: Path, console: Console) -> None:
    for failure in report.failed:
        console.print(f"failed: {failure.asked}: {failure.cause}", style="red", markup=False)
    for asked, id_ in report.aliases.items():
        if asked != id_:
            typer.echo(f"{asked} is {id_}")
    for id_ in report.changed:
        typer.echo(f"changed: {id_}")
    counts = f"{len(report.fetched):,} fetched, {len(report.kept):,} here already, {len(report.failed):,} failed"
    if report.changed or report.unchanged:
        counts += f"; {len(report.changed):,} changed, {len(report.unchanged):,} unchanged"
    typer.echo(f"{counts}; snapshots in {to}")
