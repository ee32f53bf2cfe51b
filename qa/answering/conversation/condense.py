"""A follow-up question becomes one that can be searched for and read alone; a question that lacks nothing stays."""

from collections.abc import Sequence

from langchain_core.language_models import BaseChatModel
from langchain_core.output_parsers import StrOutputParser

from qa.answering.conversation.follow_up.antecedents import before
from qa.answering.conversation.follow_up.gaps import lacks_something
from qa.answering.conversation.follow_up.readings import readings
from qa.answering.conversation.follow_up.support import SHARED, attested_by, best_supported
from qa.answering.conversation.follow_up.topic import with_topic
from qa.answering.conversation.small_talk import small_talk
from qa.answering.question import Question
from qa.prompts import render
from qa.types import Answer, Turn
from vectorstore import Library

TURNS_READ = 6  # of the conversation, by a language model that rewrites the question
FOLLOW_UPS = 3  # in a row, read one after the other


def condense(library: Library, question: Question, model: BaseChatModel | None = None) -> str:
    """The question as the person means it: unchanged, rewritten by the model, or with what it lacks filled in."""
    exchanges = _exchanges(question.history)
    if not exchanges or not lacks_something(question.text):
        return question.text
    if model is not None:
        spoken = "\n".join(f"{turn.role}: {turn.content}" for turn in question.history[-TURNS_READ:])
        return (model | StrOutputParser()).invoke(
            render("condense", history=spoken, question=question.text)
        ).strip() or question.text
    *earlier, (asked, answer) = exchanges[-FOLLOW_UPS:]
    return _read(library, question, _after(earlier, asked), answer)


def in_context(library: Library, question: Question) -> str | None:
    """A question that nothing was found for, as one about what the question before was about; None if it cannot be."""
    exchanges = _exchanges(question.history)
    if not exchanges or lacks_something(question.text):
        return None
    if library.unknown_words(question.text, question.collection):  # no talk makes the documents say it
        return None
    *earlier, (asked, answer) = exchanges[-FOLLOW_UPS:]
    asked = _after(earlier, asked)
    hits = library.nearest(f"{asked} {question.text}", SHARED, question.collection, question.documents)
    found = with_topic(question.text, before(asked, answer, attested_by(hits)))
    return best_supported(library, found, hits, answer) if found else None


def repeats(question: Question, answer: Answer) -> bool:
    """Whether an answer quotes first what the answer before it quoted."""
    exchanges = _exchanges(question.history)
    return bool(exchanges and answer.citations) and " ".join(answer.citations[0].quote.split()) in exchanges[-1][1]


def _read(library: Library, question: Question, asked: str, answer: str) -> str:
    """The reading that the documents support best, of the passages near to both questions together."""
    hits = library.nearest(f"{asked} {question.text}", SHARED, question.collection, question.documents)
    attested = attested_by(hits)
    found = readings(question.text, before(asked, answer, attested), attested)
    return best_supported(library, found, hits, answer)


def _after(earlier: Sequence[tuple[str, str]], asked: str) -> str:
    """A question before, which may itself follow on others, by the likeliest reading."""
    if not earlier or not lacks_something(asked):
        return asked
    *first, (question, answer) = earlier
    said = before(_after(first, question), answer, _nowhere)
    return readings(asked, said, _nowhere)[0]


def _nowhere(words: str) -> bool:
    return False


def _exchanges(history: Sequence[Turn]) -> list[tuple[str, str]]:
    """The questions so far, each with its answer; small talk is none."""
    found: list[tuple[str, str]] = []
    for turn in history:
        if turn.role == "user":
            found.append((turn.content.strip(), ""))
        elif found:
            found[-1] = (found[-1][0], turn.content)
    return [exchange for exchange in found if exchange[0] and not small_talk(exchange[0])]
