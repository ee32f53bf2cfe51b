"""Which embedding model a store was made with: its name and a vector of its own, so that two never meet."""

from sqlite3 import Connection

import numpy as np

from vectorstore.errors import ModelUnavailable
from vectorstore.models.sentence_embedder import SentenceEmbedder
from vectorstore.storage.sqlite.documents import fact, remember

# What every model is asked once: other weights under the same name place it elsewhere.
PROBE = "The lamp of the lighthouse turns once every twelve seconds."
# Cosine of two vectors of the probe by the same weights, whatever precision the processor computes in.
SAME = 0.999


def is_made(connection: Connection, embedder: SentenceEmbedder) -> bool:
    """Whether the store was made with a model of this name; False where it holds no vectors yet. Loads no model.

    Raises ModelUnavailable where it was made with another one.
    """
    made_with = fact(connection, "embedder")
    if made_with is not None and made_with != embedder.identity:
        name = made_with.split("@")[0]
        raise ModelUnavailable(
            f"this store was made with the embedding model {name}, not {embedder.model}: "
            f"set FOOTNOTE_EMBEDDING={name}, or embed it anew with `footnote rebuild --embed`"
        )
    return made_with is not None


def check_weights(connection: Connection, embedder: SentenceEmbedder) -> bool:
    """Whether the store knows a vector of this model; raises ModelUnavailable where it was made with other weights."""
    probe = fact(connection, "probe")
    if probe is None:
        return False
    before = np.frombuffer(bytes.fromhex(probe), dtype="<f4")
    now = embedder.probe(PROBE)
    if before.shape != now.shape or float(before @ now) < SAME:
        raise ModelUnavailable(
            f"the embedding model {embedder.model} has other weights than when this store was made: bring those back, "
            "or embed the store anew with `footnote rebuild --embed`"
        )
    return True


def remember_model(connection: Connection, embedder: SentenceEmbedder) -> None:
    """Say in the store that its vectors are this model's."""
    remember(connection, "embedder", embedder.identity)
    remember(connection, "probe", embedder.probe(PROBE).astype("<f4").tobytes().hex())
