"""Whether the published schemas and the pages about them are those that types and rules make; `--write` renews them."""

import sys
from pathlib import Path

from extract.checking.describe import pages
from extract.checking.schema import overrides_schema, participant_schema, published, render, schema_folder, study_schema
from extract.curation.overrides import OVERRIDES_VERSION
from extract.document import SCHEMA_VERSION
from extract.logic.participant import PARTICIPANT_VERSION


def schemas() -> dict[Path, str]:
    """The schemas that types make, as the text of their files."""
    made = {
        f"study-{SCHEMA_VERSION}": study_schema(),
        f"participant-{PARTICIPANT_VERSION}": participant_schema(),
        f"overrides-{OVERRIDES_VERSION}": overrides_schema(),
    }
    return {schema_folder() / f"{name}.json": render(schema) for name, schema in made.items()}


def documentation() -> dict[Path, str]:
    """The pages about schemas and rules, as the text of their files."""
    return {schema_folder().parent / "docs" / name: text for name, text in pages().items()}


def main() -> int:
    """Compare the published files with what makes them, or write them (`--write`); exit 1 on drift."""
    drifted = _publish(schemas())
    published.cache_clear()  # the pages describe the schemas just written
    return _publish(documentation()) or drifted


def _publish(made: dict[Path, str]) -> int:
    drifted = 0
    for path, text in made.items():
        if "--write" in sys.argv[1:]:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        elif not path.is_file() or path.read_text("utf-8") != text:
            sys.stderr.write(f"{path.name} has drifted; run `make schemas WRITE=1`, look at the difference\n")
            drifted = 1
    return drifted


if __name__ == "__main__":
    sys.exit(main())
