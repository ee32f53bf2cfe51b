"""From the reading sets to the weights: groups, training, and the digest of the result.

Run: python -m training --out training/runs/default (again after a stop: it goes on from its last checkpoint)
"""

import argparse
from pathlib import Path

import torch

from training.corpus import general
from training.data import NAMES, TOGETHER, load, members
from training.train import Recipe, Run
from vectorstore import SentenceEmbedder


def main() -> None:
    """Make the groups, train to the end of the recipe and print the digest of the weights."""
    usual = Recipe()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, help="the run's folder, by default one in training/runs")
    parser.add_argument("--start", type=Path, help="the folder of a model to go on from, instead of the backbone")
    parser.add_argument("--without", nargs="+", default=[], choices=(*NAMES, *TOGETHER), help="sets to leave out")
    parser.add_argument("--fold", type=int, default=0, choices=(0, 1), help="of squad2's articles: which are held out")
    parser.add_argument("--rounds", type=int, default=usual.rounds)
    parser.add_argument("--rate", type=float, default=usual.rate)
    parser.add_argument("--dropout", type=float, default=usual.dropout)
    parser.add_argument("--seed", type=int, default=usual.seed)
    options = parser.parse_args()
    name = f"without-{'-'.join(options.without)}" if options.without else "default"
    name += "-other-fold" if options.fold else ""
    recipe = Recipe(rounds=options.rounds, rate=options.rate, dropout=options.dropout, seed=options.seed)
    sets, embedder = load(members(options.without), options.fold), SentenceEmbedder()
    rounds = [general(sets, embedder, seed) for seed in recipe.seeds()]
    torch.set_num_threads(1)
    run = Run(recipe, options.out or Path("training/runs") / name, start=options.start)
    run.train(rounds)
    print(run.digest())


if __name__ == "__main__":
    main()
