"""Which YAML, TOML and CSV files in a folder are ours."""

from pathlib import Path

from extract.checking.kinds import kind_of, lexicon_kind
from extract.checking.reading import decode


def suits(path: Path) -> bool:
    """Whether a file in a searched folder is to be checked: a lexicon that has a schema of its own, or overrides.

    Other YAML and TOML in the folder is somebody else's; named outright, it is checked all the same.
    """
    if path.suffix in (".toml", ".csv"):
        return path.parent.name == "lexicons" or lexicon_kind(path.stem).name != "lexicon"
    try:
        return kind_of(decode(path, path.read_bytes()), path) is not None
    except (OSError, ValueError):
        # unreadable YAML is reported where its name says that it should hold overrides
        return "overrides" in path.name
