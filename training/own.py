"""Train the shipped model further on one's own pairs of questions and evidence, short and gently.

The pairs are those that `footnote evaluate` reads; their documents are in the library. Where the reading sets are
there, too, as many rows of theirs are mixed in, so that the model forgets little.

Run: python -m training.own PAIRS.jsonl --store footnote-store; then FOOTNOTE_READER=training/runs/own/model
"""

import argparse
import random
import sys
from pathlib import Path

import torch

from qa import Settings
from qa.evaluation.cases import InvalidCases, checked
from qa.evaluation.cases import pairs as cases
from training.corpus import general
from training.data import DATA, load
from training.groups import Group
from training.pairs import groups
from training.train import BACKBONE, Recipe, Run, batches
from vectorstore import Library, LibraryError, SentenceEmbedder
from vectorstore.reader import FOLDER

RATE, AVERAGE = 2e-5, 0.9  # an eighth of the first training's rate; a short run has few steps to average


def mixed(own: list[Group], others: list[Group], seed: int) -> list[Group]:
    """One's own groups, and others drawn until they have as many rows."""
    rows, drawn = sum(len(group.candidates) for group in own), list[Group]()
    for group in random.Random(seed).sample(others, len(others)):
        if rows <= 0:
            break
        drawn.append(group)
        rows -= len(group.candidates)
    return own + drawn


def train(own: list[Group], others: list[Group], start: Path, out: Path, seed: int, backbone: Path = BACKBONE) -> Run:
    """One round of the groups from the weights in `start`."""
    usual, every = Recipe(), mixed(own, others, seed)
    steps = 1 + max(1, len(batches(every, usual.tokens, seed)) // usual.parts)
    run = Run(Recipe(steps=steps, rate=RATE, average=AVERAGE, seed=seed), out, backbone, start)
    print(f"{len(own)} groups of your pairs, {len(every) - len(own)} others, {steps - 1} steps")
    run.train(every)
    return run


def main() -> None:
    """Read the pairs, train, and say where the model lies."""
    usual = Settings()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--store", type=Path, default=usual.store)
    parser.add_argument("--collection", default=usual.collection)
    parser.add_argument("--start", type=Path, default=FOLDER, help="the model's folder to go on from")
    parser.add_argument("--out", type=Path, default=Path("training/runs/own"))
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for path, what in ((options.store / "catalog.sqlite3", "library"), (options.start / "model.safetensors", "model")):
        if not path.exists():
            sys.exit(f"{path.parent}: there is no {what}")
    embedder = SentenceEmbedder(usual.embedding)
    try:
        asked = checked(cases(options.pairs), options.pairs)
        own = groups(asked, Library.open(options.store, embedder), options.collection, options.seed)
    except (InvalidCases, LibraryError) as error:
        sys.exit(f"{options.pairs}: {str(error).removeprefix(f'{options.pairs}: ')}")
    others = general(load(), SentenceEmbedder(), options.seed) if DATA.is_dir() else []
    torch.set_num_threads(1)
    run = train(own, others, options.start, options.out, options.seed)
    print(run.digest())
    print(f"try it on pairs you kept apart: FOOTNOTE_READER={options.out / 'model'} footnote evaluate OTHERS.jsonl")


if __name__ == "__main__":
    main()
