"""Numbers, whatever separates their thousands and decimals."""

from collections.abc import Iterator
from typing import Final

import regex

from vectorstore.text.identifiers.dates import FIRST_YEAR, LAST_YEAR, year_says
from vectorstore.text.identifiers.identifier import Identifier

SUFFIXES: Final = frozenset(
    """st nd rd th km m cm mm kg g mg t l ml cl w kw kwh mw v hz khz mhz ghz kb mb gb tb h hr hrs min mins s sec ms px
    pt k mn bn usd eur gbp""".split()
)
"""Ordinals and units that may follow a number without a space."""

_SCALES: Final = {"thousand": 3, "k": 3, "million": 6, "mn": 6, "billion": 9, "bn": 9}
_THOUSANDS = r"[ \u00a0\u202f\u2009'’]"
_NUMBER = regex.compile(
    rf"""(?<![\p{{L}}\p{{N}}])(?<!\p{{N}}[.,])
    (?:
        (?P<commas>(?!0)\p{{Nd}}{{1,3}}(?:,\p{{Nd}}{{2,3}})*,\p{{Nd}}{{3}})(?:\.(?P<part>\p{{Nd}}+))?
      | (?P<dots>(?!0)\p{{Nd}}{{1,3}}(?:\.\p{{Nd}}{{3}})+)(?:,(?P<part>\p{{Nd}}+))?
      | (?P<spaces>(?!0)\p{{Nd}}{{1,3}}(?:{_THOUSANDS}\p{{Nd}}{{3}})+)(?:[.,](?P<part>\p{{Nd}}+))?
      | (?P<plain>\p{{Nd}}+)(?:[.,](?P<part>\p{{Nd}}+))?
    )
    (?![.,]?\p{{N}})
    (?: \s?(?P<scale>thousand|million|billion|mn|bn|k)\b | (?:{"|".join(sorted(SUFFIXES, key=len, reverse=True))})\b )?
    (?!\p{{L}})""",
    regex.IGNORECASE | regex.VERBOSE,
)
_MOST_DIGITS = 40  # more is no number that anybody asks for


def read(text: str) -> Iterator[Identifier]:
    """Every number of a text, among them years."""
    for found in _NUMBER.finditer(text):
        if len(found.group()) <= _MOST_DIGITS:
            yield _number(found)


def _number(found: regex.Match[str]) -> Identifier:
    part = found["part"] or ""
    grouped = next(found[name] for name in ("commas", "dots", "spaces", "plain") if found[name])
    whole = str(int(regex.sub(r"\P{Nd}", "", grouped))) if found["plain"] is None else _plain(grouped)
    forms = _with_part(whole, part)
    parts: tuple[str, ...] = ()
    if found["dots"] and not part and grouped.count(".") == 1:  # `1.250` may be a decimal number
        first, _, rest = grouped.partition(".")
        forms |= {f"{_plain(first)}.{_plain(rest)}"}
    if found["spaces"]:  # `room 12 300 people` may be two numbers
        parts = tuple(_plain(piece) for piece in regex.findall(r"\p{Nd}+", found.group()))
    if found["scale"]:
        forms |= {_scaled(whole, part, _SCALES[found["scale"].lower()])}
    is_year = whole == found["plain"] and not part and len(whole) == 4 and FIRST_YEAR <= int(whole) <= LAST_YEAR
    coarser = frozenset(year_says(int(whole))) if is_year else frozenset()
    return Identifier(
        found.start(), found.end(), found.group(), "year" if is_year else "number", frozenset(forms), parts, coarser
    )


def _plain(digits: str) -> str:
    """Digits of any script in ASCII; zeros before them stay: `007` is not 7."""
    return "".join(str(int(digit)) for digit in digits)


def _with_part(whole: str, part: str) -> set[str]:
    """A number with its decimals. Zeros at the end of a small one may say something: version 1.10 is not 1.1."""
    if not part:
        return {whole}
    part = _plain(part)
    shorter = part.rstrip("0")
    found = {f"{whole}.{part}"}
    if not shorter:
        found.add(whole)
    elif len(whole) > 2:
        found.add(f"{whole}.{shorter}")
    return found


def _scaled(whole: str, part: str, zeros: int) -> str:
    """`1.2 million` in full."""
    digits = whole + _plain(part)[:zeros].ljust(zeros, "0")
    return digits.lstrip("0") or "0"
