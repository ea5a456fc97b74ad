"""Whether the published schemas are those that the types make; `--write` publishes them anew."""

import sys

from extract.checking.schema import overrides_schema, participant_schema, render, schema_folder, study_schema
from extract.curation.overrides import OVERRIDES_VERSION
from extract.document import SCHEMA_VERSION
from extract.logic.participant import PARTICIPANT_VERSION


def main() -> int:
    """Compare the published schemas with the types, or write them (`--write`); exit 1 on drift."""
    made = {
        f"study-{SCHEMA_VERSION}": study_schema(),
        f"participant-{PARTICIPANT_VERSION}": participant_schema(),
        f"overrides-{OVERRIDES_VERSION}": overrides_schema(),
    }
    drifted = 0
    for name, schema in made.items():
        path = schema_folder() / f"{name}.json"
        if "--write" in sys.argv[1:]:
            path.write_text(render(schema), "utf-8")
        elif not path.is_file() or path.read_text("utf-8") != render(schema):
            sys.stderr.write(
                f"{path.name} differs from the types; run `make schemas WRITE=1`, look at the difference\n"
            )
            drifted = 1
    return drifted


if __name__ == "__main__":
    sys.exit(main())
