"""BM25 over analysed terms (Robertson and Zaragoza 2009), by SQLite's FTS5."""

import math
from collections import Counter
from collections.abc import Sequence
from sqlite3 import Connection

from vectorstore.storage.sqlite.scope import Scope

# A question this long has said what it is about; a longer expression only slows the engine.
MOST_TERMS = 64
# A small library says little of how rare a word is: it is counted as this many passages larger.
NOTIONAL_PASSAGES = 1_000


def _expression(connection: Connection, terms: Sequence[str], scope: Scope) -> str:
    distinct = list(dict.fromkeys(terms))[:MOST_TERMS]
    wanted = f"{{terms around}} : ({' OR '.join(chr(34) + term + chr(34) for term in distinct)})"
    if scope.documents is None and _is_alone(connection, scope.collection):
        return wanted  # the same scores: the engine would walk through every row only to find that all are in
    return f"{scope.expression} AND {wanted}"


def _is_alone(connection: Connection, collection: str) -> bool:
    """Whether there is no other collection."""
    ends = connection.execute("SELECT (SELECT min(collection) FROM names), (SELECT max(collection) FROM names)")
    return tuple(ends.fetchone()) == (collection, collection)


def match(connection: Connection, terms: Sequence[str], scope: Scope, limit: int) -> dict[int, float]:
    """The best passages by BM25 and their scores, best first; empty where no term occurs."""
    if not terms or scope.documents == ():
        return {}
    rows = connection.execute(
        "SELECT rowid, -rank FROM lexical WHERE lexical MATCH ? ORDER BY rank, rowid LIMIT ?",
        (_expression(connection, terms, scope), limit),
    )
    return {int(key): float(score) for key, score in rows}


def rarity(connection: Connection, terms: Sequence[str]) -> dict[str, float]:
    """The inverse document frequency of each term over the whole catalog, in BM25's always positive form."""
    total = NOTIONAL_PASSAGES + connection.execute("SELECT count(*) FROM passages").fetchone()[0]
    weights = {}
    for term in dict.fromkeys(terms):
        number = holding(connection, term)
        weights[term] = math.log(1 + (total - number + 0.5) / (number + 0.5))
    return weights


def holding(connection: Connection, term: str) -> int:
    """How many passages of the whole catalog hold a term."""
    row = connection.execute("SELECT doc FROM vocabulary WHERE term = ? AND col = 'terms'", (term,)).fetchone()
    return int(row[0]) if row else 0


def terms_of(connection: Connection, document_key: int) -> Counter[str]:
    """The terms of a document, and how many of its passages hold each."""
    rows = connection.execute(
        "SELECT terms FROM lexical WHERE rowid IN (SELECT passage_key FROM passages WHERE document_key = ?)",
        (document_key,),
    )
    return Counter(term for (terms,) in rows for term in set(terms.split()))


def vocabulary_size(connection: Connection) -> int:
    """How many terms the full-text index holds."""
    return int(connection.execute("SELECT count(DISTINCT term) FROM vocabulary").fetchone()[0])
