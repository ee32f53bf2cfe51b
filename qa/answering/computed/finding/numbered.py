"""Names with a number: "Turbine 2" stands in "Turbines 1 and 2", and not in "Turbine 1 stopped on 2 May"."""

from collections.abc import Sequence

from qa.answering.computed.finding.inflection import base

_JOINING = frozenset("and or to through".split())


def has_number(said: Sequence[str], word: str, number: str) -> bool:
    """Whether a number stands behind a form of a word, with nothing but other numbers between them."""
    plain = base(word)
    for at, one in enumerate(said):
        if base(one) != plain:
            continue
        for other in said[at + 1 :]:
            if other == number:
                return True
            if not other.isdecimal() and other not in _JOINING:
                break
    return False
