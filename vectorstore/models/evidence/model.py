"""Reads passages for a question: does each answer it, and where; a small network of our own, loaded on first use.

Errors: ModelUnavailable where the weights are missing or are not the ones that were shipped.
"""

import hashlib
from collections.abc import Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from vectorstore.errors import ModelUnavailable
from vectorstore.models import runtime
from vectorstore.types import Passage, RerankResult, Span

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

    from vectorstore.models.evidence.large_network import LargeEvidenceNetwork
    from vectorstore.models.evidence.network import EvidenceNetwork
    from vectorstore.models.pair_encoding import Encoded

    Network = EvidenceNetwork | LargeEvidenceNetwork

FOLDER = Path(__file__).with_name("weights")
SHA256 = "8bdc6590f87293c3d8126662ea26590b12d4aadd05286e56b92242cdd010c2d1"
BATCH = 5  # rows of like length read at once; of the usual 20 two cores read two batches each, as fast as any
LONGEST_ANSWER = 40  # tokens
NEVER = -30.0  # the span score where there is nothing to read


class EvidenceModel:
    """A folder with `model.safetensors` and `tokenizer.json`; nothing is loaded before the first reading."""

    fusion_weight: float | None = 0.3  # from .2 to .44 all sets rank alike: benchmarks/studies/ranking

    def __init__(self, folder: Path = FOLDER, sha256: str = SHA256) -> None:
        """Remember where the model lies and what its weights' digest is; "" takes any."""
        self.folder, self.sha256 = folder, sha256
        self.identity = f"footnote@{sha256[:12]}" if sha256 else str(folder)
        self._lock = Lock()
        self._loaded: tuple[Tokenizer, Network] | None = None

    def __getstate__(self) -> tuple[Path, str]:
        """A model is pickled by where it is, and loaded again where it is used."""
        return self.folder, self.sha256

    def __setstate__(self, state: tuple[Path, str]) -> None:
        """Take the place."""
        EvidenceModel.__init__(self, *state)

    def rerank(self, question: str, passages: Sequence[Passage]) -> list[RerankResult]:
        """One reading for each passage, in order; a reading does not depend on the passages beside it."""
        if not passages:
            return []
        from vectorstore.models.pair_encoding import windows

        tokenizer, network = self._model()
        texts, contexts = [p.text for p in passages], [p.context for p in passages]
        parts = windows(tokenizer, question, texts, contexts, network.markers)
        rows = [(i, row) for i, windowed in enumerate(parts) for row in windowed]
        rows.sort(key=lambda pair: -len(pair[1].ids))
        batches = [rows[begin : begin + BATCH] for begin in range(0, len(rows), BATCH)]
        found: list[list[RerankResult]] = [[] for _ in passages]
        read = runtime.compute(partial(_read, network, passages), batches)
        for (i, _), reading in zip(rows, chain.from_iterable(read), strict=True):
            found[i].append(reading)
        return [_whole(readings) for readings in found]

    def _model(self) -> "tuple[Tokenizer, Network]":
        with self._lock:  # two threads may ask first
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    def _load(self) -> "tuple[Tokenizer, Network]":
        import torch
        from safetensors.torch import load
        from tokenizers import Tokenizer

        from vectorstore.models.evidence.int8 import restored
        from vectorstore.models.evidence.large_network import POSITION_BIAS, LargeEvidenceNetwork
        from vectorstore.models.evidence.network import EvidenceNetwork

        path = self.folder / "model.safetensors"
        try:
            data = path.read_bytes()
            tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        except Exception as error:  # tokenizers raises a bare Exception for a file that is not there
            raise ModelUnavailable(f"the evidence model in {self.folder} cannot be read: {error}") from error
        if self.sha256 and hashlib.sha256(data).hexdigest() != self.sha256:
            raise ModelUnavailable(f"{path} is damaged or was changed: install footnote-qa again")
        tokenizer.no_truncation()
        tokenizer.no_padding()
        runtime.cores()
        weights, dtype = restored(load(data)), torch.bfloat16 if runtime.in_bfloat16() else torch.float32
        return tokenizer, (LargeEvidenceNetwork if POSITION_BIAS in weights else EvidenceNetwork)(weights, dtype)


def _read(network: "Network", passages: Sequence[Passage], rows: "Sequence[tuple[int, Encoded]]") -> list[RerankResult]:
    """Rows that each stand beside the number of their passage."""
    import torch

    from vectorstore.models.pair_encoding import collate

    with torch.inference_mode():
        relevance, spans = network(collate([row for _, row in rows]))
        starts, ends = _best_ends(spans)
    return [
        _reading(float(relevance[place]), starts[place], ends[place], row, passages[i])
        for place, (i, row) in enumerate(rows)
    ]


def _best_ends(spans: "torch.Tensor") -> tuple[list[list[float]], list[list[int]]]:
    """For each token the score of the best answer that begins there, against none at all, and that answer's end."""
    import torch

    starts, ends = spans[:, :, 0], spans[:, :, 1]
    padded = torch.nn.functional.pad(ends, (0, LONGEST_ANSWER - 1), value=float("-inf"))
    best = padded.unfold(1, LONGEST_ANSWER, 1).max(2)  # shape (rows, tokens, ends within reach)
    scores = starts + best.values - (starts[:, :1] + ends[:, :1])
    last = best.indices + torch.arange(spans.shape[1])
    found: list[list[float]] = scores.tolist()
    places: list[list[int]] = last.tolist()
    return found, places


def _reading(relevance: float, starts: list[float], ends: list[int], row: "Encoded", passage: Passage) -> RerankResult:
    span, score = None, NEVER
    scores = [NEVER] * len(passage.sentences)
    sentence = 0
    for token, (begin, _) in enumerate(row.offsets, row.first):
        here = passage.start + begin
        if starts[token] > score:
            score = starts[token]
            span = Span(here, passage.start + row.offsets[ends[token] - row.first][1])
        while sentence < len(scores) and passage.sentences[sentence].end <= here:
            sentence += 1
        if sentence < len(scores) and passage.sentences[sentence].start <= here:
            scores[sentence] = max(scores[sentence], starts[token])
    return RerankResult(relevance, span, score, tuple(scores))


def _whole(readings: Sequence[RerankResult]) -> RerankResult:
    """The reading of a passage from those of its windows: of everything the best."""
    first, *others = readings
    if not others:
        return first
    best = max(readings, key=lambda r: NEVER if r.span_score is None else r.span_score)
    sentences = zip(*(reading.sentence_scores for reading in readings), strict=True)
    return RerankResult(max(r.relevance for r in readings), best.span, best.span_score, tuple(map(max, sentences)))
