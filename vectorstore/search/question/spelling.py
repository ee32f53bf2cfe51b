"""Typing mistakes: a word that no document has is matched to the nearest word that one has."""

from collections.abc import Iterator

import regex
from rapidfuzz.distance import OSA, JaroWinkler

from vectorstore.storage.base import Snapshot
from vectorstore.text.analysis import fold, stem
from vectorstore.types import Scope

SHORTEST = 5  # letters of a word that is corrected: a shorter one is near to too many
ONE_MISTAKE_UPTO = 8  # letters; a longer word may have two
# Of a word its stem is known to the index; an ending may have been cut off or changed.
LONGEST_ENDING = 6
LOOKED_AT = 40  # stems whose words are read in passages
PASSAGES_READ = 3  # of each

_WORD = regex.compile(r"[\p{L}\p{M}]+")


def nearest_word(word: str, snapshot: Snapshot, scope: Scope) -> str | None:
    """The word of the scope's passages that a word was most likely meant to be, as it is written there; or None.

    Letters left out, added, changed or swapped count as one mistake each (optimal string alignment).
    """
    wanted = fold(word)
    if len(wanted) < SHORTEST or not wanted.isalpha():
        return None
    mistakes = 1 if len(wanted) <= ONE_MISTAKE_UPTO else 2
    found: dict[str, tuple[int, float]] = {}
    for term in _near_stems(wanted, mistakes, snapshot):
        for written in _written(term, snapshot, scope):
            meant = fold(written)
            distance = OSA.distance(wanted, meant, score_cutoff=mistakes)
            if distance <= mistakes and _is_mistake(wanted, meant):
                found[written] = distance, -JaroWinkler.similarity(wanted, meant)
    is_name = word[0].isupper()
    return min(found, key=lambda one: (*found[one], one[0].isupper() != is_name, one)) if found else None


def _is_mistake(typed: str, meant: str) -> bool:
    """Whether one is rather the other mistyped than a word of its own, as bolder is beside older or asker by asked.

    Hardly anybody mistypes the first letter, but swapped with the second; another last letter is another form.
    """
    return typed[0] in meant[:2] and meant[0] in typed[:2] and typed[:-1] != meant[:-1]


def _near_stems(wanted: str, mistakes: int, snapshot: Snapshot) -> list[str]:
    """Stems that begin nearly as the word does, nearest and longest first."""
    near: dict[str, int] = {}
    for first in dict.fromkeys(wanted[:2]):  # the first letter may be missing, or swapped with the second
        for term in snapshot.vocabulary(first):
            if term.isalpha() and len(wanted) - LONGEST_ENDING <= len(term) <= len(wanted) + mistakes:
                distance = min(OSA.distance(wanted[:cut], term) for cut in (len(term), len(term) + 1, len(term) - 1))
                if distance <= mistakes:
                    near[term] = distance
    return sorted(near, key=lambda term: (near[term], -len(term), term))[:LOOKED_AT]


def _written(term: str, snapshot: Snapshot, scope: Scope) -> Iterator[str]:
    """The words with a stem, as passages of the scope have them."""
    found = snapshot.found(list(snapshot.match([term], scope, PASSAGES_READ)))
    words = (word for one in found.values() for word in _WORD.findall(f"{one.passage.context} {one.passage.text}"))
    yield from dict.fromkeys(word for word in words if stem(fold(word)) == term)
