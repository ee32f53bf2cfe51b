"""Dates and times in the order and words that a number format asks for."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

Moment = date | time | timedelta
MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
EPOCH = datetime(1899, 12, 30)  # day 0 of a spreadsheet
HALF_DAY = re.compile(r"AM/PM|A/P", re.I)


def shown_date(value: Moment, tokens: Sequence[tuple[str, bool]]) -> str:
    """A date, a time or a duration as a format shows it."""
    moment, elapsed = _moment(value)
    runs = list(_runs(tokens))
    signs = [run for run, literal in runs if not literal]
    if not any(run[0].lower() in "ymdhs" or run[0] == "[" for run in signs):
        # A format without a date in it, such as General.
        return str(value)
    half_days = any(HALF_DAY.fullmatch(run) for run in signs)
    return "".join(
        run if literal else _shown(run, _is_minute(runs, place), moment, elapsed, half_days)
        for place, (run, literal) in enumerate(runs)
    ).strip()


def _moment(value: Moment) -> tuple[datetime, timedelta]:
    """A value as a point in time, and as the time since day 0."""
    if isinstance(value, timedelta):
        return EPOCH + value, value
    if isinstance(value, time):
        moment = datetime.combine(EPOCH, value)
    else:
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    return moment, moment - EPOCH


def _runs(tokens: Sequence[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """Letters of one kind together: "yyyy", "mm"; and the decimals of seconds: ".000"."""
    run = ""
    for part, literal in [*tokens, ("", True)]:
        joins = (
            run
            and not literal
            and len(part) == 1
            and ((part.lower() == run[-1].lower() and part.isalpha()) or (part == "0" and run[0] == "."))
        )
        if joins:
            run += part
            continue
        if run:
            yield run, False
            run = ""
        if literal:
            yield part, True
        else:
            run = part


def _is_minute(runs: Sequence[tuple[str, bool]], place: int) -> bool:
    """Whether an "m" counts minutes: it does beside hours or seconds, else months."""
    letters = [None if literal else run.strip("[")[:1].lower() for run, literal in runs]
    before = next((letter for letter in reversed(letters[:place]) if letter and letter.isalpha()), "")
    after = next((letter for letter in letters[place + 1 :] if letter and letter.isalpha()), "")
    return before == "h" or after == "s"


def _shown(run: str, is_minute: bool, moment: datetime, elapsed: timedelta, half_days: bool) -> str:
    """What one run of letters shows."""
    seconds = elapsed.total_seconds()
    if run.startswith("["):
        unit = {"h": 3600, "m": 60, "s": 1}[run[1].lower()]
        return str(int(abs(seconds) // unit)).rjust(len(run) - 2, "0")
    if HALF_DAY.fullmatch(run):
        return ("AM" if moment.hour < 12 else "PM")[: 2 if len(run) > 3 else 1]
    letter, length = run[0].lower(), len(run)
    if run.startswith(".") and length > 1:
        return f".{moment.microsecond:06d}"[:length]
    if letter == "y":
        return f"{moment.year:04d}" if length > 2 else f"{moment.year % 100:02d}"
    if letter == "m" and not is_minute and length > 2:
        name = MONTHS[moment.month - 1]
        return name[:3] if length == 3 else name[:1] if length == 5 else name
    if letter == "d" and length > 2:
        name = DAYS[moment.weekday()]
        return name[:3] if length == 3 else name
    hour = (moment.hour % 12 or 12) if half_days else moment.hour
    numbers = {"m": moment.minute if is_minute else moment.month, "d": moment.day, "h": hour, "s": moment.second}
    return str(numbers[letter]).rjust(min(length, 2), "0") if letter in numbers else run
