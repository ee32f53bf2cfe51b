"""Storage: where documents, passages and vectors are kept, behind one set of protocols."""

from pathlib import Path

from vectorstore.storage.base import Store
from vectorstore.storage.sqlite.store import DATABASE, SqliteStore

__all__ = ["STORE_FILES", "Store", "open_store"]

STORE_FILES = (DATABASE,)
"""The files without which a folder is no store: an index is made anew, uploads and artifacts have their own names."""


def open_store(folder: Path) -> Store:
    """The store in a folder; nothing is created or locked before it is used."""
    return SqliteStore(folder)
