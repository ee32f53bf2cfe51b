"""A filter on metadata, as LangChain's users write it, becomes conditions."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, get_args

from vectorstore.errors import InvalidFilter
from vectorstore.metadata import is_scalar, is_text
from vectorstore.types import Condition, Operator, Scope

_OPERATORS: dict[Any, Operator] = {f"${name}": name for name in get_args(Operator)}

Filter = Mapping[str, Any]
"""`{"page": 3}`, `{"source": {"$in": ["a.md", "b.md"]}}`; conditions on several fields all have to hold."""

Names = str | Sequence[str] | None
"""A document's name, or several; None for all."""


def scope(collection: str, documents: Names = None, filter: Filter | None = None) -> Scope:
    """What a search may see; one name stands for itself. Raises InvalidFilter."""
    if isinstance(documents, str):
        documents = (documents,)
    return Scope(collection, None if documents is None else tuple(documents), conditions(filter))


def conditions(wanted: Filter | None) -> tuple[Condition, ...]:
    """The conditions of a filter; raises InvalidFilter, which says what is wrong with it."""
    if wanted is None:
        return ()
    if not isinstance(wanted, Mapping):
        raise InvalidFilter(f'a filter is a dict such as {{"page": 3}}, not {type(wanted).__name__}', filter=wanted)
    found = []
    for field, value in wanted.items():
        if not isinstance(field, str) or field.startswith("$") or not is_text(field):
            raise InvalidFilter(f"a filter has fields of the metadata, and {field!r} is none", filter=wanted)
        if field == "score":
            raise InvalidFilter("a filter cannot restrict the score: it is known only after the search", filter=wanted)
        comparisons = value if isinstance(value, Mapping) else {"$eq": value}
        if not comparisons:
            raise InvalidFilter(f"the filter on {field!r} has no operator", filter=wanted)
        found += [_condition(field, sign, operand) for sign, operand in comparisons.items()]
    return tuple(found)


def _condition(field: str, sign: Any, operand: Any) -> Condition:
    operator = _OPERATORS.get(sign)
    if operator is None:
        known = ", ".join(_OPERATORS)
        raise InvalidFilter(f"the filter on {field!r} has the operator {sign!r}; there are {known}", filter=sign)
    if operator in ("in", "nin"):
        if isinstance(operand, str | bytes | Mapping) or not isinstance(operand, Collection):
            raise InvalidFilter(f"{sign} on {field!r} takes a list", filter=operand)
        return Condition(field, operator, tuple(_checked(field, sign, one) for one in operand))
    if operator in ("lt", "lte", "gt", "gte") and (operand is None or isinstance(operand, bool)):
        raise InvalidFilter(f"{sign} on {field!r} takes a text or a number, not {operand}", filter=operand)
    return Condition(field, operator, _checked(field, sign, operand))


def _checked(field: str, sign: str, value: Any) -> Any:
    """The value, if metadata can have it."""
    if not is_scalar(value):
        shown = f"{type(value).__name__} {value!r:.80}"
        raise InvalidFilter(f"{sign} on {field!r} takes a text, a number, a boolean or None, not {shown}", filter=value)
    return value
