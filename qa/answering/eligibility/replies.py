"""Questions that stand in documents: never the answer to themselves, but what follows one often is."""

from collections.abc import Callable

import regex

from vectorstore import Passage, Span

LONGEST = 3  # sentences of a reply that are taken with the question

_ASKS = regex.compile(r"[?？؟]\s*[\"'”’)\]*_]*\s*$")
_ASIDE = regex.compile(r"\s*[(\[][^)\]]*[)\]]\s*\.?")  # "(2 marks)", "[ ]"
_LABEL = regex.compile(r"(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?\s+)?(?:\p{Lu}[\p{L}.'’]*\s?){1,3}:\s")
_WORD = regex.compile(r"[\p{L}\p{N}]")
_TEXT_BETWEEN = regex.compile(r"[\p{L}\p{N}]{2,}")


def asks(text: str) -> bool:
    """Whether a sentence is a question."""
    return bool(_ASKS.search(text))


def reply(passage: Passage, at: int) -> Span | None:
    """What answers the question at a place among a passage's sentences; None where it stands unanswered.

    Questions one after another are a questionnaire or an exam. A reply ends with the next question, under the next
    heading, and where another person speaks.
    """
    if _is_one_of_many(passage, at):
        return None
    spans = passage.sentences
    last = at
    while last + 1 < len(spans) and last - at < LONGEST and _goes_on(passage, at, last + 1):
        last += 1
    return Span(spans[at + 1].start, spans[last].end) if last > at else None


def _goes_on(passage: Passage, asked: int, i: int) -> bool:
    said = _said(passage, i)
    if asks(said) or not _WORD.search(_ASIDE.sub("", said)) or _TEXT_BETWEEN.search(_between(passage, i)):
        return False
    return i == asked + 1 or not (_LABEL.match(said) or "\n\n" in _between(passage, i))


def _is_one_of_many(passage: Passage, at: int) -> bool:
    """Whether another question comes right before or right after it, on a line of its own."""

    def asked(i: int, lead: Callable[[], str]) -> bool:
        return 0 <= i < len(passage.sentences) and asks(_said(passage, i)) and "\n" in lead()

    return asked(at + 1, lambda: _between(passage, at + 1)) or asked(at - 1, lambda: _between(passage, at))


def _said(passage: Passage, i: int) -> str:
    span = passage.sentences[i]
    return passage.text[span.start - passage.start : span.end - passage.start]


def _between(passage: Passage, i: int) -> str:
    """What stands between a sentence and the one before it."""
    return passage.text[passage.sentences[i - 1].end - passage.start : passage.sentences[i].start - passage.start]
