"""What one tab has asked and been answered: kept by the browser, and checked whenever it comes from there."""

from collections.abc import Sequence
from typing import Literal

from pydantic import ValidationError

from qa.types import Answer, Turn, Value

VERSION = 1  # of what the browser keeps; anything else it holds is left aside
LONGEST = 50  # exchanges kept, so that a request stays small
NEAREST = 3  # passages kept with a refusal; an answer has its citations


class Exchange(Value):
    """A question, what it was asked of, and what came of it."""

    question: str
    collection: str
    documents: tuple[str, ...] | None = None
    answer: Answer | None = None
    error: str | None = None
    early: bool = False
    """Asked while documents were still being read."""
    state: Literal["running", "stopped", "done"] = "running"


def read(kept: object) -> tuple[Exchange, ...]:
    """The exchanges in what a browser kept; those that cannot be read are left out."""
    if not isinstance(kept, dict) or kept.get("version") != VERSION or not isinstance(kept.get("exchanges"), list):
        return ()
    exchanges = []
    for value in kept["exchanges"][-LONGEST:]:
        try:
            exchange = Exchange.model_validate(value)
        except ValidationError:  # another version's, or not ours
            continue
        exchanges.append(stopped(exchange))
    return tuple(exchanges)


def kept(exchanges: Sequence[Exchange]) -> dict[str, object]:
    """The exchanges as the browser keeps them."""
    return {"version": VERSION, "exchanges": [exchange.model_dump(mode="json") for exchange in exchanges[-LONGEST:]]}


def stopped(exchange: Exchange) -> Exchange:
    """The exchange, no longer running."""
    return exchange.model_copy(update={"state": "stopped"}) if exchange.state == "running" else exchange


def trimmed(answer: Answer) -> Answer:
    """The answer without the passages that the page does not show."""
    return answer.model_copy(update={"passages": answer.passages[:NEAREST] if answer.refused else ()})


def history(exchanges: Sequence[Exchange]) -> list[Turn]:
    """What was said so far, for a follow-up question."""
    turns = []
    for exchange in exchanges:
        if exchange.answer and exchange.answer.text:
            turns.append(Turn(role="user", content=exchange.question))
            turns.append(Turn(role="assistant", content=exchange.answer.text))
    return turns
