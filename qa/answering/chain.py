"""A question's way to its answer: condense → retrieve → select evidence → write → check.

Small talk goes none of it, and each part of a question of several goes all of it.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import Runnable, RunnableLambda

from qa.answering.computed.compute import computed
from qa.answering.conversation.asked_sentence import asked_sentence
from qa.answering.conversation.combined import combined
from qa.answering.conversation.condense import condense, in_context, repeats
from qa.answering.conversation.parts import parts
from qa.answering.conversation.small_talk import help_text, small_talk
from qa.answering.evidence import Selection, select_evidence
from qa.answering.generation.check import check
from qa.answering.generation.refusal import refusal
from qa.answering.generation.writer import EXTRACTIVE, write
from qa.answering.question import Question, QuestionInput, question_of
from qa.answering.question_type import NOTES
from qa.answering.retrieve import retrieve
from qa.answering.searched import searched
from qa.answering.tables.aggregate.answer import aggregated
from qa.types import Answer, Seconds, Turn, Verdict
from vectorstore import Library


@dataclass(frozen=True, slots=True)
class Chain:
    """The stages over a library; with a language model the answer is written, without one it is quoted."""

    library: Library
    model: BaseChatModel | None = None
    name: str = EXTRACTIVE
    """The model's, as answers state it."""

    def stream(self, question: Question) -> Generator[Answer, None, None]:
        """The answer as it grows; the last one is complete."""
        if reply := small_talk(question.text):
            text = help_text(reply, self.library, question.collection, question.documents)
            yield Answer(question=question.text, standalone=question.text, text=text)
            return
        sentence = asked_sentence(question.text)
        history = question.history
        if sentence.before:
            history = (*history, Turn(role="user", content=sentence.before))
        asked = parts(sentence.question)
        if len(asked) == 1:
            alone = question.model_copy(update={"text": sentence.question, "history": history})
            for growing in self._answer(alone):
                yield growing.model_copy(update={"question": question.text})
            return
        answers: list[Answer] = []
        for part in asked:
            for growing in self._answer(question.model_copy(update={"text": part, "history": history})):
                yield combined(question.text, [*answers, growing])
            answers.append(growing)
            history = (*history, Turn(role="user", content=growing.standalone))

    def _answer(self, question: Question) -> Generator[Answer, None, None]:
        """The answer to a question of one part as it grows; if nothing is found, as one about what was talked of."""
        for answer in self._read_as(question, condense(self.library, question, self.model)):
            if not answer.refused:
                yield answer
        if answer.refused:
            about = in_context(self.library, question) if self.model is None else None
            *_, again = self._read_as(question, about, "uncertain") if about else [answer]
            yield answer if again.refused or repeats(question, again) else again

    def _read_as(
        self, question: Question, condensed: str, at_most: Verdict = "answered"
    ) -> Generator[Answer, None, None]:
        """The answer to a question as it is read, as it grows, with a verdict that is no better than given."""
        began = time.perf_counter()
        meant = self.library.understood(condensed, question.collection, question.documents)
        standalone = meant.text
        documents = meant.documents or question.documents
        asked = Answer(question=question.text, standalone=standalone, searched=searched(meant))
        if whole := computed(self.library, asked, question.history, question.collection, documents):
            yield whole
            return
        retrieved = retrieve(self.library, standalone, question.collection, documents)
        found = time.perf_counter()
        draft = Answer(
            question=question.text,
            standalone=standalone,
            searched=searched(meant),
            passages=retrieved.passages,
            model=self.name,
            seconds=Seconds(search=round(found - began, 4)),
        )
        yield draft
        if at_most == "answered" and (figure := aggregated(self.library, draft, retrieved.hits)):
            yield figure
            return
        selection = select_evidence(self.library, standalone, retrieved.hits, documents).at_most(at_most)
        read = time.perf_counter()
        draft = _selected(draft, selection, read - found)
        if selection.verdict == "not found":
            yield refusal(draft, self.library, question.collection, selection.missing, selection.reason)
            return
        draft = draft.model_copy(update={"verdict": selection.verdict, "note": NOTES.get(selection.question_type)})
        for written in write(self.model, self.name, standalone, selection):
            yield check(draft, written, selection.evidence, time.perf_counter() - read)

    async def astream(self, question: Question) -> AsyncIterator[Answer]:
        """The same without holding up the event loop: each step is computed in a thread."""
        answers, done = self.stream(question), object()
        try:
            while (answer := await asyncio.to_thread(next, answers, done)) is not done:
                assert isinstance(answer, Answer)
                yield answer
        finally:
            with suppress(ValueError):  # whoever waited has gone while a step was being computed: it ends by itself
                answers.close()


def as_runnable(chain: Chain, collection: str = "default") -> Runnable[QuestionInput, Answer]:
    """The chain as LangChain's Runnable: `invoke`, `stream`, `batch`, their async twins, and `astream_events`.

    It takes a text, a dict, messages or a Question, asks `collection` where the input names none, and yields growing
    answers.
    """

    def stream(given: Any) -> Iterator[Answer]:
        yield from chain.stream(question_of(given, collection))

    async def astream(given: Any) -> AsyncIterator[Answer]:
        async for answer in chain.astream(question_of(given, collection)):
            yield answer

    return RunnableLambda(stream, astream, name="Footnote").with_types(output_type=Answer)


def _selected(draft: Answer, selection: Selection, seconds: float) -> Answer:
    spent = draft.seconds.model_copy(update={"read": round(seconds, 4)})
    return draft.model_copy(update={"seconds": spent, "confidence": round(selection.confidence, 4)})
