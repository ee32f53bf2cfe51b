"""A follow-up question becomes one that can be searched for alone; a question that stands alone is left as it is."""

from collections.abc import Sequence

from langchain_core.language_models import BaseChatModel
from langchain_core.output_parsers import StrOutputParser

from qa.prompts import render
from qa.types import Turn
from vectorstore.text.analysis import STOP_WORDS, words

# Words that point back into the conversation, and openings that continue a question instead of asking one.
_POINTERS = frozenset(
    "it its they them their theirs he him his she her hers this that these those there then one ones same".split()
)
_OPENINGS = ("and ", "but ", "or ", "so ", "also ", "what about", "how about", "why not", "what else", "anything else")
FEWEST_CONTENT_WORDS = 2  # with fewer, a question says too little of what it is about: "Since when?"
TURNS_READ = 6  # of the conversation, by a language model that rewrites the question


def needs_context(question: str) -> bool:
    """Whether a question cannot be understood without what was said before it."""
    folded = words(question)
    content = [word for word in folded if word not in STOP_WORDS]
    return (
        len(content) < FEWEST_CONTENT_WORDS
        or any(word in _POINTERS for word in folded)
        or question.lower().lstrip().startswith(_OPENINGS)
    )


def condense(question: str, history: Sequence[Turn], model: BaseChatModel | None = None) -> str:
    """The question as it is searched for: unchanged, rewritten by the model, or together with what it leans on."""
    if not history or not needs_context(question):
        return question
    if model is not None:
        spoken = "\n".join(f"{turn.role}: {turn.content}" for turn in history[-TURNS_READ:])
        return (model | StrOutputParser()).invoke(
            render("condense", history=spoken, question=question)
        ).strip() or question
    asked = []
    for turn in reversed(history):
        if turn.role == "user":
            asked.append(turn.content.strip())
            if not needs_context(turn.content):
                break
    return " ".join([*reversed(asked), question])
