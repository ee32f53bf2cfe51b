"""Numbers in the digits that a number format asks for."""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

DIGITS = "0#?"
SIGNIFICANT = 10  # digits of a number that fills a cell of the usual width
LONGEST_WHOLE = 15  # digits that a spreadsheet keeps
FRACTION = re.compile(r"([#?0 ]*?)\s*([#?0]+)/([#?0]+|\d+)")


def general(value: int | float) -> str:
    """A number as it is shown where no format says how."""
    if isinstance(value, int) or (value.is_integer() and abs(value) < 10**LONGEST_WHOLE):
        return str(int(value))
    shown = f"{value:.{SIGNIFICANT}g}"
    # Spreadsheets write 1E-07 and 1.5E+20.
    return re.sub(r"e([+-])(\d)$", r"E\g<1>0\2", shown).replace("e", "E")


def shown_number(value: int | float, tokens: Sequence[tuple[str, bool]]) -> str:
    """A number in the digits of one section of a format."""
    pattern = "".join(part for part, literal in tokens if not literal)
    if "/" in pattern and FRACTION.search(pattern):
        return _fraction(value, tokens, pattern)
    number = Decimal(repr(value)) * 100 ** pattern.count("%")
    exponent = re.search(r"[eE]([+-])", pattern)
    mantissa, power = (pattern[: exponent.start()], 0) if exponent else (pattern, 0)
    if exponent and number:
        whole = max(1, sum(c in DIGITS for c in mantissa.partition(".")[0]))
        power = number.adjusted() - (number.adjusted() % whole if whole > 1 else 0)
        number = number.scaleb(-power)
    # Commas after the last digit divide by a thousand each.
    digits = [place for place, c in enumerate(mantissa) if c in DIGITS or c == "."]
    number /= 1000 ** mantissa[digits[-1] + 1 :].count(",") if digits else 1
    return _placed(number, tokens, mantissa, power if exponent else None)


def _placed(number: Decimal, tokens: Sequence[tuple[str, bool]], mantissa: str, power: int | None) -> str:
    """The digits of a number, and the literal texts around them."""
    whole_places, _, decimal_places = mantissa.partition(".")
    places = sum(c in DIGITS for c in decimal_places)
    rounded = abs(number).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    whole, _, decimals = f"{rounded:f}".partition(".")
    whole = whole.lstrip("0").rjust(sum(c == "0" for c in whole_places), "0")
    if re.search(r"[0#?],+[0#?]", whole_places):
        whole = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", whole)
    optional = len([c for c in decimal_places if c in DIGITS]) - _required(decimal_places)
    while optional and decimals.endswith("0"):
        decimals, optional = decimals[:-1], optional - 1
    figure = whole + ("." + decimals if "." in mantissa and (decimals or _required(decimal_places)) else "")
    if power is not None:
        figure += f"E{'-' if power < 0 else '+'}{abs(power):02d}"
    sign = "-" if number < 0 and rounded else ""
    return sign + _around(figure or "0" * ("0" in mantissa), tokens)


def _required(places: str) -> int:
    """How many decimals are shown even if they are zero."""
    digits = [c for c in places if c in DIGITS]
    return max((place + 1 for place, c in enumerate(digits) if c == "0"), default=0)


def _around(figure: str, tokens: Sequence[tuple[str, bool]]) -> str:
    """A figure in the place of its digits, with what stands before and after it."""
    parts: list[str] = []
    placed = False
    for part, literal in tokens:
        if literal or part in "%()-+$€£¥ :":
            parts.append(part)
        elif part in DIGITS and not placed:
            parts.append(figure)
            placed = True
    return "".join(parts)


def _fraction(value: int | float, tokens: Sequence[tuple[str, bool]], pattern: str) -> str:
    """A number as a whole and a fraction."""
    match = FRACTION.search(pattern)
    assert match is not None
    below = match.group(3)
    number = Fraction(abs(value))
    limit = int(below) if below.isdigit() and below.strip("0") else 10 ** len(below) - 1
    near = Fraction(round(number * limit), limit) if below.isdigit() and below.strip("0") else number.limit_denominator(limit)
    whole, rest = divmod(near, 1) if match.group(1).strip() else (0, near)
    figure = f"{whole} {rest.numerator}/{rest.denominator}" if whole and rest else str(whole) if not rest else f"{rest.numerator}/{rest.denominator}"
    return ("-" if value < 0 else "") + figure
