"""What the large network reads in passages: scores, the best answer, and how well each sentence answers."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer

from training.data.reading_set import OPEN, Place, sentences
from training.model.large_network import LargeNetwork
from vectorstore.models.pair_encoding import MPNET, collate, encode

LONGEST_ANSWER = 40  # tokens
BATCH = 4  # passages read at once


@dataclass(frozen=True, slots=True)
class PassageReading:
    """What the network says of a question and a passage."""

    relevance: float
    verdict: tuple[float, ...]
    """The logits of OPEN, ANSWERED, YES and NO."""
    span: Place
    span_score: float
    """Of the best answer, against none."""
    sentences: tuple[float, ...]
    """How likely each sentence belongs to the evidence: the mean of its tokens' logits."""

    @property
    def answers(self) -> float:
        """The log odds that the passage does not leave the question open."""
        answered = [score for i, score in enumerate(self.verdict) if i != OPEN]
        return float(torch.tensor(answered).logsumexp(0)) - self.verdict[OPEN]


@dataclass(frozen=True, slots=True)
class Reader:
    """A network with its tokenizer."""

    network: LargeNetwork
    tokenizer: Tokenizer

    def read(self, question: str, texts: Sequence[str], contexts: Sequence[str]) -> list[PassageReading]:
        """A reading of each passage."""
        rows = encode(self.tokenizer, question, texts, contexts, MPNET)
        order = sorted(range(len(rows)), key=lambda i: len(rows[i].ids))
        found: dict[int, PassageReading] = {}
        for begin in range(0, len(order), BATCH):
            picked = order[begin : begin + BATCH]
            with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
                reading = self.network(collate([rows[i] for i in picked]))
            for place, i in enumerate(picked):
                offsets, first = rows[i].offsets, rows[i].first
                begin_at, end_at = reading.spans[place].unbind(1)
                here = slice(first, first + len(offsets))
                start, end, score = _best_span(begin_at[here], end_at[here])
                found[i] = PassageReading(
                    float(reading.relevance[place]),
                    tuple(reading.verdict[place].tolist()),
                    (offsets[start][0], offsets[end][1]),
                    score - float(begin_at[0] + end_at[0]),
                    sentence_scores(reading.evidence[place, here].tolist(), offsets, sentences(texts[i])),
                )
        return [found[i] for i in range(len(rows))]


def _best_span(starts: torch.Tensor, ends: torch.Tensor) -> tuple[int, int, float]:
    """The first and last token of the best answer of at most LONGEST_ANSWER tokens, and its score."""
    both = starts[:, None] + ends[None, :]
    allowed = torch.ones_like(both).triu().tril(LONGEST_ANSWER - 1).bool()
    best = int(both.masked_fill(~allowed, float("-inf")).argmax())
    start, end = divmod(best, len(starts))
    return start, end, float(both[start, end])


def sentence_scores(tokens: Sequence[float], offsets: Sequence[Place], places: Sequence[Place]) -> tuple[float, ...]:
    """The mean score of the tokens of each sentence; that of a sentence without tokens is very low."""
    found = []
    for start, end in places:
        own = [score for score, (a, b) in zip(tokens, offsets, strict=True) if start <= a and b <= end]
        found.append(sum(own) / len(own) if own else -30.0)
    return tuple(found)
