"""Times of the day."""

from collections.abc import Iterator

import regex

from vectorstore.text.identifiers.identifier import Identifier

_HALF = r"(?P<half>[ap])\.?m\b\.?"
_TIMES = (
    regex.compile(rf"(?<![\p{{L}}\p{{N}}:])(?P<hour>\d{{1,2}}):(?P<minute>[0-5]\d)(?::\d\d)?(?:\s?{_HALF})?(?![\p{{N}}:])",
                  regex.IGNORECASE),
    regex.compile(rf"(?<![\p{{L}}\p{{N}}.,])(?P<hour>\d{{1,2}})(?:\.(?P<minute>[0-5]\d))?\s?{_HALF}",
                  regex.IGNORECASE),
)  # fmt: skip


def read(text: str) -> Iterator[Identifier]:
    """Every time in a text; one that says neither morning nor afternoon is that of a clock with 24 hours."""
    for pattern in _TIMES:
        for found in pattern.finditer(text):
            hour, minute = int(found["hour"]), found["minute"] or "00"
            if hour > 24:
                continue
            half = (found["half"] or "").lower()
            written = f"{hour}h{minute}"
            if half and hour <= 12:
                hour = hour % 12 + (12 if half == "p" else 0)
            # A text that goes on from "2 pm" may leave the half of the day out.
            coarser = frozenset({written})
            yield Identifier(
                found.start(), found.end(), found.group(), "time", frozenset({f"{hour}h{minute}"}), (), coarser
            )
