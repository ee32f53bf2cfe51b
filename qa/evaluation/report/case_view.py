"""A case as the report shows it: texts cut into segments, with the overlap of citations and gold evidence marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from qa.evaluation.metrics.span_metrics import DocumentSpan, merge_spans
from qa.evaluation.runner.case_result import CaseResult, GoldSpan
from qa.types import Answer, Citation, PassageRead
from vectorstore import Span

LONGEST_QUOTE = 1_200  # characters shown of a quote: evidence may be a whole document
CONTEXT_BEFORE = 200  # of these before the first mark, where the rest is cut off
MOST_GOLD = 10  # pieces of evidence shown: a quote may occur in hundreds of places


@dataclass(frozen=True, slots=True)
class Segment:
    """Characters with one look: plain, marked, or a citation's number."""

    text: str
    marked: bool = False
    number: int | None = None
    """The number of the citation that the text is a marker of."""


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """A sentence of the answer, or the text between two sentences."""

    segments: tuple[Segment, ...]
    supported: bool | None = True


@dataclass(frozen=True, slots=True)
class QuoteView:
    """The text of a citation or of a piece of evidence."""

    source: Citation | GoldSpan
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case, ready to be shown."""

    result: CaseResult
    parts: tuple[AnswerPart, ...]
    """The text of the answer."""
    citations: tuple[QuoteView, ...]
    gold: tuple[QuoteView, ...]
    """The evidence, cited pieces first."""
    gold_left_out: int
    """The number of pieces of evidence that are not shown."""
    nearest: tuple[tuple[PassageRead, bool], ...]
    """The passages that a refusal read, each with whether it contains evidence."""

    @property
    def labels(self) -> tuple[str, ...]:
        """What a reader can filter by: right or wrong, the stage at which it was lost, verdict, tags, and an error."""
        result = self.result
        found = (
            "right" if result.right else "wrong",
            result.lost,
            result.answer.verdict if result.answer else None,
            *map(tag_label, result.tags),
            "error" if result.error else None,
        )
        return tuple(label for label in found if label)


def tag_label(tag: str) -> str:
    """A tag as a label to filter by, which no other label equals; labels are joined by bars."""
    return f"tag {tag.replace('|', ' ')}"


def case_view(result: CaseResult) -> CaseView:
    """The view of one case result."""
    answer = result.answer
    citations = answer.citations if answer else ()
    gold = [_quote(piece, piece.text, citations) for piece in result.gold]
    gold.sort(key=lambda quote: not any(segment.marked for segment in quote.segments))
    nearest = answer.passages if answer and answer.refused else ()
    return CaseView(
        result=result,
        parts=tuple(_answer_parts(answer)) if answer else (),
        citations=tuple(_quote(citation, citation.quote, result.gold) for citation in citations),
        gold=tuple(gold[:MOST_GOLD]),
        gold_left_out=len(gold[MOST_GOLD:]),
        nearest=tuple((passage, bool(_common_spans(passage, result.gold))) for passage in nearest),
    )


def _answer_parts(answer: Answer) -> Iterator[AnswerPart]:
    for sentence, segments in groupby(answer.segments(), key=lambda segment: segment.sentence):
        shown = tuple(Segment(segment.text, number=segment.citation) for segment in segments)
        yield AnswerPart(shown, sentence.supported) if sentence else AnswerPart(shown)


def _quote(source: Citation | GoldSpan, text: str, others: Sequence[Citation | GoldSpan]) -> QuoteView:
    """The text of a source, its overlap with the others marked; of a long text the part around the first mark."""
    marks = [(span.start - source.start, span.end - source.start) for _, span in _common_spans(source, others)]
    begin = max(0, marks[0][0] - CONTEXT_BEFORE) if marks and len(text) > LONGEST_QUOTE else 0
    end = min(len(text), begin + LONGEST_QUOTE)
    segments, at = [Segment("… ")] if begin else [], begin
    for start, stop in marks:
        segments += [Segment(text[at : min(start, end)]), Segment(text[start : min(stop, end)], marked=True)]
        at = min(stop, end)
    segments += [Segment(text[at:end]), Segment(" …" if end < len(text) else "")]
    return QuoteView(source, tuple(segment for segment in segments if segment.text))


def _common_spans(
    source: Citation | GoldSpan | PassageRead, others: Sequence[Citation | GoldSpan]
) -> list[DocumentSpan]:
    """The characters of a source that also lie in one of the others."""
    return merge_spans(
        (source.document, Span(max(source.start, other.start), min(source.end, other.end)))
        for other in others
        if other.document == source.document and max(source.start, other.start) < min(source.end, other.end)
    )
