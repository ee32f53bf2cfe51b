"""The noun phrases of a question, found by where function words stand; where a phrase may end in a verb ("the states
agree on"), what the documents say decides."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import regex

from qa.answering.conversation.follow_up.gaps import PEOPLE, SEVERAL, THINGS, is_auxiliary
from qa.answering.conversation.follow_up.tokens import (
    BE,
    DETERMINERS,
    HAVE,
    INTERROGATIVES,
    PREPOSITIONS,
    Token,
    tokens,
)

Attested = Callable[[str], bool]
"""Whether words stand, in this order, in the documents at hand."""

_PRONOUNS = PEOPLE | THINGS | SEVERAL
# A participle ends the phrase before it: the regular ones, and the most frequent of the others.
_PARTICIPLE = regex.compile(
    r".{2,}ed|born|bought|broken|brought|built|called|caught|chosen|cut|done|driven|drawn|eaten|fallen|found|given|gone"
    r"|grown|held|hidden|hit|hurt|kept|known|laid|led|left|lent|lost|made|meant|met|paid|put|read|run|said|seen|sent|set"
    r"|shot|shown|shut|sold|spent|spoken|stolen|struck|taken|taught|told|thrown|understood|won|worn|written"
)
_LEADING = frozenset("a an the my our your its their his her".split())  # these belong to the phrase they lead
_ASKING = INTERROGATIVES | {"many", "much"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase, `text[start:end]` of what it was found in."""

    text: str
    start: int
    end: int
    preposition: str = ""
    """The one before it."""
    is_asked_for: bool = False
    """Whether it is what a question asks for: "which column", "who"."""

    @property
    def is_name(self) -> bool:
        """Whether it is written like a name."""
        return str(regex.sub(r"^(?:the|an?|my|our|your|its|their|his|her)\s", "", self.text, flags=regex.IGNORECASE))[
            :1
        ].isupper()

    @property
    def is_plural(self) -> bool:
        """Whether it seems to be of several."""
        head = self.head.casefold()
        return head in ("people", "children", "men", "women") or (
            head.endswith("s") and not head.endswith(("ss", "us"))
        )

    @property
    def head(self) -> str:
        """Its noun."""
        return str(regex.split(r"\s(?:of|in|at|on|for|from)\s", self.text)[0]).split()[-1]


def noun_phrases(text: str, attested: Attested) -> list[Phrase]:
    """The noun phrases of a question, in order."""
    said = tokens(text)
    found = [phrase for run in _runs(said) if (phrase := _phrase(text, said, run, attested))]
    return list(_joined(text, found))


def _runs(said: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The first and the last word of each stretch of content words, with the possessives within."""
    start = None
    for i, token in enumerate(said):
        inside = _is_inside(said, i)
        if start is not None and (not inside or token.after_break or _is_name_after_verb(said, start, i)):
            yield start, i
            start = None
        if inside and start is None:
            start = i
    if start is not None:
        yield start, len(said)


def _is_name_after_verb(said: Sequence[Token], start: int, i: int) -> bool:
    """Whether a name begins behind another word, without an article: "people shorten | Members"."""
    led = start > 0 and said[start - 1].word in DETERMINERS | _ASKING | PREPOSITIONS
    behind_word = i > start and not said[i - 1].is_capital and said[i - 1].word != "s"
    return behind_word and not led and said[i].is_capital and len(said[i].text) > 1


def _is_inside(said: Sequence[Token], i: int) -> bool:
    token = said[i]
    if token.word == "s":
        return i > 0 and not is_auxiliary(said, i)
    if token.is_capital and i and token.word not in _ASKING | {"a", "i"} and not is_auxiliary(said, i):
        return True
    return token.is_content and not is_auxiliary(said, i) and token.word not in _PRONOUNS


def _phrase(text: str, said: Sequence[Token], run: tuple[int, int], attested: Attested) -> Phrase | None:
    start, end = run
    if said[start].word in ("many", "much") and end - start > 1:
        start += 1
    before = said[start - 1].word if start else ""
    if before == "of" and start > 1 and said[start - 2].word == "s":
        before = ""
    if before in ("who", "what") or not start:  # "who founded Nintendo": a verb comes first
        if said[start].is_capital and start:
            pass
        elif end - start < 2:
            return None
        elif start or not said[start].is_capital:
            start += 1
        before = ""
    end = _cut(text, said, start, end, before, attested)
    if start >= end or (end - start == 1 and not _is_noun(said, start, before)):
        return None
    first = start - 1 if start and before in _LEADING else start
    preceding = said[first - 1].word if first else ""
    return Phrase(
        text[said[first].start : said[end - 1].end],
        said[first].start,
        said[end - 1].end,
        preceding if preceding in PREPOSITIONS else "",
        before in _ASKING,
    )


def _is_noun(said: Sequence[Token], i: int, before: str) -> bool:
    """Whether a word that stands alone names something, and is no verb."""
    token = said[i]
    if token.is_capital or before in DETERMINERS | _ASKING or not before:
        return True
    if before in PREPOSITIONS:
        return before != "to"
    if before == "there":
        return True
    return is_auxiliary(said, i - 1) and not (before in BE | HAVE and _PARTICIPLE.fullmatch(token.word))


def _cut(text: str, said: Sequence[Token], start: int, end: int, before: str, attested: Attested) -> int:
    """Where a phrase ends before the verb that may follow it; a longer one is taken if the documents have it."""
    opens = start - 1 if before in DETERMINERS else start
    auxiliary = said[opens - 1].word if opens and is_auxiliary(said, opens - 1) else ""
    if before in _ASKING and end < len(said) and is_auxiliary(said, end):  # "which old ships were sold"
        return end
    least, most = start + 1, end
    if said[start].is_capital:  # a name ends where capitals do
        least = next((i for i in range(start, end) if not said[i].is_capital and said[i].word != "s"), end)
        least -= said[least - 1].word == "s"
    if not auxiliary and before not in _ASKING and (before in DETERMINERS or not said[start].is_capital):
        return end - 1 if said[end - 1].word == "s" else end
    passive = auxiliary in BE | HAVE | {"s", "re"} and _PARTICIPLE.fullmatch(said[most - 1].word)
    if passive and (said[start].is_capital or not attested(text[said[start].start : said[most - 1].end])):
        most = max(least, most - 1)
    known = (
        i
        for i in range(most, least, -1)
        if said[i - 1].word != "s" and attested(text[said[start].start : said[i - 1].end])
    )
    if (longest := next(known, None)) and longest - start > 1:
        return longest
    if passive:
        return most
    if said[start].is_capital or before in _ASKING:
        return least
    ends_in_noun = auxiliary in BE | HAVE | {"s", "re"} or _is_plural(
        said[most - 1].word
    )  # no verb after "do" ends in -s
    return most if ends_in_noun else max(least, most - 1)


def _is_plural(word: str) -> bool:
    return word in ("people", "children", "men", "women") or (word.endswith("s") and not word.endswith(("ss", "us")))


def _joined(text: str, phrases: Sequence[Phrase]) -> Iterator[Phrase]:
    """The phrases, and those with what hangs on them by "of": "the head of facilities"."""
    at = 0
    while at < len(phrases):
        phrase = phrases[at]
        while at + 1 < len(phrases) and text[phrase.end : phrases[at + 1].start].strip() in ("of", "of the"):
            phrase = Phrase(
                text[phrase.start : phrases[at + 1].end],
                phrase.start,
                phrases[at + 1].end,
                phrase.preposition,
                phrase.is_asked_for,
            )
            at += 1
        yield phrase
        at += 1
