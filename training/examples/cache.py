"""The general groups: made of each reading set by itself, once for a seed, and kept as rows of tokens."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tokenizers import Tokenizer

from training.data import ReadingSet
from training.groups import Group
from training.making import groups
from training.material import Material
from training.questions import other_words
from training.rows import Rows, joined, rows_of
from training.thesaurus import Thesaurus
from training.train import BACKBONE
from vectorstore import SentenceEmbedder

KEPT = Path(__file__).parent / "kept"
LONGEST = 850  # characters of a passage: longer ones cost more than they teach

Making = Callable[[Material], Iterator[Group]]


def general(
    sets: Sequence[ReadingSet], embedder: SentenceEmbedder, seed: int, kept: Path = KEPT, make: Making = groups
) -> Rows:
    """The groups of all sets. Those of a set depend on no other: what is left out leaves no trace."""
    return joined([own(reading, embedder, seed, kept, make) for reading in sets])


def own(reading: ReadingSet, embedder: SentenceEmbedder, seed: int, kept: Path, make: Making) -> Rows:
    """The groups of one set; vectors are shared by all seeds."""
    asked = "\n".join(question.text for question in reading.questions)
    path = kept / f"{make.__name__}-{seed}-{reading.name}-{hashlib.sha256(asked.encode()).hexdigest()[:16]}.safetensors"
    if not path.exists():
        others = other_words([reading], embedder, kept / "vectors", Thesaurus())
        material = Material(reading, embedder, others, kept / "vectors", seed * 100 + 1)
        short = [group for group in make(material) if max(len(c.text) for c in group.candidates) <= LONGEST]
        rows_of(short, words()).save(path)
    return Rows.load(path)


def words() -> Tokenizer:
    """The tokenizer of the backbone, which cuts and pads nothing."""
    tokenizer = Tokenizer.from_file(str(BACKBONE / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
