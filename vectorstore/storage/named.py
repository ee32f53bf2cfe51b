"""The record of a name that somebody asks for."""

from vectorstore.errors import UnknownDocument
from vectorstore.storage.base import Snapshot
from vectorstore.storage.records import DocumentName


def named(snapshot: Snapshot, collection: str, name: str) -> DocumentName:
    """The record of a name; raises UnknownDocument where there is none."""
    record = snapshot.name(collection, name)
    if record is None:
        raise UnknownDocument(
            f"{name}: no document of that name in the collection {collection!r}", document=name, collection=collection
        )
    return record
