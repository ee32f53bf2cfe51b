"""The value that a number, date, time, year or code of a text is."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["date", "year", "time", "number", "code"]


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number, date, time, year or code where it stands in a text: `text[start:end]`.

    A normal form consists of lower-case letters, digits and dots: `1200`, `2025nov07`, `t300`. Two identifiers mean
    the same where they share a form, or where one says every part of the other.
    """

    start: int
    end: int
    text: str
    """As it is written."""
    kind: Kind
    forms: frozenset[str]
    """Its normal forms, each of which is the whole of it; several where it can be read in more than one way."""
    parts: tuple[str, ...] = ()
    """Forms that say the same together, such as day and year of a date; empty where it has no parts."""
    coarser: frozenset[str] = frozenset()
    """What it says besides: a date its month and year, a year its decade."""

    @property
    def says(self) -> frozenset[str]:
        """Every form that a text says by holding it."""
        return self.forms | self.coarser | set(self.parts)

    def is_in(self, said: frozenset[str]) -> bool:
        """Whether what a text says holds it, whole or in parts."""
        return bool(self.forms & said) or (bool(self.parts) and said.issuperset(self.parts))
