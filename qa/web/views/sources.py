"""The sources of an answer: the citations under it, or the passages that were closest to a refused question."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.types import Citation, CitedTable, PassageRead

LEAD = 80  # characters shown before the best sentence of a passage
AROUND = 200  # characters shown before and after a quote that the answer itself shows


@dataclass(frozen=True, slots=True)
class Source:
    """One source as the page lists it."""

    number: int
    label: str
    place: Citation | PassageRead
    quote: str
    """What is looked for in the document when the source is opened."""
    shown: tuple[str, str, str]
    """The characters shown before, of and after what is set in bold, which is empty where nothing is."""
    table: CitedTable | None = None
    """Rows of a table, which are shown in place of the characters."""


def citations(answered: Sequence[Citation]) -> list[Source]:
    """The citations of an answer in words of its own, each with its quote."""
    return [Source(one.number, str(one.number), one, one.quote, _quote(one), one.table) for one in answered]


def surroundings(answered: Sequence[Citation], read: Sequence[PassageRead]) -> list[Source]:
    """The citations of an answer that quotes them, each with what stands around its quote."""
    passages = {passage.passage_id: passage for passage in read}
    return [
        Source(one.number, str(one.number), one, one.quote, _around(one, passages.get(one.passage_id)))
        for one in answered
    ]


def passages(closest: Sequence[PassageRead]) -> list[Source]:
    """The passages that were closest to a refused question, counted from 1."""
    return [
        Source(number, "\N{SECTION SIGN}", passage, passage.text, (_from_best(passage), "", ""))
        for number, passage in enumerate(closest, 1)
    ]


def _from_best(passage: PassageRead) -> str:
    """A passage from a little before its best sentence on: the page shows its first lines."""
    before = passage.text[: max(passage.best.start - passage.start, 0)] if passage.best else ""
    if len(before) <= LEAD:
        return passage.text
    return f"… {before[-LEAD:].partition(' ')[2]}{passage.text[len(before) :]}"


def _quote(citation: Citation) -> tuple[str, str, str]:
    quote, short = citation.quote, citation.short
    if short is None or not citation.start <= short.start < short.end <= citation.end:
        return quote, "", ""
    start, end = short.start - citation.start, short.end - citation.start
    return quote[:start], quote[start:end], quote[end:]


def _around(citation: Citation, passage: PassageRead | None) -> tuple[str, str, str]:
    """What a passage says before and after a quote, cut between words; the number stands for the quote itself."""
    if passage is None or citation.table:  # beside a row stand only other rows
        return "", "", ""
    before = passage.text[: max(citation.start - passage.start, 0)].strip()
    after = passage.text[max(citation.end - passage.start, 0) :].strip()
    if len(before) > AROUND:
        before = f"… {before[-AROUND:].partition(' ')[2]}"
    if len(after) > AROUND:
        after = f"{after[:AROUND].rpartition(' ')[0]} …"
    return (f"{before} ", f"[{citation.number}]", f" {after}") if before or after else ("", "", "")
