"""A source text becomes a document ready to be written: cut into passages, analysed and embedded."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Event

import numpy as np

from vectorstore.models.protocols import Embedder
from vectorstore.storage.records import PreparedDocument
from vectorstore.text.analysis import analyse
from vectorstore.text.chunking import passages, surroundings
from vectorstore.types import Passage, SourceText
from vectorstore.vectors import Vectors

# Passages embedded in one go: enough to be sorted into even batches, few enough to stop within a second or two.
TOGETHER = 256
# How much of each neighbour's vector a passage's own takes up (measured: docs/evaluation.md); under a half, so that two
# that are its opposite do not leave it without a direction.
NEIGHBOUR_WEIGHT = 0.45


@dataclass(frozen=True, slots=True)
class ChunkedDocument:
    """A document that was cut, and what is embedded of it."""

    document_id: str
    collection: str
    digest: str
    source: SourceText
    passages: Sequence[Passage]
    terms: Sequence[tuple[str, str]]
    """The analysed terms of each passage, and of what stands around it."""
    inputs: Sequence[str]
    """What the embedder reads: each passage with its context."""


class PipelineStopped(Exception):
    """Nobody waits for the rest any more."""


def document_id(collection: str, digest: str) -> str:
    """The id of a document: the same bytes in the same collection are the same document."""
    return hashlib.sha256(f"{collection}\0{digest}".encode()).hexdigest()[:32]


def chunked(source: SourceText, collection: str, digest: str, embedder: Embedder) -> ChunkedDocument:
    """The document that a source text is."""
    name = document_id(collection, digest)
    pieces = passages(source, name, embedder.token_spans)
    around = surroundings(pieces, embedder.token_spans)
    inputs = [f"{p.context}\n{p.text}" for p in pieces]
    terms = [
        (" ".join(analyse(text)), " ".join(analyse(" ".join(beside))))
        for text, beside in zip(inputs, around, strict=True)
    ]
    return ChunkedDocument(name, collection, digest, source, pieces, terms, inputs)


def embedded(
    documents: Sequence[ChunkedDocument], embedder: Embedder, stop: Event | None = None
) -> Iterator[PreparedDocument]:
    """The documents with their vectors, embedded together; raises PipelineStopped once `stop` is set."""
    inputs = [text for document in documents for text in document.inputs]
    parts = []
    for first in range(0, len(inputs), TOGETHER):
        if stop and stop.is_set():
            raise PipelineStopped
        parts.append(embedder.encode(inputs[first : first + TOGETHER]))
    vectors = np.concatenate(parts) if parts else np.zeros((0, 0), dtype=np.float32)
    done = 0
    for d in documents:
        mine = smoothed(vectors[done : done + len(d.inputs)])
        done += len(d.inputs)
        yield PreparedDocument(d.document_id, d.collection, d.digest, d.source, d.passages, d.terms, mine)


def smoothed(vectors: Vectors) -> Vectors:
    """The vectors of a document's passages in order, each drawn towards those right before and after it.

    Rows of length 1, shape (passages, dimension), in and out. A passage is short, and what its neighbours are about
    tells what it is about; to embed it together with their words says the same for twice the work.
    """
    drawn = vectors.copy()
    drawn[1:] += NEIGHBOUR_WEIGHT * vectors[:-1]
    drawn[:-1] += NEIGHBOUR_WEIGHT * vectors[1:]
    drawn /= np.maximum(np.linalg.norm(drawn, axis=1, keepdims=True), 1e-12)
    return drawn
