"""The readings of a follow-up: the questions that it may be short for, the likeliest first."""

from collections.abc import Iterator
from itertools import islice

import regex

from qa.answering.conversation.follow_up.antecedents import Before, antecedents
from qa.answering.conversation.follow_up.gaps import Gap, gaps, is_auxiliary, is_fragment
from qa.answering.conversation.follow_up.phrases import Attested, Phrase, noun_phrases
from qa.answering.conversation.follow_up.tokens import CONNECTIVES, INTERROGATIVES, PREPOSITIONS, Token, tokens

MOST = 4  # readings of a question

_ABOUT = regex.compile(r"^(?:what|how)\s+about\s+", regex.IGNORECASE)
_SUPERLATIVE = regex.compile(r"the\s\w+est\b", regex.IGNORECASE)
_END = regex.compile(r"[\s?.!,;]+$")
_POINTING = frozenset("that this it there so".split())


def readings(question: str, said: Before, attested: Attested) -> tuple[str, ...]:
    """What a follow-up may mean after what was said; the question itself where nothing is found for what it lacks."""
    own = without_connective(question)
    lacking = gaps(own)
    if is_fragment(question) and all(gap.kind in ("demonstrative", "noun") for gap in lacking):
        found = _of_fragment(_with_nouns(own, lacking, said), said, attested)
    else:
        found = (_filled(own, lacking, choice) for choice in _choices(lacking, said))
    cleaned = (f"{reading[:1].upper()}{_END.sub('', reading)[1:]}?" for reading in found)
    return tuple(islice(dict.fromkeys(cleaned), MOST)) or (question,)


def _choices(lacking: tuple[Gap, ...], said: Before) -> Iterator[dict[Gap, str]]:
    """For each reading what stands for each gap; gaps of one kind stand for the same."""
    if not lacking:
        return
    first = lacking[0]
    for text in antecedents(first, said):
        choice = {}
        for gap in lacking:
            same = gap.kind == first.kind
            choice[gap] = text if same else next((t for t in antecedents(gap, said) if t != text), text)
        yield choice


def _filled(question: str, lacking: tuple[Gap, ...], choice: dict[Gap, str]) -> str:
    for gap in reversed(lacking):
        text = choice[gap]
        if gap.kind == "noun":
            text = text.split()[-1]
        elif gap.is_possessive:
            text = f"{text}'" if text.endswith("s") and gap.is_plural else f"{text}'s"
        elif gap.kind == "place":
            text = f"in {text}"
        question = f"{question[: gap.start]}{text}{question[gap.end :]}"
    return question


def _with_nouns(own: str, lacking: tuple[Gap, ...], said: Before) -> str:
    """A fragment with the noun that "one" or "ones" stands for: the first that fits in number."""
    for gap in reversed(lacking):
        if gap.kind == "noun" and (found := antecedents(gap, said)):
            own = _filled(own, (gap,), {gap: found[0]})
    return own


def _of_fragment(own: str, said: Before, attested: Attested) -> Iterator[str]:
    """The question before with what the fragment says in the place of its counterpart."""
    about = _ABOUT.match(own)
    rest = _END.sub("", own[about.end() :] if about else own)
    first = tokens(rest)[0].word if tokens(rest) else ""
    if not about and first in INTERROGATIVES | PREPOSITIONS and (asked := _interrogative(rest)):
        yield _asked_anew(asked, said)
        return
    if first in PREPOSITIONS:
        yield from _with_place(first, rest, said)
    else:
        yield from _swapped(rest, said, attested)
    if about:
        yield f"What about {rest}"


def _interrogative(rest: str) -> str:
    """The interrogative of a fragment ("since when", "why was that"); empty where it asks by a noun alone."""
    words = [token for token in tokens(rest)]
    while words and (words[-1].word in _POINTING or is_auxiliary(words, len(words) - 1)):
        words.pop()
    if any(token.word in INTERROGATIVES for token in words):
        return rest[: words[-1].end]
    return ""


def _asked_anew(asked: str, said: Before) -> str:
    """The question before, asking for something else: "When was the lamp lit?", "where" → "where was the lamp lit"."""
    old = tokens(said.question)
    verb = next((i for i in range(len(old)) if is_auxiliary(old, i)), None)
    body = _END.sub("", said.question)
    asks_noun = any(token.word in ("who", "which", "what") for token in old[:verb])
    if verb is None or (asks_noun and _asks_subject(old, verb)):
        return f"{asked}: {body[:1].lower()}{body[1:]}"
    rest = body[old[verb].start :]
    if asked.casefold().endswith(" not"):
        asked = asked[: -len(" not")]
        subject = next((phrase for phrase in said.phrases if phrase.start > old[verb].end), None)
        rest = f"{body[old[verb].start : subject.end]} not{body[subject.end :]}" if subject else rest
    return f"{asked} {rest[:1].lower()}{rest[1:]}"


def _asks_subject(old: list[Token], verb: int) -> bool:
    """Whether the verb of a question stands right behind what it asks for: "who was born"."""
    after = old[verb + 1] if verb + 1 < len(old) else None
    return after is None or not (after.is_capital or after.word in ("the", "a", "an") or after.is_content)


def _with_place(preposition: str, rest: str, said: Before) -> Iterator[str]:
    """The question before with another "in …", "for …"; at its end where it has none."""
    body = _END.sub("", said.question)
    same = [phrase for phrase in said.phrases if phrase.preposition == preposition]
    for phrase in same:
        start = said.question.rfind(preposition, 0, phrase.start)
        yield f"{said.question[:start]}{rest}{said.question[phrase.end :]}"
    if not same:
        yield f"{body} {rest}"


def _swapped(rest: str, said: Before, attested: Attested) -> Iterator[str]:
    """The question before with another thing in the place of its like; with more at its end where it has none."""
    if not said.phrases:
        yield f"{_END.sub('', said.question)} {rest}"
    found = noun_phrases(f"about {rest}", attested)
    new = found[0] if found else Phrase(rest, 0, len(rest))
    for phrase in sorted(said.phrases, key=lambda phrase: _distance(phrase, new)):
        yield f"{said.question[: phrase.start]}{_like(phrase, rest)}{said.question[phrase.end :]}"


def _like(old: Phrase, rest: str) -> str:
    """A superlative alone takes the noun of its counterpart: "the oldest" for "the largest green"."""
    superlative = _SUPERLATIVE.match(old.text)
    return f"{rest}{old.text[superlative.end() :]}" if superlative and _SUPERLATIVE.fullmatch(rest) else rest


def _distance(old: Phrase, new: Phrase) -> int:
    """How unlike two phrases are in what they may name."""
    return (
        2 * (old.text[:1].isdigit() != new.text[:1].isdigit())
        + 2 * (old.is_name != new.is_name)
        + (old.is_plural != new.is_plural)
        + (old.text.split()[0].casefold() != new.text.split()[0].casefold())
        + old.is_asked_for
    )


def without_connective(question: str) -> str:
    """The question without "and", "but" or "so" before it."""
    said = tokens(question)
    while len(said) > 1 and said[0].word in CONNECTIVES:
        said = said[1:]
    return question[said[0].start :] if said else question
