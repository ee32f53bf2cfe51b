"""Which documents a question means: by file name, by words of name or title, or by what was cited last."""

from collections.abc import Sequence

import regex

from qa.answering.computed.finding.scan import places
from qa.answering.computed.finding.subject import subject_of
from qa.types import MARKER, Turn
from vectorstore import DocumentInfo, Library
from vectorstore.text.analysis import STOP_WORDS, analyse, stem, words

# What any document may be called: "the report", "this paper".
_GENERIC = frozenset(
    analyse(
        """document documents doc docs file files pdf pdfs report paper article book text texts note notes page pages
        content contents collection library folder everything called named titled entire whole full uploaded attached"""
    )
)
_POINTING = frozenset("it this that these those they everything all of the my our your in here".split())
_SEVERAL = frozenset(
    "documents docs files pdfs reports papers articles books texts collection library folder everything they".split()
)
_FEWEST_WORDS, _WORDS_OF_A_QUOTE = 4, 8  # that tell a quote from others
_SENTENCE = regex.compile(r".+?(?:[.!?](?=\s)|$)")


def named_documents(text: str, held: Sequence[DocumentInfo]) -> list[DocumentInfo]:
    """The documents that a text names: by file name, else by words that all stand in a document's name or title."""
    lowered = text.casefold()
    exact = [document for document in held if any(_stands_in(name, lowered) for name in _names(document))]
    if exact:
        return exact
    wanted = {stem(word) for word in words(text) if word not in STOP_WORDS}
    telling = wanted - _GENERIC
    if not telling:
        return []
    meant = [document for document in held if telling <= _words(document)]
    return [document for document in meant if wanted <= _words(document)] or meant


def names_no_document(text: str) -> bool:
    """Whether a text only points at documents without telling which: "this report", "it", "my documents"."""
    return all(word in _POINTING or stem(word) in _GENERIC for word in words(text))


def means_all(text: str) -> bool:
    """Whether a text points at all documents: "these files", "everything"."""
    return not _SEVERAL.isdisjoint(words(text))


def cited_last(library: Library, history: Sequence[Turn], collection: str, held: Sequence[DocumentInfo]) -> str | None:
    """The name of the document that the last answer quotes first; None where it was about several."""
    answer = next((turn.content for turn in reversed(history) if turn.role == "assistant"), "")
    lines = [line for line in answer.splitlines() if line.strip()]
    if labels := {name for line in lines if (name := _label(line, held))}:
        return labels.pop() if len(labels) == 1 else None
    for line in lines:
        sentence = _SENTENCE.match(MARKER.sub("", line).replace('"', " "))
        said = sentence.group().split() if sentence else []
        subject = subject_of(f'"{" ".join(said[:_WORDS_OF_A_QUOTE])}"') if len(said) >= _FEWEST_WORDS else None
        if subject and (found := places(library, subject, collection)):
            return found[0].document
    return None


def _label(line: str, held: Sequence[DocumentInfo]) -> str:
    """The document whose name a line begins with."""
    return max((document.name for document in held if line.startswith(document.name)), key=len, default="")


def _names(document: DocumentInfo) -> set[str]:
    """A document's name, and the name of its file alone."""
    name = document.name.casefold()
    return {name, name.rpartition("/")[2]}


def _stands_in(name: str, text: str) -> bool:
    return bool(regex.search(rf"(?<!\w){regex.escape(name)}(?!\w)", text))


def _words(document: DocumentInfo) -> set[str]:
    return set(analyse(f"{document.name} {document.title}"))
