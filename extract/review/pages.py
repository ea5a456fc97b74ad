"""The pages as HTML: templates with everything from a registry escaped."""

from base64 import b64encode
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from extract.curation.changes import Difference, StudyChange
from extract.curation.compare import mark
from extract.curation.places import homes_of
from extract.document import Node, StudyDocument
from extract.review.coverage import Covered
from extract.review.desk import Desk, Opened, Row, decided
from extract.review.doubts import doubts
from extract.review.facts import entry_line, fact_views
from extract.review.highlight import LANES, segments


class Links:
    """Where pages are: on the running desk, or in a folder of files."""

    def __init__(self, *, files: bool = False) -> None:
        self.files = files

    def study(self, study_id: str) -> str:
        """A study's page."""
        return f"{study_id}.html" if self.files else f"/study/{study_id}"

    def difference(self, study_id: str) -> str:
        """How a study differs from its previous version."""
        return f"{study_id}-difference.html" if self.files else f"/study/{study_id}/difference"

    @property
    def index(self) -> str:
        """The list of studies."""
        return "index.html" if self.files else "/"

    @property
    def coverage(self) -> str:
        """The coverage page."""
        return "coverage.html" if self.files else "/coverage"

    def static(self, name: str) -> str:
        """A style sheet or script."""
        return f"static/{name}" if self.files else f"/static/{name}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("extract.review"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    tests: dict[str, Callable[[Any], bool]] = {
        "decided": decided,
        # these have a line of their own
        "unexplained": lambda reason: str(reason).startswith("unexplained number"),
    }
    environment.tests.update(tests)
    environment.filters.update({"mark": mark, "facts": fact_views, "entry": entry_line})
    return environment


_FILES_MAY = "script-src 'self' file:; style-src 'self' file:; img-src 'self' file:"


def _page(name: str, links: Links, token: str, **values: Any) -> str:  # noqa: ANN401  the template's values
    """A page; files carry the policy that the running desk sends as a header."""
    if links.files:
        values["policy"] = f"default-src 'none'; base-uri 'none'; form-action 'none'; {values.pop('may', _FILES_MAY)}"
    return _environment().get_template(name).render(links=links, token=token, **values)


def list_page(rows: list[Row], links: Links, token: str = "") -> str:
    """The list of studies."""
    return _page("list.html", links, token, rows=rows)


def study_page(opened: Opened, desk: Desk, links: Links, token: str = "") -> str:
    """A study: its text with every fact in its place, and its criteria."""
    document = opened.document
    return _page(
        "study.html",
        links,
        token,
        opened=opened,
        document=document,
        tree=tree(document),
        doubts=doubts(document),
        segments=segments(document.eligibility.text or "", opened.nodes),
        lanes=LANES,
        previous=desk.has_previous(document.study_id),
        writable=bool(token) and opened.error is None,
    )


def tree(document: StudyDocument) -> list[tuple[Node, int, int]]:
    """Every node in reading order, its depth, and that of the node after it: a tree of any depth without recursion."""
    homes = homes_of(document)
    depths = [len(home.above) for home in homes]
    return list(zip((home.node for home in homes), depths, [*depths[1:], 0], strict=False))


def previous_page(study_id: str, change: StudyChange | None, links: Links, token: str = "") -> str:
    """How a study's document differs from the one before it."""
    studies = [change] if change else []
    heading = f"{study_id}: what changed since the previous version"
    return _page("difference.html", links, token, found=Difference(1, studies), heading=heading, back=study_id)


def difference_page(found: Difference) -> str:
    """The differences of two folders as one file with its style inside."""
    style = (resources.files("extract.review") / "static" / "desk.css").read_text("utf-8")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    values = {"heading": "Differences", "back": None, "style": style, "may": f"style-src 'sha256-{digest}'"}
    return _page("difference.html", Links(files=True), "", found=found, **values)


def coverage_page(covered: Covered, links: Links, token: str = "") -> str:
    """What the folder covers, in plots."""
    return _page("coverage.html", links, token, covered=covered)
