"""Measures a large network on the written questions that are kept back to choose by.

Questions in other words, each with the eight passages that are nearest by the embedder's cosine in one library of all
paragraphs that were asked about, and with the passage given, against questions that their paragraph leaves open. And
yes/no questions, questions that go on, and questions that sentences answer, with the passage given.

Run: python -m training.run.large_validation MODEL --backbone FOLDER
"""

import argparse
import json
import random
from pathlib import Path

import torch

from training.data.reading_sets import load
from training.data.written_questions import written_questions
from training.examples.passage_pool import PassagePool
from training.model.backbone import tokenizer_of
from training.model.large_network import load as load_network
from training.model.large_reading import Reader
from training.run.large_figures import Case, PassageReader, evidence, given, in_other_words, yes_no
from vectorstore import SentenceEmbedder

QUESTIONS = 100  # of a kind


def measured(reader: PassageReader, pool: PassagePool) -> dict[str, float]:
    """All figures."""
    cases = [(d, written) for d in pool.datasets for written in written_questions(d.reading_set, True)]
    random.Random(1).shuffle(cases)

    def of(kind: str) -> list[Case]:
        return [(d, written) for d, written in cases if written.kind == kind][:QUESTIONS]

    found = in_other_words(reader, pool, of("reworded"), of("trap"))
    found |= given(reader, pool, of("reworded"), of("trap"))
    found |= {f"sentence, {kind}": evidence(reader, pool, of(kind)) for kind in ("explain", "follow_up")}
    return found | yes_no(reader, pool, of("yes_no"))


def main() -> None:
    """Measures one model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="its folder")
    parser.add_argument("--backbone", type=Path, required=True, help="the folder of all-mpnet-base-v2")
    parser.add_argument("--cache", type=Path, default=Path("training/cache/large"))
    options = parser.parse_args()
    torch.set_num_threads(1)
    pool = PassagePool(load(), SentenceEmbedder(), options.cache / "vectors")
    reader = Reader(load_network(options.model).eval(), tokenizer_of(options.backbone))
    print(json.dumps({name: round(value, 3) for name, value in measured(reader, pool).items()}, indent=1))


if __name__ == "__main__":
    main()
