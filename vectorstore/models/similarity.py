"""Late interaction (Khattab and Zaharia 2020): how a question and a text meet, token by token."""

from collections.abc import Sequence

from vectorstore.models.protocols import Embedder
from vectorstore.vectors import Vectors


def similarity(embedder: Embedder, question: str, texts: Sequence[str]) -> list[float]:
    """For each text the mean over the question's tokens of the cosine to the nearest of its tokens, -1 to 1."""
    if not texts:
        return []
    asked, *read = embedder.token_vectors([question, *texts])
    return [_mean_nearest(asked, tokens) for tokens in read]


def _mean_nearest(asked: Vectors, tokens: Vectors) -> float:
    """Shapes (question tokens, d) and (text tokens, d)."""
    if not len(asked) or not len(tokens):
        return 0.0
    return float((asked @ tokens.T).max(axis=1).mean())
