"""Cases: a question, its gold answers, and its gold evidence in the documents."""

import hashlib

from pydantic import Field

from qa.errors import AnswerError
from qa.types import Turn, Value


class InvalidCases(AnswerError):
    """Cases cannot be used; the text names the file and the line."""


class Gold(Value):
    """A piece of evidence in a document: by span, by page, by its exact words, or, with none of these, all of it."""

    document: str
    start: int | None = None
    end: int | None = None
    page: int | None = None
    quote: str | None = None
    relevance: int = Field(1, ge=1)
    """The grade of relevance, for graded judgements."""

    @property
    def is_document(self) -> bool:
        """Whether the whole document is meant."""
        return self.quote is None and self.page is None and self.start is None and self.end is None


class Case(Value):
    """One question with what is known of its answer; only the question is required."""

    question: str = Field(min_length=1, pattern=r"\S")
    id: str = ""
    answers: tuple[str, ...] = ()
    evidence: tuple[Gold, ...] = ()
    history: tuple[Turn, ...] = ()
    answerable: bool = True
    cluster: str | None = None
    """The group of the case, such as its document: cases of one cluster are not independent of each other."""
    tags: tuple[str, ...] = ()
    """The kinds that the case is of; a run has the figures of each."""
    note: str | None = None
    """A comment of the file's author, such as what was wrong with the answer; not measured."""
    where: str = Field("", exclude=True)
    """The file and line that the case comes from, for messages."""

    @property
    def fingerprint(self) -> str:
        """A hash of the question and its gold answer; two runs are comparable where the fingerprints are equal."""
        content = self.model_dump_json(exclude={"id", "note", "cluster", "tags"})
        return hashlib.sha256(content.encode()).hexdigest()[:16]
