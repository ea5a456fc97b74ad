"""`python -m benchmarks.speed.kill SOURCE [TIMES]`: a batch killed at random moments and resumed is as one undisturbed.

Each time the whole process group gets SIGKILL. Prints the moments, and whether all files are the same byte for byte
(but for the manifest's time). Exit 1 when they are not.
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
        needed = time.perf_counter() - start
        print(f"undisturbed: {needed:.1f} s, {len(_files(whole)):,} files")
        for _ in range(times):
            moment = random.uniform(0, needed / 2)  # noqa: S311  no secret
            process = _start(source, broken)
            time.sleep(moment)
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            stand = len(list(broken.glob("*.json"))) if broken.exists() else 0
            print(f"killed after {moment:.1f} s: {stand:,} documents stand", flush=True)
        _start(source, broken).wait()
        same = _files(whole) == _files(broken)
        print("the same, byte for byte" if same else "NOT the same")
        return 0 if same else 1


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
