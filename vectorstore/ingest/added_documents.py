"""Documents that a program adds: each becomes a file, and goes the way of every upload from there."""

import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from langchain_core.documents import Document

from vectorstore.errors import InvalidDocument
from vectorstore.ingest.scanner import ScannedFile
from vectorstore.metadata import is_json, is_text
from vectorstore.parsing.formats.added_document import to_bytes
from vectorstore.parsing.registry import ADDED_DOCUMENT
from vectorstore.storage.base import Snapshot


def with_ids(documents: Iterable[Document]) -> list[Document]:
    """The documents, each with an id: its own, or one made of what it says. Raises InvalidDocument."""
    found = []
    for number, document in enumerate(documents):
        shown = f"the document {document.id!r}" if document.id else f"document {number}"
        if not is_text(document.id or "") or not is_text(document.page_content):
            raise InvalidDocument(f"{shown} holds a character that no text can hold", document=document.id)
        if not document.page_content.strip():
            raise InvalidDocument(f"{shown} has no text", document=document.id)
        for name, value in document.metadata.items():
            if not is_json({name: value}):
                raise InvalidDocument(
                    f"{shown} has metadata that are not JSON: {name!r} is {type(value).__name__} {value!r:.80}",
                    document=document.id,
                )
        found.append(document if document.id else document.model_copy(update={"id": _id(document)}))
    return found


def check_ids(snapshot: Snapshot, collection: str, documents: Sequence[Document]) -> None:
    """Raises InvalidDocument for an id that is the name of a file in the collection."""
    for document in documents:
        taken = snapshot.name(collection, document.id or "")
        if taken and not taken.is_added:
            raise InvalidDocument(f"{document.id}: a file of the collection has that name", document=document.id)


@contextmanager
def written(documents: Sequence[Document]) -> Iterator[list[ScannedFile]]:
    """The documents as files that are gone when the block ends."""
    with tempfile.TemporaryDirectory(prefix="footnote-") as folder:
        files = []
        for number, document in enumerate(documents):
            path = Path(folder) / f"{number}{ADDED_DOCUMENT}"
            path.write_bytes(to_bytes(document.id or "", document.page_content, document.metadata))
            files.append(ScannedFile.at(path, document.id or ""))
        yield files


def _id(document: Document) -> str:
    said = json.dumps([document.page_content, document.metadata], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:32]
