"""Trains the evidence model: examples of the reading sets, several runs, and the mean of their weights.

Run: python -m training (the same command resumes a stopped training at its last checkpoint)
"""

import argparse
from pathlib import Path

import torch

from training.data.reading_sets import COLLECTIONS, NAMES, load, members
from training.examples.cache import cached_examples
from training.examples.compound_questions import compound_examples
from training.examples.encoded import concatenated
from training.examples.span_selection import span_selection_examples
from training.model.network import average, digest
from training.run.recipe import Recipe
from training.run.trainer import TrainingRun
from vectorstore import SentenceEmbedder

# Every other run has span selection examples in this share of its rounds, the first ones: the mean of runs that differ
# is better.
SPAN_SELECTION = 0.5
COMPOUNDS = "compounds"  # left out by name, like sets: a round without them is a tenth shorter


def main() -> None:
    """Makes the examples, trains each run to the end of the recipe, and prints the digest of their mean."""
    defaults = Recipe()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, help="the folder of the runs, by default one in training/runs")
    parser.add_argument("--start", type=Path, help="the folder of a model to start from, instead of the backbone")
    known = (*NAMES, *COLLECTIONS, COMPOUNDS)
    parser.add_argument("--without", nargs="+", default=[], choices=known, help="sets to leave out, or compounds")
    parser.add_argument(
        "--fold", type=int, default=0, choices=(0, 1), help="the half of squad2's articles that is held out"
    )
    parser.add_argument("--runs", type=int, default=4, help="the number of runs, whose mean is the model")
    parser.add_argument("--rounds", type=int, default=defaults.rounds)
    parser.add_argument("--rate", type=float, default=defaults.rate)
    parser.add_argument("--dropout", type=float, default=defaults.dropout)
    parser.add_argument("--seed", type=int, default=defaults.seed, help="of the first run")
    options = parser.parse_args()
    name = f"without-{'-'.join(options.without)}" if options.without else "default"
    out = options.out or Path("training/runs") / (name + "-other-fold" * options.fold)
    sets, embedder = load(members(options.without), options.fold), SentenceEmbedder()
    torch.set_num_threads(1)
    models = []
    for number in range(options.runs):
        recipe = Recipe(options.rounds, options.rate, dropout=options.dropout, seed=options.seed + number)
        run = TrainingRun(recipe, out / f"run-{recipe.seed}", start=options.start)
        models.append(run.out / "model")
        if run.done:
            continue
        rounds = [cached_examples(sets, embedder, seed) for seed in recipe.seeds()]
        for turn, seed in enumerate(recipe.seeds() if COMPOUNDS not in options.without else ()):
            more = cached_examples(sets, embedder, seed, make=compound_examples)
            rounds[turn] = concatenated([rounds[turn], more])
        for turn, seed in enumerate(recipe.seeds()[: round(SPAN_SELECTION * recipe.rounds)] if number % 2 else ()):
            more = cached_examples(sets, embedder, seed, make=span_selection_examples)
            rounds[turn] = concatenated([rounds[turn], more])
        run.train(rounds)
    average(models, out / "model")
    print(digest(out / "model"))


if __name__ == "__main__":
    main()
