"""A thumbs-down in the chat becomes a case in the store's file of pairs."""

import shlex
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from qa.errors import AnswerError
from qa.service import Service
from qa.web import transcript
from qa.web.transcript import Exchange

Reply = dict[str, object]


def choices(service: Service, kept: object, back: int) -> Reply:
    """The documents that may be named as the right source of an exchange, counted from the last one."""
    exchange = _exchange(kept, back)[1]
    return {"documents": [document.name for document in service.library.documents(exchange.collection)]}


def mark(service: Service, kept: object, back: int, said: Mapping[str, Any]) -> Reply:
    """Where the case was kept, and the command that measures it; or why it could not be."""
    from qa.evaluation.cases import feedback

    before, exchange = _exchange(kept, back)
    assert exchange.answer
    try:
        made = feedback.Feedback.model_validate({name: _written(value) for name, value in said.items()})
    except ValidationError as error:
        return {"error": f"This cannot be kept: {error.errors()[0]['msg']}."}
    case = feedback.case(exchange.answer, transcript.history(before), made, _asked_of(exchange))
    store = service.library.store
    path = feedback.add(service.library.artifacts, case)
    command = ["footnote", "evaluate", str(path), "--store", str(store.resolve())]
    if exchange.collection != "default":
        command += ["--collection", exchange.collection]
    return {"saved": str(path), "command": shlex.join(command)}


def _exchange(kept: object, back: int) -> tuple[tuple[Exchange, ...], Exchange]:
    """The exchange so many from the last one, which is 1, and those before it."""
    exchanges = transcript.read(kept)
    at = len(exchanges) - back
    if not 0 <= at < len(exchanges) or exchanges[at].answer is None:
        raise AnswerError("This answer is no longer kept: ask the question again.")
    return exchanges[:at], exchanges[at]


def _asked_of(exchange: Exchange) -> str:
    """Where the answer came from, as far as a case cannot say it otherwise."""
    asked = f"asked of the collection {exchange.collection}"
    return f"{asked}, of {', '.join(exchange.documents)} only" if exchange.documents else asked


def _written(value: Any) -> Any:
    """What was typed; half of a surrogate pair, which no file can hold, becomes a question mark."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
