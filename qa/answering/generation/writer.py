"""Write: the evidence becomes a text, quoted as it stands or written up by a language model."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from langchain_core.language_models import BaseChatModel
from langchain_core.output_parsers import StrOutputParser

from qa.answering.evidence import Selection
from qa.answering.generation.citations import CitedText, quoted
from qa.answering.generation.refusal import NO_ANSWER
from qa.answering.quotes import Evidence
from qa.answering.short_answers.short_answer import short_answer
from qa.errors import ModelFailed
from qa.prompts import render

EXTRACTIVE = "extractive"


@dataclass(frozen=True, slots=True)
class ModelText:
    """What a language model has written so far, unchecked."""

    raw: str
    finished: bool = False


Written = CitedText | ModelText


def write(model: BaseChatModel | None, name: str, question: str, selection: Selection) -> Iterator[Written]:
    """The text as it grows: quotes come at once. Raises ModelFailed."""
    if model is None:
        is_sure = selection.verdict == "answered"
        short = short_answer(question, selection.question_type, selection.evidence) if is_sure else None
        yield quoted(selection.evidence, short)
        return
    raw = ""
    try:
        for piece in (model | StrOutputParser()).stream(_prompt(question, selection.evidence)):
            raw += piece
            yield ModelText(raw)
    except Exception as error:  # each provider raises its own kinds
        raise ModelFailed(f"the model {name} did not answer: {error}") from error
    yield ModelText(raw, finished=True)


def _prompt(question: str, evidence: Sequence[Evidence]) -> str:
    excerpts = "\n\n".join(f"[{n}] {piece.hit.title}: {piece.quote}" for n, piece in enumerate(evidence, 1))
    return render("answer", question=question, excerpts=excerpts, no_answer=NO_ANSWER, fence="~~~")
