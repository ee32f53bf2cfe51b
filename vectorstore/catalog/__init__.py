"""The catalog: one SQLite file that holds each document's text, passages, vectors and full-text index."""

from vectorstore.catalog.connection import Catalog

__all__ = ["Catalog"]
