"""Days, months, quarters, years and decades."""

import calendar
from collections.abc import Iterator
from typing import Final

import regex

from vectorstore.text.identifiers.identifier import Identifier

MONTHS: Final = tuple(name.lower() for name in calendar.month_abbr[1:])
NAMES: Final = dict(zip(MONTHS, map(str.lower, calendar.month_name[1:]), strict=True))
FIRST_YEAR, LAST_YEAR = 1000, 2199
_LATEST_SHORT_YEAR = 68  # of two digits: 68 is 2068, 69 is 1969, as in POSIX

_NAME = "|".join(f"{full[:3]}(?:{full[3:]})?" if full != "September" else "sept?(?:ember)?"
                 for full in calendar.month_name[1:])  # fmt: skip
_MONTH = rf"(?P<month>{_NAME})\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
_YEAR = r"(?P<year>\d{4})"
_SHORT = r"(?P<year>\d{4}|\d{2})"
_BEFORE, _AFTER = r"(?<![\p{L}\p{N}])(?<!\p{N}[.,/-])", r"(?![\p{L}\p{N}])(?![./-]\p{N})"


def _compiled(*patterns: str) -> tuple[regex.Pattern[str], ...]:
    return tuple(regex.compile(rf"{_BEFORE}(?:{pattern}){_AFTER}", regex.IGNORECASE) for pattern in patterns)


_DAYS = _compiled(
    rf"{_YEAR}(?P<mark>[-/.])(?P<second>\d{{1,2}})(?P=mark)(?P<first>\d{{1,2}})(?:T[\d:.]+Z?)?",
    rf"(?P<first>\d{{1,2}})(?P<mark>[-/.])\s?(?P<second>\d{{1,2}})(?P=mark)\s?{_YEAR}",
    r"(?P<first>\d{2})(?P<mark>[/.])(?P<second>\d{2})(?P=mark)(?P<year>\d{2})",
    rf"{_DAY}\s+(?:of\s+)?{_MONTH},?\s+(?:of\s+)?{_YEAR}",
    rf"{_MONTH}\s+(?:the\s+)?{_DAY},?\s+(?:of\s+)?{_YEAR}",
    rf"{_DAY}[-/]{_MONTH}[-/]{_SHORT}",
)
_WITHOUT_YEAR = _compiled(rf"{_DAY}\s+(?:of\s+)?{_MONTH}", rf"{_MONTH}\s+(?:the\s+)?{_DAY}")
_MONTHS = _compiled(rf"{_MONTH},?\s+(?:of\s+)?{_YEAR}", rf"{_MONTH}[-/]{_SHORT}")
_QUARTERS = _compiled(rf"Q(?P<quarter>[1-4])[-/\s]?(?:FY)?['’]?{_SHORT}", rf"(?:FY)?{_YEAR}[-/\s]?Q(?P<quarter>[1-4])")
_PAIRS = _compiled(rf"(?:FY\s?)?{_YEAR}[/–-](?P<next>\d{{4}}|\d{{2}})")
_FISCAL = _compiled(rf"FY\s?['’]?{_SHORT}")
_DECADES = _compiled(r"(?P<year>\d{3}0)['’]?s")


def read(text: str) -> Iterator[Identifier]:
    """Every reading of a date in a text; those that come first are the longer ones."""
    for patterns, forms in (
        (_DAYS, _day),
        (_MONTHS, _month),
        (_WITHOUT_YEAR, _day_of_any_year),
        (_QUARTERS, _quarter),
        (_PAIRS, _pair),
        (_FISCAL, _fiscal),
        (_DECADES, _decade),
    ):
        for pattern in patterns:
            for found in pattern.finditer(text):
                if (one := forms(found)) is not None:
                    yield one


def year_says(year: int) -> set[str]:
    """What follows from a year: its decade."""
    return {f"{year // 10}0s"}


def _day(found: regex.Match[str]) -> Identifier | None:
    year = _full(found["year"])
    if found.groupdict().get("month"):
        readings = [(int(found["day"]), _number(found["month"]))]
    else:
        first, second = int(found["first"]), int(found["second"])
        readings = [(first, second)]
        if found["mark"] != "." and found.start("first") < found.start("year"):  # the month may come first
            readings.append((second, first))
    valid = [(day, month) for day, month in readings if _is_day(year, month, day)]
    if not valid:
        return None
    names = [(MONTHS[month - 1], day) for day, month in valid]
    forms = {f"{year}{month}{day:02}" for month, day in names}
    coarser = {form for month, day in names for form in (f"{month}{day:02}", f"{year}{month}", NAMES[month])}
    parts = (f"{names[0][0]}{names[0][1]:02}", str(year)) if len(forms) == 1 else ()
    return _of(found, "date", forms, parts, coarser | {str(year)} | year_says(year))


def _day_of_any_year(found: regex.Match[str]) -> Identifier | None:
    day, month = int(found["day"]), MONTHS[_number(found["month"]) - 1]
    is_day = _is_day(2000, _number(month), day)
    return _of(found, "date", {f"{month}{day:02}"}, (), {NAMES[month]}) if is_day else None


def _month(found: regex.Match[str]) -> Identifier | None:
    year, month = _full(found["year"]), MONTHS[_number(found["month"]) - 1]
    return _of(found, "date", {f"{year}{month}"}, (), {NAMES[month], str(year)} | year_says(year))


def _quarter(found: regex.Match[str]) -> Identifier | None:
    year, quarter = _full(found["year"]), f"q{found['quarter']}"
    return _of(found, "date", {f"{year}{quarter}"}, (quarter, str(year)), year_says(year))


def _pair(found: regex.Match[str]) -> Identifier | None:
    """`2022/23`, `2019-2021`: both years; `2022-11` may be a month as well."""
    year, after = int(found["year"]), int(found["next"])
    if len(found["next"]) == 4:
        if not FIRST_YEAR <= year < after <= LAST_YEAR:
            return None
    elif after > 12 and after <= year % 100:
        return None
    is_month = len(found["next"]) == 2 and 1 <= after <= 12
    month = {f"{year}{MONTHS[after - 1]}"} if is_month else set()
    if len(found["next"]) == 2:
        after += year // 100 * 100
    if after <= year:
        return _of(found, "date", month, (), {str(year)} | year_says(year)) if month else None
    return _of(found, "date", month, (str(year), str(after)), year_says(year) | year_says(after))


def _fiscal(found: regex.Match[str]) -> Identifier | None:
    year = _full(found["year"])
    return _of(found, "year", {str(year)}, (), {f"fy{year}"} | year_says(year))


def _decade(found: regex.Match[str]) -> Identifier | None:
    return _of(found, "year", {f"{found['year']}s"})


def _full(year: str) -> int:
    number = int(year)
    if len(year) == 4:
        return number
    return number + (2000 if number <= _LATEST_SHORT_YEAR else 1900)


def _number(month: str) -> int:
    return MONTHS.index(month[:3].lower()) + 1


def _is_day(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and year >= 1 and 1 <= day <= calendar.monthrange(year, month)[1]


def _of(
    found: regex.Match[str], kind: str, forms: set[str], parts: tuple[str, ...] = (), coarser: set[str] | None = None
) -> Identifier:
    return Identifier(
        found.start(),
        found.end(),
        found.group(),
        "year" if kind == "year" else "date",
        frozenset(forms),
        parts,
        frozenset(coarser or ()),
    )
