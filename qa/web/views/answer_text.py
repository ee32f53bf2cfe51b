"""The text of an answer, cut into the pieces that the page shows in different ways."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from qa.types import Answer, Citation, Short

_MARKER = re.compile(r"\[(\d+)\]")
_PARAGRAPH_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class AnswerPiece:
    """Characters that are shown alike: plain, in bold, as the gap between paragraphs, or as a link to a citation."""

    kind: Literal["text", "short", "gap", "marker"]
    text: str
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence, or the characters between two sentences, and the support to be shown with it."""

    pieces: tuple[AnswerPiece, ...]
    support: Literal["", "unchecked", "unsupported"] = ""


def stretches(answer: Answer, is_complete: bool) -> list[Stretch]:
    """The whole text of an answer in order; the support of its sentences is shown once the answer is complete."""
    result, at = [], 0
    for sentence in sorted(answer.sentences, key=lambda sentence: sentence.start):
        if sentence.start < at:  # the characters of overlapping sentences would be shown twice
            continue
        result.append(Stretch(_pieces(answer, at, sentence.start)))
        pieces = _pieces(answer, sentence.start, sentence.end, sentence.short)
        result.append(Stretch(pieces, _support(sentence.supported) if is_complete else ""))
        at = sentence.end
    return [*result, Stretch(_pieces(answer, at, len(answer.text)))]


def split_at_markers(text: str, citations: Sequence[Citation]) -> Iterator[tuple[str, Citation | None]]:
    """The text in order, cut at the markers [n] of citations: each marker with its citation, the rest with None."""
    cited = {citation.number: citation for citation in citations}
    at = 0
    for marker in _MARKER.finditer(text):
        if citation := cited.get(int(marker[1])):
            yield text[at : marker.start()], None
            yield marker[0], citation
            at = marker.end()
    yield text[at:], None


def _pieces(answer: Answer, start: int, end: int, short: Short | None = None) -> tuple[AnswerPiece, ...]:
    """The pieces of `text[start:end]`, with the short answer in bold if it lies within."""
    if short is None or not start <= short.start < short.end <= end:
        return tuple(_plain(answer, start, end))
    bold = AnswerPiece("short", answer.text[short.start : short.end])
    return (*_plain(answer, start, short.start), bold, *_plain(answer, short.end, end))


def _plain(answer: Answer, start: int, end: int) -> Iterator[AnswerPiece]:
    for text, citation in split_at_markers(answer.text[start:end], answer.citations):
        if citation:
            yield AnswerPiece("marker", text, citation)
            continue
        for number, paragraph in enumerate(text.split(_PARAGRAPH_BREAK)):
            if number:
                yield AnswerPiece("gap", _PARAGRAPH_BREAK)
            yield AnswerPiece("text", paragraph)


def _support(supported: bool | None) -> Literal["", "unchecked", "unsupported"]:
    if supported is None:
        return "unchecked"
    return "" if supported else "unsupported"
