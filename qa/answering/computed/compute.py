"""A question becomes a computed answer, if computing answers it."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import regex

from qa.answering.computed.catalog import catalog
from qa.answering.computed.document_choice import named_documents
from qa.answering.computed.forms import Kind
from qa.answering.computed.mentions import mentions
from qa.answering.computed.outlining.outline import outline
from qa.answering.computed.places import every_place
from qa.answering.computed.request import Request, request_of
from qa.answering.computed.task import Task
from qa.answering.searched import searched
from qa.types import Answer, Turn
from vectorstore import Library

_COMPUTE: dict[Kind, Callable[[Task, Request], Answer | None]] = {
    "catalog": lambda task, _: catalog(task),
    "documents": mentions,
    "count documents": mentions,
    "mentioned": mentions,
    "places": every_place,
    "count places": every_place,
    "every": every_place,
    "outline": outline,
}
_WITHIN = regex.compile(
    r"^(.+?)\s+(?:in|of|from|within|inside)\s+((?:the|my|our|this|that)\s.+|\S+\.\w{2,4})$", regex.IGNORECASE
)


def computed(
    library: Library, draft: Answer, history: Sequence[Turn], collection: str, documents: Sequence[str] | None
) -> Answer | None:
    """The computed answer to a question; None where it asks for nothing that is computed. Raises UnknownDocument.

    The words are looked for as they are written; if no document has them, in the library's own spelling of them.
    """
    began = time.perf_counter()
    task = Task(library, draft, tuple(history), collection, None if documents is None else tuple(documents))
    answer = _computed(task, draft.question)
    if answer:
        answer = answer.model_copy(update={"standalone": draft.question})
    elif draft.standalone != draft.question:  # what a follow-up is short for
        answer = _computed(task, draft.standalone)
    if answer and answer.refused:
        meant = library.understood(draft.question, collection, task.documents)
        mended = _computed(task, meant.text) if meant.replaced else None
        if mended and not mended.refused:
            answer = mended.model_copy(update={"searched": searched(replace(meant, documents=None))})
    if answer is None:
        return None
    spent = answer.seconds.model_copy(update={"search": round(time.perf_counter() - began, 4)})
    return answer.model_copy(update={"seconds": spent})


def _computed(task: Task, question: str) -> Answer | None:
    request = request_of(question)
    if request is None:
        return None
    task, request = _within(task, request)
    return _COMPUTE[request.kind](task, request) if task.held else None


def _within(task: Task, request: Request) -> tuple[Task, Request]:
    """The task within the document that the question names: "every mention of kelp in survey.pdf".

    A place that is no document leaves nothing to compute.
    """
    found = _WITHIN.match(request.subject)
    if request.within:
        return task.of([document.name for document in named_documents(request.within, task.held)]), request
    named = named_documents(found[2], task.held) if found and request.kind != "outline" else []
    if found and len(named) == 1:
        return task.of([named[0].name]), replace(request, subject=found[1])
    return task, request
