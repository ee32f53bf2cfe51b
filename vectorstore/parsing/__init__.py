"""Files become canonical text with their structure, read in a sandbox."""

from vectorstore.parsing.file_parser import parse
from vectorstore.parsing.registry import SUFFIXES
from vectorstore.parsing.sandbox.sandbox import Sandbox

__all__ = ["SUFFIXES", "Sandbox", "parse"]
