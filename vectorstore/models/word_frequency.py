"""How common a word of English is, by its place in the vocabulary of the reader, which is in order of frequency."""

import json
from functools import lru_cache
from pathlib import Path

_TOKENIZER = Path(__file__).with_name("evidence") / "weights" / "tokenizer.json"
# The place from which on nouns that name a topic are the rule. Before it stand verbs and nouns of every day, such as
# take, many, say and place; whole words begin at 1,996 after letters and marks.
FIRST_TELLING = 5_500


def is_common(word: str) -> bool:
    """Whether a word in lower case is so common that it tells little of what a text is about."""
    place = _vocabulary().get(word)
    return place is not None and place < FIRST_TELLING


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, int]:
    with _TOKENIZER.open(encoding="utf-8") as file:
        places: dict[str, int] = json.load(file)["model"]["vocab"]
    return places
