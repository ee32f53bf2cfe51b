"""The sentences of the passages that are read for an answer, with what the model and the present code say of each."""

import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.evidence import (
    ANSWERS_BIAS,
    ANSWERS_COVERAGE,
    ANSWERS_MATCH,
    ANSWERS_OTHERS,
    RANK_COVERAGE,
    RANK_MATCH,
    USUAL_MATCH,
    USUAL_WEIGHT,
    measure,
)
from training.reads import Read
from vectorstore import SentenceEmbedder
from vectorstore.analysis import analyse, content_terms
from vectorstore.embedding import Vectors

LOW_OVERLAP = 1 / 3
MATCH, COVERAGE, SENTENCE, RELEVANCE, FUSED = range(5)


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of the passages read for a question, with or without its paragraph in the library."""

    read: Read
    gone: bool
    table: NDArray[np.float64]
    """Shape (sentences, 5): match, coverage, sentence score, relevance and search's score of its passage."""
    gold: NDArray[np.bool_]
    overlap: float
    """How much of the question's words its sentences share, at most."""

    @property
    def kind(self) -> str:
        """squad2 or clapnq, and answerable, trap or gone."""
        return f"{self.read.case.kind} " + ("gone" if self.gone else "answerable" if self.read.case.gold else "trap")


class _Remembered(SentenceEmbedder):
    """An embedder that reads each text once."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[str, Vectors] = {}

    def token_vectors(self, texts: Sequence[str]) -> list[Vectors]:
        new = [text for text in dict.fromkeys(texts) if text not in self._seen]
        if new:
            found = super().token_vectors(new)
            self._seen |= zip(new, (rows.astype(np.float16) for rows in found), strict=True)
        return [self._seen[text].astype(np.float32) for text in texts]


def _measured(reads: Sequence[Read], kept: Path) -> dict[tuple[str, str, bool], list[tuple[float, float]]]:
    """Match and coverage of each sentence, by question and library; embedded once and kept."""
    path = kept / "measured.pkl"
    if path.exists():
        found: dict[tuple[str, str, bool], list[tuple[float, float]]] = pickle.loads(path.read_bytes())
    else:
        found = {}
    embedder = _Remembered()
    for read in reads:
        for gone in (False, True) if read.case.gold else (False,):
            key = (read.case.question, read.case.document, gone)
            if key not in found:
                hits = [read.case.hits[i] for i in read.places(gone)]
                sentences = measure(read.case.question, hits, read.case.rarity, embedder)
                found[key] = [(m.match, m.coverage) for m in sentences]
    path.write_bytes(pickle.dumps(found))
    return found


def tables(reads: Sequence[Read], kept: Path) -> list[Sentences]:
    """The sentences of each question, and once more without its paragraph where it has an answer."""
    measured, found = _measured(reads, kept), []
    for read in reads:
        terms = set(content_terms(read.case.question))
        for gone in (False, True) if read.case.gold else (False,):
            rows, gold, shared = [], [], [0.0]
            for place in read.places(gone):
                hit, reading = read.case.hits[place], read.readings[place]
                for span, score in zip(hit.passage.sentences, reading.sentence_scores, strict=True):
                    rows.append((score, reading.relevance, hit.score))
                    right = hit.source == read.case.document and any(span.overlap(g) for g in read.case.gold)
                    gold.append(right)
                    if right:
                        text = hit.passage.text[span.start - hit.passage.start : span.end - hit.passage.start]
                        shared.append(len(terms & set(analyse(text))) / len(terms))
            table = np.hstack([measured[read.case.question, read.case.document, gone], np.array(rows)])
            found.append(Sentences(read, gone, table, np.array(gold), max(shared)))
    return found


def present(table: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """How the present code ranks sentences, and its logit that the best answers."""
    rank = RANK_MATCH * table[:, MATCH] + RANK_COVERAGE * table[:, COVERAGE]
    best = int(rank.argmax())
    others = table[:, MATCH].sum() - table[best, MATCH]
    usual = (others + USUAL_WEIGHT * USUAL_MATCH) / (len(table) - 1 + USUAL_WEIGHT)
    match, coverage = table[best, MATCH], table[best, COVERAGE]
    return rank, ANSWERS_BIAS + ANSWERS_MATCH * match + ANSWERS_COVERAGE * coverage + ANSWERS_OTHERS * usual
