"""Feedback: a thumbs-down in the chat becomes a case in the store's file of marked cases."""

import shlex
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from qa.errors import AnswerError
from qa.service import Service
from qa.web import transcript
from qa.web.transcript import Exchange

Reply = dict[str, object]


def documents(service: Service, stored: object, back: int) -> Reply:
    """The documents that can be named as the right source of an exchange, which is counted from the last one."""
    exchange = _exchange(stored, back)[1]
    return {"documents": [document.name for document in service.library.documents(exchange.collection)]}


def save(service: Service, stored: object, back: int, fields: Mapping[str, Any]) -> Reply:
    """The file that the case was saved in, and the command that evaluates it; or why it could not be saved."""
    from qa.evaluation.cases import feedback

    before, exchange = _exchange(stored, back)
    assert exchange.answer
    try:
        mark = feedback.Feedback.model_validate({name: _encodable(value) for name, value in fields.items()})
    except ValidationError as error:
        return {"error": f"This cannot be kept: {error.errors()[0]['msg']}."}
    case = feedback.case(exchange.answer, transcript.history(before), mark, _scope(exchange))
    store = service.library.store
    path = feedback.add(service.library.artifacts, case)
    command = ["footnote", "evaluate", str(path), "--store", str(store.resolve())]
    if exchange.collection != "default":
        command += ["--collection", exchange.collection]
    return {"saved": str(path), "command": shlex.join(command)}


def _exchange(stored: object, back: int) -> tuple[tuple[Exchange, ...], Exchange]:
    """The exchanges before one that is counted from the last, which is 1, and the exchange itself."""
    exchanges = transcript.load(stored)
    at = len(exchanges) - back
    if not 0 <= at < len(exchanges) or exchanges[at].answer is None:
        raise AnswerError("This answer is no longer kept: ask the question again.")
    return exchanges[:at], exchanges[at]


def _scope(exchange: Exchange) -> str:
    """The collection and documents that were asked, in words: a case has no field for them."""
    asked = f"asked of the collection {exchange.collection}"
    return f"{asked}, of {', '.join(exchange.documents)} only" if exchange.documents else asked


def _encodable(value: Any) -> Any:
    """The value of a field; half of a surrogate pair, which no file can hold, becomes a question mark."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
