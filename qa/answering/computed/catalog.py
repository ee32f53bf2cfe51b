"""How many documents there are, and which: from the catalog."""

from qa.answering.computed.outlining.statements import is_statement
from qa.answering.computed.structure import Structure
from qa.answering.computed.task import Task
from qa.answering.computed.wording import MOST_QUOTES, Line, answer, counted
from qa.answering.quotes import Evidence
from qa.types import Answer
from vectorstore import DocumentInfo, Hit

SENTENCES_OF_A_BEGINNING = 30


def catalog(task: Task) -> Answer | None:
    """The number of documents, and each with its title and how it begins; None for an empty collection."""
    if not task.held:
        return None
    number = f"{len(task.held):,}"
    shown = task.held[:MOST_QUOTES]
    lines = [Line(title(document), opening(task, document)) for document in shown]
    of = "chosen document" if task.documents is not None else "document"
    left_out = len(task.held) - len(shown)
    note = "Counted: the documents of this collection; of each, how it begins."
    if left_out:
        note += f" Shown: the first {MOST_QUOTES} by name; {left_out:,} more."
    return answer(task.draft, f"{counted(len(task.held), of)}:", lines, note, number)


def opening(task: Task, document: DocumentInfo) -> tuple[Evidence, ...]:
    """The first sentence of a document that says something, or its first one; empty where it has none."""
    structure = Structure(task.library.source(document.name, task.collection))
    passages = task.library.passages(document.name, task.collection)
    placed = [(passage, span) for passage in passages for span in passage.sentences][:SENTENCES_OF_A_BEGINNING]
    said = [(passage, span) for passage, span in placed if is_statement(structure, span)]
    for passage, span in (said or placed)[:1]:
        hit = Hit(passage, document.name, document.title, task.collection, 0.0)
        return (structure.quote(hit, span),)
    return ()


def title(document: DocumentInfo) -> str:
    """A document's name, with its title and its pages where it has them."""
    told = [f"“{document.title}”"] if document.title and document.title not in document.name else []
    told += [counted(document.pages, "page")] if document.pages else []
    return f"{document.name} ({', '.join(told)})" if told else document.name
