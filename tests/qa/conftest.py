"""A service over the bundled samples, and chat models that say what they are told to."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel, GenericFakeChatModel
from langchain_core.messages import AIMessage

from qa import Service, Settings
from vectorstore import Library


@pytest.fixture(scope="session")
def service(samples: Library) -> Service:
    return Service(Settings(store=samples.store), samples)


@pytest.fixture
def scripted() -> Callable[..., BaseChatModel]:
    """A chat model that answers with the given texts, one a call, and remembers what it was asked."""

    class Scripted(GenericFakeChatModel):
        asked: list[str] = []  # noqa: RUF012  a pydantic field: copied for each model

        def _generate(self, messages: Any, *args: Any, **kwargs: Any) -> Any:
            self.asked.append(messages[-1].content)
            return super()._generate(messages, *args, **kwargs)

    def model(*texts: str) -> BaseChatModel:
        replies: Iterator[AIMessage] = iter([AIMessage(content=text) for text in texts])
        return Scripted(messages=replies)

    return model
