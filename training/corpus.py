"""The general groups: made of all reading sets that are given, once for a seed, and kept."""

import hashlib
import pickle
import random
from collections.abc import Sequence
from pathlib import Path

from training.data import ReadingSet
from training.groups import Group
from training.making import groups
from training.material import Material
from training.questions import other_words
from vectorstore import SentenceEmbedder

KEPT = Path(__file__).parent / "kept"
LONGEST = 850  # characters of a passage: longer ones cost more than they teach


def general(sets: Sequence[ReadingSet], embedder: SentenceEmbedder, seed: int, kept: Path = KEPT) -> list[Group]:
    """All groups of the sets, shuffled; vectors are shared by all seeds and selections of sets."""
    asked = "\n".join(f"{reading.name}: {question.text}" for reading in sets for question in reading.questions)
    path = kept / f"groups-{seed}-{hashlib.sha256(asked.encode()).hexdigest()[:16]}.pkl"
    if not path.exists():
        others, found = other_words(sets, embedder, kept / "vectors"), list[Group]()
        for reading in sets:
            found += groups(Material(reading, embedder, others, kept / "vectors", seed * 100 + 1))
        random.Random(seed).shuffle(found)
        path.write_bytes(pickle.dumps(found))
    made: list[Group] = pickle.loads(path.read_bytes())
    return [group for group in made if max(len(c.text) for c in group.candidates) <= LONGEST]
