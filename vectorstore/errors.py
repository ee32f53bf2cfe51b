"""What can go wrong with a library, named by what its owner is told.

LibraryError
├── UnreadableFile     a file gave no text: which one, why, and what to do
├── NotAFolder         the folder to sync does not exist
├── UnknownDocument    no document of that name in this collection
├── InvalidCollection  a collection name that cannot be used
├── StoreBusy          another process is writing to this store
├── StoreUnusable      the store cannot be opened by this version, or is damaged
├── StoreFailed        the store could not be written: no space, or the disk failed
├── BackupFailed       a backup cannot be made there, or is not whole
└── ModelUnavailable   the embedding model or the reader is missing, damaged or of no use; or not the store's
"""


class LibraryError(Exception):
    """Something the owner of a library can act on; its text is one line that says what to do."""


class UnreadableFile(LibraryError):
    """A file gave no text."""


class NotAFolder(LibraryError):
    """The folder to sync does not exist."""


class UnknownDocument(LibraryError):
    """No document has this name in this collection."""


class InvalidCollection(LibraryError):
    """The name cannot be a collection's."""


class StoreBusy(LibraryError):
    """Another process holds the store's writer lock."""


class StoreUnusable(LibraryError):
    """The store was written by a newer version, is damaged, or is not a store."""


class StoreFailed(LibraryError):
    """The store could not be written; what was acknowledged before is safe."""


class BackupFailed(LibraryError):
    """A backup cannot be written or brought back there, or it is not whole."""


class ModelUnavailable(LibraryError):
    """A model is missing, is not the file or the kind it should be, or is not the one the store was made with."""
