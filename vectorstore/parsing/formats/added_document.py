"""A document that a program adds, as a file: one line of JSON with its id, its text and its metadata.

The id and the metadata are part of the bytes, so the same text under two ids is two documents.
"""

import json

from vectorstore.metadata import is_json, is_text
from vectorstore.parsing.formats.plain import notes, paragraphs
from vectorstore.parsing.refusal import Refused
from vectorstore.types import Block, Metadata, SourceText


def to_bytes(document_id: str, text: str, metadata: Metadata) -> bytes:
    """The file of a document; the id comes first, since a file is recognised by its first bytes."""
    content = {"added_document": document_id, "text": text, "metadata": dict(metadata)}
    return json.dumps(content, ensure_ascii=False, allow_nan=False).encode()


def parse(data: bytes, stem: str) -> SourceText:
    """The text of such a file as it was given; its title is the one that the metadata names."""
    content = json.loads(data)
    text, metadata = content["text"], content["metadata"]
    if not isinstance(text, str) or not is_text(text) or not isinstance(metadata, dict) or not is_json(metadata):
        raise Refused("holds what no document can hold; add the document again.")
    title = metadata.get("title")
    blocks = tuple(Block(start, end) for start, end in paragraphs(text))
    return SourceText(text, title if isinstance(title, str) else "", blocks, notes=notes(text, None), metadata=metadata)
