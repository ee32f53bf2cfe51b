"""The words of a question that a refusal may give as its reason: names, identifiers and telling words, all absent."""

from collections.abc import Iterable, Iterator, Sequence

import regex

from qa.answering.eligibility.requirements import requirements
from vectorstore.models.word_frequency import is_common
from vectorstore.text.analysis import analyse, fold, words

SAME_BEGINNING = 4  # letters that two forms of a word share at least: `admitted`, `admission`
_SENTENCE_START = regex.compile(r"(?:^|[.?!:]\s+)[\"'“(]*$")


def telling(question: str, unknown: Sequence[str], passages: Iterable[str]) -> tuple[str, ...]:
    """The unknown words of a question that matter and stand in none of the passages shown, in whatever form."""
    quantities = {one.written for one in requirements(question) if not one.is_strict}
    around = set(words(" ".join(passages)))
    return tuple(
        word for word in unknown if word not in quantities and _matters(word, question) and not _stands(word, around)
    )


def _matters(word: str, question: str) -> bool:
    if any(character.isdigit() for character in word):
        return any(word in one.written for one in requirements(question))
    return _is_name(word, question) or not is_common(fold(word))


def _is_name(word: str, question: str) -> bool:
    """Whether a word has a capital that no sentence's beginning gives it."""
    return word[:1].isupper() and any(
        not _SENTENCE_START.search(question[: found.start()])
        for found in regex.finditer(rf"(?<!\w){regex.escape(word)}(?!\w)", question)
    )


def _stands(word: str, around: set[str]) -> bool:
    """Whether a form of the word is among the words shown: the same stem, or half of the letters from the first on.

    Identifiers were looked for in all their forms when they were called unknown.
    """
    folded = fold(word)
    stem = next(iter(analyse(word)), folded)
    return not any(character.isdigit() for character in word) and any(_related(folded, stem, other) for other in around)


def _related(word: str, stem: str, other: str) -> bool:
    alike = next(_differences(word, other), min(len(word), len(other)))
    least = max(SAME_BEGINNING, min(len(word), len(other)) / 2)
    return alike >= least or (len(stem) >= SAME_BEGINNING and other.startswith(stem))


def _differences(one: str, other: str) -> Iterator[int]:
    """The places at which two words differ."""
    return (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
