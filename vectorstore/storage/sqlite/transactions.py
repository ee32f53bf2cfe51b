"""One snapshot, and one change, of the database as the storage protocols have them."""

from collections.abc import Iterator, Sequence
from sqlite3 import Connection

from vectorstore.storage.records import (
    DocumentName,
    FileStat,
    Keys,
    PreparedDocument,
    StoredDocument,
    StoredPassage,
)
from vectorstore.storage.sqlite.scope import SqlScope, compiled
from vectorstore.storage.sqlite.tables import documents, facts, grids, lexical, names, passages
from vectorstore.storage.sqlite.vector_index.flat_index import best
from vectorstore.storage.sqlite.vector_index.index import VectorIndex
from vectorstore.types import DocumentInfo, Passage, Scope, SourceText, Table
from vectorstore.vectors import Vector, Vectors


class SqliteSnapshot:
    """A read transaction; what each method says stands in `vectorstore.storage.base.Snapshot`."""

    def __init__(self, connection: Connection, index: VectorIndex) -> None:
        """Use `SqliteStore.read`."""
        self._connection = connection
        self._index = index
        self._last: tuple[Scope, SqlScope] | None = None

    @property
    def state(self) -> int:
        """The number of changes so far."""
        return facts.state(self._connection)

    def collections(self) -> list[str]:
        """The collections that hold a document, in order."""
        return documents.collections(self._connection)

    def documents(self, collection: str) -> list[DocumentInfo]:
        """What is known of each document, one a name, by name."""
        return documents.listed(self._connection, collection)

    def titles(self, collection: str) -> dict[str, str]:
        """The title of each document, by its name."""
        return documents.titles(self._connection, collection)

    def every_document(self) -> list[StoredDocument]:
        """The documents of all collections, in the order they came."""
        return documents.every(self._connection)

    def document_ids(self, collection: str) -> set[str]:
        """The ids of a collection's documents."""
        return documents.ids(self._connection, collection)

    def document_key(self, document_id: str) -> int | None:
        """The key of the document with an id."""
        return documents.key_of(self._connection, document_id)

    def source(self, document_key: int) -> SourceText:
        """What a document says, with its structure."""
        return documents.source_of(self._connection, document_key)

    def tables(self, document_key: int) -> list[Table]:
        """The tables of a document, in reading order."""
        return grids.of_document(self._connection, document_key)

    def passages(self, document_key: int) -> list[Passage]:
        """The passages of a document, in order."""
        return passages.of_document(self._connection, document_key)

    def name(self, collection: str, name: str) -> DocumentName | None:
        """The record of a name."""
        return names.by_name(self._connection, collection, name)

    def name_at(self, collection: str, origin: str, path: str) -> DocumentName | None:
        """The record of a folder's file by its path."""
        return names.at(self._connection, collection, origin, path)

    def names_from(self, collection: str, origin: str | None) -> list[DocumentName]:
        """The names that came from a folder, or from uploads for None, by path."""
        return names.by_origin(self._connection, collection, origin)

    def names_of(self, document_key: int) -> list[str]:
        """Every name of a document, in order."""
        return names.of_document(self._connection, document_key)

    def uploads(self) -> set[str]:
        """Where in the store the originals of uploads are."""
        return names.uploads(self._connection)

    def skipped(self, collection: str, origin: str) -> dict[str, tuple[FileStat, str]]:
        """How each file that gave no text was when it was read, and why it gave none, by path."""
        return names.skipped(self._connection, collection, origin)

    def fact(self, key: str) -> str | None:
        """What the store remembers under a key."""
        return facts.fact(self._connection, key)

    def nearest(self, vector: Vector, scope: Scope, k: int) -> dict[int, float]:
        """The keys of the nearest passages and their cosines, best first."""
        return self._index.nearest(self._connection, vector, self._compiled(scope), k)

    def match(self, terms: Sequence[str], scope: Scope, k: int) -> dict[int, float]:
        """The keys of the best passages by BM25 and their scores, best first."""
        return lexical.match(self._connection, terms, self._compiled(scope), k)

    def containing(self, terms: Sequence[str], scope: Scope) -> list[StoredPassage]:
        """Every passage that contains all the terms, by document and place."""
        keys = lexical.containing(self._connection, terms, self._compiled(scope))
        return passages.in_order(self._connection, keys)

    def rarity(self, terms: Sequence[str], scope: Scope) -> dict[str, float]:
        """The inverse document frequency of each term within the scope."""
        return lexical.rarity(self._connection, terms, self._compiled(scope))

    def held(self, terms: Sequence[str], scope: Scope) -> frozenset[str]:
        """Those of the terms that the scope holds."""
        return lexical.held(self._connection, terms, self._compiled(scope))

    def vocabulary(self, prefix: str) -> list[str]:
        """The terms that begin with a prefix."""
        return lexical.vocabulary(self._connection, prefix)

    def cosines(self, vector: Vector, keys: Sequence[int]) -> dict[int, float]:
        """The cosine of a vector to that of each passage, by key."""
        return passages.cosines(self._connection, vector, keys)

    def terms(self, keys: Sequence[int]) -> dict[int, frozenset[str]]:
        """The analysed terms of each passage, by key."""
        return lexical.terms(self._connection, keys)

    def found(self, keys: Sequence[int]) -> dict[int, StoredPassage]:
        """What passages say, by key."""
        return passages.found(self._connection, keys)

    def found_by_id(self, collection: str, passage_ids: Sequence[str]) -> dict[str, StoredPassage]:
        """What passages of a collection say, by passage id."""
        return passages.by_id(self._connection, collection, passage_ids)

    def vectors(self, scope: Scope) -> Iterator[tuple[Keys, Vectors]]:
        """Keys and vectors of a scope's passages, by key."""
        return passages.batches(self._connection, self._compiled(scope))

    def _compiled(self, scope: Scope) -> SqlScope:
        """The scope as SQL, kept for the next question about the same one (not an equal one: True equals 1)."""
        if self._last is None or self._last[0] is not scope:
            self._last = scope, compiled(self._connection, scope)
        return self._last[1]


class SqliteChange(SqliteSnapshot):
    """A write transaction; what each method says stands in `vectorstore.storage.base.Change`."""

    def nearest(self, vector: Vector, scope: Scope, k: int) -> dict[int, float]:
        """Every vector is compared: an index knows nothing of a change under way, and must not learn of it."""
        return best(*passages.vectors(self._connection, self._compiled(scope)), vector, k)

    def _compiled(self, scope: Scope) -> SqlScope:
        """The change may have given the names of the scope to other documents since the last question."""
        return compiled(self._connection, scope)

    def insert(self, document: PreparedDocument) -> int:
        """The key of a document that is written."""
        return documents.insert(self._connection, document)

    def replace_passages(self, document_key: int, document: PreparedDocument) -> None:
        """Write a document's passages anew."""
        documents.replace_passages(self._connection, document_key, document)

    def set_name(self, name: DocumentName) -> None:
        """Give a document a name."""
        names.put(self._connection, name)

    def rename(self, before: DocumentName, after: DocumentName) -> None:
        """Give a document a new name in place of one it had."""
        names.rename(self._connection, before, after)

    def remove_name(self, name: DocumentName) -> bool:
        """Take a name away; whether its document was removed with it."""
        return names.remove(self._connection, name)

    def skip(self, collection: str, origin: str, path: str, stat: FileStat, reason: str) -> None:
        """Remember why a file gave no text."""
        names.skip(self._connection, collection, origin, path, stat, reason)

    def unskip(self, collection: str, origin: str, path: str) -> None:
        """Forget it."""
        names.unskip(self._connection, collection, origin, path)

    def remember(self, key: str, value: str) -> None:
        """Set a fact."""
        facts.remember(self._connection, key, value)
