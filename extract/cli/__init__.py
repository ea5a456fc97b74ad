"""The command line: one file a command, thin; what a command does lives in the package."""

from extract.cli.app import main

__all__ = ["main"]
