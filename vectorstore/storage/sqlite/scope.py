"""What a search is confined to: one collection, or chosen documents of it."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """A collection, and the rows of the chosen documents; None means all of them."""

    collection: str
    documents: tuple[int, ...] | None = None

    @property
    def sql(self) -> str:
        """The condition on `documents` that confines a query; its parameters are `values`."""
        if self.documents is None:
            return "documents.collection = ?"
        # Keys are our own integers: written out, since a library may hold more than SQLite takes as parameters.
        chosen = ",".join(str(int(key)) for key in self.documents)
        return f"documents.collection = ? AND documents.document_key IN ({chosen})"

    @property
    def values(self) -> tuple[str]:
        """The parameters of `sql`."""
        return (self.collection,)

    @property
    def expression(self) -> str:
        """The full-text expression that confines a match."""
        if self.documents is None:
            return f"scope : {collection_token(self.collection)}"
        return f"scope : ({' OR '.join(document_token(key) for key in self.documents)})"


def collection_token(collection: str) -> str:
    """The full-text token of a collection, whatever characters its name has."""
    return "c" + hashlib.sha256(collection.encode()).hexdigest()[:24]


def document_token(document_key: int) -> str:
    """The full-text token of a document."""
    return f"d{document_key}"
