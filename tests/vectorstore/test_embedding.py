"""Many texts are embedded side by side; each comes out as it does alone, in its place."""

import numpy as np
import torch

from vectorstore import SentenceEmbedder


def test_many_texts_are_embedded_as_each_alone(embedder: SentenceEmbedder) -> None:
    threads = torch.get_num_threads()
    texts = [f"The rope is kept in bay {number}. " * (1 + number * 7 % 11) for number in range(70)]
    many = embedder.encode(texts)
    alone = np.concatenate([embedder.encode([text]) for text in texts])
    assert many.shape == (70, 384) and many.dtype == np.float32
    assert (many * alone).sum(axis=1).min() > 0.9999
    assert torch.get_num_threads() == threads
