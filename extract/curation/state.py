"""What a regeneration remembers of the last one, in the manifest of the output folder."""

from pathlib import Path

import msgspec
from msgspec import Struct, field


class StudyState(Struct, frozen=True):
    """Digests of what a study's document was made from, and of the document itself."""

    source_sha256: str
    overrides_sha256: str | None
    release: str
    lexicon_sha256: str
    code_sha256: str
    document_sha256: str = ""


class Manifest(Struct):
    """The parts of `manifest.json` that regeneration and review go by; absent after a plain run."""

    studies: dict[str, StudyState] = field(default_factory=dict)
    overrides: str | None = None
    sources: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    """How long each study took when it was last run."""


def read_manifest(out: Path) -> Manifest:
    """The manifest of an output folder; an empty one where there is none that can be read."""
    try:
        return msgspec.json.decode((out / "manifest.json").read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError):
        return Manifest()
