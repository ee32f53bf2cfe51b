"""Refusal: the answer where the documents do not say, with the reason."""

from collections.abc import Sequence

from qa.answering.generation.missing_words import telling
from qa.answering.question_type import ASKING, REASONS, question_type
from qa.types import Answer
from vectorstore import Library

NO_ANSWER = "Your documents do not say."
NO_PASSAGE = "Passages of your documents do not answer this."


def refusal(
    draft: Answer, library: Library, collection: str, missing: Sequence[str] = (), reason: str | None = None
) -> Answer:
    """The refusal of a question whose passages do not answer it, and why: `missing` is what no document names."""
    kind = question_type(draft.standalone)
    text = NO_PASSAGE if kind in REASONS and draft.passages else NO_ANSWER
    return refused(draft, reason or _reason(draft, library, collection, missing), text)


def refused(draft: Answer, reason: str, text: str = NO_ANSWER) -> Answer:
    """A draft as a refusal."""
    return draft.model_copy(update={"text": text, "verdict": "not found", "reason": reason, "note": None})


def _reason(draft: Answer, library: Library, collection: str, identifiers: Sequence[str]) -> str:
    if not draft.passages:
        return f"there are no documents in the collection {collection!r} yet"
    if identifiers:
        return f"no document mentions {', '.join(identifiers)}"
    kind = question_type(draft.standalone)
    shown = (f"{passage.title} {passage.heading} {passage.text}" for passage in draft.passages)
    missing = telling(draft.standalone, library.unknown_words(draft.standalone, collection), shown)
    if kind in REASONS:
        missing = tuple(word for word in missing if word.casefold() not in ASKING)
    if missing and kind != "whole document":
        return f"no document mentions {', '.join(missing)}"
    if kind in REASONS:
        return REASONS[kind]
    return "no sentence in the passages found answers the question"
