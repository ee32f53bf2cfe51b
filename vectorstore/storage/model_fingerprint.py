"""Which embedding model a store was made with: its name and a vector of its own, so that two models never meet."""

import numpy as np

from vectorstore.errors import DifferentEmbedder
from vectorstore.models.protocols import Embedder
from vectorstore.storage.base import Change, Snapshot
from vectorstore.vectors import Vector

# What every model is asked once: other weights under the same name place it elsewhere.
PROBE = "The lamp of the lighthouse turns once every twelve seconds."
# Cosine of two vectors of the probe by the same weights, whatever precision the processor computes in.
SAME = 0.999
NAME, VECTOR = "embedder", "probe"


def is_made_with(snapshot: Snapshot, embedder: Embedder) -> bool:
    """Whether the store was made with a model of this name; False where it holds no vectors yet. Loads no model.

    Raises DifferentEmbedder where it was made with another one.
    """
    made_with = snapshot.fact(NAME)
    if made_with is not None and made_with != embedder.identity:
        before, now = (identity.split("@")[0] for identity in (made_with, embedder.identity))
        raise DifferentEmbedder(
            f"this store was made with the embedding model {before}, not {now}", made_with=before, model=now
        )
    return made_with is not None


def check_weights(snapshot: Snapshot, embedder: Embedder) -> bool:
    """Whether the store knows a vector of this model; raises DifferentEmbedder where it was made with other weights."""
    probe = snapshot.fact(VECTOR)
    if probe is None:
        return False
    before = np.frombuffer(bytes.fromhex(probe), dtype="<f4")
    now = fingerprint(embedder)
    if before.shape != now.shape or float(before @ now) < SAME:
        name = embedder.identity.split("@")[0]
        raise DifferentEmbedder(
            f"the embedding model {name} has other weights than when this store was made: bring those back",
            made_with=name,
            model=name,
        )
    return True


def dimension(snapshot: Snapshot) -> int:
    """How many numbers the vectors of a store have; 0 where it does not know."""
    probe = snapshot.fact(VECTOR)
    return len(bytes.fromhex(probe)) // 4 if probe else 0


def remember(change: Change, embedder: Embedder) -> None:
    """Say in the store that its vectors are this model's."""
    change.remember(NAME, embedder.identity)
    change.remember(VECTOR, fingerprint(embedder).astype("<f4").tobytes().hex())


def fingerprint(embedder: Embedder) -> Vector:
    """The model's vector of the probe; a model keeps it once it was computed."""
    return embedder.probe(PROBE)
