"""Whether the published schemas are those that the types make; `--write` publishes them anew."""

import sys

from extract.checking.schema import render, schema_folder, study_schema
from extract.document import SCHEMA_VERSION


def main() -> int:
    """Compare the published schemas with the types, or write them (`--write`); exit 1 on drift."""
    path = schema_folder() / f"study-{SCHEMA_VERSION}.json"
    if "--write" in sys.argv[1:]:
        path.write_text(render(study_schema()), "utf-8")
    elif path.read_text("utf-8") != render(study_schema()):
        sys.stderr.write(f"{path.name} differs from the types; run `make schemas WRITE=1` and look at the difference\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
