"""Composes the stages; nothing else knows their order."""

from hashlib import sha256
from importlib import resources

from extract import __version__
from extract.assembly import node_tree
from extract.document import Release


def release() -> Release:
    """What this installation is: name, version, and a digest of all lexicon files, which decide what is found."""
    digest = sha256()
    folder = resources.files("extract.lexicons")
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith((".toml", ".csv")):
            digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return Release(name="trial-extract", version=__version__, lexicon_sha256=digest.hexdigest())
