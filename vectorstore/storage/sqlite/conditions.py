"""A condition on metadata as SQL.

Each value is compared with values of its own kind only: SQLite itself would find the text "2020" greater than any
number, and the text "3" equal to page 3. Operands travel as JSON in one parameter: a list may hold more values than
SQLite takes as parameters, and a number is then read as the stored ones are, to the last bit.
"""

import json
from collections.abc import Sequence
from typing import Any

from vectorstore.types import Condition

# What a field of the metadata is in the tables; every other field is looked up in what came with the document.
_COLUMNS = {
    "document_id": "documents.document_id",
    "collection": "documents.collection",
    "start": "passages.first",
    "end": "passages.last",
    "passage_id": "passages.passage_id",
}
# The same of fields that come with a document as often, and are then what its program means by them.
_DESCRIPTIONS = {"title": "documents.title", "page": "passages.page", "heading": "passages.heading"}
_OPPOSITES = {"ne": "eq", "nin": "in"}
_ORDER = {"lt": "<", "lte": "<=", "gt": ">", "gte": ">="}

Sql = tuple[str, list[Any]]
"""An expression that is 0 or 1, never NULL, and its parameters."""


def condition_sql(condition: Condition) -> Sql:
    """A condition over `passages JOIN documents`; a field that a document does not have is as one that is None."""
    operator = _OPPOSITES.get(condition.operator, condition.operator)
    operands = condition.value if operator == "in" else (condition.value,)
    sql, values = _holds(condition.field, operator, operands)
    return (f"NOT ({sql})" if condition.operator in _OPPOSITES else sql), values


def _holds(field: str, operator: str, operands: Sequence[Any]) -> Sql:
    if column := _COLUMNS.get(field):
        return _test(column, f"typeof({column})", operator, operands)
    absent, absent_values = _not_given(field, operator, operands)
    sql, values = _test("atom", "type", operator, operands)
    found = f"(SELECT {sql} FROM json_each(documents.metadata) WHERE key = ?)"
    return f"coalesce({found}, {absent})", [*values, field, *absent_values]


def _not_given(field: str, operator: str, operands: Sequence[Any]) -> Sql:
    """The same of a field that did not come with the document."""
    if column := _DESCRIPTIONS.get(field):
        return _test(column, f"typeof({column})", operator, operands)
    if field == "source":  # any name of the document
        sql, values = _test("names.name", "typeof(names.name)", operator, operands)
        return f"EXISTS (SELECT 1 FROM names WHERE names.document_key = documents.document_key AND {sql})", values
    return str(int(operator not in _ORDER and None in operands)), []


def _test(value: str, kind: str, operator: str, operands: Sequence[Any]) -> Sql:
    """Whether a value of some kind is as it should be; `kind` is what SQLite calls it in JSON."""
    texts = [one for one in operands if isinstance(one, str)]
    numbers = [one for one in operands if isinstance(one, int | float) and not isinstance(one, bool)]
    listed = "(SELECT value FROM json_each(?))"
    comparison = f"{_ORDER[operator]} {listed}" if operator in _ORDER else f"IN {listed}"
    parts, values = [], []
    if texts:
        parts.append(f"({kind} = 'text' AND {value} {comparison})")
        values.append(json.dumps(texts))
    if numbers:
        parts.append(f"({kind} IN ('integer', 'real') AND {value} {comparison})")
        values.append(json.dumps(numbers))
    for one, name in ((True, "true"), (False, "false"), (None, "null")):
        if any(operand is one for operand in operands):
            parts.append(f"{kind} = '{name}'")
    return (f"({' OR '.join(parts)})" if parts else "0"), values
