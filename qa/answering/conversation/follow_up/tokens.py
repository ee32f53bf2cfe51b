"""The words of a question with their places, and the closed classes of English words that its grammar is told by."""

from dataclasses import dataclass

import regex

from vectorstore.text.analysis import STOP_WORDS, fold

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:[.,&/-](?=[\p{L}\p{N}])[\p{L}\p{M}\p{N}]+)*")
_CONTRACTION = regex.compile(r"['’](?:s|re|ve|d|ll|m|t)\b", regex.IGNORECASE)

BE = frozenset("is are was were am isn aren wasn weren".split())
DO_AND_MODALS = frozenset(
    """do does did don doesn didn can could may might must shall should will would couldn shouldn wouldn mustn cannot
    """.split()
)
HAVE = frozenset("has have had hasn haven hadn".split())
AUXILIARIES = BE | DO_AND_MODALS | HAVE
INTERROGATIVES = frozenset("who whom whose what which when where why how whereabouts".split())
DETERMINERS = frozenset("a an the my your our its their his her this that these those some any each every no".split())
PREPOSITIONS = frozenset(
    """about above after against among around at before behind below between beyond by during for from in inside into
    like near of off on onto out outside over per since through throughout till to toward towards under until up upon
    via with within without""".split()
)
CONNECTIVES = frozenset("and but or so then also well ok okay".split())


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text, `text[start:end]`."""

    text: str
    start: int
    end: int
    after_break: bool
    """Whether punctuation stands before it."""

    @property
    def word(self) -> str:
        """The word folded."""
        return fold(self.text)

    @property
    def is_content(self) -> bool:
        """Whether it is no function word."""
        return self.word not in STOP_WORDS and self.word not in PREPOSITIONS and self.word not in INTERROGATIVES

    @property
    def is_capital(self) -> bool:
        """Whether it is written like a name or a number."""
        return self.text[0].isupper() or self.text[0].isdigit()


def tokens(text: str) -> list[Token]:
    """The words in order; a contracted verb is a word of its own ("who's": who, is)."""
    found: list[Token] = []
    end = 0
    for match in _WORD.finditer(text):
        gap = text[end : match.start()]
        after_break = bool(regex.search(r"[,;:!?()–—\n\"“”]|\s-\s|\.", gap)) and bool(found)
        before = text[match.start() - 1 : match.start()]
        if found and before in ("'", "’") and _CONTRACTION.match(text, match.start() - 1):
            found.append(Token(match.group(), match.start(), match.end(), False))
        else:
            found.append(Token(match.group(), match.start(), match.end(), after_break))
        end = match.end()
    return found
