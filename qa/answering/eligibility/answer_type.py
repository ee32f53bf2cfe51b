"""Whether some words of a sentence can be what a question asks for: a place for where, somebody for who."""

import regex

from qa.answering.question_type import QuestionType

_LOCATIVE = (
    r"(?:in|at|on|near|from|to|into|behind|beside|under|below|above|between|opposite|within|across|along|off|over)"
)
_WITHIN = regex.compile(rf"\b{_LOCATIVE}\b", regex.IGNORECASE)
_LOCATIVE_BEFORE = regex.compile(rf"\b{_LOCATIVE}\s+(?:\p{{Ll}}[\p{{L}}-]*\s+){{0,3}}$", regex.IGNORECASE)
_RIGHT_BEFORE = regex.compile(r"\b(?:in|at|near)\s+(?:the\s+)?$", regex.IGNORECASE)
# Two or three words with capitals after "is" or "by": a person rather than a place.
_NAME = regex.compile(r"(?:(?:Mrs?|Ms|Dr|Prof)\.?\s+)?\p{Lu}[\p{L}'’-]+(?:\s+\p{Lu}[\p{L}'’.-]*){1,2}")
_NAMING_BEFORE = regex.compile(r"\b(?:is|was|are|were|by|with|and|of)\s+$|^$", regex.IGNORECASE)


def is_of_type(kind: QuestionType, sentence: str, start: int, end: int) -> bool:
    """Whether words can answer a question of a type, so far as the sentence tells."""
    before, said = sentence[:start], sentence[start:end]
    if kind == "where":
        is_placed = _LOCATIVE_BEFORE.search(before) or _WITHIN.search(said) or before.rstrip().endswith(":")
        return bool(is_placed) or not (_NAME.fullmatch(said.strip()) and _NAMING_BEFORE.search(before))
    if kind == "who":
        return not _RIGHT_BEFORE.search(before)
    return True
