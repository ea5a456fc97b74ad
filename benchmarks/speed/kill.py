"""`python -m benchmarks.speed.kill SOURCE [TIMES]`: a batch killed at random moments and resumed is as one undisturbed.

Moments are drawn over the whole work: each is a number of documents that stand when the whole process group gets
SIGKILL, and a moment after it. Prints them, and whether all files are the same byte for byte (but for the manifest's
time). Exit 1 when they are not, or when a kill came too late to hit the work.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def main(source: str, times: int) -> int:
    """Run undisturbed, then with kills, and compare."""
    with tempfile.TemporaryDirectory() as folder:
        whole, broken = Path(folder, "whole"), Path(folder, "broken")
        start = time.perf_counter()
        _start(source, whole).wait()
        print(f"undisturbed: {time.perf_counter() - start:.1f} s, {len(_files(whole)):,} files")
        total = _documents(whole)
        hit = sum([_killed(source, broken, stand) for stand in sorted(random.sample(range(total), times))])
        _start(source, broken).wait()
        same = _files(whole) == _files(broken)
        print("the same, byte for byte" if same else "NOT the same", f"after {hit} kills")
        return 0 if same and hit == times else 1


def _killed(source: str, out: Path, stand: int) -> bool:
    """Go on with a batch until `stand` documents stand, and kill it within the next tenth of a second."""
    process = _start(source, out)
    while process.poll() is None and _documents(out) < stand:
        time.sleep(0.01)
    time.sleep(random.uniform(0, 0.1))  # noqa: S311  no secret
    hit = process.poll() is None
    if hit:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    print(f"{'killed' if hit else 'ended before the kill'}: {_documents(out):,} documents stand", flush=True)
    return hit


def _documents(out: Path) -> int:
    return sum(1 for _ in out.glob("NCT*.json"))


def _start(source: str, out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "extract", "run", source, "--out", str(out), "--quiet"]
    return subprocess.Popen(command, start_new_session=True)  # noqa: S603  this very package


def _files(folder: Path) -> dict[str, bytes]:
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    manifest = json.loads(found.pop("manifest.json"))
    return found | {"manifest.json": json.dumps({k: v for k, v in manifest.items() if k not in _DIFFER}).encode()}


_DIFFER = ("started", "seconds")

if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10))
