"""A filter on metadata, as LangChain's users write it, becomes conditions."""

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from vectorstore.errors import InvalidFilter
from vectorstore.types import Condition, Operator, Scope

_OPERATORS: dict[Any, Operator] = {f"${name}": name for name in get_args(Operator)}
_SCALARS = (str, int, float, bool, type(None))

Filter = Mapping[str, Any]
"""`{"page": 3}`, `{"source": {"$in": ["a.md", "b.md"]}}`; conditions on several fields all have to hold."""


def scope(collection: str, documents: Sequence[str] | None = None, filter: Filter | None = None) -> Scope:
    """What a search may see."""
    return Scope(collection, None if documents is None else tuple(documents), conditions(filter))


def conditions(wanted: Filter | None) -> tuple[Condition, ...]:
    """The conditions of a filter; raises InvalidFilter, which says what is wrong with it."""
    found = []
    for field, value in (wanted or {}).items():
        if not isinstance(field, str) or field.startswith("$") or any(letter in field for letter in '"\\'):
            raise InvalidFilter(f"a filter has fields, and {field!r} is none", filter=wanted)
        if field == "score":
            raise InvalidFilter("a filter cannot restrict the score: it is known only after the search", filter=wanted)
        comparisons = value if isinstance(value, Mapping) else {"$eq": value}
        found += [_condition(field, sign, operand) for sign, operand in comparisons.items()]
    return tuple(found)


def _condition(field: str, sign: Any, operand: Any) -> Condition:
    operator = _OPERATORS.get(sign)
    if operator is None:
        known = ", ".join(_OPERATORS)
        raise InvalidFilter(f"the filter on {field!r} has the operator {sign!r}; there are {known}", filter=sign)
    if operator in ("in", "nin"):
        if isinstance(operand, str | Mapping) or not all(isinstance(one, _SCALARS) for one in _listed(operand)):
            raise InvalidFilter(f"{sign} on {field!r} takes a list of texts or numbers", filter=operand)
        return Condition(field, operator, tuple(operand))
    if not isinstance(operand, _SCALARS):
        raise InvalidFilter(f"{sign} on {field!r} takes a text, a number or None", filter=operand)
    return Condition(field, operator, operand)


def _listed(operand: Any) -> list[Any]:
    try:
        return list(operand)
    except TypeError:
        return [operand, object()]  # no list: never scalars only
