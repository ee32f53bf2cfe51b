"""What a question requires of a sentence that answers it: each year, date, code, numbered name and number."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import regex

from qa.answering.eligibility.numbered_names import noun_of, numbered_names
from vectorstore.text.analysis import STOP_WORDS, fold, words
from vectorstore.text.identifiers import Identifier, identifiers, said

SMALL = 20  # "the 3 reasons": up to this, a number without a unit counts what is asked for
SERIAL = 5  # digits in a row, not grouped by thousands: the number of an order, not of things

Kind = Literal["date", "year", "code", "numbered name", "number", "quantity"]

_NUMERALS = {
    word: str(number)
    for number, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen twenty""".split()
    )
} | {word: f"{tens}0" for tens, word in enumerate("thirty forty fifty sixty seventy eighty ninety".split(), 3)}
_SNAKE = regex.compile(r"(?<![\p{L}\p{N}_])\p{L}+(?:_\p{L}+)+(?![\p{L}\p{N}_])")
_PLACE = regex.compile(r"(?:in|of|since|by|from|until|till|to|for|during|before|after|the|and|or|year)\s*$", regex.I)
_UNIT_BEFORE = regex.compile(r"[£$€¥]\s?$")
_UNIT_AFTER = regex.compile(
    r"\s?[%°€£$]|[\s-](?:(?!(?:in|of|to|is|or|at|as|by|on|do|if|it|and|the|for|did|was|are|has|had)\b)\p{L}{1,3}"
    r"|(?:percent|second|minute|hour|day|week|month|year|met(?:re|er)|mile|lit(?:re|er)|gram|kilo\p{L}+|euro|pound"
    r"|dollar)s?)(?!\p{L})"
)
_NEXT_WORD = regex.compile(r"[\s-](\p{L}+)")


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something of a question that has to stand where its answer stands."""

    written: str
    """As the person wrote it."""
    kind: Kind
    forms: frozenset[str]
    """Normal forms, one of which is enough."""
    parts: frozenset[str] = frozenset()
    """Normal forms that are enough together, such as day and year of a date."""

    @property
    def is_strict(self) -> bool:
        """Whether it names one thing among its like. A quantity may be the person's own: 45 days, where 30 are due."""
        return self.kind != "quantity"

    def is_met(self, held: frozenset[str]) -> bool:
        """Whether a text with these normal forms has it."""
        return bool(self.forms & held) or (bool(self.parts) and self.parts <= held)

    def has_rival(self, held: frozenset[str]) -> bool:
        """Whether a text names another of its like: another year, another turbine, a code of the same letters."""
        shapes = {_shape(form) for form in self.forms | self.parts}
        return any(_shape(form) in shapes for form in held)


def held(*texts: str) -> frozenset[str]:
    """The normal forms of every identifier, numbered name and numeral of the texts."""
    found = set(said(*texts))
    for text in texts:
        found.update(form for name in numbered_names(text) for form in name.forms)
        found.update(_NUMERALS[word] for word in words(text) if word in _NUMERALS)
        found.update(snake.group().lower() for snake in _SNAKE.finditer(text))
    return frozenset(found)


def is_number(word: str) -> bool:
    """Whether a folded word is a number, in digits or in letters."""
    return word in _NUMERALS or any(character.isdigit() for character in word)


def may_require(question: str) -> bool:
    """Whether a question can require anything, whatever the documents number; most have no digit."""
    return any(map(str.isdigit, question)) or "_" in question or next(numbered_names(question), None) is not None


def requirements(question: str, known: frozenset[str] = frozenset()) -> tuple[Requirement, ...]:
    """What a question requires; `known` are normal forms of documents, which tell the nouns that these number."""
    found: list[tuple[int, int, Requirement]] = []
    for start, end, requirement in _candidates(question, {noun_of(form) for form in known} - {""}):
        if not any(start < other_end and other_start < end for other_start, other_end, _ in found):
            found.append((start, end, requirement))
    return tuple(requirement for _, _, requirement in sorted(found, key=lambda candidate: candidate[0]))


def _candidates(question: str, nouns: set[str]) -> Iterator[tuple[int, int, Requirement]]:
    """Every reading of an identifier, the surest first."""
    single = identifiers(question)
    for one in single:
        if one.kind in ("date", "code"):
            kind = _kind_of_code(one)
            yield one.start, one.end, Requirement(one.text, kind, one.forms, frozenset(one.parts))
    for name in numbered_names(question):
        named = name.start > 0 and question[name.start].isupper()
        if named or (not name.has_letter and nouns & {noun_of(form) for form in name.forms}):
            written = question[name.start : name.end]
            yield name.start, name.end, Requirement(written, "numbered name", frozenset(), name.forms)
    for snake in _SNAKE.finditer(question):
        yield snake.start(), snake.end(), Requirement(snake.group(), "code", frozenset({snake.group().lower()}))
    for one in single:
        if one.kind in ("year", "number") and (number := _kind_of_number(question, one)):
            yield one.start, one.end, Requirement(one.text, number, one.forms, frozenset(one.parts))


def _kind_of_code(one: Identifier) -> Kind:
    """A measure may be written like a code: `100m`."""
    if one.kind == "code":
        return "quantity" if regex.fullmatch(r"\d[\d.,]*\p{L}{1,4}", one.text) else "code"
    return "date"


def _kind_of_number(question: str, one: Identifier) -> Kind | None:
    """A year, a number that stands for a thing, a quantity of something; None where it counts what is asked for."""
    before, after = question[: one.start], question[one.end :]
    measured = bool(_UNIT_BEFORE.search(before) or _UNIT_AFTER.match(after) or one.text[-1].isalpha())
    word = _NEXT_WORD.match(after)
    counts = measured or bool(word and fold(word[1]) not in STOP_WORDS)
    if one.kind == "year" and (not one.text.isdigit() or not counts or (_is_recent(one) and _PLACE.search(before))):
        return "year"
    if one.text.isdigit() and len(one.text) >= SERIAL:
        return "code"
    if not measured and one.text.isdigit() and int(one.text) <= SMALL:
        return None
    return "quantity" if counts else "number"


def _is_recent(one: Identifier) -> bool:
    return 1900 <= int(one.text) <= 2100


def _shape(form: str) -> str:
    """What identifiers of one kind have alike: the noun of a numbered name, the letters of a code, being a year."""
    return noun_of(form) or regex.sub(r"\d+", lambda digits: "0" * (4 if len(digits.group()) == 4 else 1), form)
