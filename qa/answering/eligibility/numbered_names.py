"""Numbered names: a noun and a number or letter, one by one: `Turbine 4`, `Rooms 1 and 3`, `phases II to IV`."""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from vectorstore.text.analysis import STOP_WORDS, analyse, fold

LONGEST_RANGE = 100  # numbers that "Rooms 1 to 40" names one by one

_ROMAN = {"II": "2", "III": "3", "IV": "4", "VI": "6", "VII": "7", "VIII": "8", "IX": "9"}
_ORDER = r"(?:\d+(?:\.\d+)*|\p{Lu}|[IVX]{2,4})(?![\p{L}\p{N}]|[.,:/]\d)"
_NUMBERED = regex.compile(
    r"(?<![\p{L}\p{N}'’])(?P<noun>\p{L}{2,}(?:-\p{L}+)*)\.?\s(?:(?:no\.?|nr\.?|number)\s|#)?"
    rf"(?P<list>{_ORDER}(?:(?:,\s|,?\s(?:and|or|to|through)\s|\s?&\s?|\s?[–-]\s?){_ORDER})*)"
)
_ITEM = regex.compile(rf"(?P<range>to|through|[–-])?\s?(?P<item>{_ORDER})")


@dataclass(frozen=True, slots=True)
class NumberedName:
    """A noun and its number or letter where they stand in a text, `text[start:end]`."""

    start: int
    end: int
    forms: frozenset[str]
    """`turbin#3`: the stem of the noun and the number."""

    @property
    def has_letter(self) -> bool:
        """Whether a letter does for a number, as in `Building C`, where it may be an initial or a word as well."""
        return any(form[-1].isalpha() for form in self.forms)


def numbered_names(text: str) -> Iterator[NumberedName]:
    """Every numbered name of a text; what is only a number beside a word, such as `costs 3`, is among them."""
    for found in _NUMBERED.finditer(text):
        noun = fold(found["noun"])
        if noun in STOP_WORDS:
            continue
        stem = analyse(noun)[-1]
        items: list[str] = []
        for item in _ITEM.finditer(found["list"]):
            name = _ROMAN.get(item["item"], item["item"].lower())
            if item["range"] and items and items[-1].isdigit() and name.isdigit():
                first = int(items[-1])
                items += [str(number) for number in range(first + 1, min(int(name), first + LONGEST_RANGE))]
            items.append(name)
        yield NumberedName(found.start(), found.end(), frozenset(f"{stem}#{item}" for item in items))


def noun_of(form: str) -> str:
    """The stem of the noun of a normal form; empty where it is none of a numbered name."""
    noun, numbered, _ = form.partition("#")
    return noun if numbered else ""
