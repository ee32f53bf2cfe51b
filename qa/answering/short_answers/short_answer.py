"""The short answer: the span that the reranker found, if its kind fits the question; or "Yes" or "No"."""

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from qa.answering.question_type import QuestionType
from qa.answering.quotes import Evidence
from qa.answering.short_answers.permission import permission
from qa.answering.short_answers.yes_no import yes_or_no, yes_or_no_under_heading
from vectorstore.text.analysis import STOP_WORDS, words

LONGEST = 12  # words; more is no short answer

_NUMBERS = frozenset(
    """zero none no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion
    dozen half twice once double every first second third fourth fifth sixth seventh eighth ninth tenth daily weekly
    monthly yearly annually hourly""".split()
)
_TIMES = frozenset(
    """january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday spring summer autumn fall winter noon midnight morning afternoon evening night dawn
    dusk sunrise sunset today tomorrow yesterday century day days week weeks month months year years hour hours minute
    minutes easter christmas after before when during once""".split()
)


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """The short answer, the number of the citation it stands in, and whether the answer begins with it."""

    text: str
    number: int
    leads: bool


def short_answer(question: str, kind: QuestionType, evidence: Sequence[Evidence]) -> ShortAnswer | None:
    """The short answer in the evidence, if there is one."""
    if kind == "yes or no" and (verdict := _yes_or_no(question, evidence)):
        return verdict
    for number, piece in enumerate(evidence, 1):
        if piece.short:
            text = piece.quote[piece.short.start - piece.start : piece.short.end - piece.start]
            fits = piece.is_row or (not piece.is_list and _fits(kind, text))
            return ShortAnswer(text, number, fits and not _is_all(text, piece.quote))
    return None


def _yes_or_no(question: str, evidence: Sequence[Evidence]) -> ShortAnswer | None:
    """Yes or no, unless two pieces tell different things."""
    verdicts: dict[bool, int] = {}
    for number, piece in enumerate(evidence, 1):
        passage = piece.hit.passage
        verdict = yes_or_no(question, piece.quote)
        if verdict is None and passage.sentences and piece.start == passage.sentences[0].start:
            verdict = yes_or_no_under_heading(question, passage.heading, piece.quote)
        if verdict is None:
            verdict = permission(question, piece.quote, f"{piece.hit.title} {passage.heading}")
        if verdict is not None:
            verdicts.setdefault(verdict, number)
    if len(verdicts) != 1:
        return None
    ((verdict, number),) = verdicts.items()
    return ShortAnswer("Yes" if verdict else "No", number, True)


def _fits(kind: QuestionType, text: str) -> bool:
    """Whether the text is such a thing as was asked for."""
    said = words(text)
    if not 0 < len(said) <= LONGEST:
        return False
    has_digit = bool(regex.search(r"\p{Nd}", text))
    if kind == "when":
        return has_digit or not _TIMES.isdisjoint(said)
    if kind == "how many":
        return has_digit or not _NUMBERS.isdisjoint(said)
    if kind == "who":
        return any(word not in STOP_WORDS and not word.isdigit() for word in said)
    return kind in ("where", "which") and not STOP_WORDS.issuperset(said)


def _is_all(text: str, quote: str) -> bool:
    """Whether a quote says nothing but the short answer, which then need not stand before it."""
    return words(text) == words(quote)
