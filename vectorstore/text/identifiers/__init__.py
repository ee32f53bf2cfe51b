"""Numbers, dates, times, years and codes of a text in their normal forms, however they are written.

`FY2022` is 2022, `7.11.2025` and `November 7th, 2025` are one day, `1,200` and `1 200` one number, `T-300` is `T300`.
A writing with two readings, such as `07/11/2025`, has the forms of both.
"""

from collections.abc import Iterable, Iterator

from vectorstore.text.identifiers import codes, dates, numbers, times
from vectorstore.text.identifiers.identifier import Identifier, Kind

__all__ = ["Identifier", "Kind", "identifiers", "missing", "said"]

# What an earlier reader has read, a later one passes over: the 7 of a date is no number of its own.
_READERS = (dates.read, times.read, codes.read, numbers.read)
_READ = "\ue000"  # in place of what was read: no letter, no digit, no space


def identifiers(text: str) -> tuple[Identifier, ...]:
    """The identifiers of a text in order, without overlap."""
    if not any(map(str.isdecimal, text)):  # each has a digit, and most texts have none
        return ()
    found: list[Identifier] = []
    unread = text
    for read in _READERS:
        taken = list(_apart(read(unread)))
        for one in taken:
            unread = unread[: one.start] + _READ * (one.end - one.start) + unread[one.end :]
        found += taken
    return tuple(sorted(found, key=lambda one: one.start))


def _apart(read: Iterable[Identifier]) -> Iterator[Identifier]:
    """Those that overlap none before them."""
    taken: list[Identifier] = []
    for one in read:
        if not any(one.start < other.end and other.start < one.end for other in taken):
            taken.append(one)
            yield one


def said(*texts: str) -> frozenset[str]:
    """Every normal form that the identifiers of the texts say, with what follows from them: a date says its year."""
    return frozenset().union(*(one.says for text in texts for one in identifiers(text)))


def missing(question: str, *texts: str) -> tuple[Identifier, ...]:
    """The identifiers of a question that the texts together do not hold in any form."""
    held = said(*texts)
    return tuple(one for one in identifiers(question) if not one.is_in(held))
