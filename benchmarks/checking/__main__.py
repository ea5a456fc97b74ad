"""`python -m benchmarks.checking [DOCUMENTS [FOLDER]]`: documents a second and memory of a check over JSON Lines.

The documents are those of the folder (outputs/ unless named) again and again, each under an id of its own. Figures
depend on the machine; nothing is asserted.
"""

import json
import resource
import sys
import tempfile
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

import jsonschema_rs
import msgspec

from extract.checking import check
from extract.checking.schema import published, versions


def main(documents: int, folder: Path) -> None:
    """Write the documents as JSON Lines, then measure."""
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "documents.jsonl"
        with path.open("wb") as file:
            file.writelines(line + b"\n" for line in islice(_lines(folder), documents))
        size = path.stat().st_size
        print(f"{documents:,} documents, {size / 1e6:,.0f} MB, {size / documents / 1e3:,.0f} kB each")
        _schema_step(path, documents)
        for workers in (1, 2):
            start = perf_counter()
            result = check([path], workers=workers)
            spent = perf_counter() - start
            own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            each = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            memory = f"{own:,.0f} MB" + (f" and {each:,.0f} MB a worker" if workers > 1 else "")
            rate = documents / spent
            print(f"check, {workers} process(es): {spent:.1f} s, {rate:,.0f} documents/s, at most {memory}")
            print(f"  {result.summary()}")


def _schema_step(path: Path, documents: int) -> None:
    """Reading and the compiled validator's decision, as the checker uses it."""
    validator = jsonschema_rs.Draft202012Validator(json.dumps(published("study", versions("study")[-1])))
    start = perf_counter()
    with path.open("rb") as file:
        values = [msgspec.json.decode(line) for line in islice(file, 500)]
    read = perf_counter()
    valid = sum(validator.is_valid(value) for value in values)
    done = perf_counter()
    count = min(500, documents)
    rates = f"read: {count / (read - start):,.0f} documents/s; schema: {count / (done - read):,.0f} documents/s"
    print(f"{rates} ({valid} of {count} valid)")


def _lines(folder: Path) -> Iterator[bytes]:
    documents = [msgspec.json.decode(path.read_bytes()) for path in sorted(folder.glob("*.json"))]
    studies = [d for d in documents if "study_id" in d and d["study_id"].startswith("NCT")]
    for number, document in enumerate(cycle(studies)):
        yield msgspec.json.encode(document | {"study_id": f"NCT{number:08}"})


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 10_000, Path(sys.argv[2] if sys.argv[2:] else "outputs"))
