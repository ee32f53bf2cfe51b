"""Whether two words are forms of one: "cranes" of "crane", "shutting" of "shut", but not "computed" of "computer".

A stemmer joins more than that ("computer", "computed", "computational"), which serves a search and spoils a count. So
words with one stem are compared by what is left without the endings of number and tense.
"""

from collections.abc import Set
from functools import lru_cache

from vectorstore.text.analysis import stem

_VOWELS = frozenset("aeiouy")
_FEWEST_LETTERS = 3  # of what is left


@lru_cache(maxsize=100_000)
def base(word: str) -> str:
    """A folded word without the endings of number and tense; the same for all forms of a regular English word."""
    if word.endswith("ies") and len(word) > _FEWEST_LETTERS + 1:
        word = f"{word[:-3]}y"
    elif word.endswith("es") and word[:-2].endswith(("s", "x", "z", "ch", "sh")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        left = word.removesuffix(ending)
        if left != word and len(left) >= _FEWEST_LETTERS - 1 and not _VOWELS.isdisjoint(left):
            word = left[:-1] if left[-1] == left[-2] and left[-1] not in "sl" else left
            break
    word = f"{word[:-1]}y" if word.endswith("i") else word
    return word[:-1] if word.endswith("e") and len(word) > _FEWEST_LETTERS else word


def is_form_in(word: str, forms: Set[str]) -> bool:
    """Whether a form of a word is among the words of a text: with its stem, and with the same base."""
    if word in forms:
        return True
    stemmed, plain = stem(word), base(word)
    return any(base(form) == plain and stem(form) == stemmed for form in forms)
