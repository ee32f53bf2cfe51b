"""A question of several parts, each of which asks: "Who has the key, and when is the regatta?".

It is cut only where a question of its own begins: an interrogative with its verb, or an inverted verb. "What happens
when it rains and where water collects" and "When does the yard open and close?" are one question.
"""

from itertools import pairwise, takewhile

import regex

from qa.answering.conversation.follow_up.gaps import is_auxiliary
from qa.answering.conversation.follow_up.tokens import DETERMINERS, INTERROGATIVES, PREPOSITIONS, Token, tokens

MOST = 4  # parts that are answered; the rest stays with the last one

_JOINED = regex.compile(r"[\s,;]*\b(?:and|but|also|then)\b[\s,]*$", regex.IGNORECASE)  # "or" joins alternatives
_ENDS = regex.compile(r"[\s,;.]+$")
_WITH_NOUN = frozenset("what which whose how".split())
_ADVERBIAL = frozenset("when where why how whom".split())  # these ask alone: "and why?"
_SUBJECTS = (DETERMINERS - {"a", "an"}) | frozenset("i you he she it we they there".split())
_FARTHEST = 4  # words between "which key" or "how many rooms" and their verb


def parts(question: str) -> tuple[str, ...]:
    """The questions that a question is made of, in order; itself where it is one."""
    said = tokens(question)
    starts = [i for i in range(1, len(said)) if _begins(question, said, i)]
    starts = [i for i in starts if _is_question(said[:i])]
    edges = [0, *(said[i].start for i in starts[: MOST - 1]), len(question)]
    found = [_trimmed(question[start:end]) for start, end in pairwise(edges)]
    return tuple(found) if len(found) > 1 else (question,)


def _is_question(said: list[Token]) -> bool:
    """Whether what stands before a part is a question itself, which speaks of something."""
    asks = any(_asks(said, j) for j in range(len(said)) if j == 0 or not is_auxiliary(said, j))
    return asks and any(token.is_content for token in said)


def _begins(question: str, said: list[Token], i: int) -> bool:
    """Whether a question of its own begins with a word: after "and" or a question mark, or a comma in a row of such."""
    if not _asks(said, i):
        return False
    before = question[: said[i].start].rstrip()
    if before.endswith("?") or _JOINED.search(before):
        return True
    return before.endswith((",", ";")) and any(
        _JOINED.search(question[: said[j].start]) and _asks(said, j) for j in range(i + 1, len(said))
    )


def _asks(said: list[Token], i: int) -> bool:
    """Whether a question begins with a word: an interrogative with its verb, or a verb before its subject."""
    word, rest = said[i].word, said[i + 1 :]
    if word in PREPOSITIONS and rest:
        return rest[0].word in INTERROGATIVES and _asks(said, i + 1)
    if is_auxiliary(said, i):
        led = not i or not said[i - 1].is_content
        return led and bool(rest) and (rest[0].word in _SUBJECTS or rest[0].is_capital or i == 0)
    if word not in INTERROGATIVES:
        return False
    if not rest:
        return word in _ADVERBIAL
    if is_auxiliary(said, i + 1):
        return word != "which" and len(rest) > 1
    if word == "who" or (word == "what" and len(rest) > 1):
        return rest[0].is_content
    reach = list(takewhile(lambda token: not token.after_break, rest[: _FARTHEST + 1])) if word in _WITH_NOUN else []
    return any(is_auxiliary(said, i + 1 + n) for n in range(1, len(reach)))


def _trimmed(part: str) -> str:
    """A part without the word that joined it to the next, as a question."""
    text = _ENDS.sub("", _JOINED.sub("", part.strip()))
    return f"{text[:1].upper()}{text[1:].rstrip('?')}?"
