"""What a question lacks to be understood alone: a pronoun's or demonstrative's antecedent, a verb, a subject.

Decided by the place of words in the question, not by the words as such: "Is there parking?", "Then when is the yard
locked?" and "What does one pay?" lack nothing; "How deep is it?", "And for students?" and "Since when?" do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from qa.answering.conversation.follow_up.tokens import (
    AUXILIARIES,
    BE,
    CONNECTIVES,
    DETERMINERS,
    INTERROGATIVES,
    PREPOSITIONS,
    Token,
    tokens,
)

PEOPLE = frozenset("he him his she her hers".split())
THINGS = frozenset("it its".split())
SEVERAL = frozenset("they them their theirs".split())
SUBJECTS = frozenset("he she it they".split())
POSSESSIVES = frozenset("his her its their".split())
DEMONSTRATIVES = frozenset("this that these those".split())
PLURAL = SEVERAL | {"these", "those"}
# Verbs by which a message asks without an auxiliary: "tell me about parking".
_IMPERATIVES = frozenset(
    """compare count describe explain find give list name outline quote say search show summarise summarize tell
    translate""".split()
)
# After these begins another clause, whose pronouns may point at the one before.
_CLAUSES = frozenset(
    "after although and because before but if once since so that unless until when where while".split()
)
FEW = 2  # content words; a phrase of more is a search in keywords, not the rest of a question
MANY = 4  # content words; so many are no fragment even if no verb is recognised among them
# "Is it allowed to swim": what these are said of comes after them.
_SAID_OF_A_CLAUSE = frozenset(
    """allowed forbidden illegal legal likely necessary ok okay permitted possible prohibited required true unlikely
    """.split()
)

Kind = Literal["person", "thing", "several", "demonstrative", "place", "time", "noun"]


@dataclass(frozen=True, slots=True)
class Gap:
    """A word of the question that stands for something said before, `question[start:end]`."""

    kind: Kind
    start: int
    end: int
    is_possessive: bool = False
    is_plural: bool = False


def gaps(question: str) -> tuple[Gap, ...]:
    """The words whose antecedent is not in the question, in order."""
    said = tokens(question)
    found = (_gap(said, i) for i in range(len(said)))
    return tuple(gap for gap in found if gap)


def is_fragment(question: str) -> bool:
    """Whether a question has no verb of its own, or nothing beside it."""
    said = tokens(question)
    while said and said[0].word in CONNECTIVES:
        said = said[1:]
    connected = len(said) < len(tokens(question))
    if not said:
        return True
    first, rest = said[0].word, said[1:]
    if first in ("what", "how") and rest and rest[0].word in ("about", "if"):
        return True
    content = [token for token in said if token.is_content]
    verbs = [i for i, token in enumerate(said) if is_auxiliary(said, i)]
    if verbs:  # "why is that": the verb has nothing of its own to speak of
        return not content and not any(token.word in PEOPLE | THINGS | SEVERAL | {"i", "you", "we"} for token in said)
    if first in _IMPERATIVES:
        return False
    if first in ("who", "whose"):
        return not content
    if first == "what":
        return len(content) < FEW
    if first == "which" and rest and rest[0].word == "of":
        return len(content) < FEW
    if first in ("which", "how"):
        return not _has_verb_after(rest) and (len(content) < MANY or any(token.after_break for token in rest))
    return connected or first in INTERROGATIVES | PREPOSITIONS or len(content) <= FEW


def lacks_something(question: str) -> bool:
    """Whether a question cannot be understood without what was said before it."""
    return bool(gaps(question)) or is_fragment(question)


def is_auxiliary(said: Sequence[Token], i: int) -> bool:
    """Whether a word is an auxiliary verb, contracted ones included."""
    word = said[i].word
    if word in ("s", "re", "ve", "ll", "d") and i:
        return word != "s" or said[i - 1].word in INTERROGATIVES | THINGS | PEOPLE | DEMONSTRATIVES | {"there"}
    return word in AUXILIARIES and not (word in ("will", "can", "may", "might") and said[i].text[0].isupper() and i > 0)


def _has_verb_after(rest: Sequence[Token]) -> bool:
    """Whether "which company owns the yard" goes on as a clause: two words at least, then what they speak of."""
    run = 0
    for token in rest:
        if token.after_break:
            return False
        if not token.is_content:
            return run >= FEW and token.word not in ("and", "or")
        if run >= FEW and token.is_capital:
            return True
        run += 1
    return run > FEW


def _gap(said: Sequence[Token], i: int) -> Gap | None:
    token, word = said[i], said[i].word
    after = said[i + 1] if i + 1 < len(said) and not said[i + 1].after_break else None
    possessive = word in POSSESSIVES and after is not None and after.is_content
    if token.is_capital and i and not token.after_break:  # of a title: As You Like It
        return None
    if word in PEOPLE | THINGS | SEVERAL:
        if _has_antecedent(said, i, possessive) or (word == "it" and _is_empty(said, i)):
            return None
        kind: Kind = "person" if word in PEOPLE else "thing" if word in THINGS else "several"
        return Gap(kind, token.start, token.end, possessive or word in ("hers", "theirs"), word in SEVERAL)
    if word in DEMONSTRATIVES:
        if _is_conjunction(said, i) or _has_noun(said, i) or _has_antecedent(said, i, False):
            return None
        return Gap("demonstrative", token.start, token.end, False, word in PLURAL)
    if word == "there" and i and said[i - 1].word not in BE and not (after and is_auxiliary(said, i + 1)):
        return None if _has_antecedent(said, i, False) else Gap("place", token.start, token.end)
    if word == "then" and i and i + 1 == len(said):
        return None if _has_antecedent(said, i, False) else Gap("time", token.start, token.end)
    if word in ("one", "ones") and i and _is_pro_noun(said, i):
        return Gap("noun", token.start, token.end, False, word == "ones")
    return None


def _has_antecedent(said: Sequence[Token], i: int, possessive: bool) -> bool:
    """Whether a noun phrase before a pronoun can be what it stands for.

    A possessive may point at any before it ("did the crew lose their boat"); another pronoun only across a clause
    ("when steam cools, what does it become", "did the mayor say he would come").
    """
    opens = [j for j in range(i) if _opens_phrase(said, j)]
    if not opens:
        return False
    if possessive:
        return True
    between = said[opens[0] + 1 : i]
    if said[i].after_break or any(token.after_break or token.word in _CLAUSES for token in between):
        return True
    goes_on = i + 1 < len(said) and (is_auxiliary(said, i + 1) or said[i + 1].is_content)
    return said[i].word in SUBJECTS and said[i - 1].is_content and not is_auxiliary(said, i - 1) and goes_on


def _opens_phrase(said: Sequence[Token], j: int) -> bool:
    """Whether a phrase begins that names something: with an article or a plural, or like a name; or asks for one."""
    before, token = said[j - 1].word if j else "", said[j]
    after = said[j + 1] if j + 1 < len(said) else None
    if token.word in ("the", "a", "an", "which", "many", "most", "some") and before not in PREPOSITIONS:
        return after is not None and after.is_content
    if not j or not token.is_content:
        return False
    named = token.is_capital and not token.text[0].isdigit()
    led = before in _CLAUSES or (is_auxiliary(said, j - 1) and token.word.endswith("s"))
    return named or led


def _is_empty(said: Sequence[Token], i: int) -> bool:
    """Whether "it" stands for nothing: the weather, or what a clause says later ("is it allowed to swim")."""
    rest = [token.word for token in said[i + 1 : i + 7]]
    if rest and rest[0].startswith(("rain", "snow")):
        return True
    verb = next((n for n, word in enumerate(rest) if word in ("to", "that")), None)
    if not verb or not i or verb + 1 >= len(rest) or rest[verb + 1] in DETERMINERS | PREPOSITIONS:
        return False
    said_later = said[i + 1 + verb : i + 3 + verb]
    if said_later[1].is_capital or not (said[i - 1].word in BE or rest[0] in ("take", "takes", "cost", "costs")):
        return False
    has_object = any(token.is_capital or token.word in DETERMINERS for token in said[i + 3 + verb :])
    return rest[0] == "take" or not _SAID_OF_A_CLAUSE.isdisjoint(rest[:verb]) or (has_object and verb <= MANY)


def _is_conjunction(said: Sequence[Token], i: int) -> bool:
    """Whether "that" opens a clause: "the team that won", "did he say that it rains"."""
    if said[i].word != "that" or i == 0 or i + 1 == len(said) or said[i].after_break:
        return False
    before = said[i - 1]
    return before.is_content and not is_auxiliary(said, i - 1)


def _has_noun(said: Sequence[Token], i: int) -> bool:
    """Whether a demonstrative has its noun: "this station"; in "does that weaken it" a verb follows."""
    if i + 1 == len(said) or said[i + 1].after_break or not said[i + 1].is_content:
        return False
    if said[i].word != "that" or i == 0 or not is_auxiliary(said, i - 1):
        return said[i].word in ("this", "that") or said[i + 1].word.endswith("s")
    # after an auxiliary: "is that station open" has a noun and goes on; "was that expensive", "does that hurt them" not
    after = said[i + 2] if i + 2 < len(said) and not said[i + 2].after_break else None
    return after is not None and (after.is_content or after.word == "of")


def _is_pro_noun(said: Sequence[Token], i: int) -> bool:
    """Whether "one" stands for a noun: "the last one", "which one"; "what does one pay" and "one day" do not."""
    before = said[i - 1]
    ends = i + 1 == len(said) or said[i + 1].after_break or not said[i + 1].is_content
    led = before.word in ("the", "this", "that", "which", "another", "other", "each") or (
        before.is_content and not is_auxiliary(said, i - 1)
    )
    return ends and (said[i].word == "ones" or led)
