"""A computed answer as text: an opening that states the result, then lines of quotes, each with its citation."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.answering.generation.citations import citation, flowing
from qa.answering.generation.writer import EXTRACTIVE
from qa.answering.quotes import Evidence
from qa.answering.retrieve import shown
from qa.types import Answer, Sentence, ShortSpan

MOST_QUOTES = 30  # in one answer; what is left out is counted


@dataclass(frozen=True, slots=True)
class Line:
    """What is quoted of one document, or of one part of it."""

    label: str
    quotes: tuple[Evidence, ...]


def answer(draft: Answer, opening: str, lines: Sequence[Line], note: str, short: str | None = None) -> Answer:
    """The draft as an answer: the opening, which begins with the short answer if there is one, then the lines."""
    sentences: list[Sentence] = []
    quoted: list[Evidence] = []
    text = opening
    for line in lines:
        text += f"\n\n{line.label}:"
        space = " " if len(line.quotes) == 1 else "\n"  # several stand on lines of their own
        for number, piece in enumerate(line.quotes, len(quoted) + 1):
            text += space
            start = len(text)
            text += f"{flowing(piece.quote, False)[0]} [{number}]"
            sentences.append(Sentence(start=start, end=len(text), citations=(number,), supported=True))
        quoted += line.quotes
    bold = ShortSpan(start=0, end=len(short)) if short else None
    numbers = tuple(range(1, len(quoted) + 1))
    first = Sentence(start=0, end=len(opening), citations=numbers, supported=True, short=bold)
    read = {piece.hit.passage.passage_id: shown(piece.hit) for piece in quoted}
    return draft.model_copy(
        update={
            "text": text,
            "short": short,
            "note": note,
            "sentences": (first, *sentences),
            "citations": tuple(citation(number, piece) for number, piece in enumerate(quoted, 1)),
            "passages": tuple(read.values()),
            "model": EXTRACTIVE,
        }
    )


def counted(number: int, one: str, several: str | None = None) -> str:
    """A number with its noun: "1 document", "1,200 documents"."""
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"
