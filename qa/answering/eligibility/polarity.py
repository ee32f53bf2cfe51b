"""Whether a sentence denies what a question asks about, or says it where the question asks what is denied."""

import regex

from vectorstore.text.analysis import STOP_WORDS, analyse, words

GOVERNED = 3  # words after a "not" that it denies, function words apart

_NOT = frozenset("no not never nor neither cannot without none".split())
# What says "not" without the word.
_DENYING = frozenset(
    analyse(
        """forbidden prohibited banned refused denied closed excluded excludes lacks lacking except unable impossible
        refuses refuse prohibits forbids bans only nobody nothing"""
    )
)
_CONTRACTED = regex.compile(r"\b(ca|wo|sha)?n['’]t\b|n['’]t\b", regex.IGNORECASE)


def opposes(question: str, sentence: str) -> bool:
    """Whether a sentence says the opposite of what is asked for: it has not what is sought, or has what is not."""
    said = _words(sentence)
    if _asks_for_denied(question):
        return not _NOT & set(said) and not _DENYING & set(analyse(sentence))
    asked = {stem for word in _words(question) if word not in STOP_WORDS for stem in analyse(word)}
    return any(asked & _governed(said, at) for at, word in enumerate(said) if word in _NOT)


def _asks_for_denied(question: str) -> bool:
    return bool(_NOT & set(_words(question)))


def _governed(said: list[str], at: int) -> set[str]:
    """The stems of what a "not" denies: the words right after it."""
    after = [word for word in said[at + 1 :] if word not in STOP_WORDS][:GOVERNED]
    return {stem for word in after[:1] for stem in analyse(word)}


def _words(text: str) -> list[str]:
    return words(_CONTRACTED.sub(" not", text))
