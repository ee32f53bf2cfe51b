"""RerankResult by set: how well a model finds the answer in the passage that holds it, one row a model and set.

A passage is a paragraph of the set as the product cuts it, in pieces of at most 250 tokens, so most are whole.
Intervals are by bootstrap over documents.

Run: python -m training.reading MODEL --name shipped --sets nq covidqa; writes benchmarks/results/reading.json
"""

import argparse
import hashlib
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from training.data import HELD, NAMES, ReadingSet, held, load, members
from training.measures import Figure, auc, best_of, figure, mean
from vectorstore import Passage, SentenceEmbedder
from vectorstore.models.evidence.model import EvidenceModel
from vectorstore.text.chunking import TokenSpans, passages
from vectorstore.types import Block, SourceText

RESULTS = Path(__file__).parents[1] / "benchmarks/results/reading.json"
TOKENS = 250
MOST, SEED = 1000, 1  # questions of a set that are asked, and what they are drawn with

Row = dict[str, str | int | tuple[float, float, float]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the passage that answers it, the reference answers, and its document."""

    question: str
    passage: Passage
    answers: tuple[str, ...]
    document: str


def asked(reading: ReadingSet, token_spans: TokenSpans) -> list[Asked]:
    """A sample of a set's questions, without those whose answer no passage holds whole."""
    questions = [q for q in reading.questions if q.answers]
    chosen = random.Random(f"{SEED}-{reading.name}").sample(questions, min(MOST, len(questions)))
    found = []
    for question in chosen:
        part, (start, end) = reading.paragraphs[question.paragraph], question.answers[0]
        source = SourceText(part.text, part.title, (Block(0, len(part.text)),))
        for passage in passages(source, str(part.document), token_spans, TOKENS):
            if passage.start <= start and end <= passage.end:
                answers = tuple({part.text[a:b]: None for a, b in question.answers})
                found.append(Asked(question.text, passage, answers, str(part.document)))
                break
    return found


def measured(model: EvidenceModel, some: Sequence[Asked]) -> tuple[Figure, Figure]:
    """F1 and EM."""
    scores = []
    for one in some:
        span = model.read(one.question, [one.passage])[0].span
        start = one.passage.start
        said = one.passage.text[span.start - start : span.end - start] if span else ""
        scores.append(best_of(said, one.answers))
    documents = [one.document for one in some]
    return figure(mean, [f for f, _ in scores], by=documents), figure(mean, [e for _, e in scores], by=documents)


def separation(model: EvidenceModel, reading: ReadingSet, token_spans: TokenSpans) -> Figure | None:
    """AUC of the relevance of a question's paragraph: those that it answers against those that it leaves open.

    None for a set that has no open questions.
    """
    if all(question.answers for question in reading.questions):
        return None
    relevances = []
    for question in reading.questions:
        part = reading.paragraphs[question.paragraph]
        source = SourceText(part.text, part.title, (Block(0, len(part.text)),))
        pieces = passages(source, str(part.document), token_spans, TOKENS)
        relevances.append(max(said.relevance for said in model.read(question.text, pieces)))
    documents = [str(reading.paragraphs[question.paragraph].document) for question in reading.questions]
    return figure(auc, [bool(question.answers) for question in reading.questions], relevances, by=documents)


def read(path: Path) -> list[Row]:
    """The rows that are there."""
    found: list[Row] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    return found


def measure(name: str, folder: Path, sets: Sequence[ReadingSet], token_spans: TokenSpans, results: Path) -> None:
    """Measure a model on each set; a row of the same weights that is there stays, one of others is replaced."""
    model = EvidenceModel(folder, "")
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    for reading in sets:
        rows = read(results)
        if any((row["model"], row["set"], row["sha256"]) == (name, reading.name, digest) for row in rows):
            continue
        some = asked(reading, token_spans)
        f1, em = measured(model, some)
        row: Row = {"model": name, "sha256": digest, "set": reading.name, "questions": len(some)}
        row["documents"] = len({one.document for one in some})
        figures = {"F1": f1, "EM": em, "AUC": separation(model, reading, token_spans)}
        row |= {k: (round(f.value, 4), round(f.low, 4), round(f.high, 4)) for k, f in figures.items() if f}
        kept = [r for r in rows if (r["model"], r["set"]) != (name, reading.name)]
        lines = ",\n ".join(json.dumps(r) for r in [*kept, row])
        results.write_text(f"[{lines}]\n", encoding="utf-8")
        print(f"{name}, {reading.name}: {', '.join(f'{k} {f}' for k, f in figures.items() if f)}", flush=True)


def main() -> None:
    """Measure one model."""
    names = [*(name for name in NAMES if name != "squad2"), *HELD]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path, help="its folder")
    parser.add_argument("--name", required=True, help="what it is called in the results")
    parser.add_argument("--sets", nargs="+", default=names[:-1], choices=names)
    options = parser.parse_args()
    torch.set_num_threads(1)
    wanted = members(options.sets)
    sets = [reading for reading in [*load({"squad2"}), held(0), held(1)] if reading.name in wanted]
    measure(options.name, options.model, sets, SentenceEmbedder().token_spans, RESULTS)


if __name__ == "__main__":
    main()
