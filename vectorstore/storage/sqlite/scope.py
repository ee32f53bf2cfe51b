"""A scope as SQL and as a full-text expression."""

import hashlib
import json
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any

from vectorstore.storage.sqlite.conditions import condition_sql
from vectorstore.types import Scope

# The full-text engine takes 5 ms to read an expression of 200 tokens, 0.3 s for 5,000 and 22 s for 40,000.
MOST_TOKENS = 200


@dataclass(frozen=True, slots=True)
class SqlScope:
    """A scope ready for queries over `passages JOIN documents USING (document_key)`."""

    collection: str
    sql: str
    """The condition; its parameters are `values`."""
    values: tuple[Any, ...]
    expression: str
    """The full-text expression that confines a match to the collection or the chosen documents."""
    is_whole: bool
    needs_sql: bool = False
    """Whether the expression lets more through than the condition."""
    is_empty: bool = False
    """Whether no passage can be in it."""


def whole(collection: str) -> SqlScope:
    """A collection without any restriction."""
    expression = f"scope : {collection_token(collection)}"
    return SqlScope(collection, "documents.collection = ?", (collection,), expression, is_whole=True)


def compiled(connection: Connection, scope: Scope) -> SqlScope:
    """A scope as SQL; names that no document has are passed over."""
    base = whole(scope.collection)
    if scope.is_whole:
        return base
    parts, values, expression = [base.sql], list(base.values), base.expression
    keys: list[int] | None = None
    if scope.documents is not None:
        keys = sorted({key for name in scope.documents for key in _keys(connection, scope.collection, name)})
        parts.append("documents.document_key IN (SELECT value FROM json_each(?))")  # one parameter, however many
        values.append(json.dumps(keys))
        if len(keys) <= MOST_TOKENS:
            expression = f"scope : ({' OR '.join(map(document_token, keys))})"
    for condition in scope.conditions:
        sql, more = condition_sql(condition)
        parts.append(sql)
        values += more
    return SqlScope(
        scope.collection,
        " AND ".join(parts),
        tuple(values),
        expression,
        is_whole=False,
        needs_sql=bool(scope.conditions) or len(keys or ()) > MOST_TOKENS,
        is_empty=keys == [],
    )


def _keys(connection: Connection, collection: str, name: str) -> list[int]:
    rows = connection.execute("SELECT document_key FROM names WHERE collection = ? AND name = ?", (collection, name))
    return [int(row[0]) for row in rows]


def collection_token(collection: str) -> str:
    """The full-text token of a collection, whatever characters its name has."""
    return "c" + hashlib.sha256(collection.encode()).hexdigest()[:24]


def document_token(document_key: int) -> str:
    """The full-text token of a document."""
    return f"d{document_key}"
