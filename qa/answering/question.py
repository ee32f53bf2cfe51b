"""A question as the chain takes it, whatever it comes as: a text, a dict, or messages."""

from collections.abc import Mapping, Sequence
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from pydantic import ValidationError

from qa.errors import InvalidQuestion
from qa.types import Turn, Value

LONGEST_QUESTION = 10_000  # characters; more is a document, not a question


class Question(Value):
    """What is asked, after what was said before, of which documents."""

    text: str
    history: tuple[Turn, ...] = ()
    collection: str = "default"
    documents: tuple[str, ...] | None = None


QuestionInput = Question | str | Mapping[str, Any] | Sequence[BaseMessage]
"""A question; its text; a dict with `question` and, if need be, `history`, `collection`, `documents`; or messages."""


def question_of(given: QuestionInput, collection: str = "default") -> Question:
    """The question in an input; `collection` is asked where the input names none. Raises InvalidQuestion."""
    if isinstance(given, Question):
        return _checked(given)
    if isinstance(given, str):
        fields: dict[str, Any] = {"question": given}
    elif isinstance(given, Mapping):
        fields = dict(given)
    else:
        fields = _from_messages(given)
    fields = {"collection": collection, **{name: value for name, value in fields.items() if value is not None}}
    if not isinstance(text := fields.pop("question", None), str):
        raise InvalidQuestion("the input holds no question: give a text, a dict with `question`, or messages")
    try:
        return _checked(Question(text=text, **fields))
    except ValidationError as error:
        first = error.errors()[0]
        raise InvalidQuestion(f"the question cannot be read: {first['loc'][0]}: {first['msg']}") from error


def _checked(question: Question) -> Question:
    text = question.text.strip()
    if not text:
        raise InvalidQuestion("the question is empty: type one")
    if len(text) > LONGEST_QUESTION:
        raise InvalidQuestion(
            f"the question has {len(text):,} characters, at most {LONGEST_QUESTION:,} are read: shorten it, "
            "or add the text as a document"
        )
    return question.model_copy(update={"text": text})


def _from_messages(messages: Sequence[BaseMessage]) -> dict[str, Any]:
    """The last message is the question, those of the person and the assistant before it are the history."""
    said = [message for message in messages if isinstance(message, HumanMessage | AIMessage)]
    if not said or not isinstance(said[-1], HumanMessage):
        raise InvalidQuestion("the last message has to be the person's question")
    *before, last = said
    roles = {True: "user", False: "assistant"}
    history = [{"role": roles[isinstance(message, HumanMessage)], "content": message.text} for message in before]
    return {"question": last.text, "history": history}
