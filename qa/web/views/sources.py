"""The sources of an answer: the citations under it, or the passages that were closest to a refused question."""

from dataclasses import dataclass

from qa.types import Citation, PassageRead


@dataclass(frozen=True, slots=True)
class Source:
    """One source as the page lists it."""

    number: int
    label: str
    place: Citation | PassageRead
    quote: tuple[str, str, str]
    """The quoted characters before, of and after the short answer, which is empty where there is none."""


def citations(answered: tuple[Citation, ...]) -> list[Source]:
    """The citations of an answer, each under its number."""
    return [Source(citation.number, str(citation.number), citation, _quote(citation)) for citation in answered]


def passages(closest: tuple[PassageRead, ...]) -> list[Source]:
    """The passages that were closest to a refused question, counted from 1."""
    return [
        Source(number, "\N{SECTION SIGN}", passage, (passage.text, "", "")) for number, passage in enumerate(closest, 1)
    ]


def _quote(citation: Citation) -> tuple[str, str, str]:
    quote, short = citation.quote, citation.short
    if short is None or not citation.start <= short.start < short.end <= citation.end:
        return quote, "", ""
    start, end = short.start - citation.start, short.end - citation.start
    return quote[:start], quote[start:end], quote[end:]
