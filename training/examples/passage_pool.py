"""The passages of all reading sets together, searched by cosine."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.data.reading_set import ReadingSet
from training.data.search import embedded
from training.data.written_questions import reserved
from training.examples.dataset import Dataset
from vectorstore.models.sentence_embedder import SentenceEmbedder
from vectorstore.types import Passage

BATCH = 256  # questions that are searched at once
DEEPEST = 24


@dataclass(frozen=True, slots=True)
class PooledPassage:
    """A passage with its set, and the paragraphs it has a part of."""

    dataset: Dataset
    number: int
    """Within its set."""
    paragraphs: frozenset[int]
    reserved: bool
    """Whether a part of it is of a paragraph that is not trained on."""

    @property
    def passage(self) -> Passage:
        """The passage."""
        return self.dataset.passage_set.passages[self.number]

    @property
    def document(self) -> int:
        """Its document's number within its set."""
        return self.dataset.passage_set.documents[self.number]


class PassagePool:
    """All passages with their vectors."""

    def __init__(self, sets: Sequence[ReadingSet], embedder: SentenceEmbedder, cache: Path) -> None:
        """Cut the sets into passages and embed them; vectors are kept in the folder `cache`."""
        self.embedder, self.cache = embedder, cache
        self.datasets = [Dataset(reading_set, embedder, {}, cache, 1) for reading_set in sets]
        self.passages = [passage for dataset in self.datasets for passage in _pooled(dataset)]
        self.of_paragraph: dict[tuple[str, int], list[int]] = {}
        """The passages that have a part of each paragraph."""
        for number, one in enumerate(self.passages):
            for paragraph in one.paragraphs:
                self.of_paragraph.setdefault((one.dataset.reading_set.name, paragraph), []).append(number)
        self.vectors = np.concatenate(
            [
                embedded([f"{p.context}\n{p.text}" for p in dataset.passage_set.passages], embedder, cache)
                for dataset in self.datasets
            ]
        )

    def nearest(self, questions: Sequence[str], library: Sequence[int] | None = None) -> Iterator[list[int]]:
        """For each question the nearest passages, the nearest first; of all, or of a library of some."""
        numbers = range(len(self.passages)) if library is None else library
        asked, vectors = embedded(questions, self.embedder, self.cache), self.vectors[list(numbers)]
        for begin in range(0, len(questions), BATCH):
            for cosines in asked[begin : begin + BATCH] @ vectors.T:
                yield [numbers[i] for i in _best(cosines)]

    def among(self, question: str, numbers: Sequence[int]) -> list[int]:
        """Some of the passages, the nearest to a question first."""
        cosines = self.vectors[list(numbers)] @ self.embedder.encode([question])[0]
        return [numbers[i] for i in np.argsort(-cosines, kind="stable")]


def _pooled(dataset: Dataset) -> Iterator[PooledPassage]:
    kept = reserved(dataset.reading_set)
    paragraphs, starts = dataset.reading_set.paragraphs, dataset.passage_set.paragraph_starts
    of_document: dict[int, list[tuple[int, int, int]]] = {}
    for i, paragraph in enumerate(paragraphs):
        of_document.setdefault(paragraph.document, []).append((starts[i], starts[i] + len(paragraph.text), i))
    for number, passage in enumerate(dataset.passage_set.passages):
        places = of_document[dataset.passage_set.documents[number]]
        own = frozenset(i for a, b, i in places if a < passage.end and b > passage.start)
        yield PooledPassage(dataset, number, own, bool(own & kept))


def _best(cosines: NDArray[np.float32]) -> list[int]:
    count = min(DEEPEST, len(cosines))
    best = np.argpartition(-cosines, count - 1)[:count]
    return [int(i) for i in best[np.lexsort((best, -cosines[best]))]]
