"""The pages as read-only files, for sharing."""

from importlib import resources
from pathlib import Path

from extract.review.coverage import covered
from extract.review.desk import Desk
from extract.review.pages import Links, coverage_page, list_page, previous_page, study_page
from extract.writing import prepare_folder, write_atomic

STATIC = {"desk.css": "text/css", "desk.js": "text/javascript", "icon.svg": "image/svg+xml"}
"""Files that pages load, with their media types."""


def static_file(name: str) -> bytes:
    """A file that pages load, one of `STATIC`."""
    return (resources.files("extract.review") / "static" / name).read_bytes()


def write_pages(desk: Desk, folder: Path) -> int:
    """Write every page to `folder`; gives how many studies. Raises UnwritableError."""
    links = Links(files=True)
    prepare_folder(folder / "static")
    for name in STATIC:
        write_atomic(folder / "static" / name, static_file(name))
    rows = desk.rows()
    write_atomic(folder / "index.html", list_page(rows, links).encode())
    write_atomic(folder / "coverage.html", coverage_page(covered(desk), links).encode())
    for row in rows:
        try:
            opened = desk.open(row.study_id)
        except KeyError:
            continue
        write_atomic(folder / links.study(row.study_id), study_page(opened, desk, links).encode())
        if row.previous:
            change = desk.previous(row.study_id)
            page = previous_page(row.study_id, change, links)
            write_atomic(folder / links.difference(row.study_id), page.encode())
    return len(rows)
