"""The conversation view: exchanges, the welcome before the first one, and the line that says who answers."""

from collections.abc import Sequence

from qa.answering.generation.writer import EXTRACTIVE
from qa.types import MAY_ANSWER, Answer
from qa.web.transcript import Exchange
from qa.web.views import sources
from qa.web.views.answer_text import stretches
from qa.web.views.export import markdown
from qa.web.views.rendering import render


def conversation(exchanges: Sequence[Exchange]) -> list[str]:
    """The HTML of each exchange, in order."""
    return [_exchange(number, exchange) for number, exchange in enumerate(exchanges)]


def welcome(suggestions: Sequence[str], documents: int) -> str:
    """The HTML shown before the first question: what the page does, and example questions."""
    return render("chat/welcome.html", suggestions=suggestions, documents=documents)


def byline(model: str) -> str:
    """The HTML of the line that says who writes the answers."""
    return render("chat/byline.html", model=model, is_extractive=model == EXTRACTIVE)


def _exchange(number: int, exchange: Exchange) -> str:
    answer = exchange.answer
    if answer is None or exchange.error:
        return render("chat/exchange.html", exchange=exchange, is_finished=False)
    is_finished = exchange.state == "done"
    return render(
        "chat/exchange.html",
        number=number,
        exchange=exchange,
        stretches=stretches(answer, is_complete=exchange.state != "running"),
        sources=_sources(answer),
        may_answer=MAY_ANSWER,
        is_finished=is_finished,
        is_extractive=answer.model == EXTRACTIVE,
        seconds=answer.seconds.search + answer.seconds.read + answer.seconds.write,
        markdown=markdown(answer) if is_finished else "",
    )


def _sources(answer: Answer) -> list[sources.Source]:
    """The sources as they are listed: what the answer quotes is not said again."""
    if answer.refused:
        return sources.passages(answer.passages)
    if answer.model == EXTRACTIVE:
        return sources.surroundings(answer.citations, answer.passages)
    return sources.citations(answer.citations)
