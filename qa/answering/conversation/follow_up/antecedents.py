"""What a word of a follow-up may stand for: the noun phrases of the question before, and the names in its answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from qa.answering.conversation.follow_up.gaps import Gap
from qa.answering.conversation.follow_up.phrases import Attested, Phrase, noun_phrases
from qa.types import MARKER
from vectorstore.text.analysis import STOP_WORDS, words

LONGEST_SHORT = 8  # words of a first line that is a short answer, not a sentence
NAMES_OF_ANSWER = 3

_NAME = regex.compile(
    r"(?<![.!?:]\s|^)\p{Lu}[\p{L}\p{M}\p{N}'’&-]*(?:\s(?:of\s(?:the\s)?|the\s|de\s|van\s|von\s)?\p{Lu}[\p{L}\p{M}\p{N}'’&-]*|\s\d+)*"
)


@dataclass(frozen=True, slots=True)
class Before:
    """The question before a follow-up, and what can be stood for in it and in its answer."""

    question: str
    phrases: tuple[Phrase, ...]
    short: str
    """The short answer; empty where there was none."""
    names: tuple[str, ...]
    """The names in what was quoted."""


def before(question: str, answer: str, attested: Attested) -> Before:
    """The question before a follow-up, read."""
    lines = [line.strip() for line in MARKER.sub("", answer).split("\n") if line.strip()]
    short = lines[0] if lines and len(words(lines[0])) <= LONGEST_SHORT and not lines[0].endswith((".", ":")) else ""
    if short.casefold() in ("yes", "no"):
        short = ""
    quoted = " ".join(lines[1:] if short else lines)
    names = dict.fromkeys(name for name in _NAME.findall(quoted) if not STOP_WORDS.issuperset(words(name)))
    return Before(question, tuple(noun_phrases(question, attested)), short, tuple(names)[:NAMES_OF_ANSWER])


def antecedents(gap: Gap, said: Before) -> Sequence[str]:
    """What a gap may stand for, the likeliest first: what fits in number, then in the order of the question."""
    asks_person = regex.match(r"(?:(?:and|so|but)\s)?who(?:se|m)?\b", said.question, regex.IGNORECASE)
    asked_for = [phrase for phrase in said.phrases if phrase.is_asked_for]
    named = [phrase for phrase in said.phrases if not phrase.is_asked_for]
    answer = [said.short] if said.short else []
    if gap.kind == "person":
        owners = [(regex.split(r"['’]s\s", phrase.text)[0], phrase) for phrase in named]  # "Ann's diary": Ann
        people = [text for text, phrase in owners if phrase.is_name and not phrase.preposition]
        others = [text for text, _ in owners if text not in people]
        found = [*(answer if asks_person or asked_for else ()), *people, *_people(said.names)] or [*others, *answer]
    elif gap.kind == "place":
        places = [phrase.text for phrase in named if phrase.preposition in ("in", "at", "near", "on", "to", "from")]
        where = regex.match(r"(?:(?:and|so|but)\s)?where\b", said.question, regex.IGNORECASE)
        found = [*(answer if where else ()), *places, *(phrase.text for phrase in named), *answer]
    else:
        several = gap.is_plural
        fitting = [phrase for phrase in named if phrase.is_plural == several or (several and phrase.is_name)]
        rest = [phrase for phrase in named if phrase not in fitting]
        if gap.kind == "noun":  # "the next one" stands for a common noun rather than a name
            fitting = [phrase for phrase in named if phrase.is_plural == several]
            fitting.sort(key=lambda phrase: not phrase.head.islower())
            rest = [phrase for phrase in named if phrase.head.islower() and phrase not in fitting]
        asked = (answer or said.names[:1]) if asked_for and asked_for[0].is_plural == several else ()
        both = _coordinated(said) if several else []
        found = [*asked, *both, *(phrase.text for phrase in (*fitting, *rest)), *said.names[:1], *answer]
        if several and asked_for and asked_for[0].is_plural:
            found.insert(0, f"the {asked_for[0].text}")
    return tuple(dict.fromkeys(found))


def _coordinated(said: Before) -> list[str]:
    """The phrases that "and" joins: "Ann and Olav"."""
    return [
        said.question[one.start : other.end]
        for one, other in pairwise(said.phrases)
        if said.question[one.end : other.start].strip() == "and"
    ]


def _people(names: Sequence[str]) -> list[str]:
    """The names that may be persons': of two words or more."""
    return [name for name in names if " " in name and not name[-1].isdigit()]
