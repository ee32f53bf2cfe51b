"""A scope as SQL and as a full-text expression."""

import hashlib
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any

from vectorstore.types import Condition, Scope

# What a field of the metadata is in the tables; every other field is looked up in what came with the document.
_COLUMNS = {
    "title": "documents.title",
    "document_id": "documents.document_id",
    "collection": "documents.collection",
    "page": "passages.page",
    "heading": "passages.heading",
    "start": "passages.first",
    "end": "passages.last",
    "passage_id": "passages.passage_id",
}
_OPERATORS = {"eq": "IS", "ne": "IS NOT", "lt": "<", "lte": "<=", "gt": ">", "gte": ">="}


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
    has_conditions: bool = False
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
        # Keys are our own integers: written out, since a library may hold more than SQLite takes as parameters.
        parts.append(f"documents.document_key IN ({','.join(map(str, keys))})")
        expression = f"scope : ({' OR '.join(map(document_token, keys))})"
    for condition in scope.conditions:
        sql, more = _condition(condition)
        parts.append(sql)
        values += more
    return SqlScope(
        scope.collection,
        " AND ".join(parts),
        tuple(values),
        expression,
        is_whole=False,
        has_conditions=bool(scope.conditions),
        is_empty=keys == [],
    )


def _keys(connection: Connection, collection: str, name: str) -> list[int]:
    rows = connection.execute("SELECT document_key FROM names WHERE collection = ? AND name = ?", (collection, name))
    return [int(row[0]) for row in rows]


def _condition(condition: Condition) -> tuple[str, list[Any]]:
    """A condition as SQL with its parameters; what a document does not say differs from every value."""
    if condition.field == "source":
        positive = {"ne": "eq", "nin": "in"}.get(condition.operator)
        sql, values = _comparison("names.name", positive or condition.operator, condition.value)
        exists = f"EXISTS (SELECT 1 FROM names WHERE names.document_key = documents.document_key AND {sql})"
        return (f"NOT {exists}" if positive else exists), values
    if column := _COLUMNS.get(condition.field):
        return _comparison(column, condition.operator, condition.value)
    given = "(SELECT value FROM json_each(documents.metadata) WHERE key = ?)"
    sql, values = _comparison(given, condition.operator, condition.value)
    return sql, [condition.field, *values]


def _comparison(column: str, operator: str, value: Any) -> tuple[str, list[Any]]:
    if operator in _OPERATORS:
        return f"{column} {_OPERATORS[operator]} ?", [value]
    marks = ",".join("?" * len(value))
    if operator == "in":
        return f"{column} IN ({marks})", list(value)
    return f"coalesce({column} NOT IN ({marks}), 1)", list(value)


def collection_token(collection: str) -> str:
    """The full-text token of a collection, whatever characters its name has."""
    return "c" + hashlib.sha256(collection.encode()).hexdigest()[:24]


def document_token(document_key: int) -> str:
    """The full-text token of a document."""
    return f"d{document_key}"
