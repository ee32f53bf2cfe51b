"""Reading comprehension by domain: train without a set, then measure on that set's own questions.

Six runs of one recipe, two rounds from the backbone: five sets left out one by one, and squadshifts, whose three sets
state no licence. Each model is measured on the sets it was trained without and on squad2's held-out articles, a minute
each. Stopped runs are resumed, and existing figures are not measured again.

Run: python -m training.run.leave_one_out [SET ...]. Figures: benchmarks/results/reading_comprehension.json
"""

import argparse
from collections.abc import Collection
from pathlib import Path

import torch

from training.data.reading_set import ReadingSet
from training.data.reading_sets import COLLECTIONS, NAMES, held_out, load, members
from training.examples.cache import CACHE, cached_examples
from training.model.backbone import BACKBONE
from training.run.reading_comprehension import measure
from training.run.recipe import Recipe
from training.run.trainer import TrainingRun
from vectorstore import SentenceEmbedder

LEFT_OUT = ("wiki", "reddit", "amazon", "policyqa", "nq", "squadshifts")
FIXED = Recipe(rounds=2)
RUNS = Path("training/runs")


def train_without(
    name: str,
    sets: Collection[ReadingSet],
    squad2: ReadingSet,
    recipe: Recipe = FIXED,
    backbone: Path = BACKBONE,
    runs: Path = RUNS,
    cache: Path = CACHE,
) -> None:
    """Train without the sets of a name, unless that is done, and measure the model on them and on `squad2`."""
    title = f"fixed recipe without {name}"
    out, without, embedder = runs / title.replace(" ", "-"), members([name]), SentenceEmbedder()
    run = TrainingRun(recipe, out, backbone)
    if not run.done:
        others = [s for s in sets if s.name not in without]
        run.train([cached_examples(others, embedder, seed, cache) for seed in recipe.seeds()])
    own = [s for s in sets if s.name in without]
    measure(title, out / "model", [*own, squad2], embedder.token_spans)


def main() -> None:
    """Every run, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    known = (*NAMES, *COLLECTIONS)
    parser.add_argument("names", nargs="*", metavar="SET", help=f"to leave out: one of {', '.join(known)}")
    names = parser.parse_args().names or LEFT_OUT
    if unknown := [name for name in names if name not in known]:
        parser.error(f"no set of that name: {' '.join(unknown)}")
    torch.set_num_threads(1)
    for name in names:
        train_without(name, load(), held_out())


if __name__ == "__main__":
    main()
