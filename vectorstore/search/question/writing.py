"""A number, date or code as the documents write it: who reads a passage with the question meets the same characters."""

from collections import Counter

from vectorstore.storage.base import Snapshot
from vectorstore.text.analysis import form_terms
from vectorstore.text.identifiers import Identifier, identifiers
from vectorstore.types import Scope

PASSAGES_READ = 5
SHORTEST = 4  # digits of a plain number that can be written in more than one way: 1,200


def as_written(asked: Identifier, snapshot: Snapshot, scope: Scope) -> str | None:
    """How passages of the scope write what the question writes in another way; None where one writes it so, too."""
    if _has_unit(asked) or (asked.text.isdecimal() and (asked.kind == "year" or len(asked.text) < SHORTEST)):
        return None
    found = snapshot.found(list(snapshot.match(form_terms(asked), scope, PASSAGES_READ)))
    same = [
        written.text
        for one in found.values()
        for written in identifiers(f"{one.passage.context}\n{one.passage.text}")
        if written.forms & asked.forms and not _has_unit(written)
    ]
    if not same or asked.text.casefold() in map(str.casefold, same):
        return None
    return Counter(same).most_common(1)[0][0]


def _has_unit(one: Identifier) -> bool:
    return one.kind == "number" and any(map(str.isalpha, one.text))
