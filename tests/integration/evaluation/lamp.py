"""The cases that are asked of a library of two documents."""

from collections.abc import Sequence

from qa.evaluation import Case

LAMP = (
    "# The lamp\n\nThe lamp turns once every 12 seconds.\n\nIt was lit in 1871 by Ida Holm.\n\n"
    "## Oil\n\nThe tank holds 400 litres of colza oil.\n"
)
CASES = [
    {
        "id": "lit",
        "question": "When was the lamp lit?",
        "answers": ["1871"],
        "evidence": [{"document": "lamp.md", "quote": "lit in 1871"}],
    },
    {
        "id": "tank",
        "question": "How much oil does the tank hold?",
        "answers": ["400 litres"],
        "evidence": [{"document": "lamp.md", "quote": "400 litres of colza oil"}],
    },
    {"id": "none", "question": "Which zeppelin landed in Portugal yesterday?", "answerable": False},
    {"id": "page", "question": "How often does the lamp turn?", "evidence": [{"document": "lamp.md"}]},
]


def cases(fields: Sequence[dict[str, object]]) -> list[Case]:
    return [Case.model_validate(one) for one in fields]
