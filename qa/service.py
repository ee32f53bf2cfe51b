"""The service: the only module that combines settings, library and chain; it answers questions."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from functools import cached_property
from types import TracebackType
from typing import Any, Self

from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import Runnable

from qa.answering.chain import Chain, as_runnable
from qa.answering.generation.writer import EXTRACTIVE
from qa.answering.question import Question, QuestionInput, question_of
from qa.errors import ModelFailed
from qa.settings import Settings
from qa.types import Answer, Turn
from vectorstore import Library, SentenceEmbedder

History = Sequence[Turn | Mapping[str, str]]
"""What was said before, in order: who said it (`user` or `assistant`) and what."""


class Service:
    """Answers questions about a library. Open it with `Service.open`; any thread may use it."""

    def __init__(self, settings: Settings, library: Library) -> None:
        """Take a library that is open; `Service.open` opens the one that the settings name."""
        self.settings = settings
        self.library = library

    @classmethod
    def open(cls, settings: Settings | None = None) -> Self:
        """The service over a store; models are loaded when they are first needed, or by `warm`."""
        settings = settings or Settings()
        return cls(settings, Library.open(settings.store, SentenceEmbedder(settings.embedding), settings.reader))

    def close(self) -> None:
        """Close the library."""
        self.library.close()

    def __enter__(self) -> Self:
        """This service, closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def warm(self) -> None:
        """Load the models, so that the first question does not wait for them."""
        self.library.models.load_embedder()
        self.library.models.load_reranker()

    def ask(
        self,
        question: str,
        history: History = (),
        collection: str | None = None,
        documents: Sequence[str] | None = None,
    ) -> Answer:
        """The answer to a question after what was said before, from a collection or chosen documents of it.

        Raises InvalidQuestion, ModelFailed, or a LibraryError such as UnknownDocument.
        """
        *_, answer = self.stream(question, history, collection, documents)
        return answer

    async def aask(
        self,
        question: str,
        history: History = (),
        collection: str | None = None,
        documents: Sequence[str] | None = None,
    ) -> Answer:
        """The same without holding up the event loop."""
        async for answer in self.astream(question, history, collection, documents):
            last = answer
        return last

    def stream(
        self,
        question: str,
        history: History = (),
        collection: str | None = None,
        documents: Sequence[str] | None = None,
    ) -> Iterator[Answer]:
        """The answer as it grows; the last one is complete. Raises what `ask` raises."""
        yield from self._chain.stream(self._question(question, history, collection, documents))

    async def astream(
        self,
        question: str,
        history: History = (),
        collection: str | None = None,
        documents: Sequence[str] | None = None,
    ) -> AsyncIterator[Answer]:
        """The same without holding up the event loop."""
        async for answer in self._chain.astream(self._question(question, history, collection, documents)):
            yield answer

    def as_runnable(self) -> Runnable[QuestionInput, Answer]:
        """The whole chain as LangChain's Runnable: it takes a text, a dict or messages and yields growing answers."""
        return as_runnable(self._chain, self.settings.collection)

    @cached_property
    def model(self) -> BaseChatModel | None:
        """The language model that writes, or None where answers are quoted; raises ModelFailed."""
        return None if self.settings.model == EXTRACTIVE else chat_model(self.settings)

    @cached_property
    def _chain(self) -> Chain:
        return Chain(self.library, self.model, self.settings.model)

    def _question(
        self, question: str, history: History, collection: str | None, documents: Sequence[str] | None
    ) -> Question:
        return question_of(
            {"question": question, "history": history, "collection": collection, "documents": documents},
            self.settings.collection,
        )


def chat_model(settings: Settings) -> BaseChatModel:
    """The language model that the settings name; raises ModelFailed where it cannot be used."""
    from langchain.chat_models import init_chat_model

    options: dict[str, Any] = {"temperature": 0}
    if settings.base_url:
        options["base_url"] = settings.base_url
    if settings.api_key:
        options["api_key"] = settings.api_key.get_secret_value()
    try:
        model: BaseChatModel = init_chat_model(settings.model, **options)
    except Exception as error:  # each provider raises its own kinds
        raise ModelFailed(f"the model {settings.model} cannot be used: {error}") from error
    return model
