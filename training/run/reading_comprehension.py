"""Reading comprehension by set: how well a model finds the answer in the passage that contains it.

A passage is a paragraph of the set as the product cuts it, in pieces of at most 250 tokens, so most are whole.
Intervals are by bootstrap over documents.

Run: python -m training.run.reading_comprehension MODEL --name shipped --sets nq covidqa
Figures: benchmarks/results/reading_comprehension.json, one row for each model and set
"""

import argparse
import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from benchmarks.lib import results
from benchmarks.lib.roc import roc_area
from qa.evaluation import MetricSummary
from qa.evaluation.metrics.text_metrics import exact_match, token_f1
from qa.evaluation.runner.summary import metric_summary
from training.data.reading_set import Question, ReadingSet
from training.data.reading_sets import HELD_OUT, NAMES, held_out, load, members
from vectorstore import Passage, SentenceEmbedder
from vectorstore.models.evidence.model import EvidenceModel
from vectorstore.text.chunking import TokenSpans, passages
from vectorstore.types import Block, SourceText

RESULT = "reading_comprehension"
TOKENS = 250
MOST, SEED = 1000, 1  # questions of a set, and the seed of their choice

Row = dict[str, str | int | tuple[float, float, float]]


@dataclass(frozen=True, slots=True)
class Item:
    """A question with the passage that answers it, the reference answers, and its document."""

    question: str
    passage: Passage
    answers: tuple[str, ...]
    document: str


def items(reading_set: ReadingSet, token_spans: TokenSpans) -> list[Item]:
    """A sample of a set's questions, without those whose answer is in no single passage."""
    questions = [q for q in reading_set.questions if q.answers]
    chosen = random.Random(f"{SEED}-{reading_set.name}").sample(questions, min(MOST, len(questions)))
    found = []
    for question in chosen:
        paragraph, (start, end) = reading_set.paragraphs[question.paragraph], question.answers[0]
        for passage in _passages(reading_set, question, token_spans):
            if passage.start <= start and end <= passage.end:
                answers = tuple({paragraph.text[a:b]: None for a, b in question.answers})
                found.append(Item(question.text, passage, answers, str(paragraph.document)))
                break
    return found


def accuracy(model: EvidenceModel, some: Sequence[Item]) -> dict[str, MetricSummary]:
    """SQuAD's F1 and exact match."""
    predictions = []
    for item in some:
        span, start = model.rerank(item.question, [item.passage])[0].span, item.passage.start
        predictions.append(item.passage.text[span.start - start : span.end - start] if span else "")
    documents = [item.document for item in some]
    return {
        name: metric_summary(
            [metric(text, item.answers) for text, item in zip(predictions, some, strict=True)], documents
        )
        for name, metric in (("F1", token_f1), ("EM", exact_match))
    }


def separation(model: EvidenceModel, reading_set: ReadingSet, token_spans: TokenSpans) -> dict[str, MetricSummary]:
    """How well the relevance of a question's paragraph separates answerable questions from unanswerable ones.

    Empty for a set without unanswerable questions.
    """
    questions = reading_set.questions
    if all(question.answers for question in questions):
        return {}
    relevances = [
        max(result.relevance for result in model.rerank(q.text, _passages(reading_set, q, token_spans)))
        for q in questions
    ]
    documents = [str(reading_set.paragraphs[question.paragraph].document) for question in questions]
    return {"AUC": roc_area(relevances, [bool(question.answers) for question in questions], documents)}


def measure(name: str, folder: Path, sets: Sequence[ReadingSet], token_spans: TokenSpans) -> None:
    """Measures a model on each set; an existing row of the same weights stays, one of other weights is replaced."""
    model = EvidenceModel(folder, "")
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    for reading_set in sets:
        rows: list[Row] = results.read(RESULT) if results.path_of(RESULT).exists() else []
        if any((row["model"], row["set"], row["sha256"]) == (name, reading_set.name, digest) for row in rows):
            continue
        some = items(reading_set, token_spans)
        figures = accuracy(model, some) | separation(model, reading_set, token_spans)
        row: Row = {
            "model": name,
            "sha256": digest,
            "set": reading_set.name,
            "questions": len(some),
            "documents": len({item.document for item in some}),
            **{key: (round(f.mean, 4), round(f.low, 4), round(f.high, 4)) for key, f in figures.items()},
        }
        others = [r for r in rows if (r["model"], r["set"]) != (name, reading_set.name)]
        results.write(RESULT, [*others, row])
        shown = ", ".join(f"{key} {f.mean:.3f} [{f.low:.3f}, {f.high:.3f}]" for key, f in figures.items())
        print(f"{name}, {reading_set.name}: {shown} n={len(some)}", flush=True)


def _passages(reading_set: ReadingSet, question: Question, token_spans: TokenSpans) -> list[Passage]:
    """The passages of a question's paragraph."""
    paragraph = reading_set.paragraphs[question.paragraph]
    source = SourceText(paragraph.text, paragraph.title, (Block(0, len(paragraph.text)),))
    return passages(source, str(paragraph.document), token_spans, TOKENS)


def main() -> None:
    """Measures one model."""
    names = [*(name for name in NAMES if name != "squad2"), *HELD_OUT]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="its folder")
    parser.add_argument("--name", required=True, help="its name in the results")
    parser.add_argument("--sets", nargs="+", default=names[:-1], choices=names)
    options = parser.parse_args()
    torch.set_num_threads(1)
    wanted = members(options.sets)
    sets = [reading_set for reading_set in [*load({"squad2"}), held_out(0), held_out(1)] if reading_set.name in wanted]
    measure(options.name, options.model, sets, SentenceEmbedder().token_spans)


if __name__ == "__main__":
    main()
