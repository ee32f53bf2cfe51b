"""Example questions from a library's own headings and sentences, made by rule: the same library gives the same ones."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import islice, zip_longest

from vectorstore import DocumentInfo, Library, LibraryError, SourceText

MOST = 4  # questions
DOCUMENTS_READ = 8  # in the order of their names
CHARACTERS_READ = 40_000  # of each
OF_EACH = 3  # questions from one document, if there are few documents
LONGEST = 90  # characters of a question that can be read at a glance

# Words that point at something said elsewhere, so that the question could not be understood alone.
_POINTING = re.compile(r"\b(it|its|this|that|these|those|they|them|their|there|he|she|his|her|one|ones|such)\b", re.I)
_NOT_A_SUBJECT = re.compile(
    r"\b(and|or|but|if|when|which|who|where|only|also|then|here|both|not|no|we|you|I|what|how|why)\b"
    r"|^(on|in|at|for|after|before|during|from|with|under|to|of|by|as|since|until)\b"
    r"|^the \w+$",  # the switch: which one?
    re.I,
)

_SUBJECT = r"(?P<subject>[^\W\d_][\w'-]*(?: [\w'-]+){0,7}?)"
_DONE = r"(?P<done>\w+(?:ed|en|ght|lt|ld|wn|de|nt|ut))"
_NUMBER = r"(?:[£$€]\s?\d|\d|(?:two|three|four|five|six|seven|eight|nine|ten)\b)"
_AMOUNT = rf"(?:about |at least |at most |up to |nearly )?{_NUMBER}"
_UNIT = r"(?:working )?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)"
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DATE = rf"(?:on \d{{1,2}} {_MONTH}|in (?:{_MONTH} )?\d{{4}}\b)"

# A sentence that states a fact, and the question whose answer it is.
_RULES = tuple(
    (re.compile(f"{_SUBJECT} {pattern}"), question)
    for pattern, question in (
        (rf"takes {_AMOUNT}[\w-]* {_UNIT}\b", "How long does {subject} take?"),
        (rf"costs {_AMOUNT}", "How much does {subject} cost?"),
        (rf"weighs {_AMOUNT}", "How much does {subject} weigh?"),
        (r"(?P<be>is|are) (?P<done>kept|stored|held|moored|located|filed) (?:in|on|at|behind|under)\b",
         "Where {be} {subject} {done}?"),
        (rf"(?P<be>was|were) {_DONE}\b[^.]{{0,60}}? {_DATE}", "When {be} {subject} {done}?"),
        (rf"(?P<be>is|are|must be) {_DONE} (?:every|after|within)\b", "When {be} {subject} {done}?"),
        (r"(?P<verb>open|close|start|begin|end)s (?:at|on) \w", "When does {subject} {verb}?"),
        (rf"(?P<be>is|are|was|were) {_AMOUNT}", "What {be} {subject}?"),
    )
)  # fmt: skip
_DEFINITION = ((re.compile(rf"{_SUBJECT} (?P<be>is|are) (?:an?|the) \w"), "What {be} {subject}?"),)  # the last resort


def suggestions(library: Library, collection: str, documents: Sequence[str] | None = None) -> tuple[str, ...]:
    """A few questions that a collection, or chosen documents of it, seem to answer, taken from several if there are."""
    held = [one for one in library.documents(collection) if documents is None or one.name in documents]
    return _suggested(library, tuple(held[:DOCUMENTS_READ]))


@lru_cache(maxsize=16)
def _suggested(library: Library, documents: tuple[DocumentInfo, ...]) -> tuple[str, ...]:
    sources = []
    for document in documents:
        with suppress(LibraryError):  # removed a moment ago
            sources.append(library.source(document.name, document.collection))
    for kind in (candidates, topics):
        in_turn = zip_longest(*(islice(kind(source), OF_EACH) for source in sources))
        if found := dict.fromkeys(question for turn in in_turn for question in turn if question):
            return tuple(islice(found, MOST))
    return ()


def candidates(source: SourceText) -> Iterator[str]:
    """The questions that a document answers by what it says, each once."""
    found = dict.fromkeys((*_headings(source), *_facts(source, _RULES), *_facts(source, _DEFINITION)))
    yield from (question for question in found if len(question) <= LONGEST)


def topics(source: SourceText) -> Iterator[str]:
    """Questions after what stands under a heading, for a document that states nothing the rules know."""
    for heading in _blocks(source, headings=True):
        topic = re.sub(r"^[\d.]+\s+", "", heading)
        if topic != source.title and 1 < len(topic.split()) < 7 and re.fullmatch(r"[\w\s'-]+", topic):
            yield f"What do the documents say about {_inside(topic, source)}?"


def _headings(source: SourceText) -> Iterator[str]:
    """Headings that are questions themselves."""
    for heading in _blocks(source, headings=True):
        if heading.endswith("?") and len(heading.split()) > 2 and not _POINTING.search(heading):
            yield heading


def _facts(source: SourceText, rules: tuple[tuple[re.Pattern[str], str], ...]) -> Iterator[str]:
    """Questions whose answer is a sentence of the document."""
    for block in _blocks(source, headings=False):
        for sentence in re.split(r"(?<=[.!?])\s+", block):
            for pattern, question in rules:
                fact = pattern.match(sentence)
                if fact and not _POINTING.search(fact["subject"]) and not _NOT_A_SUBJECT.search(fact["subject"]):
                    yield question.format(**fact.groupdict() | {"subject": _inside(fact["subject"], source)})
                    break


def _blocks(source: SourceText, headings: bool) -> Iterator[str]:
    """The headings, or the paragraphs, as single lines."""
    for block in source.blocks:
        if block.end <= CHARACTERS_READ and block.is_heading == headings and not block.header:
            yield " ".join(source.text[block.start : block.end].split())


def _inside(words: str, source: SourceText) -> str:
    """The words as they stand inside a sentence, where only a name keeps its capital."""
    first, space, rest = words.partition(" ")
    is_name = re.search(rf"[a-z,;] {re.escape(first)}\b", source.text[:CHARACTERS_READ])
    return words if is_name else f"{first.lower()}{space}{rest}"
