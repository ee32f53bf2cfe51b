"""The passages that may answer a question, each with the evidence for it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vectorstore.search.coverage import coverage
from vectorstore.search.question.document_names import DocumentNames
from vectorstore.search.ranking import search_score
from vectorstore.storage.base import Snapshot
from vectorstore.storage.records import StoredPassage
from vectorstore.text.analysis import content_terms, question_terms
from vectorstore.types import Scope
from vectorstore.vectors import Vector

# Of each side: a passage that is in neither list is far from the question and shares no rare word with it.
CANDIDATES = 30
FROM_NAMED = 10  # of a document that the question seems to name, besides


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage with how near it is to the question, and how much of it it holds."""

    found: StoredPassage
    cosine: float
    coverage: float
    bm25: float
    """Its BM25 score by the rarity of all that the question names; of one that is not among the best, the worst's."""

    @property
    def score(self) -> float:
        """What search alone says."""
        return search_score(self.cosine, self.coverage, self.bm25)


def candidates(
    question: str, vector: Vector, snapshot: Snapshot, scope: Scope, names: DocumentNames, limit: int
) -> dict[int, Candidate]:
    """The nearest passages and those with the rarest of the question's words, best first, ties by key."""
    asked, terms = question_terms(question), content_terms(question)
    matched = snapshot.match(terms, scope, limit)
    keys = [*snapshot.nearest(vector, scope, limit), *matched]
    for name in _named(names.meant_by(asked), scope):
        own = replace(scope, documents=(name,))
        keys += [*snapshot.nearest(vector, own, FROM_NAMED), *snapshot.match(terms, own, FROM_NAMED)]
    keys = sorted(set(keys))
    rarity, held, cosines = snapshot.rarity(terms, scope), snapshot.terms(keys), snapshot.cosines(vector, keys)
    worst, total = min(matched.values(), default=0.0), sum(rarity.values()) or 1.0
    gathered = {
        key: Candidate(
            one,
            cosines[key],
            coverage(asked, rarity, held[key] | names.terms(one.source)),
            matched.get(key, worst) / total,
        )
        for key, one in snapshot.found(keys).items()
    }
    return dict(sorted(gathered.items(), key=lambda pair: (-pair[1].score, pair[0])))


def _named(names: Sequence[str], scope: Scope) -> list[str]:
    return [name for name in names if scope.documents is None or name in scope.documents]
