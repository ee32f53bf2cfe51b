"""RerankResult by domain, each left out once: train without a set, then read that set's own questions.

Six runs of one recipe, two rounds from the backbone: each of five sets left out, and squadshifts, whose three sets
state no licence. Each is read on what it was trained without and on squad2's held-out articles, a minute each. Runs go
on from their last checkpoint, and what is measured is not done again.

Run: python -m training.domains (or some: python -m training.domains nq wiki); writes benchmarks/results/reading.json
"""

import argparse
from collections.abc import Collection
from pathlib import Path

import torch

from training.corpus import KEPT, general
from training.data import NAMES, TOGETHER, ReadingSet, held, load, members
from training.reading import RESULTS, measure
from training.train import BACKBONE, Recipe, Run
from vectorstore import SentenceEmbedder

LEFT_OUT = ("wiki", "reddit", "amazon", "policyqa", "nq", "squadshifts")
FIXED = Recipe(rounds=2)
RUNS = Path("training/runs")


def domain(
    name: str,
    sets: Collection[ReadingSet],
    squad2: ReadingSet,
    recipe: Recipe = FIXED,
    backbone: Path = BACKBONE,
    runs: Path = RUNS,
    kept: Path = KEPT,
    results: Path = RESULTS,
) -> None:
    """Train without what `name` stands for, unless that is done, and measure the model on it and on `squad2`."""
    title = f"fixed recipe without {name}"
    out, without, embedder = runs / title.replace(" ", "-"), members([name]), SentenceEmbedder()
    run = Run(recipe, out, backbone)
    if not run.done:
        kept_in = [s for s in sets if s.name not in without]
        run.train([general(kept_in, embedder, seed, kept) for seed in recipe.seeds()])
    asked = [s for s in sets if s.name in without]
    measure(title, out / "model", [*asked, squad2], embedder.token_spans, results)


def main() -> None:
    """Every run, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    known = (*NAMES, *TOGETHER)
    parser.add_argument("names", nargs="*", metavar="SET", help=f"left out: one of {', '.join(known)}")
    names = parser.parse_args().names or LEFT_OUT
    if unknown := [name for name in names if name not in known]:
        parser.error(f"no set of that name: {' '.join(unknown)}")
    torch.set_num_threads(1)
    for name in names:
        domain(name, load(), held())


if __name__ == "__main__":
    main()
