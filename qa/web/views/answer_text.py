"""The text of an answer, cut into the pieces that the page shows in different ways."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from qa.types import Answer, Citation, CitedTable, Segment

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
    table: CitedTable | None = None
    """The rows of a table that it quotes: shown in place of its text, before its links to citations."""


def stretches(answer: Answer, is_complete: bool) -> list[Stretch]:
    """The whole text of an answer in order; the support of its sentences is shown once the answer is complete."""
    cited = {citation.number: citation for citation in answer.citations}
    return [
        Stretch(
            tuple(piece for segment in segments for piece in _pieces(segment, cited)),
            _support(sentence.supported) if sentence and is_complete else "",
            answer.quoted_table(sentence),
        )
        for sentence, segments in groupby(answer.segments(), key=lambda segment: segment.sentence)
    ]


def _pieces(segment: Segment, cited: Mapping[int, Citation]) -> Iterator[AnswerPiece]:
    if segment.citation:
        yield AnswerPiece("marker", segment.text, cited[segment.citation])
    elif segment.is_short:
        yield AnswerPiece("short", segment.text)
    else:
        for number, paragraph in enumerate(segment.text.split(_PARAGRAPH_BREAK)):
            if number:
                yield AnswerPiece("gap", _PARAGRAPH_BREAK)
            yield AnswerPiece("text", paragraph)


def _support(supported: bool | None) -> Literal["", "unchecked", "unsupported"]:
    if supported is None:
        return "unchecked"
    return "" if supported else "unsupported"
