"""All passages that hold certain terms, not only the best of them."""

from collections.abc import Sequence
from itertools import product

from vectorstore.storage.base import Snapshot
from vectorstore.storage.named import named
from vectorstore.text.analysis import QuestionTerm
from vectorstore.types import Hit, Scope


def containing(snapshot: Snapshot, terms: Sequence[QuestionTerm], scope: Scope) -> list[Hit]:
    """Every passage that has all the terms, each in any of its ways, in or around it, by document and place.

    Raises UnknownDocument.
    """
    for name in scope.documents or ():
        named(snapshot, scope.collection, name)
    found = {
        one.passage.passage_id: Hit(one.passage, one.source, one.title, one.collection, 0.0)
        for ways in product(*(term.ways for term in terms))
        for one in snapshot.containing([term for way in ways for term in way], scope)
    }
    return sorted(found.values(), key=lambda hit: (hit.source, hit.passage.start))
