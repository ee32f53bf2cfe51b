"""Finds: files become passages; passages are stored, searched and ranked."""

from vectorstore.embedding import SentenceEmbedder
from vectorstore.errors import LibraryError
from vectorstore.library import Library
from vectorstore.passage import Block, Document, FileStatus, Hit, Passage, Report, SourceText, Span
from vectorstore.retriever import HybridRetriever

__all__ = [
    "Block",
    "Document",
    "FileStatus",
    "Hit",
    "HybridRetriever",
    "Library",
    "LibraryError",
    "Passage",
    "Report",
    "SentenceEmbedder",
    "SourceText",
    "Span",
]
