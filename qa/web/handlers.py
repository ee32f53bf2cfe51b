"""What the page's events do: each takes what the browser holds and gives back what it shows."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import gradio as gr

from qa.answering.question import LONGEST_QUESTION
from qa.answering.suggestions import suggestions
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

Kept = dict[str, object]
Shown = tuple[Any, ...]
"""One update for each output of an event, in the order the page names them."""

BETWEEN_UPDATES = 0.1  # seconds; a model writes faster than anyone reads


class Handlers:
    """The events of the page. It remembers nothing of who asked what."""

    def __init__(self, service: Service, background: IngestJob, evaluator: EvaluationJob) -> None:
        """Share one service among all tabs."""
        self._service = service
        self._background = background
        self._evaluator = evaluator

    def ask(
        self, question: str, kept: Kept, collection: str, chosen: Sequence[str], event: gr.EventData
    ) -> Iterator[Shown]:
        """The conversation with the answer growing in it: (question box, conversation, what is kept)."""
        asked = (event._data or {}).get("question") or question  # an example brings its own; a key press brings none
        if not asked.strip():
            yield gr.skip(), gr.skip(), gr.skip()
            return
        before = transcript.read(kept)
        new = Exchange(
            question=asked[:LONGEST_QUESTION],  # of a longer one the rest is not kept
            collection=collection,
            documents=tuple(chosen) or None,
            early=self._background.is_reading,
        )
        yield gr.Textbox(value="", submit_btn=False, stop_btn="Stop"), *_shown((*before, new))
        for exchange in self._answered(new, asked, before):
            box = gr.Textbox(submit_btn="Ask", stop_btn=False) if exchange.state == "done" else gr.skip()
            yield box, *_shown((*before, exchange))

    def stop(self, kept: Kept) -> Shown:
        """The conversation as far as it came, after its answer was stopped."""
        return gr.Textbox(submit_btn="Ask", stop_btn=False), *_shown(transcript.read(kept))

    def restore(self, collection: str, find: str, event: gr.EventData) -> Shown:
        """The page as it opens: the conversation that the browser kept, and what `refresh` gives."""
        self._background.page_seen.set()
        return *_shown(transcript.read(event.kept)), *self.refresh(collection, find)

    def forget(self) -> Shown:
        """A new conversation: (question box, conversation, what is kept)."""
        return gr.Textbox(value="", submit_btn="Ask", stop_btn=False), *_shown(())

    def refresh(self, collection: str, find: str) -> Shown:
        """What the library holds now: (welcome, listing, progress, timer, collections)."""
        names = {*self._service.library.collections(), collection, self._service.settings.collection}
        return *self.tick(collection, find), gr.Dropdown(choices=sorted(names))

    def tick(self, collection: str, find: str) -> Shown:
        """The same without the collections, once a second while there is work behind the page."""
        library, state = self._service.library, self._background.progress
        held = library.documents(collection)
        return (
            conversation.welcome(suggestions(library, collection), len(held)),
            documents.listing(held, collection, find),
            documents.progress(state, self._background.maintenance_status),
            gr.Timer(active=self._background.is_busy),
        )

    def remove(self, collection: str, find: str, event: gr.EventData) -> Shown:
        """The library without a document, and what became of it."""
        try:
            report = self._service.library.remove(event.document, collection)
            notice = documents.notice(report.files)
        except LibraryError as error:
            notice = documents.failure(str(error))
        return notice, *self.refresh(collection, find)

    def cancel(self, collection: str, find: str) -> Shown:
        """The library as far as it was read, when the reading of the folder is to stop."""
        self._background.cancel()
        return self.tick(collection, find)

    def evaluation(self) -> Shown:
        """How far the evaluation is: (status, timer), once a second while there is one."""
        from qa.evaluation.cases import feedback

        self._evaluator.recall()
        state = self._evaluator.state
        marked = feedback.count(self._service.library.artifacts)
        return evaluation.status(state, marked), gr.Timer(active=state.is_running)

    def choices(self, kept: Kept, event: gr.EventData) -> Kept:
        """What may be chosen in the form about an answer."""
        return self._replied(event.call, lambda: feedback.choices(self._service, kept, event.back))

    def mark(self, kept: Kept, event: gr.EventData) -> Kept:
        """What became of the form about an answer."""
        return self._replied(event.call, lambda: feedback.mark(self._service, kept, event.back, event.said))

    def _replied(self, call: int, reply: Callable[[], Kept]) -> Kept:
        """The reply to a call, or why there is none."""
        try:
            said = reply()
        except (AnswerError, LibraryError) as error:
            said = {"error": str(error)}
        return {"call": call, **said}

    def _answered(self, exchange: Exchange, asked: str, before: Sequence[Exchange]) -> Iterator[Exchange]:
        """The exchange with its answer as it grows, or with why there is none."""
        error = None
        try:
            documents = self._still_there(exchange)
            answers = self._service.stream(asked, transcript.history(before), exchange.collection, documents)
            for answer in paced(answers):
                exchange = exchange.model_copy(update={"answer": transcript.trimmed(answer)})
                yield exchange
        except (AnswerError, LibraryError) as known:
            error = str(known)
        except Exception:
            log.exception("a question could not be answered")
            error = "Something went wrong; the terminal says more."
        yield exchange.model_copy(update={"state": "done", "error": error})

    def _still_there(self, exchange: Exchange) -> tuple[str, ...] | None:
        """The chosen documents that the library still holds."""
        if exchange.documents is None:
            return None
        held = {document.name for document in self._service.library.documents(exchange.collection)}
        if left := tuple(name for name in exchange.documents if name in held):
            return left
        raise AnswerError("The chosen documents are no longer in the library: choose others, or ask all.")


def _shown(exchanges: Sequence[Exchange]) -> Shown:
    return conversation.conversation(exchanges), transcript.kept(exchanges)


def paced(answers: Iterable[Answer]) -> Iterator[Answer]:
    """The answers at a pace that a page can keep up with; always the last one."""
    shown, waiting = 0.0, None
    for answer in answers:
        waiting = answer
        if time.monotonic() - shown >= BETWEEN_UPDATES:
            yield answer
            shown, waiting = time.monotonic(), None
    if waiting is not None:
        yield waiting
