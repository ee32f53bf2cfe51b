"""Whether a question asks for an aggregate, told from its words alone."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import regex

from vectorstore.text.analysis import words

Operation = Literal["sum", "mean", "count", "largest", "smallest"]

_PRICE = frozenset("price cost rate fee fare charge tariff rent amount".split())
_SIZE = frozenset("size area seats capacity".split())
_SUPERLATIVES: dict[str, tuple[Operation, frozenset[str]]] = {
    "cheapest": ("smallest", _PRICE), "dearest": ("largest", _PRICE), "costliest": ("largest", _PRICE),
    "longest": ("largest", frozenset({"length", "duration"})),
    "shortest": ("smallest", frozenset({"length", "duration"})),
    "heaviest": ("largest", frozenset({"weight"})), "lightest": ("smallest", frozenset({"weight"})),
    "tallest": ("largest", frozenset({"height"})), "highest": ("largest", frozenset({"height"})),
    "lowest": ("smallest", frozenset({"height"})), "deepest": ("largest", frozenset({"depth"})),
    "widest": ("largest", frozenset({"width"})), "narrowest": ("smallest", frozenset({"width"})),
    "fastest": ("largest", frozenset({"speed"})), "slowest": ("smallest", frozenset({"speed"})),
    "largest": ("largest", _SIZE), "biggest": ("largest", _SIZE), "smallest": ("smallest", _SIZE),
    "greatest": ("largest", frozenset()), "most": ("largest", frozenset()), "maximum": ("largest", frozenset()),
    "fewest": ("smallest", frozenset()), "least": ("smallest", frozenset()), "minimum": ("smallest", frozenset()),
    "earliest": ("smallest", frozenset({"date", "time"})), "latest": ("largest", frozenset({"date", "time"})),
}  # fmt: skip
"""Superlatives, and what the column may be called in which they are looked for, if the question does not name it."""
_PAIRS: dict[tuple[str, str], tuple[Operation, frozenset[str]]] = {
    ("most", "expensive"): ("largest", _PRICE),
    ("least", "expensive"): ("smallest", _PRICE),
}
_COMPUTED: dict[Operation, regex.Pattern[str]] = {
    "mean": regex.compile(r"\b(?:average|mean)\b(?!\s(?:by|that|to)\b)"),
    "sum": regex.compile(r"\b(?:grand )?(?:total|sum)\b|\b(?:altogether|in all|all together)\b"),
    "count": regex.compile(r"\bhow many\b|\bnumber of\b"),
}
# A limit, a span or an exception would have to be understood, not only found.
_LIMITED = regex.compile(
    r"\b(?:more|less|fewer|greater|larger|smaller|cheaper|longer|shorter|higher|lower|other) than\b"
    r"|\b(?:over|under|above|below|between|before|after|since|until|except|without|not|no|least (?:one|two|\d)|up to"
    r"|second|third|difference|per cent|percent|percentage)\b"
)


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be computed."""

    operation: Operation
    said: frozenset[str]
    """The words by which it is asked for."""
    called: frozenset[str] = frozenset()
    """What the column may be called, if the question does not name it."""


def requests(question: str) -> tuple[Request, ...]:
    """The aggregates that a question may ask for, likeliest first; none if it sets a limit."""
    text = question.casefold()
    if _LIMITED.search(text):
        return ()
    asked = words(question)
    for pair, (operation, called) in _PAIRS.items():
        if pair in pairwise(asked):
            return (Request(operation, frozenset(pair), called),)
    superlatives = [word for word in asked if word in _SUPERLATIVES]
    if superlatives:
        operation, called = _SUPERLATIVES[superlatives[0]]
        return (Request(operation, frozenset(superlatives), called),) if len(superlatives) == 1 else ()
    found = {computed: pattern.findall(text) for computed, pattern in _COMPUTED.items()}
    # "The total number of berths" adds up a column, "the total number of cabins" counts rows.
    said = frozenset(words(" ".join(part for parts in found.values() for part in parts)))
    return tuple(Request(computed, said) for computed, parts in found.items() if parts)
