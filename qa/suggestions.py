"""Example questions from a library's own headings and sentences, by rule: the same library gives the same ones."""

from collections.abc import Sequence

from vectorstore import Library


def suggestions(library: Library, collection: str) -> tuple[str, ...]:
    """A few."""
    return ()
