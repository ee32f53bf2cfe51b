"""What a question wants found: words that have to stand together in one sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product

import regex

from qa.answering.computed.finding.inflection import is_form_in
from qa.answering.computed.finding.numbered import has_number
from vectorstore.text.analysis import QuestionTerm, analyse, question_terms, stem, words

MOST_WORDS = 10  # more is a description, which no sentence repeats word for word

# What narrows a wish in a way that words alone cannot follow: "not in Spain", "before 2020", "more than ten".
_CONDITIONS = frozenset(
    """not no never without except neither nor none before after since until between during over under above below
    more less fewer most least than how why what when where who whose which whether if""".split()
)
# What points back into the conversation names nothing by itself.
_POINTERS = frozenset("it its they them their he him his she her this that these those one ones there".split())
_QUOTED = regex.compile(r"[\"“”„«»]([^\"“”„«»]+)[\"“”„«»]|(?<!\w)['‘]([^'‘’]+)['’](?!\w)")
_INTRODUCED = regex.compile(
    r"^(?:(?:the|an?|any|some|all)\s+)*(?:(?<=\bthe\s)(?:words?|terms?|phrases?|names?|expressions?)\s+)?",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """Words to find together: a form of each, and what is in quotation marks as it stands there."""

    text: str
    """As the person wrote it."""
    terms: tuple[QuestionTerm, ...]
    phrases: tuple[tuple[str, ...], ...] = ()
    numbered: tuple[tuple[str, str], ...] = ()
    """Words with the numbers that stand behind them and belong to them: "Turbine 2"."""
    sides: tuple["Subject", ...] = ()
    """What "A or B" joins; it is there where one of them is."""

    def is_in(self, text: str) -> bool:
        """Whether a text contains a form of every word, and every phrase as it stands."""
        if self.sides:
            return any(side.is_in(text) for side in self.sides)
        said = words(text)
        forms = set(said)
        plain = [word for term in self.terms if (word := _word(term))]
        if not all(is_form_in(word, forms) for word in plain):
            return False
        if not all(_is_within(phrase, said) for phrase in self.phrases):
            return False
        if not all(has_number(said, word, number) for word, number in self.numbered):
            return False
        if len(plain) == len(self.terms):
            return True
        held = set(analyse(text))  # numbers, dates and codes have other forms
        return all(term.is_in(held) for term in self.terms if not _word(term))

    def is_half_in(self, text: str) -> bool:
        """Whether a text contains a form of at least half of the words."""
        held = set(analyse(text))
        return 2 * sum(term.is_in(held) for term in self.terms) >= len(self.terms)

    def is_in_a_row(self, text: str) -> bool:
        """Whether the words stand in a text side by side, as the person wrote them; so does a single word."""
        return len(self.terms) == 1 or _is_within(_stems(self.text), _stems(text))

    @property
    def rule(self) -> str:
        """What counts as containing it."""
        if self.is_quoted:
            return f"“{self.text}” stands word for word"
        if self.sides:
            return f"a form of every word of one side of “{self.text}” stands"
        number = ", its number right behind its word," if self.numbered else ""
        return f"a form of {'every word of ' if len(self.terms) > 1 else ''}“{self.text}”{number} stands"

    @property
    def is_quoted(self) -> bool:
        """Whether all of it is in quotation marks."""
        return " ".join(words(self.text)) == " ".join(word for phrase in self.phrases for word in phrase)


def subject_of(text: str) -> Subject | None:
    """The subject that a wish names; None where it names none, or more than words can say."""
    text = text.strip(" ,:.")
    if sides := _sides(text, "or"):
        return _either(text, [subject_of(side) for side in sides])
    phrases = [match[1] or match[2] for match in _QUOTED.finditer(text)]
    rest = _INTRODUCED.sub("", _QUOTED.sub(" ", text))
    if not _CONDITIONS.isdisjoint(words(rest)):
        return None
    plain = [term for term in question_terms(rest) if term.text.casefold() not in _POINTERS]
    terms = tuple(dict.fromkeys([*plain, *(term for phrase in phrases for term in _all_terms(phrase))]))
    if not 0 < len(terms) <= MOST_WORDS:
        return None
    shown = " ".join(_INTRODUCED.sub("", _QUOTED.sub(r"\1\2", text)).split())
    numbered = tuple((word, n.text) for one, n in pairwise(plain) if n.text.isdecimal() and (word := _word(one)))
    return Subject(shown, terms, tuple(tuple(words(phrase)) for phrase in phrases), numbered)


def both(text: str) -> list[Subject]:
    """The subjects that "A and B" joins; empty where a text joins none."""
    sides = [subject_of(side) for side in _sides(text.removeprefix("both "), "and")]
    return [side for side in sides if side] if all(sides) else []


def _sides(text: str, word: str) -> list[str]:
    return regex.split(rf",?\s+{word}\s+", text) if not _QUOTED.search(text) and f" {word} " in text else []


def _either(text: str, sides: Sequence[Subject | None]) -> Subject | None:
    """The subject that is found where one side is: its one term may be said in the ways of each side."""
    named = tuple(side for side in sides if side)
    if len(named) < len(sides):
        return None
    ways = [
        tuple(term for way in chosen for term in way)
        for side in named
        for chosen in product(*(term.ways for term in side.terms))
    ]
    return Subject(text, (QuestionTerm(text, tuple(ways)),), sides=named)


@lru_cache(maxsize=1_000)
def _word(term: QuestionTerm) -> str:
    """The folded word that a term is; empty for a number, a date or a code."""
    folded = words(term.text)
    return folded[0] if term.text.isalpha() and len(term.ways) == 1 and len(folded) == 1 else ""


def _all_terms(phrase: str) -> list[QuestionTerm]:
    """The terms of a phrase, or where it has stop words only, these."""
    return question_terms(phrase) or [QuestionTerm(word, ((stem(word),),)) for word in words(phrase)]


def _stems(text: str) -> list[str]:
    return [stem(word) for word in words(text)]


def _is_within(phrase: Sequence[str], said: Sequence[str]) -> bool:
    length = len(phrase)
    return any(tuple(said[at : at + length]) == tuple(phrase) for at in range(len(said) - length + 1))
