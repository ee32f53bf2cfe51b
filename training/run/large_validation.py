"""Measures a large network on the written questions that are kept back to choose by.

Questions in other words, each with the eight passages that are nearest by the embedder's cosine in one library of all
paragraphs that were asked about, against questions that their paragraph leaves open. And yes/no questions, questions
that go on, and questions that sentences answer, with their passage given.

Run: python -m training.run.large_validation MODEL --backbone FOLDER
"""

import argparse
import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from sklearn.metrics import roc_auc_score

from qa.evaluation.metrics.text_metrics import token_f1
from training.data.reading_set import YES, sentences
from training.data.reading_sets import load
from training.data.written_questions import WrittenQuestion, asked_about, written_questions
from training.examples.dataset import Dataset
from training.examples.large_examples import candidate, right_passages
from training.examples.passage_pool import PassagePool
from training.model.backbone import tokenizer_of
from training.model.large_network import load as load_network
from training.model.large_reading import PassageReading, Reader
from vectorstore import SentenceEmbedder

NEAREST, QUESTIONS = 8, 100
SCORES: dict[str, Callable[[PassageReading], float]] = {
    "relevance": lambda r: r.relevance,
    "answers": lambda r: r.answers,
    "span": lambda r: r.span_score,
    "all": lambda r: r.relevance + r.answers + r.span_score / 2,
}
Case = tuple[Dataset, WrittenQuestion]


def measured(reader: Reader, pool: PassagePool) -> dict[str, float]:
    """All figures."""
    cases = [(d, written) for d in pool.datasets for written in written_questions(d.reading_set, True)]
    random.Random(1).shuffle(cases)

    def of(kind: str) -> list[Case]:
        return [(d, written) for d, written in cases if written.kind == kind][:QUESTIONS]

    found = _in_other_words(reader, pool, of("reworded"), of("trap"))
    found |= {f"sentence, {kind}": _evidence(reader, pool, of(kind)) for kind in ("explain", "follow_up")}
    return found | _yes_no(reader, pool, of("yes_no"))


def _in_other_words(
    reader: Reader, pool: PassagePool, asked: Sequence[Case], traps: Sequence[Case]
) -> dict[str, float]:
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


def _evidence(reader: Reader, pool: PassagePool, cases: Sequence[Case]) -> float:
    """How often the best sentence of the passage is evidence."""
    hits = []
    for dataset, written in cases:
        for number in right_passages(pool, dataset, written)[:1]:
            given = candidate(dataset, pool.passages[number], written.question, written.evidence)
            reading = reader.read(written.question.text, [given.text], [given.context])[0]
            start, end = _best_sentence(reading, given.text)
            hits.append(any(a < end and b > start for a, b in given.evidence))
    return _share(hits)


def _yes_no(reader: Reader, pool: PassagePool, cases: Sequence[Case]) -> dict[str, float]:
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


def main() -> None:
    """Measures one model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="its folder")
    parser.add_argument("--backbone", type=Path, required=True, help="the folder of all-mpnet-base-v2")
    parser.add_argument("--cache", type=Path, default=Path("training/cache/large"))
    options = parser.parse_args()
    torch.set_num_threads(1)
    pool = PassagePool(load(), SentenceEmbedder(), options.cache / "vectors")
    reader = Reader(load_network(options.model).eval(), tokenizer_of(options.backbone))
    print(json.dumps({name: round(value, 3) for name, value in measured(reader, pool).items()}, indent=1))


if __name__ == "__main__":
    main()
