"""What a question wants computed, told from its words: documents or places counted or listed, or an outline."""

import re
from dataclasses import dataclass

from qa.answering.computed.forms import FORMS, LITERALLY, TAIL, Kind
from qa.answering.question_type import POLITE

_SENTENCE_END = re.compile(r"(?<=[.?!;:])\s+")


@dataclass(frozen=True, slots=True)
class Request:
    """A wish that all documents, or the whole of one, have to be read for."""

    kind: Kind
    subject: str = ""
    """What is to be found; for an outline, what it is to be of; empty for the catalog."""
    within: str = ""
    """The document that it is to be found in, where the question names one."""
    is_negated: bool = False
    """Whether the documents that do not mention it are wanted."""
    is_literal: bool = False
    """Whether it asks for a mention; "about" may be said in other words, so that finding none proves nothing."""


def request_of(question: str) -> Request | None:
    """What the question wants computed; of several sentences the last one that says so; None for any other."""
    for sentence in reversed(_SENTENCE_END.split(" ".join(question.split()))):
        asked = POLITE.sub("", sentence.rstrip(" ?!.,;:"), count=1)
        for form in dict.fromkeys((TAIL.sub("", asked), asked)):
            for kind, pattern in FORMS:
                if found := pattern.fullmatch(form):
                    return _request(kind, found)
    return None


def _request(kind: Kind, found: re.Match[str]) -> Request:
    given = found.groupdict()
    group = next((name for name in ("subject", "other") if given.get(name)), None)
    if group is None:
        return Request(kind)
    start, end = found.span(group)
    around = f"{found.string[:start]} {found.string[end:]}"
    return Request(
        kind,
        given[group].strip(),
        given.get("within") or "",
        bool(given.get("not")),
        bool(LITERALLY.search(around)),
    )
