"""The column whose head means what is left of a question, by the cosine of their embeddings."""

from collections.abc import Sequence

import numpy as np

from qa.answering.tables.units import full_head
from vectorstore import Embedder

# Chosen on some forty phrases and heads that are in no test: at these, of the phrases for which there is no column one
# in twelve found one, and of the others two in three found theirs.
NEAR, MARGIN = 0.43, 0.14
NEAR_ALONE = 0.33
"""Where only one column has the kind of values that is asked for."""


def nearest_head(embedder: Embedder, phrase: str, heads: Sequence[str]) -> int | None:
    """The number of the head nearest in meaning, if it is near, and nearer than the others."""
    if not phrase or not heads:
        return None
    vectors = embedder.encode([phrase, *map(full_head, heads)])
    cosines = vectors[1:] @ vectors[0]
    order = np.argsort(-cosines)
    best = float(cosines[order[0]])
    if len(heads) == 1:
        return 0 if best >= NEAR_ALONE else None
    return int(order[0]) if best >= NEAR and best - float(cosines[order[1]]) >= MARGIN else None
