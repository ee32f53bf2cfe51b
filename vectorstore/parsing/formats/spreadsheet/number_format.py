"""A cell's value as a spreadsheet displays it, by the cell's number format."""

import operator
import re
from collections.abc import Callable, Sequence
from datetime import date, time, timedelta

from vectorstore.parsing.formats.spreadsheet.dates import shown_date
from vectorstore.parsing.formats.spreadsheet.numbers import general, shown_number

Value = str | int | float | bool | date | time | timedelta | None
Token = tuple[str, bool]
"""A part of a format, and whether it is shown as it is."""

# A quoted text, an escaped character, a space as wide as a character, a fill character, a bracket, "General", the rest.
PART = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]|General|AM/PM|A/P|.', re.S | re.I)
CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?[\d.]+)\]")
CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.I)
COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}
# Excel shows this one as the reader's country writes dates; only this form means the same to everyone.
BY_COUNTRY = {"mm-dd-yy": "yyyy-mm-dd", "m/d/yy h:mm": "yyyy-mm-dd h:mm"}


def displayed(value: Value, number_format: str) -> str:
    """The text that a cell shows."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    sections = _sections(BY_COUNTRY.get(number_format, number_format))
    if isinstance(value, str):
        return _text(value, sections)
    if isinstance(value, (int, float)):
        return _number(value, sections)
    return shown_date(value, _tokens(sections[0]))


def _sections(number_format: str) -> list[list[str]]:
    """The sections of a format, each as its parts."""
    sections: list[list[str]] = [[]]
    for part in PART.findall(number_format):
        if part == ";":
            sections.append([])
        else:
            sections[-1].append(part)
    return sections


def _tokens(section: Sequence[str]) -> list[Token]:
    """The parts of a section that show something."""
    tokens: list[Token] = []
    for part in section:
        currency = CURRENCY.fullmatch(part)
        if currency:
            tokens.append((currency.group(1), True))
        elif part.startswith('"'):
            tokens.append((part.strip('"'), True))
        elif len(part) == 2 and part[0] in "\\_*":
            # A blank as wide as a character is a blank; a character that fills the cell shows nothing.
            tokens.append((part[1] if part[0] == "\\" else " " if part[0] == "_" else "", True))
        elif not part.startswith("[") or ELAPSED.fullmatch(part):
            tokens.append((part, False))
    return tokens


def _text(value: str, sections: Sequence[Sequence[str]]) -> str:
    """A text as its format shows it: a fourth section, or an only one with "@", may add words."""
    section = sections[3] if len(sections) > 3 else sections[0]
    if "@" not in section:
        return value if len(sections) < 4 else _literals(section)
    return "".join(part if literal else value for part, literal in _tokens(section) if literal or part == "@").strip()


def _literals(section: Sequence[str]) -> str:
    """The words of a section that shows nothing of the value."""
    return "".join(part for part, literal in _tokens(section) if literal).strip()


def _number(value: int | float, sections: Sequence[Sequence[str]]) -> str:
    """A number as its format shows it."""
    section, signed = _chosen(value, sections)
    tokens = _tokens(section)
    signs = "".join(part for part, literal in tokens if not literal)
    magnitude = abs(value) if signed else value
    is_unknown = not any(sign in signs for sign in "0#?") and any(sign.isalpha() for sign in signs)
    if is_unknown or not tokens or signs == "@":
        shown = general(magnitude)
        texts = (part if literal else shown if part.lower() in ("general", "@") else "" for part, literal in tokens)
        return "".join(texts).strip() or shown if section else ""
    if not any(sign in signs for sign in "0#?"):
        return _literals(section)
    return shown_number(magnitude, tokens).strip()


def _chosen(value: float, sections: Sequence[Sequence[str]]) -> tuple[Sequence[str], bool]:
    """The section for a number, and whether it says itself that the number is negative."""
    for section in sections[:3]:
        condition = next((match for part in section if (match := CONDITION.fullmatch(part))), None)
        if condition and COMPARISONS[condition.group(1)](value, float(condition.group(2))):
            return section, False
    if any(CONDITION.fullmatch(part) for section in sections for part in section):
        return sections[min(len(sections), 3) - 1], False
    if value < 0 and len(sections) > 1:
        return sections[1], True
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], False
