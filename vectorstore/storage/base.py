"""What a storage engine is: three protocols.

An engine keeps documents, their passages with vectors and analysed terms, names, and a few facts. The contract suite
in `tests/contract` holds what every engine has to do; nobody outside an engine's folder knows how it does it.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol, runtime_checkable

from vectorstore.storage.records import (
    Copy,
    DeletionProof,
    DocumentName,
    FileStat,
    Keys,
    MaintenanceStep,
    PreparedDocument,
    StoredDocument,
    StoredPassage,
    Traces,
)
from vectorstore.types import DocumentInfo, Fault, Passage, Scope, SourceText, Table
from vectorstore.vectors import Vector, Vectors


class Snapshot(Protocol):
    """One unchanging state of a store, however many questions are asked of it."""

    @property
    def state(self) -> int:
        """A number that grows with each change: two snapshots with the same number are the same."""
        ...

    # Documents

    def collections(self) -> list[str]:
        """The collections that hold a document, in order."""
        ...

    def documents(self, collection: str) -> list[DocumentInfo]:
        """What is known of each document of a collection, one a name, by name."""
        ...

    def titles(self, collection: str) -> dict[str, str]:
        """The title of each document of a collection, by its name."""
        ...

    def every_document(self) -> list[StoredDocument]:
        """The documents of all collections, in the order they came."""
        ...

    def document_ids(self, collection: str) -> set[str]:
        """The ids of a collection's documents."""
        ...

    def document_key(self, document_id: str) -> int | None:
        """The key of the document with an id."""
        ...

    def source(self, document_key: int) -> SourceText:
        """What a document says, with its structure."""
        ...

    def tables(self, document_key: int) -> list[Table]:
        """The tables of a document, in reading order."""
        ...

    def passages(self, document_key: int) -> list[Passage]:
        """The passages of a document, in order."""
        ...

    # Names

    def name(self, collection: str, name: str) -> DocumentName | None:
        """The record of a name."""
        ...

    def name_at(self, collection: str, origin: str, path: str) -> DocumentName | None:
        """The record of a folder's file by its path."""
        ...

    def names_from(self, collection: str, origin: str | None) -> list[DocumentName]:
        """The names that came from a folder, or from uploads for None, by path."""
        ...

    def names_of(self, document_key: int) -> list[str]:
        """Every name of a document, in order."""
        ...

    def uploads(self) -> set[str]:
        """Where in the store the originals of uploads are."""
        ...

    def skipped(self, collection: str, origin: str) -> dict[str, tuple[FileStat, str]]:
        """How each file of a folder that gave no text was when it was read, and why it gave none, by path."""
        ...

    def fact(self, key: str) -> str | None:
        """What the store remembers under a key."""
        ...

    # Search

    def nearest(self, vector: Vector, scope: Scope, k: int) -> dict[int, float]:
        """The keys of the passages nearest to a vector and their cosines, best first, all within the scope."""
        ...

    def match(self, terms: Sequence[str], scope: Scope, k: int) -> dict[int, float]:
        """The keys of the best passages by BM25 and their scores, best first; empty where no term occurs."""
        ...

    def containing(self, terms: Sequence[str], scope: Scope) -> list[StoredPassage]:
        """Every passage that contains all the terms, in itself or around it, by document and place; none for none."""
        ...

    def rarity(self, terms: Sequence[str], scope: Scope) -> dict[str, float]:
        """The inverse document frequency of each term among the passages of the scope, always positive."""
        ...

    def held(self, terms: Sequence[str], scope: Scope) -> frozenset[str]:
        """Those of the terms that some passage of the scope holds, or what stands around it."""
        ...

    def vocabulary(self, prefix: str) -> list[str]:
        """The terms of the whole store that begin with a prefix, in order; `held` tells which a scope holds."""
        ...

    def cosines(self, vector: Vector, keys: Sequence[int]) -> dict[int, float]:
        """The cosine of a vector to that of each passage, by key; unknown keys are left out."""
        ...

    def terms(self, keys: Sequence[int]) -> dict[int, frozenset[str]]:
        """The analysed terms that each passage holds with its context, by key; unknown keys are left out."""
        ...

    def found(self, keys: Sequence[int]) -> dict[int, StoredPassage]:
        """What passages say, by key."""
        ...

    def found_by_id(self, collection: str, passage_ids: Sequence[str]) -> dict[str, StoredPassage]:
        """What passages of a collection say, by passage id; unknown ids are left out."""
        ...

    def vectors(self, scope: Scope) -> Iterator[tuple[Keys, Vectors]]:
        """Keys and vectors of a scope's passages, by key, some thousand rows at a time."""
        ...


class Change(Snapshot, Protocol):
    """One change of a store: all of it is there for good when its block ends, or nothing of it."""

    def insert(self, document: PreparedDocument) -> int:
        """The key of a document that is written with its passages, vectors and terms."""
        ...

    def replace_passages(self, document_key: int, document: PreparedDocument) -> None:
        """Write a document's passages anew, as another embedding model cuts and embeds them."""
        ...

    def set_name(self, name: DocumentName) -> None:
        """Give a document a name; the document that had it before loses it, and is removed if it has no other."""
        ...

    def rename(self, before: DocumentName, after: DocumentName) -> None:
        """Give a document a new name in place of one it had; nothing else of it changes."""
        ...

    def remove_name(self, name: DocumentName) -> bool:
        """Take a name away; whether its document was removed with it, since it has no other."""
        ...

    def skip(self, collection: str, origin: str, path: str, stat: FileStat, reason: str) -> None:
        """Remember why a file of a folder gave no text."""
        ...

    def unskip(self, collection: str, origin: str, path: str) -> None:
        """Forget it: the file is read again, or gone."""
        ...

    def remember(self, key: str, value: str) -> None:
        """Set a fact."""
        ...


@runtime_checkable  # pydantic checks it where a retriever carries one
class Store(Protocol):
    """An opened store. Any thread of the process that opened it may use it; opening it takes no lock."""

    @property
    def folder(self) -> Path:
        """Where the store's files are: uploads and artifacts, whatever the engine."""
        ...

    def read(self) -> AbstractContextManager[Snapshot]:
        """The present state; raises StoreUnusable or StoreFailed."""
        ...

    def write(self) -> AbstractContextManager[Change]:
        """One change on top of the present state, by whoever holds the store."""
        ...

    def hold(self, task: str) -> AbstractContextManager[None]:
        """The right to write; raises StoreBusy, naming the holder, while another process has it."""
        ...

    def turn(self) -> AbstractContextManager[None]:
        """A thread's turn among those that hold the store in this process, so that an upload fits into a long sync."""
        ...

    def maintain(self, force: bool = False) -> Iterator[MaintenanceStep]:
        """Do what is due behind changes, telling each step before it begins; with `force` whether due or not."""
        ...

    @property
    def damage(self) -> str | None:
        """What is wrong with the index, where it cannot be used; answers are the same without it."""
        ...

    def rebuild_terms(self) -> None:
        """Make the full-text index anew from what is stored."""
        ...

    def faults(self, trusted: bool = True) -> list[Fault]:
        """What is wrong inside, read in full; a store that is not trusted must also hold nothing but what ours do."""
        ...

    def traces(self, names: Sequence[DocumentName]) -> Traces:
        """What to search for once these names are removed; taken before they are."""
        ...

    def prove_gone(self, traces: Traces) -> DeletionProof:
        """Search everything that the store keeps for traces."""
        ...

    def copy_to(self, folder: Path) -> Copy:
        """Write a consistent copy of the present state into a folder, whoever writes meanwhile."""
        ...

    def close(self) -> None:
        """Let go of files and memory once nobody uses them; the next use opens them again."""
        ...
