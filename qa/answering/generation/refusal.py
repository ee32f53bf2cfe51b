"""Refusal: the answer where the documents do not say, with the reason."""

from qa.answering.question_type import ASKING, REASONS, question_type
from qa.types import Answer
from vectorstore import Library

NO_ANSWER = "Your documents do not say."
NO_PASSAGE = "Passages of your documents do not answer this."


def refusal(draft: Answer, library: Library, collection: str) -> Answer:
    """The refusal of a question whose passages do not answer it, and why."""
    kind = question_type(draft.standalone)
    text = NO_PASSAGE if kind in REASONS and draft.passages else NO_ANSWER
    return refused(draft, _reason(draft, library, collection), text)


def refused(draft: Answer, reason: str, text: str = NO_ANSWER) -> Answer:
    """A draft as a refusal."""
    return draft.model_copy(update={"text": text, "verdict": "not found", "reason": reason, "note": None})


def _reason(draft: Answer, library: Library, collection: str) -> str:
    if not draft.passages:
        return f"there are no documents in the collection {collection!r} yet"
    kind = question_type(draft.standalone)
    missing = library.unknown_words(draft.standalone, collection)
    if kind in REASONS:
        missing = tuple(word for word in missing if word not in ASKING)
    if missing and kind != "whole document":
        return f"no document mentions {', '.join(missing)}"
    if kind in REASONS:
        return REASONS[kind]
    return "no sentence in the passages found answers the question"
