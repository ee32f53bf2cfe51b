"""What a clause gives as fact, and what it denies, plans, supposes, takes back or calls wrong.

A short answer out of "should have opened in 2020" would be false; to who asks when it should have opened, it is right.
The status is that of the clause in which the words stand: "not in 1998 but in 2001" denies the first year alone.
"""

from typing import Literal

import regex

Status = Literal["denied", "planned", "supposed", "past", "called wrong"]

_CLAUSE_END = regex.compile(
    r"[;:()–—]|,(?!\d)|\b(?:but|although|though|whereas|while|however|yet|so|and)\b", regex.IGNORECASE
)
# A limit is no denial: "not later than", "no more than", "is not due until".
_LIMIT = (
    r"(?!\s+(?:\S+\s+){0,2}(?:until|till|before|later|earlier|more|less|longer|shorter|fewer|only|just|merely|least"
    r"|exceed|over|above|below|under)\b)"
)
_DENIAL = (
    rf"\b(?:not|never|no|nor|neither|cannot)\b{_LIMIT}|n['’]t\b{_LIMIT}"
    r"|\b(?:without|instead\s+of|rather\s+than|except)\b"
)
_PLAN = r"(?:planned|scheduled|expected|intended|supposed|meant|proposed|projected|envisaged|hoped|set\s+to|slated)"
_PATTERNS: dict[Status, str] = {
    "planned": (
        rf"\b(?:should|would|could|might|may|ought\s+to)\s+(?:\w+\s+)?have\b|\b(?:was|were|been)\s+(?:\w+\s+)?{_PLAN}\b"
        rf"|\b(?:was|were)\s+(?:\w+ly\s+)?to\s+(?:be|have|\p{{Ll}}{{3,}})\b|\bhad\s+{_PLAN}\b|\b(?:first|original)\s+plan"
    ),
    "supposed": r"\b(?:if|unless|supposing|in\s+case|provided\s+that)\b|\bwould\b(?!\s+(?:\w+\s+)?have\b)",
    "past": r"\b(?:used\s+to|formerly|previously|no\s+longer|in\s+the\s+past)\b|\b(?:until|before)\s+\d{4}\b",
    "called wrong": (
        r"\b(?:den(?:y|ies|ied)|disput\w+|myth|rumou?rs?|misconception|contrary\s+to|wrongly|mistakenly|falsely"
        r"|erroneously|incorrect(?:ly)?|untrue|false(?:ly)?|alleged(?:ly)?)\b|\bnot\s+true\b"
    ),
    "denied": _DENIAL,
}
_STATUS = {status: regex.compile(pattern, regex.IGNORECASE) for status, pattern in _PATTERNS.items()}
_ASKED: dict[Status, regex.Pattern[str]] = {
    "denied": regex.compile(r"\b(?:not|never|no|cannot|without|except|nobody|nothing|none)\b|n['’]t\b", regex.I),
    "planned": regex.compile(
        r"\b(?:plan\w*|schedul\w*|should|suppos\w+|intend\w*|expect\w*|due|propos\w+|original\w*|meant|hop\w+|will|going"
        r"|target|aim\w*|goal|would|could|might|may|ought|set)\b|\b(?:was|were)\s+(?:\S+\s+){1,4}to\b",
        regex.I,
    ),
    "supposed": regex.compile(r"\b(?:if|unless|would|could|might|in\s+case|when|suppos\w+|should)\b", regex.I),
    "past": regex.compile(
        r"\b(?:was|were|did|had|used|former\w*|previous\w*|until|before|past|earlier|old)\b", regex.I
    ),
    "called wrong": regex.compile(
        r"\b(?:den\w+|disput\w+|claim\w*|myth\w*|rumou?r\w*|alleg\w+|sa(?:y|ys|id)|argu\w+|believ\w+|th(?:ink|ought)|wrong\w*"
        r"|false\w*|mistake\w*|suppos\w+)\b",
        regex.I,
    ),
}


def statuses(sentence: str, start: int, end: int) -> frozenset[Status]:
    """What keeps some words of a sentence from being given as fact; empty where nothing does."""
    first = max((found.end() for found in _CLAUSE_END.finditer(sentence, 0, start)), default=0)
    last = next((found.start() for found in _CLAUSE_END.finditer(sentence, end)), len(sentence))
    before, clause = sentence[first:start], sentence[first:last]
    return frozenset(
        status for status, pattern in _STATUS.items() if pattern.search(before if status == "denied" else clause)
    )


def is_given_as_fact(question: str, sentence: str, start: int, end: int) -> bool:
    """Whether some words of a sentence may answer a question: given as fact, or in the way that it asks for."""
    return all(_ASKED[status].search(question) for status in statuses(sentence, start, end))
