"""Documents by what they are called: the words of their file names and titles, and which a question names."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import PurePath
from threading import Lock

import regex

from vectorstore.storage.base import Snapshot
from vectorstore.text.analysis import QuestionTerm, analyse
from vectorstore.types import Scope

MOST_NAMED = 3  # documents: what fits more of them names none
MOST_ALIKE = 1_000  # documents with a word in their names
# A word alone, such as a topic that is a title, too, says less than this many do together.
FEWEST_WORDS = 2

_EXTENSION = regex.compile(r"\.\p{L}[\p{L}\p{N}]{0,4}\b")
_KEPT = 8  # collections whose names are kept


class DocumentNames:
    """What the documents of one collection are called."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        """Take the title of each document by its name."""
        self._names = {name: frozenset(name_terms(name)) for name in titles}
        self._documents: dict[str, list[str]] = defaultdict(list)
        for name, title in titles.items():
            for term in self._names[name] | set(_terms(title)):
                self._documents[term].append(name)

    def terms(self, name: str) -> frozenset[str]:
        """The terms of a document's name."""
        return self._names.get(name, frozenset())

    def known(self, terms: Iterable[str], scope: Scope) -> frozenset[str]:
        """Those of the terms that the name or title of a document in the scope has."""
        within = None if scope.documents is None else set(scope.documents)
        return frozenset(
            term
            for term in terms
            if term in self._documents and (within is None or not within.isdisjoint(self._documents[term]))
        )

    def written_in(self, question: str) -> tuple[str, ...]:
        """The documents whose file name, with its extension, stands in the question."""
        if not _EXTENSION.search(question):
            return ()
        asked = question.casefold()
        return tuple(sorted(name for name in self._names if _stands_in(PurePath(name).name.casefold(), asked)))

    def meant_by(self, asked: Sequence[QuestionTerm]) -> tuple[str, ...]:
        """The few documents that the question's words fit best by name or title: "the 2023 report".

        None where the words fit many alike, or where it is one ordinary word that fits.
        """
        scores: defaultdict[str, float] = defaultdict(float)
        fitting: Counter[str] = Counter()
        for one in asked:
            held = {name for way in one.ways for name in self._holding(way)}
            if len(held) > MOST_ALIKE:  # tells nearly nothing apart, and would be counted for each of them
                continue
            for name in held:
                scores[name] += math.log(1 + len(self._names) / len(held))
                fitting[name] += 1 if one.text.isalpha() else FEWEST_WORDS
        best = max(scores.values(), default=0.0)
        named = sorted(name for name, score in scores.items() if score >= best - 1e-9 and fitting[name] >= FEWEST_WORDS)
        return tuple(named) if len(named) <= min(MOST_NAMED, len(self._names) - 1) else ()

    def _holding(self, way: Sequence[str]) -> set[str]:
        return set[str].intersection(*(set(self._documents.get(term, ())) for term in way))


class KnownNames:
    """The names of collections, read again once the store has changed."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._lock = Lock()
        self._kept: dict[str, tuple[int, DocumentNames]] = {}

    def of(self, snapshot: Snapshot, collection: str) -> DocumentNames:
        """The names of a collection as the snapshot has them."""
        with self._lock:
            kept = self._kept.get(collection)
            if kept is None or kept[0] != snapshot.state:
                if len(self._kept) >= _KEPT:
                    self._kept.clear()
                kept = self._kept[collection] = snapshot.state, DocumentNames(snapshot.titles(collection))
            return kept[1]


def name_terms(name: str) -> list[str]:
    """The terms of a document's name, its folders and its extension among them."""
    return _terms(name)


def _stands_in(name: str, question: str) -> bool:
    at = question.find(name)
    if at < 0 or "." not in name:
        return False
    before, after = question[at - 1 : at], question[at + len(name) : at + len(name) + 1]
    return not before.isalnum() and not after.isalnum()


@lru_cache(maxsize=100_000)
def _terms(text: str) -> list[str]:
    return analyse(text)
