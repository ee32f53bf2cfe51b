"""Of a long text, such as a pasted mail, the sentences that ask: the rest of it is neither searched for nor read."""

from typing import NamedTuple

import regex
import sentencex

LONG = 40  # words: up to this, all of a text is the question
BEFORE = 2  # sentences before the one that asks, which say what "them" means in it

_ASKS = regex.compile(r"[?？؟]\W*$")
_SAYS_THAT_IT_ASKS = regex.compile(
    r"\b(?:(?:like|want|need|wish|love) to (?:know|ask|learn|find out)|wonder(?:ing)?|(?:tell|let) (?:me|us)(?: know)?"
    r"|(?:my|our|the) question is)\b",
    regex.IGNORECASE,
)


class AskedSentence(NamedTuple):
    """What a text asks, and what it says right before; empty where the text is all question."""

    question: str
    before: str = ""


def asked_sentence(text: str) -> AskedSentence:
    """The sentences of a long text that end in a question mark, else those that say that they ask; else all of it."""
    if len(text.split()) <= LONG:
        return AskedSentence(text)
    said = [
        sentence.strip() for line in text.splitlines() for sentence in sentencex.segment("en", line) if sentence.strip()
    ]
    asking = [i for i, sentence in enumerate(said) if _ASKS.search(sentence)]
    asking = asking or [i for i, sentence in enumerate(said) if _SAYS_THAT_IT_ASKS.search(sentence)]
    if not asking:
        return AskedSentence(text)
    before = said[max(0, asking[0] - BEFORE) : asking[0]]
    return AskedSentence(" ".join(said[i] for i in asking), " ".join(before))
