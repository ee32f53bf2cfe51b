"""Trains a student of a large network: some of its layers, which learn to say what all of them say.

Run: python -m training.run.large_student TEACHER OUT --layers 0 2 4 7 9 11 (the same command goes on)
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file

from training.examples.encoded import EncodedExamples
from training.model.large_network import load, save
from training.run.large import encoded_rounds
from training.run.large_run import LargeRecipe, LargeRun
from training.run.teacher import TeacherScores, teacher_scores

RECIPE = LargeRecipe(rate=5e-5, heads=1.0, frozen=0)  # the heads come from the teacher and fit nearly
LAYER = "backbone.encoder.layer."


def write_start(teacher: Path, kept: Sequence[int], folder: Path) -> None:
    """A model of some of a model's layers (Sajjad et al. 2023)."""
    weights = load_file(teacher / "model.safetensors")
    found = {name: value for name, value in weights.items() if not name.startswith(LAYER)}
    for new, old in enumerate(kept):
        begin = f"{LAYER}{old}."
        own = {name.removeprefix(begin): value for name, value in weights.items() if name.startswith(begin)}
        found |= {f"{LAYER}{new}.{name}": value for name, value in own.items()}
    save(found, teacher, folder)
    config = json.loads((teacher / "config.json").read_text(encoding="utf-8")) | {"num_hidden_layers": len(kept)}
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


def train_student(
    teacher: Path, kept: Sequence[int], rounds: Sequence[EncodedExamples], out: Path, recipe: LargeRecipe = RECIPE
) -> LargeRun:
    """Score the rounds with the teacher, where that is not done, and train."""
    start, scores = out / "start", []
    if not start.exists():
        write_start(teacher, kept, start)
    network = load(teacher).eval()
    for turn, examples in enumerate(rounds):
        path = out / f"teacher-{turn}.safetensors"
        if not path.exists():
            teacher_scores(network, examples).save(path)
        scores.append(TeacherScores.load(path))
    run = LargeRun(recipe, out, start)
    run.train(rounds, scores)
    return run


def main() -> None:
    """Trains one student."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("teacher", type=Path, help="the folder of a trained large network")
    parser.add_argument("out", type=Path, help="the folder of the run")
    parser.add_argument("--layers", type=int, nargs="+", default=[0, 2, 4, 7, 9, 11], help="of the teacher, from 0")
    parser.add_argument("--cache", type=Path, default=Path("training/cache/large"), help="the folder of the examples")
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(1)
    rounds = encoded_rounds(options.rounds, options.cache, options.teacher)
    train_student(options.teacher, options.layers, rounds, options.out)


if __name__ == "__main__":
    main()
