"""Finds: files become passages; passages are stored, searched and ranked."""

from vectorstore.errors import LibraryError
from vectorstore.library import Library
from vectorstore.models.sentence_embedder import SentenceEmbedder
from vectorstore.search.retriever import HybridRetriever
from vectorstore.types import Block, DocumentInfo, FileStatus, Hit, Passage, Report, SourceText, Span

__all__ = [
    "Block",
    "DocumentInfo",
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
