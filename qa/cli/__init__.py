"""The command line."""

from qa.cli.main import footnote, main

__all__ = ["footnote", "main"]
