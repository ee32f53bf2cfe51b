"""The figures of a large network on written questions."""

from collections.abc import Callable, Sequence
from typing import Protocol

from sklearn.metrics import roc_auc_score

from qa.evaluation.metrics.text_metrics import token_f1
from training.data.reading_set import YES, sentences
from training.data.written_questions import WrittenQuestion, asked_about
from training.examples.dataset import Dataset
from training.examples.large_examples import candidate, right_passages
from training.examples.passage_pool import PassagePool
from training.model.large_reading import PassageReading

NEAREST = 8


class PassageReader(Protocol):
    """Whatever reads passages for a question."""

    def read(self, question: str, texts: Sequence[str], contexts: Sequence[str]) -> list[PassageReading]:
        """A reading of each passage."""
        ...


SCORES: dict[str, Callable[[PassageReading], float]] = {
    "relevance": lambda r: r.relevance,
    "answers": lambda r: r.answers,
    "span": lambda r: r.span_score,
    "all": lambda r: r.relevance + r.answers + r.span_score / 2,
}
Case = tuple[Dataset, WrittenQuestion]


def in_other_words(
    reader: PassageReader, pool: PassagePool, asked: Sequence[Case], traps: Sequence[Case]
) -> dict[str, float]:
    """Questions in other words, each with the nearest passages of a library, against traps with theirs."""
    texts = [written.question.text for _, written in (*asked, *traps)]
    named = {id(dataset): asked_about(dataset.reading_set).keys() for dataset in pool.datasets}
    library = [i for i, one in enumerate(pool.passages) if one.paragraphs & named[id(one.dataset)]]
    near = [found[:NEAREST] for found in pool.nearest(texts, library)]
    readings = [
        reader.read(text, [pool.passages[i].passage.text for i in few], [pool.passages[i].passage.context for i in few])
        for text, few in zip(texts, near, strict=True)
    ]
    right = [
        [bool(_answers(pool, i, dataset, written)) for i in few]
        for (dataset, written), few in zip(asked, near, strict=False)
    ]
    figures = {
        "questions": len(asked),
        "traps": len(traps),
        "first by cosine": _share([flags[0] for flags in right]),
        "among eight": _share([any(flags) for flags in right]),
    }
    for name, score in SCORES.items():
        best = [max(range(len(few)), key=lambda i: score(few[i])) for few in readings]
        figures[f"first by {name}"] = _share([flags[i] for flags, i in zip(right, best, strict=False)])
        scores = [score(few[i]) for few, i in zip(readings, best, strict=True)]
        labels = [True] * len(asked) + [False] * len(traps)
        figures[f"AUC against traps by {name}"] = float(roc_auc_score(labels, scores))
        gone = [
            max(score(r) for r, flag in zip(few, flags, strict=True) if not flag)
            for few, flags in zip(readings, right, strict=False)
        ]
        labels = [True] * len(asked) + [False] * len(gone)
        figures[f"AUC against gone by {name}"] = float(roc_auc_score(labels, scores[: len(asked)] + gone))
    f1, hits = [], []
    for (dataset, written), few, near_few in zip(asked, readings, near, strict=False):
        best_place = max(range(len(few)), key=lambda i: few[i].relevance)
        reading, passage = few[best_place], pool.passages[near_few[best_place]].passage
        paragraph = dataset.reading_set.paragraphs[written.question.paragraph].text
        golds = [paragraph[a:b] for a, b in written.question.answers]
        f1.append(token_f1(passage.text[slice(*reading.span)], golds))
        start, end = _best_sentence(reading, passage.text)
        hits.append(any(gold in passage.text[start:end] for gold in golds))
    return figures | {"F1 of the span in the first": sum(f1) / len(f1), "answer in the best sentence": _share(hits)}


def given(reader: PassageReader, pool: PassagePool, asked: Sequence[Case], traps: Sequence[Case]) -> dict[str, float]:
    """Questions in other words with the passage that answers, against traps with theirs."""
    readings, f1 = [], []
    for dataset, written in (*asked, *traps):
        given = [
            candidate(dataset, pool.passages[i], written.question, ()) for i in right_passages(pool, dataset, written)
        ]
        found = reader.read(written.question.text, [one.text for one in given], [one.context for one in given])
        readings.append(found)
        if written.question.answers:
            paragraph = dataset.reading_set.paragraphs[written.question.paragraph].text
            golds = [paragraph[a:b] for a, b in written.question.answers]
            f1.append(max((token_f1(given[0].text[slice(*r.span)], golds) for r in found), default=0.0))
    labels = [
        bool(written.question.answers) for (_, written), found in zip((*asked, *traps), readings, strict=True) if found
    ]
    areas = {
        f"AUC against traps by {name}, passage given": float(
            roc_auc_score(labels, [max(score(r) for r in found) for found in readings if found])
        )
        for name, score in SCORES.items()
    }
    return areas | {"F1, passage given": sum(f1) / len(f1)}


def evidence(reader: PassageReader, pool: PassagePool, cases: Sequence[Case]) -> float:
    """How often the best sentence of the passage is evidence."""
    hits = []
    for dataset, written in cases:
        for number in right_passages(pool, dataset, written)[:1]:
            given = candidate(dataset, pool.passages[number], written.question, written.evidence)
            reading = reader.read(written.question.text, [given.text], [given.context])[0]
            start, end = _best_sentence(reading, given.text)
            hits.append(any(a < end and b > start for a, b in given.evidence))
    return _share(hits)


def yes_no(reader: PassageReader, pool: PassagePool, cases: Sequence[Case]) -> dict[str, float]:
    """How often yes and no are told apart, and how often the passage is said to affirm or deny at all."""
    right, said = [], []
    for dataset, written in cases:
        for number in right_passages(pool, dataset, written)[:1]:
            given = pool.passages[number].passage
            verdict = reader.read(written.question.text, [given.text], [given.context])[0].verdict
            said.append(max(range(len(verdict)), key=verdict.__getitem__) >= YES)
            right.append(max((YES, YES + 1), key=verdict.__getitem__) == written.verdict)
    return {"yes/no right": _share(right), "yes or no said": _share(said)}


def _answers(pool: PassagePool, number: int, dataset: Dataset, written: WrittenQuestion) -> bool:
    """Whether a passage is of the question's document and holds an answer."""
    other = pool.passages[number]
    document = dataset.reading_set.paragraphs[written.question.paragraph].document
    return (
        other.dataset is dataset
        and other.document == document
        and bool(dataset.answers(written.question, other.passage))
    )


def _best_sentence(reading: PassageReading, text: str) -> tuple[int, int]:
    places = sentences(text)
    return places[max(range(len(places)), key=reading.sentences.__getitem__)]


def _share(hits: Sequence[bool]) -> float:
    return sum(hits) / max(1, len(hits))
