"""Designations in which letters and digits stand together: models, errors, invoices, versions."""

from collections.abc import Iterator

import regex

from vectorstore.text.identifiers.identifier import Identifier
from vectorstore.text.identifiers.numbers import SUFFIXES

_CHAIN = regex.compile(r"(?<![\p{L}\p{N}])(?=\S*\p{Nd})[\p{L}\p{Nd}]+(?:[-–_/][\p{L}\p{Nd}]+|\.\p{Nd}[\p{L}\p{Nd}]*)*")
_PIECE = regex.compile(r"\p{L}+|\p{Nd}+(?:\.\p{Nd}+)*")
# `T 300`, `ISO 9001`: a space apart.
_SPACED = regex.compile(
    r"(?<![\p{L}\p{N}])(?!(?:I|A)\s)(\p{Lu}{1,5})\s(\p{Nd}{1,5}\p{L}?)(?![\p{L}\p{N}]|[.,:/-]\p{Nd}|\s\p{Nd}{3})"
)
_GROUPED = regex.compile(r"[1-9]\p{Nd}{0,2}(?:\.\p{Nd}{3})+")
_UPPER_UNITS = "VWL"
_YEAR = regex.compile(r"(?:1\d|20|21)\d\d")


def read(text: str) -> Iterator[Identifier]:
    """Every designation of a text."""
    for found in _CHAIN.finditer(text):
        if (one := _chain(found)) is not None:
            yield one
    for found in _SPACED.finditer(text):
        letters, digits = found[1].lower(), found[2].lower()
        # One letter is part of a name; an abbreviation may be a word beside a number.
        is_strict = len(letters) == 1 and not _YEAR.fullmatch(digits)
        forms = {f"{letters}{digits}"} | (set() if is_strict else {digits})
        yield _code(found, forms, {digits})


def _chain(found: regex.Match[str]) -> Identifier | None:
    written = found.group()
    pieces = _PIECE.findall(written)
    letters = [piece for piece in pieces if piece[0].isalpha()]
    digits = [piece.lower() for piece in pieces if not piece[0].isalpha()]
    if not digits:
        return None
    if not letters:  # `3.11.2`, `192.168.0.1`; a number is none, such as `1.250.000`
        is_version = len(pieces) == 1 and written.count(".") > 1 and not _GROUPED.fullmatch(written)
        return _code(found, {written}) if is_version else None
    joined = "".join(pieces).lower()
    if len(pieces) == 2 and not pieces[0][0].isalpha():  # `5kg`, `21st`, `30-day`, `12a`
        is_apart = len(written) > len(joined) and len(pieces[1]) > 1
        return None if is_apart or _is_unit(pieces[1]) else _code(found, {joined}, set(digits))
    if _are_words(written, letters) or (joined[0] == "v" and len(letters[0]) == 1):  # `post-2020`, `No.5`, `v2.3`
        return _code(found, {joined, *digits})
    return _code(found, {joined}, set(digits))


def _is_unit(letters: str) -> bool:
    """Whether letters right after a number measure it: 5s is five seconds, 5S a designation."""
    return letters.lower() in SUFFIXES and (len(letters) > 1 or letters.islower() or letters in _UPPER_UNITS)


def _are_words(written: str, letters: list[str]) -> bool:
    """Whether the letters are words of their own beside a number, not part of a designation."""
    return all(
        ((len(word) > 1 and not word.isupper()) or f"{word}." in written) and regex.search(rf"{word}[-–_/.]", written)
        for word in letters
    )


def _code(found: regex.Match[str], forms: set[str], coarser: set[str] | None = None) -> Identifier:
    return Identifier(found.start(), found.end(), found.group(), "code", frozenset(forms), (), frozenset(coarser or ()))
