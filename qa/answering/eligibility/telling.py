"""What of the sentences that are nearest to a question may be told as its answer, and in how few words."""

from collections.abc import Sequence
from dataclasses import replace

from qa.answering.eligibility.answer_type import is_of_type
from qa.answering.eligibility.factuality import is_given_as_fact
from qa.answering.eligibility.polarity import opposes
from qa.answering.eligibility.versions import apart
from qa.answering.question_type import QuestionType
from qa.answering.quotes import Evidence


def told(question: str, kind: QuestionType, evidence: Sequence[Evidence]) -> tuple[list[Evidence], bool]:
    """The evidence in the order in which it may be told, and whether its best is given as fact.

    A sentence that says the opposite of what is asked for is left out where another does not. A short answer that is
    not given as fact, or is no place for where, is taken away, and its sentence comes after those that keep one.
    """
    found = list(evidence)
    if kind != "yes or no":
        found = [piece for piece in found if not opposes(question, piece.quote)] or found
    judged = [(piece, _may_be_told(question, kind, piece)) for piece in found]
    has_answer = any(piece.short and is_fact for piece, is_fact in judged)
    is_sure = has_answer or all(is_fact for _, is_fact in judged[:1])
    if has_answer:
        judged.sort(key=lambda pair: not pair[1])
    return apart(question, [piece if is_fact else replace(piece, short=None) for piece, is_fact in judged]), is_sure


def facts_alone(question: str, kind: QuestionType, quoted: Sequence[Evidence]) -> tuple[tuple[Evidence, ...], bool]:
    """What is quoted without the short answers that may not be told, and whether the first keeps what it had.

    A quote may have grown by the sentence after it, and found its short answer there.
    """
    judged = [_may_be_told(question, kind, piece) for piece in quoted]
    kept = tuple(p if is_fact else replace(p, short=None) for p, is_fact in zip(quoted, judged, strict=True))
    return kept, all(judged[:1])


def _may_be_told(question: str, kind: QuestionType, piece: Evidence) -> bool:
    """Whether the short answer of a piece is given as fact, and is such a thing as is asked for."""
    if not piece.short or piece.is_row:
        return True
    start, end = piece.short.start - piece.start, piece.short.end - piece.start
    return is_given_as_fact(question, piece.quote, start, end) and is_of_type(kind, piece.quote, start, end)
