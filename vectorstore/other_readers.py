"""Readers by others: any CrossEncoder of sentence-transformers, any model that extracts answers."""

from collections.abc import Sequence
from threading import Lock
from typing import Any

from vectorstore.errors import ModelUnavailable
from vectorstore.passage import Passage, Reading, Span

BATCH = 16
LONGEST_ANSWER = 40  # tokens
MOST_TOKENS = 512


class OtherReader:
    """A model by name or folder; what kind it is stands in its configuration, and it is loaded on first use."""

    def __init__(self, name: str) -> None:
        """Remember which model."""
        self.identity = name
        self._lock = Lock()
        self._read: Any = None

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """One reading for each passage, in order; a CrossEncoder finds no spans."""
        if not passages:
            return []
        with self._lock:
            if self._read is None:
                self._read = _loaded(self.identity)
            found: list[Reading] = self._read(question, passages)
            return found


def _loaded(name: str) -> "_Ranker | _Extractor":
    from transformers import AutoConfig

    try:
        config = AutoConfig.from_pretrained(name, trust_remote_code=False)
        extracts = any("QuestionAnswering" in kind for kind in config.architectures or ())
        return _Extractor(name) if extracts else _Ranker(name)
    except Exception as error:  # every library below raises its own kinds
        raise ModelUnavailable(f"the reader {name} could not be loaded: {error}") from error


class _Ranker:
    def __init__(self, name: str) -> None:
        from sentence_transformers import CrossEncoder

        self.model = CrossEncoder(
            name, device="cpu", trust_remote_code=False, num_labels=1, model_kwargs={"use_safetensors": True}
        )

    def __call__(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        from torch.nn import Identity

        pairs = [(question, f"{p.context}\n{p.text}") for p in passages]
        scores = self.model.predict(pairs, batch_size=BATCH, show_progress_bar=False, activation_fn=Identity())
        return [Reading(float(score)) for score in scores]


class _Extractor:
    def __init__(self, name: str) -> None:
        from transformers import AutoModelForQuestionAnswering, AutoTokenizer

        self.tokenizer: Any = AutoTokenizer.from_pretrained(name, use_fast=True)
        self.model: Any = AutoModelForQuestionAnswering.from_pretrained(
            name, trust_remote_code=False, use_safetensors=True
        ).eval()

    def __call__(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        import torch

        found: list[Reading] = []
        for begin in range(0, len(passages), BATCH):
            part = passages[begin : begin + BATCH]
            encoded = self.tokenizer(
                [question] * len(part),
                [p.text for p in part],
                truncation="only_second" if len(question) < MOST_TOKENS else True,
                max_length=MOST_TOKENS,
                padding=True,
                return_offsets_mapping=True,
                return_tensors="pt",
            )
            offsets = encoded.pop("offset_mapping").tolist()
            with torch.inference_mode():
                output = self.model(**encoded)
            for i, passage in enumerate(part):
                inside = torch.tensor([kind == 1 for kind in encoded.sequence_ids(i)])
                found.append(_best(output.start_logits[i], output.end_logits[i], inside, offsets[i], passage))
        return found


def _best(starts: Any, ends: Any, inside: Any, offsets: list[list[int]], passage: Passage) -> Reading:
    """The best span of a row against its first token, which stands for "no answer in here"."""
    import torch

    nothing = float(starts[0] + ends[0])
    table = starts[:, None] + ends[None, :]
    reach = torch.ones_like(table).triu().tril(LONGEST_ANSWER - 1).bool()
    table = table.masked_fill(~(reach & inside[:, None] & inside[None, :]), float("-inf"))
    first, last = divmod(int(table.argmax()), table.shape[1])
    score = float(table[first, last]) - nothing
    begin, end = offsets[first][0], offsets[last][1]
    if not inside.any() or end <= begin:
        return Reading(-nothing)
    return Reading(score, Span(passage.start + begin, passage.start + end), score)
