"""The values of a column: exact numbers with one unit, or days and times."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import regex

from vectorstore.text.identifiers import identifiers
from vectorstore.text.identifiers.dates import MONTHS

_NUMBER = regex.compile(
    r"(?P<before>\P{Nd}*?)(?P<sign>[-−–]?)(?P<number>\p{Nd}(?:[\p{Nd}.,'’\s]*\p{Nd})?)(?P<after>\P{Nd}*)"
)
_THOUSANDS = regex.compile(r"\p{Nd}{1,3}(?:,\p{Nd}{3})+(?:\.\p{Nd}+)?|\p{Nd}{1,3}(?:[ '’]\p{Nd}{3})+(?:[.,]\p{Nd}+)?")
_POINT = regex.compile(r"\p{Nd}+(?:\.\p{Nd}+)?")
_COMMA = regex.compile(r"\p{Nd}{1,3}(?:\.\p{Nd}{3})*,\p{Nd}+|\p{Nd}+,\p{Nd}+")
_UNCLEAR = regex.compile(r"[1-9]\p{Nd}{0,2}\.\p{Nd}{3}")
_DAY = regex.compile(rf"(\d{{4}})({'|'.join(MONTHS)})(\d\d)")
_TIME = regex.compile(r"(\d+)h(\d\d)")
NO_VALUE = frozenset({"", "-", "–", "—", "n/a", "none"})
"""What a cell says that has no value."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of some cells, all in one unit."""

    values: tuple[Decimal | None, ...]
    """None for a cell that has no value."""
    before: str
    after: str
    """The unit, before or after a number."""
    is_grouped: bool
    """Whether thousands are set apart by commas."""

    def written(self, value: Decimal) -> str:
        """A value as the cells write theirs, with as many more digits after the point as it needs."""
        places = max(-int(one.as_tuple().exponent) for one in self.values if one is not None)
        value = value.normalize()
        needed = max(places, -int(value.as_tuple().exponent), 0)
        return f"{self.before}{value:{',' if self.is_grouped else ''}.{needed}f}{self.after}"


def numbers(cells: Sequence[str]) -> Numbers | None:
    """The numbers that some cells are; None where one is something else, in another unit, or unclear."""
    found = [None if cell.strip().casefold() in NO_VALUE else _NUMBER.fullmatch(cell.strip()) or cell for cell in cells]
    filled = [one for one in found if one is not None]
    if not filled or any(isinstance(one, str) for one in filled):
        return None
    matches = [one for one in filled if not isinstance(one, str)]
    units = {(one["before"].strip(), one["after"].strip()) for one in matches}
    written = [one["number"].strip() for one in matches]
    if len(units) > 1 or all(map(_UNCLEAR.fullmatch, written)):
        return None
    if any(len(one) > 1 and one[0] == "0" and one.isdigit() for one in written):  # a code, such as 0071
        return None
    has_comma = any(_COMMA.fullmatch(one) and not _THOUSANDS.fullmatch(one) for one in written)
    values = iter([_value(one["number"].strip(), bool(one["sign"]), has_comma) for one in matches])
    result = [None if one is None else next(values) for one in found]
    if any(value is None for one, value in zip(found, result, strict=True) if one is not None):
        return None
    first = matches[0]
    return Numbers(tuple(result), first["before"], first["after"], any("," in one for one in written) and not has_comma)


def moments(cells: Sequence[str]) -> tuple[tuple[int, int] | None, ...] | None:
    """The days or times that some cells are, as numbers that grow; None where one is something else or unclear."""
    found: list[tuple[int, int] | None] = []
    for cell in cells:
        said = identifiers(cell)
        if cell.strip().casefold() in NO_VALUE:
            found.append(None)
        elif len(said) == 1 and len(said[0].forms) == 1 and (moment := _moment(*said[0].forms)):
            found.append(moment)
        else:
            return None
    kinds = {one[0] == 0 for one in found if one}
    return tuple(found) if len(kinds) == 1 else None


def _value(text: str, is_negative: bool, has_comma: bool) -> Decimal | None:
    if has_comma and _COMMA.fullmatch(text):
        plain = text.replace(".", "").replace(",", ".")
    elif _THOUSANDS.fullmatch(text) and not has_comma:
        plain = regex.sub(r"[, '’]", "", text)
    elif _POINT.fullmatch(text) and not (has_comma and "." in text):
        plain = text
    else:
        return None
    return -Decimal(plain) if is_negative else Decimal(plain)


def _moment(form: str) -> tuple[int, int] | None:
    if day := _DAY.fullmatch(form):
        return date(int(day[1]), MONTHS.index(day[2]) + 1, int(day[3])).toordinal(), 0
    if time := _TIME.fullmatch(form):
        return 0, int(time[1]) * 60 + int(time[2])
    return None
