"""Numbers in the digits that a number format asks for."""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

Tokens = Sequence[tuple[str, bool]]
DIGITS = ("0", "#", "?")
SIGNIFICANT = 10  # digits of a number that fills a cell of the usual width
LONGEST_WHOLE = 15  # digits that a spreadsheet keeps
FRACTION = re.compile(r"([#?0]*)\s*([#?0]+)/([#?0]+|\d+)")
EXPONENT = re.compile(r"[eE]([+-])(0+)")


def general(value: int | float) -> str:
    """A number as it is shown where no format says how."""
    if isinstance(value, int) or (value.is_integer() and abs(value) < 10**LONGEST_WHOLE):
        return str(int(value))
    # Spreadsheets write 1E-07 and 1.5E+20.
    return f"{value:.{SIGNIFICANT}g}".replace("e", "E")


def shown_number(value: int | float, tokens: Tokens) -> str:
    """A number in the digits of one section of a format."""
    pattern = "".join("\0" if literal else part for part, literal in tokens)
    fraction = FRACTION.search(pattern)
    if fraction:
        return _fraction(value, fraction)
    number = Decimal(repr(value)).scaleb(2 * pattern.count("%"))
    exponent = EXPONENT.search(pattern)
    power = ""
    if exponent:
        number, power = _scientific(number, pattern[: exponent.start()], exponent)
        first = next(n for n, (part, literal) in enumerate(tokens) if not literal and part in "eE")
        tokens = [*tokens[:first], (power, True), *tokens[first + len(exponent.group()) :]]
    return _placed(number, tokens)


def _scientific(number: Decimal, mantissa: str, exponent: re.Match[str]) -> tuple[Decimal, str]:
    """A number without its power of ten, and that power as it is written."""
    whole = max(1, sum(mantissa.partition(".")[0].count(digit) for digit in DIGITS))
    power = number.adjusted() // whole * whole if number else 0
    sign = "-" if power < 0 else "+" if exponent.group(1) == "+" else ""
    return number.scaleb(-power), f"E{sign}{abs(power):0{len(exponent.group(2))}d}"


def _placed(number: Decimal, tokens: Tokens) -> str:
    """The digits of a number in the places that wait for them, with the texts around and between."""
    point = next((n for n, token in enumerate(tokens) if token == (".", False)), len(tokens))
    places = [n for n, (part, literal) in enumerate(tokens) if part in DIGITS and not literal]
    wholes, decimals = [n for n in places if n < point], [n for n in places if n > point]
    commas = [n for n, token in enumerate(tokens) if token == (",", False)]
    # A comma between digits groups them; each one after the last divides by a thousand.
    last = places[-1] if places else -1
    number = number.scaleb(-3 * sum(n > last or (n > max(wholes, default=-1) and n < point) for n in commas))
    rounded = abs(number).quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    whole_digits, _, decimal_digits = f"{rounded:f}".partition(".")
    shown = dict(zip(decimals, decimal_digits, strict=True))
    for n in reversed(decimals):
        if tokens[n][0] == "0" or shown[n] != "0":
            break
        shown[n] = ""
    required = [n for n in wholes if tokens[n][0] == "0"]
    whole_digits = whole_digits.lstrip("0").rjust(len(wholes) - wholes.index(required[0]) if required else 0, "0")
    grouped = any(wholes[0] < n < wholes[-1] for n in commas) if wholes else False
    shown |= _whole(whole_digits, wholes, grouped)
    parts = (
        part if literal or part not in (*DIGITS, ",") else shown.get(n, "") for n, (part, literal) in enumerate(tokens)
    )
    return ("-" if number < 0 and rounded else "") + "".join(parts)


def _whole(digits: str, places: Sequence[int], grouped: bool) -> dict[int, str]:
    """The digits before the point by place: one each from the right, and the rest at the first."""
    shown: dict[int, str] = {}
    for count, place in enumerate(reversed(places)):
        rest = digits if count == len(places) - 1 else digits[-1:]
        digits = digits[: len(digits) - len(rest)]
        for number, digit in enumerate(reversed(rest), start=count):
            comma = "," if grouped and number and number % 3 == 0 else ""
            shown[place] = digit + comma + shown.get(place, "")
    return shown


def _fraction(value: int | float, match: re.Match[str]) -> str:
    """A number as a whole and a fraction."""
    below = match.group(3)
    number = Fraction(abs(value))
    fixed = below.isdigit() and below.strip("0") != ""
    near = Fraction(round(number * int(below)), int(below)) if fixed else number.limit_denominator(10 ** len(below) - 1)
    whole, rest = divmod(near, 1) if match.group(1) else (0, near)
    parts = [str(whole)] if whole or not rest else []
    parts += [f"{rest.numerator}/{rest.denominator}"] if rest else []
    return ("-" if value < 0 else "") + " ".join(parts)
