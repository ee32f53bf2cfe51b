"""Passages in the database: their vectors, in bulk, and what they say, one by one."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from sqlite3 import Connection
from typing import Any

import numpy as np

from vectorstore.storage.records import Keys, StoredPassage
from vectorstore.storage.sqlite.scope import SqlScope
from vectorstore.types import Passage, Span
from vectorstore.vectors import Vector, Vectors

ROWS = 5_000  # vectors in one go

_ALL = "FROM passages JOIN documents USING (document_key)"


def newest(connection: Connection) -> int:
    """The highest key ever given to a passage that is still there, 0 for an empty store."""
    return int(connection.execute("SELECT coalesce(max(passage_key), 0) FROM passages").fetchone()[0])


def counts(connection: Connection, upto: int | None = None) -> dict[str, int]:
    """How many passages each collection holds, or holds of those with a key of at most `upto`."""
    rows = connection.execute(
        f"SELECT collection, count(*) {_ALL} WHERE ?1 IS NULL OR passage_key <= ?1 GROUP BY collection", (upto,)
    )
    return {str(collection): int(number) for collection, number in rows}


def keys(connection: Connection, scope: SqlScope, after: int) -> Keys:
    """The keys of a scope's passages newer than `after`, in order; shape (n,)."""
    rows = connection.execute(
        f"SELECT passage_key {_ALL} WHERE passage_key > ? AND {scope.sql} ORDER BY passage_key", (after, *scope.values)
    )
    return np.fromiter((row[0] for row in rows), dtype=np.int64)


def vectors(connection: Connection, scope: SqlScope, after: int = 0) -> tuple[Keys, Vectors]:
    """Keys and vectors of a scope's passages newer than `after`, by key; shapes (n,) and (n, dimension)."""
    rows = connection.execute(
        f"SELECT passage_key, vector {_ALL} WHERE passage_key > ? AND {scope.sql} ORDER BY passage_key",
        (after, *scope.values),
    ).fetchall()
    return _arrays(rows)


def batches(connection: Connection, scope: SqlScope, size: int = ROWS) -> Iterator[tuple[Keys, Vectors]]:
    """All keys and vectors of a scope, by key, `size` rows at a time."""
    cursor = connection.execute(
        f"SELECT passage_key, vector {_ALL} WHERE {scope.sql} ORDER BY passage_key", scope.values
    )
    while rows := cursor.fetchmany(size):
        yield _arrays(rows)


def within(connection: Connection, scope: SqlScope, chosen: Iterable[int]) -> tuple[Keys, Vectors]:
    """Those of the given passages that are still there and in the scope, with their vectors."""
    rows = connection.execute(
        f"SELECT passage_key, vector {_ALL} WHERE passage_key IN ({_list(chosen)}) AND {scope.sql}", scope.values
    ).fetchall()
    return _arrays(rows)


def cosines(connection: Connection, vector: Vector, chosen: Iterable[int]) -> dict[int, float]:
    """The cosine of a vector to that of each of the given passages, by key."""
    rows = connection.execute(f"SELECT passage_key, vector FROM passages WHERE passage_key IN ({_list(chosen)})")
    keys, vectors = _arrays(rows.fetchall())
    return dict(zip(keys.tolist(), (vectors @ vector).tolist(), strict=True)) if len(keys) else {}


_PASSAGE = (
    "passage_id, document_id, first, last, substr(text, first + 1, last - first), context, heading, page, sentences"
)
_OF_DOCUMENT = (
    "(SELECT min(name) FROM names WHERE document_key = documents.document_key), title, collection, metadata,"
    " metadata IS NOT NULL AND"
    " (SELECT count(*) FROM passages other WHERE other.document_key = documents.document_key) = 1"
)


def found(connection: Connection, keys: Sequence[int]) -> dict[int, StoredPassage]:
    """What the given passages say, by key."""
    rows = connection.execute(
        f"SELECT passage_key, {_PASSAGE}, {_OF_DOCUMENT} {_ALL} WHERE passage_key IN ({_list(keys)})"
    )
    return {int(key): _stored(row) for key, *row in rows}


def in_order(connection: Connection, keys: Sequence[int]) -> list[StoredPassage]:
    """What the given passages say, by document and place: of many passages, for a text is read once."""
    rows = connection.execute(
        "SELECT document_key, passage_id, document_id, first, last, NULL, context, heading, page, sentences,"
        f" {_OF_DOCUMENT} {_ALL} WHERE passage_key IN ({_list(keys)}) ORDER BY document_key, first"
    )
    result = []
    for document_key, of_document in groupby(rows.fetchall(), key=itemgetter(0)):
        text = _text(connection, document_key)
        for stored in (_stored(row) for _, *row in of_document):
            cut = text[stored.passage.start : stored.passage.end]
            result.append(replace(stored, passage=replace(stored.passage, text=cut)))
    return result


def by_id(connection: Connection, collection: str, passage_ids: Sequence[str]) -> dict[str, StoredPassage]:
    """What the passages of a collection with these ids say; unknown ids are left out."""
    result = {}
    for passage_id in passage_ids:
        for row in connection.execute(
            f"SELECT {_PASSAGE}, {_OF_DOCUMENT} {_ALL} WHERE passage_id = ? AND collection = ?",
            (passage_id, collection),
        ):
            result[passage_id] = _stored(row)
    return result


def of_document(connection: Connection, document_key: int) -> list[Passage]:
    """The passages of one document, in order."""
    text = _text(connection, document_key)
    rows = connection.execute(
        f"SELECT passage_id, document_id, first, last, NULL, context, heading, page, sentences {_ALL}"
        " WHERE document_key = ? ORDER BY first",
        (document_key,),
    )
    # The text is cut here: SQLite would walk through the document from its start for each passage.
    return [replace(passage, text=text[passage.start : passage.end]) for passage in map(_passage, rows)]


def _text(connection: Connection, document_key: int) -> str:
    row = connection.execute("SELECT text FROM documents WHERE document_key = ?", (document_key,)).fetchone()
    return str(row[0])


def _stored(row: Sequence[Any]) -> StoredPassage:
    *passage, source, title, collection, metadata, is_whole = row
    given = None if metadata is None else json.loads(metadata)
    return StoredPassage(_passage(passage), source, title, collection, given, bool(is_whole))


def _passage(row: Sequence[Any]) -> Passage:
    passage_id, document_id, first, last, text, context, heading, page, sentences = row
    spans = tuple(Span(start, end) for start, end in json.loads(sentences))
    return Passage(passage_id, document_id, first, last, text, context, heading, page, spans)


def _arrays(rows: Sequence[tuple[int, bytes]]) -> tuple[Keys, Vectors]:
    keys = np.array([key for key, _ in rows], dtype=np.int64)
    if not rows:
        return keys, np.zeros((0, 0), dtype=np.float32)
    return keys, np.frombuffer(b"".join(vector for _, vector in rows), dtype="<f4").reshape(len(rows), -1)


def _list(keys: Iterable[int]) -> str:
    """Keys written out: they are our own integers, and may be more than SQLite takes as parameters."""
    return ",".join(str(int(key)) for key in keys)
