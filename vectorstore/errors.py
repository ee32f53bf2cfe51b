"""What can go wrong with a library, named by what its owner is told.

LibraryError
├── UnreadableFile       a file gave no text: which one, why, and what to do
├── NotAFile             a path to add is no file
├── NotAFolder           the folder to sync does not exist
├── UnknownDocument      no document of that name in this collection
├── InvalidCollection    a collection name that cannot be used
├── InvalidFilter        a filter on metadata that cannot be applied
├── InvalidDocument      a document that a program adds or deletes and that cannot be
├── StoreBusy            another process is writing to this store
├── StoreUnusable        the store is damaged, or is not a store
│   └── StoreTooNew      the store was written by a newer version
├── StoreInherited       the store was opened by the process from which this one was forked
├── StoreFailed          the store could not be written: no space, or the disk failed
├── BackupFailed         a backup cannot be made there, or is not whole
├── InvalidArtifact      a name that no artifact can have
└── ModelUnavailable     a model is missing, damaged or of no use
    ├── UnusableReranker a model that cannot rank passages
    └── DifferentEmbedder the store was made with another embedding model, or with other weights

Every error carries a `code` that stays the same, and `facts`: the values that its message names. What a person does
about it (which command, which setting) is said by whoever shows the error.
"""

from typing import ClassVar


class LibraryError(Exception):
    """Something the owner of a library can act on; its text is one line."""

    code: ClassVar[str] = "library_error"

    def __init__(self, message: str, **facts: object) -> None:
        """Take the line that is shown, and the values that it names."""
        super().__init__(message)
        self.facts = facts


class UnreadableFile(LibraryError):
    """A file gave no text."""

    code = "unreadable_file"


class NotAFile(UnreadableFile):
    """There is no file at a path that was to be added. Facts: path."""

    code = "not_a_file"


class NotAFolder(LibraryError):
    """The folder to sync does not exist. Facts: path."""

    code = "not_a_folder"


class UnknownDocument(LibraryError):
    """No document has this name in this collection. Facts: document, collection."""

    code = "unknown_document"


class InvalidCollection(LibraryError):
    """The name cannot be a collection's. Facts: collection."""

    code = "invalid_collection"


class InvalidFilter(LibraryError):
    """A filter on metadata cannot be applied. Facts: filter."""

    code = "invalid_filter"


class InvalidDocument(LibraryError):
    """A document that a program adds or deletes cannot be. Facts: document."""

    code = "invalid_document"


class StoreBusy(LibraryError):
    """Another process holds the store's writer lock. Facts: store, holder."""

    code = "store_busy"


class StoreUnusable(LibraryError):
    """The store is damaged, or is not a store. Facts: store."""

    code = "store_unusable"


class StoreTooNew(StoreUnusable):
    """The store was written by a newer version. Facts: store, version, readable."""

    code = "store_too_new"


class StoreInherited(LibraryError):
    """The store was opened by the process from which this one was forked. Facts: store, process."""

    code = "store_inherited"


class StoreFailed(LibraryError):
    """The store could not be written; what was acknowledged before is safe. Facts: store."""

    code = "store_failed"


class BackupFailed(LibraryError):
    """A backup cannot be written or restored there, or it is not whole. Facts: path."""

    code = "backup_failed"


class InvalidArtifact(LibraryError):
    """The name cannot be an artifact's. Facts: name."""

    code = "invalid_artifact"


class ModelUnavailable(LibraryError):
    """A model is missing, or is not the file or the kind that it should be. Facts: model."""

    code = "model_unavailable"


class UnusableReranker(ModelUnavailable):
    """A model has no score by which passages could be ranked. Facts: model."""

    code = "unusable_reranker"


class DifferentEmbedder(ModelUnavailable):
    """The store was made with another embedding model, or with other weights. Facts: made_with, model."""

    code = "different_embedder"
