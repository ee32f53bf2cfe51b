"""The product's search over the passages of a reading set, for many questions at once."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from benchmarks.lib.fusion import fuse
from training.data.passages import PassageSet
from vectorstore.ingest.document_builder import smoothed
from vectorstore.models.sentence_embedder import SentenceEmbedder
from vectorstore.search.hybrid import CANDIDATES
from vectorstore.text.analysis import analyse, content_terms

SURROUNDINGS_WEIGHT = 0.3  # of a word before or after a passage, as in the product's index
SATURATION, LENGTH = 1.2, 0.75  # BM25's k1 and b, as in SQLite's FTS5
BATCH = 256  # questions that are searched at once
DEEPEST = 20  # rank down to which wrong passages are taken


def embedded(texts: Sequence[str], embedder: SentenceEmbedder, cache: Path) -> NDArray[np.float32]:
    """The vectors of texts, from the folder `cache` if they were embedded before."""
    digest = hashlib.sha256("\0".join([embedder.identity, *texts]).encode()).hexdigest()[:24]
    path = cache / f"vectors-{digest}.npy"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        np.save(path, embedder.encode(texts).astype(np.float16))
    return np.asarray(np.load(path), dtype=np.float32)


def bm25(passage_set: PassageSet) -> tuple[dict[str, int], sparse.csr_matrix]:
    """The vocabulary, and the BM25 score of each term in each passage, shape (passages, terms)."""
    vocabulary: dict[str, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    counts: list[float] = []
    lengths = np.zeros(len(passage_set.passages))
    for row, (passage, around) in enumerate(zip(passage_set.passages, passage_set.surroundings, strict=True)):
        terms: defaultdict[str, float] = defaultdict(float)
        for text, weight in ((f"{passage.context}\n{passage.text}", 1.0), (around, SURROUNDINGS_WEIGHT)):
            found = analyse(text)
            lengths[row] += len(found)
            for term in found:
                terms[term] += weight
        for term, count in terms.items():
            rows.append(row)
            columns.append(vocabulary.setdefault(term, len(vocabulary)))
            counts.append(count)
    frequency = np.array(counts, dtype=np.float32)
    norm = SATURATION * (1 - LENGTH + LENGTH * lengths / lengths.mean())
    holding = np.bincount(columns, minlength=len(vocabulary))
    rarity = np.log((len(lengths) - holding + 0.5) / (holding + 0.5)).clip(min=1e-6)
    weights = rarity[columns] * frequency * (SATURATION + 1) / (frequency + norm[rows])
    return vocabulary, sparse.csr_matrix((weights, (rows, columns)), shape=(len(lengths), len(vocabulary)))


def searched(
    passage_set: PassageSet, questions: Sequence[str], embedder: SentenceEmbedder, cache: Path
) -> Iterator[dict[int, float]]:
    """For each question the passages that the product's search finds, best first, with their fused scores."""
    alone = embedded([f"{p.context}\n{p.text}" for p in passage_set.passages], embedder, cache)
    borders = [*sorted(passage_set.first_passages.values()), len(passage_set.passages)]
    vectors = np.concatenate([smoothed(alone[first:end]) for first, end in pairwise(borders)])
    asked = embedded(questions, embedder, cache)
    vocabulary, matrix = bm25(passage_set)
    for begin in range(0, len(questions), BATCH):
        part = questions[begin : begin + BATCH]
        terms = [[vocabulary[t] for t in dict.fromkeys(content_terms(q)) if t in vocabulary] for q in part]
        rows = np.repeat(np.arange(len(part)), [len(t) for t in terms])
        columns = np.concatenate([np.array(t, dtype=int) for t in terms])
        wanted = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(part), len(vocabulary)))
        lexical, dense = (wanted @ matrix.T).toarray(), asked[begin : begin + BATCH] @ vectors.T
        for words, cosines in zip(lexical, dense, strict=True):
            yield fuse(_top(cosines, -2.0), _top(words, 0.0))


def _top(scores: NDArray[np.float32], above: float) -> dict[int, float]:
    count = min(CANDIDATES, len(scores))
    best = np.argpartition(-scores, count - 1)[:count]
    order = best[np.lexsort((best, -scores[best]))]
    return {int(i): float(scores[i]) for i in order if scores[i] > above}
