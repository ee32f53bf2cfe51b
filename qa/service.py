"""The one place where the parts meet: settings in, answers out."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import Runnable

from qa.answering.chain import EXTRACTIVE, Question, turn
from qa.errors import InvalidQuestion, ModelFailed
from qa.settings import Settings
from qa.types import Answer, Turn
from vectorstore import Library, SentenceEmbedder

LONGEST_QUESTION = 10_000  # characters; more is a document, not a question


class Service:
    """Answers questions about a library. Open it with `Service.open`; any thread may use it."""

    def __init__(self, settings: Settings, library: Library) -> None:
        """Use `Service.open`."""
        self.settings = settings
        self.library = library

    @classmethod
    def open(cls, settings: Settings | None = None) -> "Service":
        """The service over a store; models are loaded when they are first needed, or by `warm`."""
        settings = settings or Settings()
        return cls(settings, Library.open(settings.store, SentenceEmbedder(settings.embedding), settings.reader))

    def warm(self) -> None:
        """Load the models, so that the first question does not wait for them."""
        self.library.load_embedder()
        self.library.load_reranker()

    def ask(
        self,
        question: str,
        history: Sequence[Turn | Mapping[str, str]] = (),
        collection: str | None = None,
        documents: Sequence[str] | None = None,
    ) -> Answer:
        """The answer to a question after what was said before, from a collection or chosen documents of it.

        Raises InvalidQuestion, ModelFailed, or a LibraryError such as UnknownDocument.
        """
        *_, answer = self.stream(question, history, collection, documents)
        return answer

    def stream(
        self,
        question: str,
        history: Sequence[Turn | Mapping[str, str]] = (),
        collection: str | None = None,
        documents: Sequence[str] | None = None,
    ) -> Iterator[Answer]:
        """The answer as it grows; the last one is complete. Raises what `ask` raises."""
        if not question.strip():
            raise InvalidQuestion("the question is empty: type one")
        if len(question) > LONGEST_QUESTION:
            raise InvalidQuestion(
                f"the question has {len(question):,} characters, at most {LONGEST_QUESTION:,} are read: shorten it, "
                "or add the text as a document"
            )
        yield from self._chain.stream(
            Question(
                text=question.strip(),
                history=tuple(Turn.model_validate(said) for said in history),
                collection=collection or self.settings.collection,
                documents=None if documents is None else tuple(documents),
            )
        )

    @cached_property
    def model(self) -> BaseChatModel | None:
        """The language model that writes, or None where answers are quoted; raises ModelFailed."""
        return None if self.settings.model == EXTRACTIVE else chat_model(self.settings)

    @cached_property
    def _chain(self) -> Runnable[Question, Answer]:
        return turn(self.library, self.model, self.settings.model)


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
