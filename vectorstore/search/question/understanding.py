"""What a question means in this library: mistyped words, abbreviations, and the documents that it names."""

from collections.abc import Sequence
from functools import reduce

import regex

from vectorstore.models.protocols import Embedder
from vectorstore.search.question.acronyms import expansion, is_acronym
from vectorstore.search.question.document_names import DocumentNames
from vectorstore.search.question.spelling import nearest_word
from vectorstore.search.question.writing import as_written
from vectorstore.storage.base import Snapshot
from vectorstore.text.analysis import QuestionTerm, question_terms
from vectorstore.text.identifiers import identifiers
from vectorstore.types import Replacement, Scope, UnderstoodQuestion

READ_FOR_ACRONYMS = 30  # passages near to the question
LOWER_CASE_ACRONYM = regex.compile(r"\p{L}{3,5}")


def understood(
    question: str, snapshot: Snapshot, scope: Scope, names: DocumentNames, embedder: Embedder
) -> UnderstoodQuestion:
    """The question with each word that no document has in the library's own words, where it has such."""
    documents = names.written_in(question)
    if scope.documents is not None:
        documents = tuple(name for name in documents if name in scope.documents)
    replaced = [
        Replacement(one.text, written)
        for one in identifiers(question)
        if (written := as_written(one, snapshot, scope)) is not None
    ]
    for one in unknown(question_terms(question), snapshot, scope, names):
        meant = _meant(one.text, question, snapshot, scope, embedder)
        if meant is not None:
            replaced.append(Replacement(one.text, meant))
    text = reduce(_replaced, replaced, question)
    return UnderstoodQuestion(text, tuple(replaced), documents or None)


def _replaced(text: str, change: Replacement) -> str:
    written = rf"(?<![\p{{L}}\p{{N}}]){regex.escape(change.written)}(?![\p{{L}}\p{{N}}])"
    return str(regex.sub(written, lambda _: change.searched, text))


def unknown(
    asked: Sequence[QuestionTerm], snapshot: Snapshot, scope: Scope, names: DocumentNames
) -> list[QuestionTerm]:
    """What a question names that no passage of the scope holds, nor the name of a document."""
    terms = [term for one in asked for way in one.ways for term in way]
    held = snapshot.held(terms, scope) | names.known(terms, scope)
    return [one for one in asked if not one.is_in(held)]


def _meant(word: str, question: str, snapshot: Snapshot, scope: Scope, embedder: Embedder) -> str | None:
    if is_acronym(word) and not question.isupper():
        return _expansion(word, question, snapshot, scope, embedder)
    # A word that the model's vocabulary has whole is a word, if none of these documents: no mistake.
    if len(embedder.token_spans(word.lower())) == 1:
        return None
    meant = nearest_word(word, snapshot, scope)
    if meant is None and LOWER_CASE_ACRONYM.fullmatch(word):
        meant = _expansion(word, question, snapshot, scope, embedder)
    return meant


def _expansion(word: str, question: str, snapshot: Snapshot, scope: Scope, embedder: Embedder) -> str | None:
    near = snapshot.found(list(snapshot.nearest(embedder.question_vector(question), scope, READ_FOR_ACRONYMS)))
    return expansion(word, [f"{one.passage.context}\n{one.passage.text}" for one in near.values()])
