"""The command line: each command is a few lines over Service and Library."""

from qa.cli.main import footnote, main

__all__ = ["footnote", "main"]
