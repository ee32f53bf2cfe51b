"""The encoded examples of all reading sets, made once for a seed and kept in training/cache."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from training.data.reading_set import ReadingSet
from training.data.synonyms import synonyms
from training.data.thesaurus import Thesaurus
from training.examples.dataset import Dataset
from training.examples.encoded import EncodedExamples, concatenated, encoded
from training.examples.example import Example
from training.examples.reading_examples import reading_examples
from training.model.backbone import backbone_tokenizer
from vectorstore import SentenceEmbedder

CACHE = Path(__file__).parents[1] / "cache"
LONGEST = 850  # characters of a passage: longer ones cost more than they teach

Maker = Callable[[Dataset], Iterator[Example]]


def cached_examples(
    sets: Sequence[ReadingSet],
    embedder: SentenceEmbedder,
    seed: int,
    cache: Path = CACHE,
    make: Maker = reading_examples,
) -> EncodedExamples:
    """The examples of all sets. Those of a set do not depend on other sets: a set left out leaves no trace."""
    return concatenated([_of_one_set(reading_set, embedder, seed, cache, make) for reading_set in sets])


def _of_one_set(
    reading_set: ReadingSet, embedder: SentenceEmbedder, seed: int, cache: Path, make: Maker
) -> EncodedExamples:
    """The examples of one set; vectors are shared by all seeds."""
    questions = hashlib.sha256("\n".join(question.text for question in reading_set.questions).encode()).hexdigest()
    path = cache / f"{make.__name__}-{seed}-{reading_set.name}-{questions[:16]}.safetensors"
    if not path.exists():
        vectors = cache / "vectors"
        words = synonyms([reading_set], embedder, vectors, Thesaurus())
        dataset = Dataset(reading_set, embedder, words, vectors, seed * 100 + 1)
        short = [example for example in make(dataset) if max(len(c.text) for c in example.candidates) <= LONGEST]
        encoded(short, backbone_tokenizer()).save(path)
    return EncodedExamples.load(path)
