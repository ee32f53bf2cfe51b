"""Trains the shipped model further on a user's own pairs of questions and evidence, in one short run at a low rate.

The pairs are those that `footnote evaluate` reads; their documents are in the library. If the reading sets are present,
as many of their rows are mixed in, so that the model forgets little.

Run: python -m training.run.fine_tune PAIRS.jsonl --store footnote-store; then FOOTNOTE_READER=training/runs/own/model
"""

import argparse
import random
import sys
from pathlib import Path

import torch

from benchmarks.lib.data import DATA
from qa import Settings
from qa.evaluation.cases.case import InvalidCases
from qa.evaluation.cases.parse import jsonl_cases, with_ids
from training.data.reading_sets import load
from training.examples.cache import cached_examples
from training.examples.encoded import EncodedExamples, concatenated, encoded
from training.examples.evaluation_cases import case_examples
from training.model.backbone import BACKBONE, backbone_tokenizer
from training.model.network import digest
from training.run.recipe import Recipe
from training.run.trainer import TrainingRun
from vectorstore import Library, LibraryError, SentenceEmbedder
from vectorstore.models.evidence.model import FOLDER

# A tenth of the first training's rate, and small steps, for there are few questions; a short run has few to average.
RATE, TOKENS, AVERAGE = 2e-5, 5200, 0.9


def mixed(own: EncodedExamples, others: EncodedExamples | None, seed: int) -> EncodedExamples:
    """The user's examples, and others drawn until they have as many rows."""
    if others is None:
        return own
    wanted, drawn = int(own.sizes.sum()), list[int]()
    for number in random.Random(seed).sample(range(len(others)), len(others)):
        if wanted <= 0:
            break
        drawn.append(number)
        wanted -= int(others.sizes[number])
    return concatenated([own, others.subset(drawn)])


def fine_tune(
    own: EncodedExamples,
    others: EncodedExamples | None,
    start: Path,
    out: Path,
    seed: int,
    backbone: Path = BACKBONE,
) -> TrainingRun:
    """One round of the examples from the weights in `start`."""
    every = mixed(own, others, seed)
    run = TrainingRun(Recipe(rounds=1, rate=RATE, tokens=TOKENS, average=AVERAGE, seed=seed), out, backbone, start)
    print(f"{len(own)} examples of your pairs, {len(every) - len(own)} others")
    run.train([every])
    return run


def main() -> None:
    """Reads the pairs, trains, and prints where the model is."""
    settings = Settings()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--store", type=Path, default=settings.store)
    parser.add_argument("--collection", default=settings.collection)
    parser.add_argument("--start", type=Path, default=FOLDER, help="the folder of the model to start from")
    parser.add_argument("--out", type=Path, default=Path("training/runs/own"))
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for path, what in ((options.store / "catalog.sqlite3", "library"), (options.start / "model.safetensors", "model")):
        if not path.exists():
            sys.exit(f"{path.parent}: there is no {what}")
    embedder = SentenceEmbedder(settings.embedding)
    try:
        asked = with_ids(jsonl_cases(options.pairs), options.pairs)
        examples = case_examples(asked, Library.open(options.store, embedder), options.collection, options.seed)
    except (InvalidCases, LibraryError) as error:
        sys.exit(f"{options.pairs}: {str(error).removeprefix(f'{options.pairs}: ')}")
    others = cached_examples(load(), SentenceEmbedder(), options.seed) if DATA.is_dir() else None
    torch.set_num_threads(1)
    run = fine_tune(encoded(examples, backbone_tokenizer()), others, options.start, options.out, options.seed)
    print(digest(run.out / "model"))
    print("try the model on pairs that were not in the training:")
    print(f"FOOTNOTE_READER={options.out / 'model'} footnote evaluate OTHERS.jsonl")


if __name__ == "__main__":
    main()
