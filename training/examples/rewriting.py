"""Questions rewritten: as people type them, with synonyms, or changed so that their passage answers them no more."""

import random
import re
from collections.abc import Sequence

from training.data.synonyms import Synonyms
from training.data.word_lists import OPPOSITE, QUESTION_WORDS
from vectorstore.text.analysis import analyse

_AUXILIARY = re.compile(r"\b(did|does|do|is|are|was|were|has|have)\b", re.I)
_NAME = re.compile(r"\b(?:[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*|\d[\d,.]*\d|\d)\b")


def as_typed(question: str, rng: random.Random, whole: bool = False) -> str:
    """The question as it stands, in lower case, or as key words; `whole` keeps every word of it."""
    chance = rng.random()
    if chance < 0.68:
        return question
    plain = question.lower().rstrip("?.! ")
    if whole or chance < 0.87:
        return plain
    remaining = [word for word in plain.split() if word.strip(",'\"") not in QUESTION_WORDS]
    return " ".join(remaining) if len(remaining) > 1 else plain


def reworded(question: str, sentence: str, synonyms: Synonyms, rng: random.Random) -> str:
    """The question with synonyms, or with some words left out.

    Half of the time only words that occur in the answering sentence are replaced, else every word with a synonym.
    """
    held, words = set(analyse(sentence)), question.split()
    left = sum(w.lower().strip("?,.'\"") not in QUESTION_WORDS for w in words)
    every, chance = (True, 0.85) if rng.random() < 0.5 else (False, 0.65)
    found = []
    for word in words:
        plain = word.strip("?,.'\"")
        shared = bool(held.intersection(analyse(plain)))
        if plain.islower() and plain not in QUESTION_WORDS and (shared or every):
            if plain in synonyms and rng.random() < chance:
                word = word.replace(plain, rng.choice(synonyms[plain]))
            elif shared and left > 3 and rng.random() < 0.25:
                left -= 1
                continue
        found.append(word)
    return " ".join(found)


def names(text: str) -> list[str]:
    """Names and numbers in a question, except its first word."""
    return _NAME.findall(text.partition(" ")[2])


def with_other_name(
    question: str, near: Sequence[str], far: Sequence[str], text: str, rng: random.Random
) -> str | None:
    """The question with a name or number of `text` replaced by one of `near` or `far` that `text` does not contain."""
    here = [name for name in names(question) if name.casefold() in text.casefold()]
    if not here:
        return None
    name = rng.choice(here)
    if name.isdigit():
        steps = [-10, -5, -3, -2, -1, 1, 2, 3, 5, 10] if len(name) == 4 else [-2, -1, 1, 2, 4, 7]
        new = str(abs(int(name) + rng.choice(steps)))
    else:
        like = [n for n in near if n[:1].isdigit() == name[:1].isdigit() and abs(n.count(" ") - name.count(" ")) < 2]
        pool = like if like and rng.random() < 0.7 else far
        new = rng.choice(pool) if pool else name
    if new.casefold() in text.casefold() or new.casefold() in question.casefold():
        return None
    return question.replace(name, new)


def with_opposite(question: str, rng: random.Random) -> str | None:
    """The question with a word replaced by its opposite, or with a "not"."""
    words = question.split()
    places = [i for i, w in enumerate(words) if w.lower().strip("?,.") in OPPOSITE]
    if places:
        i = rng.choice(places)
        plain = words[i].strip("?,.")
        words[i] = words[i].replace(plain, OPPOSITE[plain.lower()])
        return " ".join(words)
    match = _AUXILIARY.search(question)
    if not match or len(question[match.end() :].split()) < 2 or rng.random() < 0.6:
        return None
    return f"{question[: match.end()]}n't{question[match.end() :]}"
