"""`python -m extract` is `trial-extract`."""

from extract.cli import main

main()
