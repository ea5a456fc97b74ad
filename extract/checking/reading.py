"""Files to decoded values, one at a time: JSON, JSON Lines (also gzipped), YAML, TOML and CSV, told by their names."""

import csv
import gzip
import io
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

MANIFEST = "manifest.json"
_LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
_JSON = (".json", ".json.gz")
_YAML = (".yaml", ".yml")
_TABLES = (".toml", ".csv")


class NothingToCheckError(Exception):
    """A path that does not exist, or a folder without documents."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A file, or one line of JSON Lines (`line` is its number from 1), not decoded yet."""

    path: Path
    data: bytes | None = None
    line: int = 0

    def read(self) -> bytes:
        """The bytes; raises OSError."""
        if self.data is not None:
            return self.data
        data = self.path.read_bytes()
        return gzip.decompress(data) if self.path.suffix == ".gz" else data


def pieces(paths: Iterable[Path], suits: Callable[[Path], bool]) -> Iterator[Piece]:
    """All that the paths name, in order; JSON Lines are streamed line by line.

    Folders are searched for JSON; YAML, TOML and CSV files in them count when they suit. The manifest of a run and what
    is hidden are left out. Raises NothingToCheckError for a path that is not there or a folder that holds nothing to
    check.
    """
    for path in paths:
        if path.is_dir():
            found = [
                file
                for file in sorted(path.rglob("*"))
                if file.is_file() and _counts(file.relative_to(path), suits, path)
            ]
            if not found:
                raise NothingToCheckError(f"{path}: no documents in this folder")
        elif path.is_file():
            found = [path]
        else:
            raise NothingToCheckError(f"{path}: no such file or folder")
        for file in found:
            yield from _lines(file) if file.name.endswith(_LINES) else (Piece(file),)


def _counts(path: Path, suits: Callable[[Path], bool], folder: Path) -> bool:
    # hidden folders hold what was, such as previous documents
    if path.name == MANIFEST or any(part.startswith(".") for part in path.parts):
        return False
    return path.name.endswith(_LINES + _JSON) or (path.suffix in _YAML + _TABLES and suits(folder / path))


def _lines(path: Path) -> Iterator[Piece]:
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield Piece(path, line, number)


def decode(path: Path, data: bytes) -> Any:  # noqa: ANN401  whatever the file holds
    """The value of a file; raises ValueError (msgspec, TOML, YAML and Unicode errors are) when it is malformed."""
    if path.suffix == ".toml":
        return tomllib.loads(data.decode("utf-8"))
    if path.suffix == ".csv":
        text = data.decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO("\n".join(ln for ln in text.splitlines() if ln and ln[0] != "#"))))
    if path.suffix in _YAML:
        return _yaml(data)
    return msgspec.json.decode(data)


def _yaml(data: bytes) -> Any:  # noqa: ANN401  whatever the file holds
    import yaml  # noqa: PLC0415  only overrides need it

    class Loader(yaml.SafeLoader):
        """Dates stay text, as JSON Schema has them."""

    Loader.yaml_implicit_resolvers = {
        first: [one for one in resolvers if one[0] != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    try:
        return yaml.load(data, Loader)  # noqa: S506  a safe loader
    except yaml.YAMLError as error:
        raise ValueError(" ".join(str(error).split())) from error
