"""Log files: each line that begins with a time is one statement, whatever stands in it."""

import regex

from vectorstore.types import Span

FEWEST = 2  # lines with a time that make a log

_DATE = r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}/\p{L}{3}/\d{4}|\p{L}{3}\s+\d{1,2})"
_TIME = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?"
_LEVEL = r"(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|FATAL|CRITICAL)"
_STAMP = rf"[\[(]?(?:{_LEVEL}[\]:]?\s+[\[(]?)?(?:{_DATE}[T:\s]\s*{_TIME}|{_TIME})"
_LINE = regex.compile(rf"{_STAMP}\S*\s+\S[^\n]*")
# Who speaks: a transcript has times, too, and sentences.
_SPOKEN = regex.compile(rf"{_STAMP}\S*\s+(?:\p{{Lu}}[\p{{L}}.'’]*\s?){{1,3}}:\s")


def is_log_line(text: str) -> bool:
    """Whether a text is a line of a log."""
    return bool(_LINE.match(text)) and not _SPOKEN.match(text)


def log_lines(text: str) -> list[Span]:
    """The lines of a log, each with those below it that have no time; empty where the text is no log."""
    lines = [Span(line.start(), line.end()) for line in regex.finditer(r"\S[^\n]*(?<=\S)", text)]
    begins = [is_log_line(text[line.start : line.end]) for line in lines]
    if sum(begins) < FEWEST or not begins[0]:
        return []
    found: list[Span] = []
    for line, is_first in zip(lines, begins, strict=True):
        found.append(line if is_first else Span(found.pop().start, line.end))
    return found
