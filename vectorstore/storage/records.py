"""The values that pass through a storage engine."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from vectorstore.parsing.registry import ADDED_DOCUMENT
from vectorstore.types import Metadata, Passage, SourceText
from vectorstore.vectors import Vectors

Keys = NDArray[np.int64]
"""Passage keys, shape (n,): the engine's own numbers, which only grow and are never used twice."""
FileStat = tuple[int, int, int]
"""A file's size, and when it and its record were changed, in nanoseconds."""


@dataclass(frozen=True, slots=True)
class DocumentName:
    """One name of a document, and the file behind it as it was when last read."""

    collection: str
    name: str
    document_key: int
    origin: str | None
    """The folder it is synced from; None for an upload."""
    path: str
    """Relative to its folder; of an upload, where its original is in the store."""
    size: int
    modified_ns: int
    changed_ns: int
    digest: str
    """SHA-256 of the file's bytes."""

    @property
    def stat(self) -> FileStat:
        """By which a change is noticed."""
        return self.size, self.modified_ns, self.changed_ns

    @property
    def is_added(self) -> bool:
        """Whether a program added the document, so that its name is its id."""
        return self.origin is None and self.path.endswith(ADDED_DOCUMENT)


@dataclass(frozen=True, slots=True)
class PreparedDocument:
    """A document ready to be written: parsed, cut into passages and embedded."""

    document_id: str
    collection: str
    digest: str
    source: SourceText
    passages: Sequence[Passage]
    terms: Sequence[tuple[str, str]]
    """The analysed terms of each passage, and of what stands around it, which find it with less weight."""
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document's row, for work over all of them."""

    key: int
    collection: str
    digest: str
    name: str
    """The first of its names."""
    characters: int


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage and what is known of its document."""

    passage: Passage
    source: str
    """The first of the document's names."""
    title: str
    collection: str
    metadata: Metadata | None
    is_whole: bool
    """Whether its document was cut into no other passage."""


@dataclass(frozen=True, slots=True)
class Traces:
    """What only certain documents hold, so that it can be shown to be gone after their removal."""

    words: tuple[str, ...]
    """Analysed terms that no other document has."""
    needles: tuple[bytes, ...]
    """Stretches of text, words and vectors as they would stand in files."""


@dataclass(frozen=True, slots=True)
class DeletionProof:
    """Where traces were searched for, and where any was found."""

    words: int
    needles: int
    files: int
    bytes: int
    vocabulary: int
    """Terms that the full-text index holds now, all documents together."""
    found: tuple[str, ...]
    """Where anything was found; empty is the proof."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A consistent copy of a store's documents in a folder."""

    files: tuple[str, ...]
    """Names of the files written."""
    uploads: frozenset[str]
    """The paths of the uploads that the copy rests on, relative to the store."""


class MaintenanceStep(StrEnum):
    """What an engine does behind its changes."""

    INDEXING = "indexing"
    """The vector index is being built; meanwhile every vector is compared."""
    ERASING = "erasing"
    """What was removed is being erased from the disk."""
