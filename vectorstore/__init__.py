"""Finds: files become passages; passages are stored, searched and ranked."""

from vectorstore.errors import (
    BackupFailed,
    DifferentEmbedder,
    InvalidArtifact,
    InvalidCollection,
    InvalidDocument,
    InvalidFilter,
    LibraryError,
    ModelUnavailable,
    NotAFile,
    NotAFolder,
    StoreBusy,
    StoreFailed,
    StoreInherited,
    StoreTooNew,
    StoreUnusable,
    UnknownDocument,
    UnreadableFile,
    UnusableReranker,
)
from vectorstore.ingest.progress import Progress
from vectorstore.library import Library
from vectorstore.maintenance.backup import restore
from vectorstore.maintenance.deletion_report import DeletionReport
from vectorstore.models.protocols import Embedder, Reranker
from vectorstore.models.sentence_embedder import SentenceEmbedder
from vectorstore.search.filters import Filter
from vectorstore.search.retriever import HybridRetriever
from vectorstore.search.vectorstore import LibraryVectorStore
from vectorstore.storage.artifacts import Artifacts
from vectorstore.storage.records import DeletionProof, MaintenanceStep
from vectorstore.types import (
    Block,
    Cell,
    Cure,
    DocumentInfo,
    Fault,
    FileStatus,
    Hit,
    Passage,
    Replacement,
    Report,
    RerankResult,
    Row,
    Scope,
    SourceText,
    Span,
    Table,
    UnderstoodQuestion,
)

__all__ = [
    "Artifacts",
    "BackupFailed",
    "Block",
    "Cell",
    "Cure",
    "DeletionProof",
    "DeletionReport",
    "DifferentEmbedder",
    "DocumentInfo",
    "Embedder",
    "Fault",
    "FileStatus",
    "Filter",
    "Hit",
    "HybridRetriever",
    "InvalidArtifact",
    "InvalidCollection",
    "InvalidDocument",
    "InvalidFilter",
    "Library",
    "LibraryError",
    "LibraryVectorStore",
    "MaintenanceStep",
    "ModelUnavailable",
    "NotAFile",
    "NotAFolder",
    "Passage",
    "Progress",
    "Replacement",
    "Report",
    "RerankResult",
    "Reranker",
    "Row",
    "Scope",
    "SentenceEmbedder",
    "SourceText",
    "Span",
    "StoreBusy",
    "StoreFailed",
    "StoreInherited",
    "StoreTooNew",
    "StoreUnusable",
    "Table",
    "UnderstoodQuestion",
    "UnknownDocument",
    "UnreadableFile",
    "UnusableReranker",
    "restore",
]
