"""The handlers of the page's events: each takes what the browser holds and gives back what the page shows."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import gradio as gr

from qa.advice import explained
from qa.answering.conversation.suggestions import suggestions
from qa.answering.question import LONGEST_QUESTION
from qa.errors import AnswerError
from qa.jobs.evaluation import EvaluationJob
from qa.jobs.ingest import IngestJob
from qa.service import Service
from qa.types import Answer
from qa.web import feedback, transcript
from qa.web.transcript import Exchange
from qa.web.views import conversation, documents, evaluation
from vectorstore import LibraryError

log = logging.getLogger(__name__)

Json = dict[str, object]
Updates = tuple[Any, ...]
"""One update for each output of an event, in the order in which `page` names them."""

BETWEEN_UPDATES = 0.1  # seconds; a model writes faster than anyone reads


class Handlers:
    """The handlers of all events. They keep no state: the conversation is in the browser."""

    def __init__(self, service: Service, ingest: IngestJob, evaluation: EvaluationJob) -> None:
        """Share one service and its jobs among all tabs."""
        self._service = service
        self._ingest = ingest
        self._evaluation = evaluation

    def ask(
        self, question: str, stored: Json, collection: str, chosen: Sequence[str], event: gr.EventData
    ) -> Iterator[Updates]:
        """The conversation with the answer growing in it: (question box, conversation, stored conversation)."""
        asked = (event._data or {}).get("question") or question  # an example brings its own; a key press brings none
        if not asked.strip():
            yield gr.skip(), gr.skip(), gr.skip()
            return
        before = transcript.load(stored)
        new = Exchange(
            question=asked[:LONGEST_QUESTION],  # the rest of a longer question is refused, not stored
            collection=collection,
            documents=tuple(chosen) or None,
            early=self._ingest.is_reading,
        )
        yield gr.Textbox(value="", submit_btn=False, stop_btn="Stop"), *_conversation((*before, new))
        for exchange in self._answered(new, asked, before):
            box = gr.Textbox(submit_btn="Ask", stop_btn=False) if exchange.state == "done" else gr.skip()
            yield box, *_conversation((*before, exchange))

    def stop(self, stored: Json) -> Updates:
        """The conversation after its last answer was stopped: the same outputs as `ask`."""
        return gr.Textbox(submit_btn="Ask", stop_btn=False), *_conversation(transcript.load(stored))

    def new_chat(self) -> Updates:
        """An empty conversation: the same outputs as `ask`."""
        return gr.Textbox(value="", submit_btn="Ask", stop_btn=False), *_conversation(())

    def restore(self, collection: str, find: str, event: gr.EventData) -> Updates:
        """The page as it opens: the conversation that the browser stored, and the outputs of `refresh`."""
        self._ingest.begin()
        return *_conversation(transcript.load(event.stored)), *self.refresh(collection, find)

    def refresh(self, collection: str, find: str) -> Updates:
        """What the library holds now: (welcome, listing, progress, timer, collections)."""
        names = {*self._service.library.collections(), collection, self._service.settings.collection}
        return *self.poll(collection, find), gr.Dropdown(choices=sorted(names))

    def poll(self, collection: str, find: str) -> Updates:
        """The outputs of `refresh` without the collections; polled every second while the ingest job is busy."""
        held, maintenance = self._service.library.documents(collection), self._service.library.maintenance
        return (
            conversation.welcome(suggestions(self._service.library, collection), len(held)),
            documents.listing(held, collection, find),
            documents.progress(self._ingest.state, documents.maintenance(maintenance.step, maintenance.damage)),
            gr.Timer(active=self._ingest.is_busy),
        )

    def remove(self, collection: str, find: str, event: gr.EventData) -> Updates:
        """The library after a document was removed: (notice, and the outputs of `refresh`)."""
        try:
            report = self._service.library.remove(event.document, collection)
            notice = documents.notice(report.files)
        except LibraryError as error:
            notice = documents.failure(explained(error))
        return notice, *self.refresh(collection, find)

    def cancel(self, collection: str, find: str) -> Updates:
        """The library after the ingest job was cancelled: the outputs of `poll`."""
        self._ingest.cancel()
        return self.poll(collection, find)

    def evaluation(self) -> Updates:
        """How far the evaluation is: (status, timer); polled every second while one is running."""
        from qa.evaluation.cases import feedback

        self._evaluation.restore()
        state = self._evaluation.state
        marked = feedback.count(self._service.library.artifacts)
        return evaluation.status(state, marked), gr.Timer(active=state.is_running)

    def feedback_documents(self, stored: Json, event: gr.EventData) -> Json:
        """The documents that can be chosen in the form about an answer."""
        return _reply(event.call, lambda: feedback.documents(self._service, stored, event.back))

    def save_feedback(self, stored: Json, event: gr.EventData) -> Json:
        """What became of the form about an answer."""
        return _reply(event.call, lambda: feedback.save(self._service, stored, event.back, event.fields))

    def _answered(self, exchange: Exchange, asked: str, before: Sequence[Exchange]) -> Iterator[Exchange]:
        """The exchange with its answer as the answer grows, or with the reason why there is none."""
        error = None
        try:
            documents = self._documents(exchange)
            answers = self._service.stream(asked, transcript.history(before), exchange.collection, documents)
            for answer in paced(answers):
                exchange = exchange.model_copy(update={"answer": transcript.trimmed(answer)})
                yield exchange
        except (AnswerError, LibraryError) as known:
            error = explained(known)
        except Exception:
            log.exception("a question could not be answered")
            error = "Something went wrong; the terminal says more."
        yield exchange.model_copy(update={"state": "done", "error": error})

    def _documents(self, exchange: Exchange) -> tuple[str, ...] | None:
        """The chosen documents that the library still holds; None if all are asked."""
        if exchange.documents is None:
            return None
        held = {document.name for document in self._service.library.documents(exchange.collection)}
        if left := tuple(name for name in exchange.documents if name in held):
            return left
        raise AnswerError("The chosen documents are no longer in the library: choose others, or ask all.")


def paced(answers: Iterable[Answer]) -> Iterator[Answer]:
    """The answers at a pace that a page can keep up with, and always the last one."""
    shown, waiting = 0.0, None
    for answer in answers:
        waiting = answer
        if time.monotonic() - shown >= BETWEEN_UPDATES:
            yield answer
            shown, waiting = time.monotonic(), None
    if waiting is not None:
        yield waiting


def _conversation(exchanges: Sequence[Exchange]) -> Updates:
    return conversation.conversation(exchanges), transcript.dump(exchanges)


def _reply(call: int, reply: Callable[[], Json]) -> Json:
    """The reply to a call of the form about an answer, or the error."""
    try:
        content = reply()
    except (AnswerError, LibraryError) as error:
        content = {"error": explained(error)}
    return {"call": call, **content}
