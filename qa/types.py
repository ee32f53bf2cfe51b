"""The values a question becomes: frozen, JSON-ready, the same through every door."""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen value that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Turn(Value):
    """One message of the conversation so far."""

    role: Literal["user", "assistant"]
    content: str


class Short(Value):
    """Where the short answer stands; half-open, like all offsets."""

    start: int
    end: int


class Citation(Value):
    """The exact characters a sentence rests on: `quote == library.text(document)[start:end]`."""

    number: int
    document: str
    title: str
    page: int | None
    heading: str
    start: int
    end: int
    quote: str
    passage_id: str
    score: float
    short: Short | None = None
    """The short answer in the document's characters, within `start` and `end`."""


class Sentence(Value):
    """One sentence of the answer's text, `text[start:end]`, and the numbers it cites."""

    start: int
    end: int
    citations: tuple[int, ...]
    supported: bool | None
    """Whether the cited spans support it: true, false, or null where that was not checked."""
    short: Short | None = None
    """The short answer in the answer's text, within `start` and `end`: what is set in bold."""


class PassageRead(Value):
    """A passage that was read for the answer, best first."""

    passage_id: str
    document: str
    title: str
    page: int | None
    heading: str
    start: int
    end: int
    text: str
    score: float


class Seconds(Value):
    """How long each stage took."""

    search: float = 0.0
    read: float = 0.0
    write: float = 0.0


class Answer(Value):
    """An answer whose every sentence can be checked, or a refusal that says why."""

    question: str
    standalone: str
    text: str = ""
    short: str | None = None
    """The short answer: the exact characters of a citation, or "Yes" or "No"."""
    note: str | None = None
    """What to know of an answer to a question that passages alone cannot answer fully."""
    refused: bool = False
    reason: str | None = None
    confidence: float | None = None
    """The probability that the documents answer the question; refusal is decided by it. None before it is known."""
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    passages: tuple[PassageRead, ...] = ()
    model: str = "extractive"
    seconds: Seconds = Seconds()

    @property
    def how_sure(self) -> str:
        """The confidence in words; empty before it is known."""
        if self.confidence is None:
            return ""
        share = min(max(self.confidence, 0.01), 0.99)  # of nothing is it wholly sure
        return f"{share:.0%} sure that your documents answer this"
