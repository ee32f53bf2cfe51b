"""What was found as LangChain's Document."""

from typing import Any

from langchain_core.documents import Document

from vectorstore.storage.base import Snapshot
from vectorstore.storage.records import StoredPassage
from vectorstore.types import Hit


def as_document(found: Hit | StoredPassage) -> Document:
    """A passage with what describes it and where it stands; a description that came with the document wins."""
    passage = found.passage
    description = {"source": found.source, "title": found.title, "page": passage.page, "heading": passage.heading}
    place: dict[str, Any] = {
        "start": passage.start,
        "end": passage.end,
        "passage_id": passage.passage_id,
        "document_id": passage.document_id,
        "collection": found.collection,
    }
    if isinstance(found, Hit):
        place["score"] = found.score
    return Document(
        id=passage.passage_id, page_content=passage.text, metadata={**description, **(found.metadata or {}), **place}
    )


def as_given(snapshot: Snapshot, hit: Hit) -> Document:
    """A document that fits one passage as a program put it in; otherwise the passage."""
    key = snapshot.document_key(hit.passage.document_id) if hit.is_whole_document else None
    return as_document(hit) if key is None else whole_document(snapshot, hit.source, key)


def whole_document(snapshot: Snapshot, name: str, document_key: int) -> Document:
    """A document as a program put it in."""
    source = snapshot.source(document_key)
    return Document(id=name, page_content=source.text, metadata=dict(source.metadata or {}))
