"""The transcript: the conversation of one tab, which the browser stores and which is validated when it comes back."""

from collections.abc import Sequence
from typing import Literal

from pydantic import ValidationError

from qa.types import Answer, Turn, Value

VERSION = 1  # of the stored conversation; another version is ignored
LONGEST = 50  # exchanges stored, so that a request stays small
NEAREST = 3  # passages stored with a refusal; an answer has those of its citations


class Exchange(Value):
    """A question, the documents that it was put to, and its answer or error."""

    question: str
    collection: str
    documents: tuple[str, ...] | None = None
    answer: Answer | None = None
    error: str | None = None
    early: bool = False
    """Whether the question was asked while documents were still being read."""
    state: Literal["running", "stopped", "done"] = "running"


def load(stored: object) -> tuple[Exchange, ...]:
    """The exchanges of a stored conversation; invalid ones are left out."""
    if not isinstance(stored, dict) or stored.get("version") != VERSION:
        return ()
    values = stored.get("exchanges")
    exchanges = []
    for value in values[-LONGEST:] if isinstance(values, list) else ():
        try:
            exchange = Exchange.model_validate(value)
        except ValidationError:  # written by another version, or not by this page
            continue
        exchanges.append(stopped(exchange))
    return tuple(exchanges)


def dump(exchanges: Sequence[Exchange]) -> dict[str, object]:
    """The exchanges as the browser stores them."""
    return {"version": VERSION, "exchanges": [exchange.model_dump(mode="json") for exchange in exchanges[-LONGEST:]]}


def stopped(exchange: Exchange) -> Exchange:
    """The exchange, no longer running."""
    return exchange.model_copy(update={"state": "stopped"}) if exchange.state == "running" else exchange


def trimmed(answer: Answer) -> Answer:
    """The answer without the passages that the page does not show: around quotes, or closest to a refused question."""
    cited = {citation.passage_id for citation in answer.citations}
    shown = [passage for passage in answer.passages if passage.passage_id in cited]
    return answer.model_copy(update={"passages": answer.passages[:NEAREST] if answer.refused else tuple(shown)})


def history(exchanges: Sequence[Exchange]) -> list[Turn]:
    """The questions and answers so far, for a follow-up question."""
    turns = []
    for exchange in exchanges:
        if exchange.answer and exchange.answer.text:
            turns.append(Turn(role="user", content=exchange.answer.standalone))
            turns.append(Turn(role="assistant", content=exchange.answer.text))
    return turns
