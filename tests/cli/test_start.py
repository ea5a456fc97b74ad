"""What the command line loads before it works."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["facts", "--help"], ["--version"]])
def test_help_does_not_wait_for_spacy(arguments):
    code = f"""
import sys
from extract.cli import main
sys.argv = ["trial-extract", *{arguments!r}]
try:
    main()
except SystemExit:
    pass
print([name for name in ("spacy", "numpy", "pyarrow") if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603  this package
    assert done.stderr.strip() == "[]"
