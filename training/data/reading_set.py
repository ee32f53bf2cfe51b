"""A reading set: paragraphs, and questions with the characters that answer them."""

from dataclasses import dataclass, field

import sentencex

Place = tuple[int, int]
"""Start and end of a stretch of text, in characters."""

OPEN, ANSWERED, YES, NO = range(4)
"""What a passage says to a question: it leaves it open, answers it by some of its words, or affirms or denies it."""


@dataclass(slots=True)
class Paragraph:
    """A paragraph with its sentences."""

    text: str
    title: str
    document: int
    sentences: list[Place]


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a paragraph, with its answers; an unanswerable one may have a plausible answer in `near`."""

    text: str
    paragraph: int
    answers: tuple[Place, ...]
    near: Place | None = None


@dataclass(slots=True)
class ReadingSet:
    """One data set; the paragraphs of a document are consecutive and in order."""

    name: str
    paragraphs: list[Paragraph] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def add(self, text: str, title: str, document: int) -> int:
        """Add a paragraph; its number."""
        self.paragraphs.append(Paragraph(text, title, document, sentences(text)))
        return len(self.paragraphs) - 1


def sentences(text: str) -> list[Place]:
    """The places of the sentences, without the white space around them."""
    found = []
    for piece in sentencex.get_sentence_boundaries("en", text):
        raw = text[piece["start_index"] : piece["end_index"]]
        start = piece["start_index"] + len(raw) - len(raw.lstrip())
        if raw.strip():
            found.append((start, start + len(raw.strip())))
    return found
