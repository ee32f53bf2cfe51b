"""What a computation works on: the library, what is asked of it, and the documents that may be looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from qa.types import Answer, Turn
from vectorstore import DocumentInfo, Library


@dataclass(frozen=True)
class Task:
    """A question with the documents it is put to."""

    library: Library
    draft: Answer
    history: tuple[Turn, ...]
    collection: str
    documents: tuple[str, ...] | None
    """The chosen documents; None for all of the collection."""

    @cached_property
    def held(self) -> tuple[DocumentInfo, ...]:
        """The documents, one an id however many names it has, by name."""
        chosen = None if self.documents is None else set(self.documents)
        found = [d for d in self.library.documents(self.collection) if chosen is None or d.name in chosen]
        return tuple({document.document_id: document for document in reversed(found)}.values())[::-1]

    def of(self, documents: Sequence[str]) -> "Task":
        """The same of chosen documents."""
        return Task(self.library, self.draft, self.history, self.collection, tuple(documents))

    @property
    def all_documents(self) -> str:
        """All that is looked at, in words."""
        if len(self.held) == 1:
            return self.held[0].name
        return f"{'your' if self.documents is None else 'the'} {len(self.held):,} documents"

    def share(self, number: int) -> str:
        """So many of all that is looked at, in words; of a single document its name."""
        if len(self.held) == 1 == number:
            return self.held[0].name
        return f"{number:,} of {self.all_documents}"
