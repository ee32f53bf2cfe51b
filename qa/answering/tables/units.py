"""The words and identifiers of a question, one by one, and whether a cell or a head says each of them."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import regex

from vectorstore.text.analysis import STOP_WORDS, analyse, fold, words
from vectorstore.text.identifiers import Identifier, identifiers, said

ABBREVIATIONS = {
    "no": "number", "nr": "number", "num": "number", "qty": "quantity", "amt": "amount", "tel": "telephone",
    "dept": "department", "min": "minimum", "max": "maximum", "avg": "average", "desc": "description",
}  # fmt: skip
"""Of heads, which have little room."""
MEASURING = frozenset({"many", "much"})
"""After "how" they ask for a number, and name none."""
MEASURES = {
    "long": "length", "wide": "width", "broad": "breadth", "high": "height", "tall": "height", "deep": "depth",
    "thick": "thickness", "heavy": "weight", "old": "age", "far": "distance", "fast": "speed", "often": "frequency",
    "large": "size", "big": "size",
}  # fmt: skip
"""What is measured where a question asks how it is."""
PROBE = 4  # letters by which a row is looked through before it is read

_DIGITS = regex.compile(r"\d+")
_WORD = regex.compile(r"\p{L}+")


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says: its stems, and the forms of its identifiers."""

    stems: frozenset[str]
    forms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Unit:
    """A word of a question, or an identifier."""

    text: str
    stems: frozenset[str]
    """Any of which says it; none for an identifier."""
    identifier: Identifier | None
    probes: tuple[str, ...]
    """Characters of which a folded text has some wherever it says the unit."""

    def may_be_in(self, folded: str) -> bool:
        """Whether a folded text can say it: a look that costs little."""
        return any(probe in folded for probe in self.probes)

    def is_said_by(self, text: str) -> bool:
        """Whether a text, as it is written, says it."""
        return self.may_be_in(fold(text)) and self.is_in(said_by(text))

    def is_in(self, text: Said) -> bool:
        """Whether a text says it."""
        return self.identifier.is_in(text.forms) if self.identifier else not self.stems.isdisjoint(text.stems)


def units_of(text: str) -> tuple[Unit, ...]:
    """The units of a text, each once, without stop words."""
    found: dict[str, Unit] = {}
    rest = text
    for one in identifiers(text):
        rest = rest[: one.start] + " " * (one.end - one.start) + rest[one.end :]
        digits = max(_DIGITS.findall(one.text), key=len, default="")
        found[one.text] = Unit(one.text, frozenset(), one, (digits,))
    asked = words(rest)
    for before, word in pairwise(["", *asked]):
        if word not in STOP_WORDS and word not in MEASURING:
            said = [word, MEASURES[word]] if before == "how" and word in MEASURES else [word]
            stems = [stem for one in said for stem in analyse(one)]
            found[stems[0]] = Unit(word, frozenset(stems), None, tuple(stem[:PROBE] for stem in stems))
    return tuple(found.values())


@lru_cache(maxsize=50_000)
def said_by(text: str) -> Said:
    """What a cell says."""
    return Said(frozenset(analyse(text)), said(text))


@lru_cache(maxsize=5_000)
def said_by_head(text: str) -> Said:
    """What a head says, its abbreviations in full."""
    return said_by(full_head(text))


def full_head(text: str) -> str:
    """A head with its abbreviations in full."""
    return str(_WORD.sub(lambda word: ABBREVIATIONS.get(fold(word.group()), word.group()), text))
