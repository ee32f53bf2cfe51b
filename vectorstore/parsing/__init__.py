"""Files become canonical text with their structure, read in a sandbox."""

from vectorstore.parsing.formats import SUFFIXES
from vectorstore.parsing.reading import parse
from vectorstore.parsing.sandbox import Sandbox

__all__ = ["SUFFIXES", "Sandbox", "parse"]
