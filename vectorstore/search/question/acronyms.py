"""Abbreviations: the words of a text whose first letters one is."""

from collections import Counter
from collections.abc import Iterable, Iterator

import regex

from vectorstore.text.analysis import STOP_WORDS, fold

SHORTEST, LONGEST = 2, 6  # letters

_ACRONYM = regex.compile(r"\p{Lu}{2,6}s?|(?:\p{Lu}\.){2,6}")
_CLAUSE = regex.compile(r"[.,;:!?()\[\]\"“”\n|]+")
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*")


def is_acronym(word: str) -> bool:
    """Whether a word is written like an abbreviation: capitals alone, with dots or without."""
    return _ACRONYM.fullmatch(word) is not None


def expansion(acronym: str, texts: Iterable[str]) -> str | None:
    """The words that an abbreviation most likely stands for: those most frequent in the texts, then the first."""
    letters = fold(acronym.replace(".", "").removesuffix("s" if acronym[:-1].isupper() else ""))
    if not SHORTEST <= len(letters) <= LONGEST:
        return None
    found = [phrase for text in texts for phrase in _phrases(letters, text)]
    if not found:
        return None
    counts = Counter(map(fold, found))
    best, _ = counts.most_common(1)[0]
    return next(phrase for phrase in found if fold(phrase) == best)


def _phrases(letters: str, text: str) -> Iterator[str]:
    """Words that follow each other within a clause and begin with the letters; small words may stand in between."""
    for clause in _CLAUSE.split(text):
        words = list(_WORD.finditer(clause))
        for first in range(len(words)):
            last = _end(letters, [fold(word.group()) for word in words[first : first + 2 * len(letters)]])
            if last is None:
                continue
            said = [word.group() for word in words[first : first + last + 1] if fold(word.group()) not in STOP_WORDS]
            # Two letters meet by chance in any text, unless the words themselves are written as a name.
            if len(said) > 1 and (len(letters) > SHORTEST or all(word[0].isupper() for word in said)):
                yield clause[words[first].start() : words[first + last].end()]


def _end(letters: str, words: list[str]) -> int | None:
    """Where the words whose first letters these are end; None where they are not."""
    at = 0
    for index, word in enumerate(words):
        if word[0] == letters[at] and (at or word not in STOP_WORDS):
            at += 1
            if at == len(letters):
                return index
        elif word not in STOP_WORDS or not index:
            return None
    return None
