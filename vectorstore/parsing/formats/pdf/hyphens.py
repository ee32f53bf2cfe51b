"""Words cut at the end of a line are made whole again."""

import re
from collections.abc import Iterable, Set

from vectorstore.parsing.formats.pdf.characters import HYPHEN
from vectorstore.parsing.formats.pdf.lines import Line

HYPHENS = (HYPHEN, "-", "\N{HYPHEN}")
WORD = re.compile(r"\w+(?:[-\N{HYPHEN}]\w+)*")
LONG = 4  # letters: two shorter words are as often the halves of one ("with-out")
LAST_PART = re.compile(r"[\w-]*$")
FIRST_PART = re.compile(r"^[\w-]+")
# Scripts that put no space between words, so none belongs where a line ended.
UNSPACED = re.compile("[\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")


def vocabulary(lines: Iterable[Line]) -> frozenset[str]:
    """The words that stand whole within the lines of a document, and the first parts of compounds ("self-")."""
    words: set[str] = set()
    for line in lines:
        found = WORD.findall(line.text)
        words.update(word.lower() for word in (found[:-1] if line.text.endswith(HYPHENS) else found))
    return frozenset(words | {word.partition("-")[0] + "-" for word in words if "-" in word})


def joint(before: str, after: str, words: Set[str]) -> tuple[str, str]:
    """How two lines are joined: the first as it then ends, and what comes between them."""
    if not before.endswith(HYPHENS):
        unspaced = before and after and UNSPACED.match(before[-1]) and UNSPACED.match(after[0])
        return before, "" if unspaced else " "
    stem = before[:-1]
    last, first = LAST_PART.search(stem), FIRST_PART.search(after)
    if not last or not last.group() or not first:
        # A dash at the end of a line stays one.
        return stem + "-", " "
    # No word goes on with a capital or a figure after a cut.
    was_cut = first.group()[0].islower() and _was_cut(last.group().lower(), first.group().lower(), words)
    return (stem if was_cut else stem + "-"), ""


def _was_cut(last: str, first: str, words: Set[str]) -> bool:
    """Whether a hyphen only cuts a word: the document decides where it can."""
    if f"{last}-{first}" in words or last + first in words:
        return f"{last}-{first}" not in words
    # Two words that stand for themselves elsewhere, a letter ("x-axis") and a number make a compound.
    if len(last) == 1 or not last[-1].isalpha():
        return False
    if min(len(last), len(first)) < LONG:
        return True
    return f"{last}-" not in words and not {last, first} <= words
