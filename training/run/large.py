"""Trains the large network in pieces; the same command goes on at the last checkpoint, and rounds may be added.

Run: python -m training.run.large OUT --backbone FOLDER
"""

import argparse
from pathlib import Path

import torch

from training.data.reading_sets import load
from training.examples.encoded import EncodedExamples, encoded
from training.examples.large_examples import large_examples
from training.examples.passage_pool import PassagePool
from training.model.backbone import tokenizer_of
from training.run.large_run import LargeRecipe, LargeRun
from vectorstore import SentenceEmbedder
from vectorstore.models.pair_encoding import MPNET


def encoded_rounds(count: int, folder: Path, backbone: Path) -> list[EncodedExamples]:
    """The examples of the first rounds, each made once and kept in a folder."""
    paths = [folder / f"round-{turn}.safetensors" for turn in range(count)]
    missing = [turn for turn, path in enumerate(paths) if not path.exists()]
    if missing:
        pool, tokenizer = PassagePool(load(), SentenceEmbedder(), folder / "vectors"), tokenizer_of(backbone)
        for turn in missing:
            encoded(large_examples(pool, turn), tokenizer, MPNET).save(paths[turn])
    return [EncodedExamples.load(path) for path in paths]


def main() -> None:
    """Makes the examples that are missing, and trains."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, help="the folder of the run")
    parser.add_argument("--backbone", type=Path, required=True, help="the folder of all-mpnet-base-v2")
    parser.add_argument("--cache", type=Path, default=Path("training/cache/large"), help="the folder of the examples")
    parser.add_argument("--rounds", type=int, default=4)
    options = parser.parse_args()
    torch.set_num_threads(1)
    rounds = encoded_rounds(options.rounds, options.cache, options.backbone)
    LargeRun(LargeRecipe(), options.out, options.backbone).train(rounds)


if __name__ == "__main__":
    main()
