"""The layout of a snapshot folder, so that saved responses can be read without the network.

`snapshots.jsonl` has one line a response kept (newest last): url, time, status, headers, sha256, suffix, ids, aliases;
the body lies, as received, in `objects/<first two hex digits>/<sha256><suffix>`. Written by `extract.fetching`.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct, field

INDEX = "snapshots.jsonl"
_HEX = re.compile(r"[0-9a-f]{64}")
_SUFFIXES = {".json", ".html", ".zip", ".txt"}


class Entry(Struct, frozen=True):
    """One response kept."""

    url: str
    time: str
    status: int
    sha256: str
    suffix: str
    headers: dict[str, str] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    """Study ids whose record the body holds (the address for a page without one); none for what is no record."""
    aliases: dict[str, str] = field(default_factory=dict)
    """Other names that a study was asked for by (an old id, a page's address) → its id."""

    def path(self, folder: Path) -> Path:
        """Where the body lies; ValueError for an entry that is not well-formed."""
        if not _HEX.fullmatch(self.sha256) or self.suffix not in _SUFFIXES:
            raise ValueError(f"malformed entry in {INDEX}")
        return folder / "objects" / self.sha256[:2] / f"{self.sha256}{self.suffix}"


def entries(folder: Path) -> Iterator[Entry]:
    """All entries, oldest first; a last line cut short by a kill is passed over."""
    try:
        lines = (folder / INDEX).read_bytes().split(b"\n")
    except FileNotFoundError:
        return
    for line in lines:
        try:
            yield msgspec.json.decode(line, type=Entry)
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue


def current(folder: Path) -> list[tuple[Path, set[str]]]:
    """Bodies with the studies for which each is the newest, in the order of first fetching."""
    newest: dict[str, Entry] = {}
    for entry in entries(folder):
        for id_ in entry.ids:
            newest[id_] = entry
    out: dict[Path, set[str]] = {}
    for id_, entry in newest.items():
        try:
            out.setdefault(entry.path(folder), set()).add(id_)
        except ValueError:
            continue
    return list(out.items())
