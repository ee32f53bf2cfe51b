"""Text becomes the terms that lexical search compares: the same for documents and questions."""

import unicodedata
from functools import lru_cache

import regex
import snowballstemmer

_TOKEN = regex.compile(r"\p{Nd}+(?:[.,]\p{Nd}+)+|[\p{L}\p{M}\p{N}]+")
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]+")
_STEMMER = snowballstemmer.stemmer("english")

# Function words of English: they carry no topic, and a question is full of them.
STOP_WORDS = frozenset(
    """a about above after again all also am an and any are aren as at be because been before being below between both
    but by can cannot could couldn d did didn do does doesn doing don down during each either else ever few for from
    further get had hadn has hasn have haven having he her here hers herself him himself his how i if in into is isn it
    its itself just let ll m may me might more most must mustn my myself no nor not of off on once only or other our
    ours ourselves out over own per please re s same shall shan she should shouldn so some such t tell than that the
    their theirs them themselves then there these they this those through to too under until up upon us ve very was
    wasn we were weren what when where whether which while who whom whose why will with won would wouldn you your
    yours yourself yourselves""".split()
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


def analyse(text: str) -> list[str]:
    """The stemmed terms of a text, in order, stop words included."""
    return [_stem(word) for word in words(text)]


def content_terms(text: str) -> list[str]:
    """The stemmed terms of a question without its stop words, or all of them where nothing else is left."""
    content = [_stem(word) for word in words(text) if word not in STOP_WORDS]
    return content or analyse(text)
