"""From the reading sets to the weights: groups, runs, and their mean.

Run: python -m training (again after a stop: it goes on from its last checkpoint)
"""

import argparse
from pathlib import Path

import torch

from training.blanks import blanks
from training.compound import compounds
from training.corpus import general
from training.data import NAMES, TOGETHER, load, members
from training.network import digest, mean
from training.rows import joined
from training.train import Recipe, Run
from vectorstore import SentenceEmbedder

# Every other run of several begins with sentences with blanks for so much of its rounds: runs that differ have a
# better mean.
BLANKS = 0.5
COMPOUNDS = "compounds"  # left out by name as sets are: a round without them is a tenth shorter


def main() -> None:
    """Make the groups, train each run to the end of the recipe, and print the digest of their mean."""
    usual = Recipe()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, help="the folder of the runs, by default one in training/runs")
    parser.add_argument("--start", type=Path, help="the folder of a model to go on from, instead of the backbone")
    known = (*NAMES, *TOGETHER, COMPOUNDS)
    parser.add_argument("--without", nargs="+", default=[], choices=known, help="sets to leave out, or compounds")
    parser.add_argument("--fold", type=int, default=0, choices=(0, 1), help="of squad2's articles: which are held out")
    parser.add_argument("--runs", type=int, default=4, help="how many, whose mean is the model")
    parser.add_argument("--rounds", type=int, default=usual.rounds)
    parser.add_argument("--rate", type=float, default=usual.rate)
    parser.add_argument("--dropout", type=float, default=usual.dropout)
    parser.add_argument("--seed", type=int, default=usual.seed, help="of the first run")
    options = parser.parse_args()
    name = f"without-{'-'.join(options.without)}" if options.without else "default"
    out = options.out or Path("training/runs") / (name + "-other-fold" * options.fold)
    sets, embedder = load(members(options.without), options.fold), SentenceEmbedder()
    torch.set_num_threads(1)
    models = []
    for number in range(options.runs):
        recipe = Recipe(options.rounds, options.rate, dropout=options.dropout, seed=options.seed + number)
        run = Run(recipe, out / f"run-{recipe.seed}", start=options.start)
        models.append(run.out / "model")
        if run.done:
            continue
        rounds = [general(sets, embedder, seed) for seed in recipe.seeds()]
        for turn, seed in enumerate(recipe.seeds() if COMPOUNDS not in options.without else ()):
            rounds[turn] = joined([rounds[turn], general(sets, embedder, seed, make=compounds)])
        for turn, seed in enumerate(recipe.seeds()[: round(BLANKS * recipe.rounds)] if number % 2 else ()):
            rounds[turn] = joined([rounds[turn], general(sets, embedder, seed, make=blanks)])
        run.train(rounds)
    mean(models, out / "model")
    print(digest(out / "model"))


if __name__ == "__main__":
    main()
