"""Readers by others: any CrossEncoder of sentence-transformers, any model that extracts answers.

Nothing of a model is run but its weights: only safetensors are read, and no code that comes along. A folder is read
as it is; what is asked of the network is what a name needs that is not in Hugging Face's cache.
"""

from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import Any

from vectorstore.errors import ModelUnavailable, UnusableReranker
from vectorstore.models import runtime
from vectorstore.models.scheduling.model_copies import ModelCopies
from vectorstore.types import Passage, RerankResult

BATCH = 5  # of the usual 20 passages two cores read two batches each
PROBE = Passage("", "", 0, 6, "a word", "a title", "", None, ())

Read = Callable[[str, Sequence[Passage]], list[RerankResult]]


class PretrainedReranker:
    """A model by name or folder; what kind it is stands in its configuration, and it is loaded on first use."""

    fusion_weight: float | None = None  # its relevance lies on a scale of its own

    def __init__(self, name: str) -> None:
        """Remember which model."""
        self.identity = name
        self._lock = Lock()
        self._read: Read | None = None

    def __getstate__(self) -> str:
        """A model is pickled by its name, and loaded again where it is used."""
        return self.identity

    def __setstate__(self, name: str) -> None:
        """Take the name."""
        PretrainedReranker.__init__(self, name)

    def rerank(self, question: str, passages: Sequence[Passage]) -> list[RerankResult]:
        """One reading for each passage, in order; a CrossEncoder finds no spans."""
        if not passages:
            return []
        with self._lock:  # two threads may ask first
            if self._read is None:
                self._read = _loaded(self.identity)
        return self._read(question, passages)


def _loaded(name: str) -> Read:
    """The model, after it has read something."""
    from transformers import AutoConfig
    from transformers.utils import logging

    runtime.cores()
    told: Any = logging  # without types
    told.disable_progress_bar()
    told.set_verbosity_error()  # what it would warn of is refused here, in one line

    here = Path(name).is_dir()
    try:
        config = AutoConfig.from_pretrained(name, trust_remote_code=False, local_files_only=here)
        extracts = any("QuestionAnswering" in kind for kind in config.architectures or ())
        read = _extractor(name, here) if extracts else _ranker(name, here, config.architectures or ())
        read("a word?", [PROBE])
    except ModelUnavailable:
        raise
    except Exception as error:  # every library below raises its own kinds
        said = (str(error) or type(error).__name__).partition("\n")[0]
        raise UnusableReranker(f"the reranker {name} cannot be used: {said.rstrip('.')}", model=name) from error
    return read


def _ranker(name: str, here: bool, kinds: Sequence[str]) -> Read:
    from sentence_transformers import CrossEncoder
    from torch.nn import Identity

    model = CrossEncoder(
        name,
        device="cpu",
        trust_remote_code=False,
        local_files_only=here,
        model_kwargs={"use_safetensors": True},
        activation_fn=Identity(),  # logits are further apart than what a sigmoid leaves of them
    )
    # An encoder alone is given a head of random weights, which would rank by chance.
    scores = len(model) > 1 or any("SequenceClassification" in kind for kind in kinds)
    if not scores or model.num_labels != 1:
        what = f"gives {model.num_labels} labels" if scores else "embeds texts"
        raise UnusableReranker(f"the reranker {name} {what} and has no score to rank by", model=name)

    def read(question: str, passages: Sequence[Passage]) -> list[RerankResult]:
        pairs = [(question, f"{p.context}\n{p.text}") for p in passages]
        longest_first = sorted(range(len(pairs)), key=lambda i: -len(pairs[i][1]))
        batches = [longest_first[begin : begin + BATCH] for begin in range(0, len(pairs), BATCH)]

        def score(batch: Sequence[int]) -> list[float]:
            with models.borrowed() as one:
                scores = one.predict([pairs[i] for i in batch], batch_size=BATCH, show_progress_bar=False)
            return [float(score) for score in scores]

        scores = dict(zip(longest_first, chain.from_iterable(runtime.compute(score, batches)), strict=True))
        return [RerankResult(scores[i]) for i in range(len(pairs))]

    models = ModelCopies(model)
    return read


def _extractor(name: str, here: bool) -> Read:
    from transformers import AutoModelForQuestionAnswering, AutoTokenizer

    from vectorstore.models.extractive_qa import extract

    tokenizer = AutoTokenizer.from_pretrained(name, trust_remote_code=False, local_files_only=here)
    model = AutoModelForQuestionAnswering.from_pretrained(
        name, trust_remote_code=False, local_files_only=here, use_safetensors=True
    ).eval()
    return lambda question, passages: extract(tokenizer, model, question, passages)
