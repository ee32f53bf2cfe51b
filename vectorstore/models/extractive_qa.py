"""Answers taken out of passages by a question-answering model of transformers."""

from collections.abc import Sequence
from itertools import chain
from threading import Lock
from typing import Any

import torch
from torch import Tensor

from vectorstore.models import runtime
from vectorstore.types import Passage, RerankResult, Span

BATCH = 5  # as for a CrossEncoder
QUESTION_TOKENS = 64
MOST_TOKENS = 512
LONGEST_ANSWER = 40  # tokens; windows over a long passage share as many
NOTHING = -30.0  # the relevance of what has no text to read

_tokenizing = Lock()


def extract(tokenizer: Any, model: Any, question: str, passages: Sequence[Passage]) -> list[RerankResult]:
    """One reading for each passage: how well its best span does against its first token, "no answer in here".

    A passage longer than the model reads is read in windows that overlap, and the best of them counts.
    """
    heads = [f"{p.context}\n" if p.context else "" for p in passages]
    with _tokenizing:  # a fast tokenizer that two threads use breaks
        windows = tokenizer(
            [_cut(tokenizer, question)] * len(passages),
            [head + p.text for head, p in zip(heads, passages, strict=True)],
            truncation="only_second",
            max_length=min(MOST_TOKENS, tokenizer.model_max_length),
            stride=LONGEST_ANSWER,
            padding=True,
            return_overflowing_tokens=True,
            return_offsets_mapping=True,
            return_tensors="pt",
        )
    owners = windows.pop("overflow_to_sample_mapping").tolist()
    offsets = windows.pop("offset_mapping").tolist()
    sequences = [windows.sequence_ids(i) for i in range(len(owners))]

    def read(begin: int) -> list[RerankResult]:
        with torch.inference_mode():
            output = model(**{name: rows[begin : begin + BATCH] for name, rows in windows.items()})
        found = []
        for i, (starts, ends) in enumerate(zip(output.start_logits, output.end_logits, strict=True), begin):
            shift = len(heads[owners[i]])
            places = [
                Span(max(0, a - shift), max(0, b - shift)) if part == 1 else Span(0, 0)
                for (a, b), part in zip(offsets[i], sequences[i], strict=True)
            ]
            found.append(_best(starts, ends, places, passages[owners[i]]))
        return found

    found: list[list[RerankResult]] = [[] for _ in passages]
    done = chain.from_iterable(runtime.compute(read, range(0, len(owners), BATCH)))
    for owner, result in zip(owners, done, strict=True):
        found[owner].append(result)
    return [max(results, key=lambda result: result.relevance) for results in found]


def _cut(tokenizer: Any, question: str) -> str:
    """As much of a question as leaves room for a passage."""
    tokens = tokenizer(question, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
    ends = [end for _, end in tokens["offset_mapping"][:QUESTION_TOKENS]]
    return question[: max(ends, default=0)]


def _best(starts: Tensor, ends: Tensor, places: Sequence[Span], passage: Passage) -> RerankResult:
    """The best span of a window; `places` are its tokens in the passage's text, empty where they stand elsewhere."""
    inside = torch.tensor([bool(passage.text[place.start : place.end].strip()) for place in places])
    if not inside.any():
        return RerankResult(NOTHING)
    near = torch.ones(len(places), len(places), dtype=torch.bool).triu().tril(LONGEST_ANSWER - 1)
    scores = starts[:, None] + ends - (starts[0] + ends[0])
    scores = scores.masked_fill(~(near & inside[:, None] & inside), float("-inf"))
    first, last = divmod(int(scores.argmax()), len(places))
    said = passage.text[places[first].start : places[last].end]  # a token may hold the white space before it
    begin = passage.start + places[first].start + len(said) - len(said.lstrip())
    score = float(scores[first, last])
    return RerankResult(score, Span(begin, begin + len(said.strip())), score)
