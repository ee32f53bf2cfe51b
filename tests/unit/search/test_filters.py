from typing import Any

import pytest

from vectorstore import InvalidFilter, Scope
from vectorstore.metadata import DEEPEST, is_json
from vectorstore.search.filters import conditions, scope
from vectorstore.types import Condition


def test_a_filter_becomes_conditions_that_all_have_to_hold() -> None:
    assert conditions(None) == conditions({}) == ()
    assert conditions({"page": 3, "source": {"$in": ["a.md", "b.md"]}, "start": {"$gte": 1, "$lt": 9}}) == (
        Condition("page", "eq", 3),
        Condition("source", "in", ("a.md", "b.md")),
        Condition("start", "gte", 1),
        Condition("start", "lt", 9),
    )
    assert conditions({"tag": None, "x": {"$nin": []}, "y": {"$in": {"one"}}}) == (
        Condition("tag", "eq", None),
        Condition("x", "nin", ()),
        Condition("y", "in", ("one",)),
    )


def test_one_name_is_one_document_and_none_is_all() -> None:
    assert scope("c", "a.md") == scope("c", ["a.md"]) == Scope("c", ("a.md",))
    assert scope("c").is_whole and not scope("c", []).is_whole and not scope("c", None, {"page": 1}).is_whole


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("page", "not str"),
        (lambda metadata: True, "not function"),
        ([("page", 3)], "not list"),
        ({3: 3}, "3 is none"),
        ({"$and": [{"page": 3}]}, "'\\$and' is none"),
        ({"a\0": 1}, "is none"),
        ({"\ud800": 1}, "is none"),
        ({"score": {"$gt": 0.5}}, "only after the search"),
        ({"page": {}}, "no operator"),
        ({"page": {"$like": "3"}}, r"'\$like'; there are \$eq, \$ne, \$in, \$nin, \$lt, \$lte, \$gt, \$gte"),
        ({"page": {"eq": 3}}, "'eq'; there are"),
        ({"page": {3: 3}}, "3; there are"),
        ({"page": [3]}, "list"),
        ({"page": {"$eq": {"a": 1}}}, "dict"),
        ({"page": b"3"}, "bytes"),
        ({"page": float("nan")}, "nan"),
        ({"page": float("-inf")}, "inf"),
        ({"page": 2**63}, "int"),
        ({"title": "a\0b"}, "str"),
        ({"title": "\udc00"}, "str"),
        ({"page": {"$in": 3}}, "takes a list"),
        ({"page": {"$in": "3"}}, "takes a list"),
        ({"page": {"$in": {"3": 3}}}, "takes a list"),
        ({"page": {"$nin": (n for n in (1, 2))}}, "takes a list"),
        ({"page": {"$in": [[3]]}}, "list"),
        ({"page": {"$lt": None}}, "not None"),
        ({"page": {"$gte": True}}, "not True"),
    ],
)
def test_what_is_wrong_with_a_filter_is_said(wanted: Any, said: str) -> None:
    with pytest.raises(InvalidFilter, match=said):
        conditions(wanted)


def test_metadata_is_json_that_comes_back_as_it_is() -> None:
    assert is_json({"a": [1, 2.5, None, True, "ü🌊", {"b": []}], "": -(2**63) + 1})
    deep: Any = 1
    for _ in range(DEEPEST):
        deep = [deep]
    assert is_json(deep) and not is_json([deep])
    for other in ((1,), {1: 1}, {"a": {2}}, b"a", float("inf"), 2**63, "\0", {"\ud800": 1}, object()):
        assert not is_json({"a": other})
