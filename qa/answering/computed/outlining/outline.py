"""An outline by quotes: of each part of a document, or of each document, the sentences most central to it."""

from collections.abc import Sequence

from qa.answering.computed.catalog import title
from qa.answering.computed.document_choice import cited_last, means_all, named_documents, names_no_document
from qa.answering.computed.outlining.centrality import central
from qa.answering.computed.outlining.parts import Part, parts
from qa.answering.computed.outlining.statements import statements
from qa.answering.computed.request import Request
from qa.answering.computed.structure import Structure
from qa.answering.computed.task import Task
from qa.answering.computed.wording import Line, answer, counted
from qa.answering.quotes import Evidence
from qa.types import Answer
from vectorstore import DocumentInfo, Hit

MOST_PARTS = 15
FEW_PARTS = 5  # are given two sentences each
MOST_DOCUMENTS = 20
MOST_LETTERS_BELOW = 200  # of the headings below a heading
MOST_SENTENCES = 200  # of a part, evenly spaced, that are compared with each other


def outline(task: Task, request: Request) -> Answer | None:
    """The outline of the documents that are meant; None where the question is about something else."""
    meant = _meant(task, request.subject)
    if not meant:
        return None
    return _of_document(task, meant[0]) if len(meant) == 1 else _of_documents(task, meant)


def _meant(task: Task, said: str) -> Sequence[DocumentInfo]:
    if named := named_documents(said, task.held):
        return named
    if not names_no_document(said):
        return ()
    last = None if means_all(said) else cited_last(task.library, task.history, task.collection, task.held)
    return [document for document in task.held if document.name == last] or task.held


def _of_document(task: Task, document: DocumentInfo) -> Answer | None:
    structure, found = _parts(task, document)
    told = [part for part in found if part.is_headed or statements(structure, part.sentences)] or found
    if not told:
        return None
    longest = sorted(told, key=lambda part: -len(part.sentences))[:MOST_PARTS]
    shown = [part for part in told if part in longest]
    number = 2 if len(shown) <= FEW_PARTS else 1
    lines = [Line(_label(part), _quotes(task, document, structure, part, number)) for part in shown]
    note = "An outline by quotes: of each part, what is most central among its sentences. It is no summary."
    if len(told) > len(shown):
        note += f" Shown: the {len(shown)} longest of {len(told)} parts."
    return answer(task.draft, f"{title(document)}, in quotes:", lines, note)


def _of_documents(task: Task, documents: Sequence[DocumentInfo]) -> Answer:
    lines = []
    for document in documents[:MOST_DOCUMENTS]:
        structure, found = _parts(task, document)
        whole = Part(document.title, (), tuple(sentence for part in found for sentence in part.sentences))
        if found:
            lines.append(Line(title(document), _quotes(task, document, structure, whole, 1)))
    note = (
        "An outline by quotes: of each document, the sentence most central to it. Ask about one by its name for more."
    )
    if len(documents) > MOST_DOCUMENTS:
        note += f" Shown: the first {MOST_DOCUMENTS} by name; {len(documents) - MOST_DOCUMENTS:,} more."
    return answer(task.draft, f"{counted(len(documents), 'document')}, each in a quote:", lines, note)


def _parts(task: Task, document: DocumentInfo) -> tuple[Structure, list[Part]]:
    structure = Structure(task.library.source(document.name, task.collection))
    found = parts(structure, task.library.passages(document.name, task.collection))
    return structure, [part for part in found if part.sentences]


def _quotes(task: Task, document: DocumentInfo, structure: Structure, part: Part, number: int) -> tuple[Evidence, ...]:
    rows = [sentence for sentence in part.sentences if not structure.is_header(sentence.span)]
    candidates = statements(structure, part.sentences) or rows or part.sentences
    compared = candidates[:: -(-len(candidates) // MOST_SENTENCES)]
    titles = " ".join((part.label, *part.below))
    chosen = [compared[at] for at in central([structure.text(s.span) for s in compared], number, titles)]
    return tuple(
        structure.quote(Hit(s.passage, document.name, document.title, task.collection, 0.0), s.span) for s in chosen
    )


def _label(part: Part) -> str:
    """What a part is called, with the headings right below its own."""
    below = "; ".join(part.below)
    if len(below) > MOST_LETTERS_BELOW:
        below = f"{below[:MOST_LETTERS_BELOW].rpartition(';')[0]}; …".lstrip("; ")
    return f"{part.label} ({below})" if below else part.label
