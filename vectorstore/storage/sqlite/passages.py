"""Passages in the catalog: their vectors, in bulk, and what they say, one by one."""

import json
from collections.abc import Iterable, Iterator, Sequence
from sqlite3 import Connection

import numpy as np
from numpy.typing import NDArray

from vectorstore.models.sentence_embedder import Vectors
from vectorstore.storage.sqlite.scope import Scope
from vectorstore.types import Passage, Span

Keys = NDArray[np.int64]


Found = tuple[Passage, str, str, str]
"""A passage, the name and title of its document, and its collection."""


def newest(connection: Connection) -> int:
    """The highest key ever given to a passage that is still there, 0 for an empty catalog."""
    return int(connection.execute("SELECT coalesce(max(passage_key), 0) FROM passages").fetchone()[0])


def counts(connection: Connection, upto: int | None = None) -> dict[str, int]:
    """How many passages each collection holds, or holds of those with a key of at most `upto`."""
    rows = connection.execute(
        "SELECT collection, count(*) FROM documents JOIN passages USING (document_key)"
        " WHERE ?1 IS NULL OR passage_key <= ?1 GROUP BY collection",
        (upto,),
    )
    return {str(collection): int(number) for collection, number in rows}


def keys(connection: Connection, scope: Scope, after: int) -> Keys:
    """The keys of a scope's passages newer than `after`, in order; shape (n,)."""
    rows = connection.execute(
        "SELECT passage_key FROM passages JOIN documents USING (document_key)"
        f" WHERE passage_key > ? AND {scope.sql} ORDER BY passage_key",
        (after, *scope.values),
    )
    return np.fromiter((row[0] for row in rows), dtype=np.int64)


def vectors(connection: Connection, scope: Scope, after: int = 0) -> tuple[Keys, Vectors]:
    """Keys and vectors of a scope's passages newer than `after`, by key; shapes (n,) and (n, dimension)."""
    rows = connection.execute(
        "SELECT passage_key, vector FROM passages JOIN documents USING (document_key)"
        f" WHERE passage_key > ? AND {scope.sql} ORDER BY passage_key",
        (after, *scope.values),
    ).fetchall()
    return _arrays(rows)


def batches(connection: Connection, collection: str, size: int) -> Iterator[tuple[Keys, Vectors]]:
    """All keys and vectors of a collection, by key, `size` rows at a time."""
    cursor = connection.execute(
        "SELECT passage_key, vector FROM passages JOIN documents USING (document_key)"
        " WHERE collection = ? ORDER BY passage_key",
        (collection,),
    )
    while rows := cursor.fetchmany(size):
        yield _arrays(rows)


def within(connection: Connection, scope: Scope, chosen: Iterable[int]) -> tuple[Keys, Vectors]:
    """Those of the given passages that are still there and in the scope, with their vectors."""
    rows = connection.execute(
        "SELECT passage_key, vector FROM passages JOIN documents USING (document_key)"
        f" WHERE passage_key IN ({_list(chosen)}) AND {scope.sql}",
        scope.values,
    ).fetchall()
    return _arrays(rows)


def found(connection: Connection, keys: Sequence[int]) -> dict[int, Found]:
    """What the given passages say, by key."""
    rows = connection.execute(
        "SELECT passage_key, passage_id, document_id, first, last, substr(text, first + 1, last - first), context,"
        " heading, page, sentences, (SELECT min(name) FROM names WHERE document_key = documents.document_key), title,"
        " collection"
        f" FROM passages JOIN documents USING (document_key) WHERE passage_key IN ({_list(keys)})"
    )
    result: dict[int, Found] = {}
    for row in rows:
        key, passage_id, document_id, first, last, text, context, heading, page, sentences, source, title, where = row
        spans = tuple(Span(start, end) for start, end in json.loads(sentences))
        passage = Passage(passage_id, document_id, first, last, text, context, heading, page, spans)
        result[int(key)] = (passage, source, title, where)
    return result


def of_document(connection: Connection, document_key: int) -> list[Passage]:
    """The passages of one document, in order."""
    (document_id, text), *_ = connection.execute(
        "SELECT document_id, text FROM documents WHERE document_key = ?", (document_key,)
    ).fetchall()
    rows = connection.execute(
        "SELECT passage_id, first, last, context, heading, page, sentences FROM passages"
        " WHERE document_key = ? ORDER BY first",
        (document_key,),
    )
    return [
        Passage(
            passage_id,
            document_id,
            first,
            last,
            text[first:last],
            context,
            heading,
            page,
            tuple(Span(start, end) for start, end in json.loads(sentences)),
        )
        for passage_id, first, last, context, heading, page, sentences in rows
    ]


def _arrays(rows: Sequence[tuple[int, bytes]]) -> tuple[Keys, Vectors]:
    keys = np.array([key for key, _ in rows], dtype=np.int64)
    if not rows:
        return keys, np.zeros((0, 0), dtype=np.float32)
    return keys, np.frombuffer(b"".join(vector for _, vector in rows), dtype="<f4").reshape(len(rows), -1)


def _list(keys: Iterable[int]) -> str:
    """Keys written out: they are our own integers, and may be more than SQLite takes as parameters."""
    return ",".join(str(int(key)) for key in keys)
