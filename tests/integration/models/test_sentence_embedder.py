"""Many texts are embedded side by side; each comes out as it does alone, in its place."""

import numpy as np
import pytest

from vectorstore import SentenceEmbedder
from vectorstore.models import runtime


@pytest.mark.parametrize("count", [17, 70])
def test_many_texts_are_embedded_as_each_alone(
    count: int, embedder: SentenceEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [f"The rope is kept in bay {number}. " * (1 + number * 7 % 11) for number in range(count)]
    alone = np.concatenate([embedder.encode([text]) for text in texts])
    monkeypatch.setattr(runtime, "cores", lambda: 5)  # more than some have batches for
    many = embedder.encode(texts)
    assert many.shape == (count, 384) and many.dtype == np.float32
    assert (many * alone).sum(axis=1).min() > 0.9999


def test_tokens_are_embedded_side_by_side_as_each_text_alone(embedder: SentenceEmbedder) -> None:
    texts = [f"The rope is kept in bay {number}. " * (1 + number * 7 % 5) for number in range(21)]
    many = embedder.token_vectors(texts)
    assert [len(tokens) for tokens in many] == [len(embedder.token_spans(text)) for text in texts]
    for text, tokens in zip(texts, many, strict=True):
        assert (tokens * embedder.token_vectors([text])[0]).sum(axis=1).min() > 0.999
    assert embedder.token_vectors([]) == []


@pytest.mark.parametrize("texts", [["", ""], ["a", "a" * 5_000], ["", "", "bay " * 400], ["same"] * 4])
def test_shares_may_be_as_uneven_as_texts_are(texts: list[str], embedder: SentenceEmbedder) -> None:
    assert [len(tokens) for tokens in embedder.token_vectors(texts)] == [
        min(len(embedder.token_spans(text)), embedder.max_tokens) for text in texts
    ]
