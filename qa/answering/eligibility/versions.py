"""Sentences that differ only in a number, as those of two editions: their places tell them apart."""

from collections.abc import Sequence
from dataclasses import replace

import regex

from qa.answering.eligibility.requirements import held, is_number
from qa.answering.quotes import SAME_WORDS, Evidence
from vectorstore.text.analysis import words

_LATEST = regex.compile(r"\b(?:latest|newest|current(?:ly)?|most\s+recent|now(?:adays)?)\b", regex.IGNORECASE)


def apart(question: str, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The latest edition alone where it is asked for; where places say different numbers, no short answer."""
    found = list(evidence)
    if _LATEST.search(question):
        found = [piece for piece in found if not any(_is_later(other, piece) for other in found)]
    return [
        replace(piece, short=None, label=_label(piece, other)) if (other := _elsewhere(piece, found)) else piece
        for piece in found
    ]


def _elsewhere(piece: Evidence, found: Sequence[Evidence]) -> Evidence | None:
    """A sentence that says another number than a piece in another place."""
    return next((other for other in found if _says_alike(piece, other) and _place(piece) != _place(other)), None)


def _label(one: Evidence, other: Evidence) -> str:
    """What tells the place of a piece from another one: the title, the heading, or the name of the document."""
    named = (
        (one.hit.title, other.hit.title),
        (one.hit.passage.heading, other.hit.passage.heading),
        (one.hit.source, other.hit.source),
    )
    return next((mine for mine, theirs in named if mine and mine != theirs), "")


def _is_later(one: Evidence, other: Evidence) -> bool:
    years = _years(one), _years(other)
    return _says_alike(one, other) and all(years) and max(years[0]) > max(years[1])


def _says_alike(one: Evidence, other: Evidence) -> bool:
    """Whether two sentences have nearly the same words and other numbers."""
    first, second = set(words(one.quote)), set(words(other.quote))
    numbers = {word for word in first | second if is_number(word)}
    shared, all_words = (first & second) - numbers, (first | second) - numbers
    return bool((first ^ second) & numbers) and len(shared) >= SAME_WORDS * len(all_words)


def _place(piece: Evidence) -> tuple[str, str]:
    return piece.hit.source, piece.hit.passage.heading


def _years(piece: Evidence) -> list[int]:
    said = held(piece.hit.title, piece.hit.source, piece.hit.passage.heading)
    return [int(form) for form in said if regex.fullmatch(r"(?:1\d|20|21)\d\d", form)]
