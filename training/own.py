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
from qa.evaluation.cases.case import InvalidCases
from qa.evaluation.cases.parse import jsonl_cases, with_ids
from training.corpus import general, words
from training.data import DATA, load
from training.network import digest
from training.pairs import groups
from training.rows import Rows, joined, rows_of
from training.train import BACKBONE, Recipe, Run
from vectorstore import Library, LibraryError, SentenceEmbedder
from vectorstore.models.evidence.model import FOLDER

# A fraction of the first training's rate, and small steps: there are few questions. A short run has few to average.
RATE, TOKENS, AVERAGE = 2e-5, 5200, 0.9


def mixed(own: Rows, others: Rows | None, seed: int) -> Rows:
    """One's own groups, and others drawn until they have as many rows."""
    if others is None:
        return own
    wanted, drawn = int(own.sizes.sum()), list[int]()
    for group in random.Random(seed).sample(range(len(others)), len(others)):
        if wanted <= 0:
            break
        drawn.append(group)
        wanted -= int(others.sizes[group])
    return joined([own, others.chosen(drawn)])


def train(own: Rows, others: Rows | None, start: Path, out: Path, seed: int, backbone: Path = BACKBONE) -> Run:
    """One round of the groups from the weights in `start`."""
    every = mixed(own, others, seed)
    run = Run(Recipe(rounds=1, rate=RATE, tokens=TOKENS, average=AVERAGE, seed=seed), out, backbone, start)
    print(f"{len(own)} groups of your pairs, {len(every) - len(own)} others")
    run.train([every])
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
        asked = with_ids(jsonl_cases(options.pairs), options.pairs)
        made = groups(asked, Library.open(options.store, embedder), options.collection, options.seed)
    except (InvalidCases, LibraryError) as error:
        sys.exit(f"{options.pairs}: {str(error).removeprefix(f'{options.pairs}: ')}")
    others = general(load(), SentenceEmbedder(), options.seed) if DATA.is_dir() else None
    torch.set_num_threads(1)
    run = train(rows_of(made, words()), others, options.start, options.out, options.seed)
    print(digest(run.out / "model"))
    print(f"try it on pairs you kept apart: FOOTNOTE_READER={options.out / 'model'} footnote evaluate OTHERS.jsonl")


if __name__ == "__main__":
    main()
