"""Text becomes the terms that lexical search compares: the same for documents and questions."""

import unicodedata
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import lru_cache

import regex
import snowballstemmer

from vectorstore.text.identifiers import Identifier, identifiers, said

_TOKEN = regex.compile(r"\p{Nd}+(?:[.,]\p{Nd}+)+|[\p{L}\p{M}\p{N}]+")
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]+")
_STEMMER = snowballstemmer.stemmer("english")

# Function words of English: they carry no topic, and a question is full of them. The last lines are contractions that
# were typed without their apostrophe.
STOP_WORDS = frozenset(
    """a about above after again all also am an and any are aren as at be because been before being below between both
    but by can cannot could couldn d did didn do does doesn doing don down during each either else ever few for from
    further get had hadn has hasn have haven having he her here hers herself him himself his how i if in into is isn it
    its itself just let ll m may me might more most must mustn my myself no nor not of off on once only or other our
    ours ourselves out over own per please re s same shall shan she should shouldn so some such t tell than that the
    their theirs them themselves then there these they this those through to too under until up upon us ve very was
    wasn we were weren what when where whether which while who whom whose why will with won would wouldn you your
    yours yourself yourselves
    arent cant couldnt didnt doesnt dont hadnt hasnt havent heres hows im isnt ive lets mustnt shouldnt thats theres
    theyre wasnt werent whats whens wheres whos whys wont wouldnt youre""".split()
)


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))


def fold(text: str) -> str:
    """The text in lower case without diacritics, compatibility forms unified."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def words(text: str) -> list[str]:
    """The folded words and numbers of a text, in order; a run of a script without spaces becomes its bigrams."""
    found: list[str] = []
    for token in _TOKEN.findall(fold(text)):
        if token[0].isdigit() and token[-1].isdigit():
            found.append(token.replace(",", ""))
            continue
        rest = 0
        for run in _UNSPACED.finditer(token):
            if run.start() > rest:
                found.append(token[rest : run.start()])
            characters = run.group()
            found.extend(characters[i : i + 2] for i in range(max(1, len(characters) - 1)))
            rest = run.end()
        if rest < len(token):
            found.append(token[rest:])
    return found


def stem(word: str) -> str:
    """The term of a folded word."""
    return _stem(word)


def analyse(text: str) -> list[str]:
    """The terms of a text: the stems of its words in order, stop words included, then what its identifiers say."""
    found = [_stem(word) for word in words(text)]
    return found + sorted({_stem(fold(form)) for form in said(text)}.difference(found))


def content_terms(text: str) -> list[str]:
    """The terms of a question without its stop words, or all of them where nothing else is left."""
    content = dict.fromkeys(term for asked in question_terms(text) for way in asked.ways for term in way)
    return list(content) or analyse(text)


@dataclass(frozen=True, slots=True)
class QuestionTerm:
    """One thing that a question names: a word, a number, a date, a code."""

    text: str
    """As it is written."""
    ways: tuple[tuple[str, ...], ...]
    """The ways in which a text may say it, each with the terms it takes, such as a date in full or in its parts."""

    def is_in(self, held: Set[str]) -> bool:
        """Whether terms hold it in any way."""
        return any(held >= set(way) for way in self.ways)


def question_terms(question: str) -> list[QuestionTerm]:
    """What a question names, in order, without stop words and without repetitions.

    A word in capitals is no stop word in a question that is not in capitals altogether: WHO, IT, US.
    """
    shouted = question.isupper()
    found: list[QuestionTerm] = []
    last = 0
    for one in identifiers(question):
        found += _word_terms(question[last : one.start], shouted)
        ways = [(term,) for term in form_terms(one)] + ([one.parts] if one.parts else [])
        found.append(QuestionTerm(one.text, tuple(ways)))
        last = one.end
    found += _word_terms(question[last:], shouted)
    return list({term.ways: term for term in reversed(found)}.values())[::-1]


def form_terms(identifier: Identifier) -> list[str]:
    """The terms that an identifier's normal forms are indexed by."""
    return [_stem(fold(form)) for form in sorted(identifier.forms)]


def _word_terms(text: str, shouted: bool) -> Iterator[QuestionTerm]:
    for token in _TOKEN.findall(text):
        is_name = token.isupper() and len(token) > 1 and not shouted
        for word in words(token):
            if is_name or word not in STOP_WORDS:
                yield QuestionTerm(token if len(words(token)) == 1 else word, ((_stem(word),),))
