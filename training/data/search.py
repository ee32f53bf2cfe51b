"""A reading set as the product holds it: cut into passages, embedded, and searched by the product's own fusion."""

import hashlib
import random
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from training.data import ReadingSet
from vectorstore.ingest.document_builder import smoothed
from vectorstore.models.sentence_embedder import SentenceEmbedder
from vectorstore.search.hybrid import CANDIDATES, fuse
from vectorstore.text.analysis import analyse, content_terms
from vectorstore.text.chunking import passages, surroundings
from vectorstore.types import Block, Passage, SourceText

# Tokens of a passage and how often: most as in use, some shorter and longer, so that no length means anything.
SIZES = ((128, 0.7), (72, 0.15), (200, 0.15))
AROUND_WEIGHT = 0.3  # of a word before or after a passage, as in the product's index
SATURATION, LENGTH = 1.2, 0.75  # BM25's k1 and b, as in SQLite's FTS5
ASKED_AT_ONCE = 256
DEEPEST = 20  # how far down search's list wrong passages are taken from


@dataclass(frozen=True, slots=True)
class Library:
    """The passages of a reading set; `begins` is where each paragraph begins in its document."""

    passages: list[Passage]
    around: list[str]
    begins: list[int]
    documents: list[int]
    """The document of each passage."""
    firsts: dict[int, int]
    """The first passage of each document."""

    def holding(self, document: int, start: int, end: int) -> int | None:
        """The passage of a document that holds a stretch whole."""
        first = self.firsts[document]
        last = first
        while last < len(self.passages) and self.documents[last] == document:
            last += 1
        place = first + bisect_right([p.start for p in self.passages[first:last]], start) - 1
        return place if first <= place and end <= self.passages[place].end else None


def cut(reading: ReadingSet, embedder: SentenceEmbedder) -> Library:
    """The documents of a reading set cut into passages by the product."""
    dice = random.Random(f"1-{reading.name}")
    found: list[Passage] = []
    around: list[str] = []
    begins: list[int] = []
    documents: list[int] = []
    firsts: dict[int, int] = {}
    for document, group in groupby(reading.paragraphs, key=lambda paragraph: paragraph.document):
        text, title, blocks = "", "", []
        for paragraph in group:
            text += "\n\n" if text else ""
            begins.append(len(text))
            blocks.append(Block(len(text), len(text) + len(paragraph.text)))
            text, title = text + paragraph.text, paragraph.title
        size = dice.choices([size for size, _ in SIZES], [share for _, share in SIZES])[0]
        pieces = passages(SourceText(text, title, tuple(blocks)), str(document), embedder.token_spans, size)
        firsts[document] = len(found)
        documents += [document] * len(pieces)
        found += pieces
        around += [" ".join(pair) for pair in surroundings(pieces, embedder.token_spans)]
    return Library(found, around, begins, documents, firsts)


def embedded(texts: Sequence[str], embedder: SentenceEmbedder, kept: Path) -> NDArray[np.float32]:
    """The texts as vectors, read from the folder `kept` where they were embedded before."""
    digest = hashlib.sha256("\0".join([embedder.identity, *texts]).encode()).hexdigest()[:24]
    path = kept / f"vectors-{digest}.npy"
    if not path.exists():
        kept.mkdir(parents=True, exist_ok=True)
        np.save(path, embedder.encode(texts).astype(np.float16))
    return np.asarray(np.load(path), dtype=np.float32)


def bm25(library: Library) -> tuple[dict[str, int], sparse.csr_matrix]:
    """The vocabulary, and what each term adds to each passage's score, shape (passages, terms)."""
    vocabulary: dict[str, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    counts: list[float] = []
    lengths = np.zeros(len(library.passages))
    for row, (passage, around) in enumerate(zip(library.passages, library.around, strict=True)):
        terms: defaultdict[str, float] = defaultdict(float)
        for text, weight in ((f"{passage.context}\n{passage.text}", 1.0), (around, AROUND_WEIGHT)):
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
    library: Library, questions: Sequence[str], embedder: SentenceEmbedder, kept: Path
) -> Iterator[dict[int, float]]:
    """For each question the passages that the product's search finds, best first, with their fused scores."""
    alone = embedded([f"{p.context}\n{p.text}" for p in library.passages], embedder, kept)
    borders = [*sorted(library.firsts.values()), len(library.passages)]
    vectors = np.concatenate([smoothed(alone[first:end]) for first, end in pairwise(borders)])
    asked = embedded(questions, embedder, kept)
    vocabulary, matrix = bm25(library)
    for begin in range(0, len(questions), ASKED_AT_ONCE):
        part = questions[begin : begin + ASKED_AT_ONCE]
        terms = [[vocabulary[t] for t in dict.fromkeys(content_terms(q)) if t in vocabulary] for q in part]
        rows = np.repeat(np.arange(len(part)), [len(t) for t in terms])
        columns = np.concatenate([np.array(t, dtype=int) for t in terms])
        wanted = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(part), len(vocabulary)))
        lexical, dense = (wanted @ matrix.T).toarray(), asked[begin : begin + ASKED_AT_ONCE] @ vectors.T
        for words, cosines in zip(lexical, dense, strict=True):
            yield fuse(_top(cosines, -2.0), _top(words, 0.0))


def _top(scores: NDArray[np.float32], above: float) -> dict[int, float]:
    count = min(CANDIDATES, len(scores))
    best = np.argpartition(-scores, count - 1)[:count]
    order = best[np.lexsort((best, -scores[best]))]
    return {int(i): float(scores[i]) for i in order if scores[i] > above}
