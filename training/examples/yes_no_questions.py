"""Yes/no questions made of questions with short answers: with the answer in it, or with another one.

Only questions whose order of words allows it are taken: "When was it built?" becomes "Was it built in 1889?".
"""

import random
import re
from collections.abc import Sequence

_AUXILIARY = r"(is|are|was|were|do|does|did|has|have|had|can|could|will|would)"
_TIME_OR_PLACE = re.compile(rf"(?:when|where|(?:in |on )?(?:what|which) year) {_AUXILIARY} (.+)", re.I)
_DESCRIPTION = re.compile(r"(?:who|what) (is|are|was|were) ((?:the|a|an) .+)", re.I)
_DOER = re.compile(rf"who (?!{_AUXILIARY}\b)(.+)", re.I)
_PREPOSITIONS = "in on at from to of for by with after before during since until between near about around under"
_PREPOSITION = re.compile(rf"(?:{_PREPOSITIONS.replace(' ', '|')})\b", re.I)
_HANGING = re.compile(rf".*\b(?:{_PREPOSITIONS.replace(' ', '|')})$", re.I)
_YEAR = re.compile(r"\b[12]\d{3}\b")
_LONGEST = 6  # words of an answer


def as_yes_no(question: str, answer: str) -> str | None:
    """The question whether this is the answer; None where the question has another form."""
    asked, said = question.strip().rstrip("?. "), answer.strip().rstrip(".,;")
    if len(said.split()) > _LONGEST:
        return None
    if match := _TIME_OR_PLACE.fullmatch(asked):
        if not _PREPOSITION.match(said):
            if not said[:1].isupper() and not _YEAR.fullmatch(said):
                return None
            said = f"{'on' if re.search(r' [0-9]', said) else 'in'} {said}"
        return f"{match[1].capitalize()} {match[2]} {said}?"
    if match := _DESCRIPTION.fullmatch(asked):
        return None if _HANGING.fullmatch(match[2]) else f"{match[1].capitalize()} {said} {match[2]}?"
    if match := _DOER.fullmatch(asked):
        return f"Was it {said} who {match[2]}?"
    return None


def other_answer(answer: str, others: Sequence[str], text: str, rng: random.Random) -> str | None:
    """Another answer of the same kind that the text does not hold: another year, or the answer to another question."""
    years = list(_YEAR.finditer(answer))
    if years:
        year = rng.choice(years)
        changed = answer[: year.start()] + str(int(year[0]) + rng.choice((-20, -9, -3, -1, 1, 2, 5, 12)))
        return changed + answer[year.end() :]
    like = [
        other
        for other in others
        if _kind(other) == _kind(answer) and other.casefold() not in text.casefold() and len(other) > 2
    ]
    return rng.choice(like) if like else None


def _kind(answer: str) -> tuple[bool, bool, int]:
    return answer[:1].isdigit(), answer[:1].isupper(), min(len(answer.split()), 3)
