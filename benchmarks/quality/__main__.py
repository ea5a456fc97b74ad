"""Command: score the release on its own corpus and hold it to its floors."""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.quality.floors import Floors
from benchmarks.quality.gold import CORPUS, digest, load
from benchmarks.quality.score import Figure, figures


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0 when every floor holds, 1 when one is broken, 2 on wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("--documents", type=Path, help="score these documents instead of running on corpus/")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show N misses and N false finds a figure")
    parser.add_argument(
        "--pin", action="store_true", help="take over the corpus digest, raise floors to what is reached"
    )
    parser.add_argument(
        "--lower-floor", action="append", default=[], metavar="FIGURE", help="lower this floor to what is reached"
    )
    options = parser.parse_args(arguments)

    total = measure(options.documents)
    report(total, options.errors)
    reached = {name: figure.f1 for name, figure in total.items()}
    floors = Floors.load()
    for name in options.lower_floor:
        if name not in reached:
            parser.error(f"no figure is called {name!r}")
        floors.lower(name, reached)
    if options.pin:
        floors.pin(reached, digest())
    if options.pin or options.lower_floor:
        floors.save()
    faults = floors.broken(reached, digest())
    sys.stderr.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


def measure(documents: Path | None = None) -> dict[str, Figure]:
    """The figures over all gold; without `documents` the command of this checkout makes them first."""
    if documents is None:
        with tempfile.TemporaryDirectory() as folder:
            made = subprocess.run(  # noqa: S603  # our own command on our own corpus
                [sys.executable, "-m", "extract", "run", str(CORPUS), "--out", folder], capture_output=True, check=False
            )
            if made.returncode:
                sys.stderr.write(made.stderr.decode())
            return measure(Path(folder))
    total: dict[str, Figure] = {}
    for gold in load():
        path = documents / f"{gold.study_id}.json"
        figures(gold, json.loads(path.read_text("utf-8")) if path.exists() else None, total)
    return total


def report(total: dict[str, Figure], errors: int) -> None:
    """The table of figures, and on request what was missed and what was too much."""
    lines = [f"{'figure':24} {'precision':>9} {'recall':>9} {'F1':>9} {'gold':>6}"]
    lines += [f"{name:24} {f.precision:9.3f} {f.recall:9.3f} {f.f1:9.3f} {f.gold:6}" for name, f in total.items()]
    for name, figure in total.items() if errors else ():
        lines += [f"\n{name}"]
        lines += [f"  missed  {line}" for line in figure.missed[:errors]]
        lines += [f"  extra   {line}" for line in figure.extra[:errors]]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    sys.exit(main())
