"""The values a question becomes: frozen, JSON-ready, the same through every door."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, computed_field, model_validator

MARKER = re.compile(r"\[(\d+)\]")
"""A footnote mark in an answer's text: `[n]` points at the citation with the number n."""
_MARKER_WITH_SPACE = re.compile(rf"\s*{MARKER.pattern}")

Verdict = Literal["answered", "uncertain", "not found"]
"""Whether the documents answer a question: they do, they may, or they rather do not say."""
MAY_ANSWER = "This may answer it"
"""What stands above an uncertain answer."""


class Value(BaseModel):
    """A frozen value that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Turn(Value):
    """One message of the conversation so far."""

    role: Literal["user", "assistant"]
    content: str


class ShortSpan(Value):
    """Where the short answer stands; half-open, like all offsets."""

    start: int
    end: int


class CitedTable(Value):
    """Rows of a table as they are shown: with the heads of its columns, a cell in each."""

    columns: tuple[str, ...]
    """Empty where a column has no head."""
    rows: tuple[tuple[str, ...], ...]
    cell: tuple[int, int] | None = None
    """Row and column of the short answer, counted from 0."""


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
    short: ShortSpan | None = None
    """The short answer in the document's characters, within `start` and `end`."""
    table: CitedTable | None = None
    """The same as rows of a table, where the quote is some."""


class Sentence(Value):
    """One sentence of the answer's text, `text[start:end]`, and the numbers it cites."""

    start: int
    end: int
    citations: tuple[int, ...]
    supported: bool | None
    """Whether the cited spans support it: true, false, or null where that was not checked."""
    short: ShortSpan | None = None
    """The short answer in the answer's text, within `start` and `end`: what is set in bold."""


class Segment(Value):
    """A stretch of an answer's text that is shown alike."""

    text: str
    sentence: Sentence | None = None
    """The sentence it belongs to; None for what stands between two."""
    citation: int | None = None
    """The number of the citation that it marks: then the text is `[n]`."""
    is_short: bool = False
    """Whether it is the short answer, which is set in bold."""


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
    best: ShortSpan | None = None
    """The sentence that answers best, in the document's characters; None where nobody read the passage."""


class Seconds(Value):
    """How long each stage took."""

    search: float = 0.0
    read: float = 0.0
    write: float = 0.0


class AnswerPart(Value):
    """What became of one part of a question of several: `text[start:end]` of the answer is about it."""

    question: str
    verdict: Verdict
    reason: str | None = None
    """Why nothing was found; else None."""
    start: int
    end: int


class Answer(Value):
    """An answer whose every sentence can be checked, or a refusal that says why."""

    question: str
    standalone: str
    text: str = ""
    short: str | None = None
    """The short answer: the exact characters of a citation, "Yes" or "No", or a number that was counted."""
    note: str | None = None
    """What to know of an answer to a question about whole documents: how it was computed, or that it was not."""
    searched: str | None = None
    """What was searched for in place of mistyped words and abbreviations, and in which documents that were named."""
    verdict: Verdict = "answered"
    """Decided by the confidence; "answered" while an answer has yet to be decided."""
    reason: str | None = None
    """Why nothing was found; else None."""
    confidence: float | None = None
    """The probability that the documents answer the question; the verdict is decided by it.

    None before it is known, and where an answer is computed.
    """
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    passages: tuple[PassageRead, ...] = ()
    parts: tuple[AnswerPart, ...] = ()
    """The parts of a question that asks several things, each with its own verdict; none of any other question."""
    model: str = "extractive"
    seconds: Seconds = Seconds()

    @model_validator(mode="before")
    @classmethod
    def _without_derived(cls, given: Any) -> Any:
        """A dump holds what is derived from the verdict; one of an earlier version holds that in its place."""
        if not isinstance(given, dict) or "refused" not in given:
            return given
        fields = {name: value for name, value in given.items() if name != "refused"}
        return {"verdict": "not found" if given["refused"] else "answered"} | fields

    @computed_field  # type: ignore[prop-decorator]  # mypy knows no decorated property
    @property
    def refused(self) -> bool:
        """Whether the verdict is "not found"."""
        return self.verdict == "not found"

    def segments(self) -> tuple[Segment, ...]:
        """The text cut at sentences, footnote marks and the short answer; joined, the segments are the text."""
        found: list[Segment] = []
        at = 0
        for sentence in sorted(self.sentences, key=lambda sentence: sentence.start):
            if sentence.start < at:  # overlapping sentences would say their words twice
                continue
            found += self._segments(at, sentence.start, None)
            found += self._segments(sentence.start, sentence.end, sentence)
            at = sentence.end
        return *found, *self._segments(at, len(self.text), None)

    def _segments(self, start: int, end: int, sentence: Sentence | None) -> Iterator[Segment]:
        # Of the words of a document that look like a mark, one that is not the sentence's own is none.
        known = {citation.number for citation in self.citations}
        known &= set(sentence.citations) if sentence else known
        edges = {start, end}
        marks: dict[int, int] = {}
        within: set[int] = set()  # a footnote mark is never cut
        for mark in MARKER.finditer(self.text, start, end):
            if int(mark[1]) in known:
                marks[mark.start()] = int(mark[1])
                edges |= {mark.start(), mark.end()}
                within.update(range(mark.start() + 1, mark.end()))
        short = sentence.short if sentence else None
        if short and start <= short.start < short.end <= end and within.isdisjoint((short.start, short.end)):
            edges |= {short.start, short.end}
        else:
            short = None
        for begin, stop in pairwise(sorted(edges)):
            is_short = short is not None and short.start <= begin < short.end
            yield Segment(text=self.text[begin:stop], sentence=sentence, citation=marks.get(begin), is_short=is_short)

    def quoted_table(self, sentence: Sentence | None) -> CitedTable | None:
        """The table whose rows a sentence of the text quotes, where it says nothing else."""
        if sentence is None or len(sentence.citations) != 1:
            return None
        said = _MARKER_WITH_SPACE.sub("", self.text[sentence.start : sentence.end]).split()
        cited = next((one for one in self.citations if one.number == sentence.citations[0]), None)
        return cited.table if cited and said == cited.quote.split() else None

    @property
    def plain_text(self) -> str:
        """The text without its footnote marks."""
        return _MARKER_WITH_SPACE.sub("", self.text)

    @property
    def verdict_explained(self) -> str:
        """What the confidence means, in words that nobody takes for the chance of each word to be right."""
        if self.confidence is None:
            return ""
        of_hundred = min(max(round(self.confidence * 100), 1), 99)  # of nothing is it wholly sure
        return f"of 100 questions that fit their passages like this one, your documents answer about {of_hundred}"
