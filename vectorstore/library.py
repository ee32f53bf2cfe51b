"""The library: documents are added, replaced, removed and synced by one writer, and read by anyone at any time."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from sqlite3 import Connection

from vectorstore.analysis import STOP_WORDS, analyse, content_terms, words
from vectorstore.catalog import Catalog, documents, lexical, passages
from vectorstore.catalog.documents import Name
from vectorstore.catalog.scope import Scope
from vectorstore.embedding import SentenceEmbedder
from vectorstore.errors import InvalidCollection, UnknownDocument, UnreadableFile
from vectorstore.folder import File, files_in
from vectorstore.index import Index
from vectorstore.ingest import Ingest
from vectorstore.lock import WriterLock
from vectorstore.passage import Document, FileStatus, Hit, Passage, Report, SourceText
from vectorstore.retriever import HybridRetriever
from vectorstore.search import Searcher

LONGEST_NAME = 100  # characters of a collection's name

OnFile = Callable[[FileStatus, int, int], None]
"""Called after each file with what became of it, how many are done and how many there are."""


class Library:
    """A store of documents in one folder. Open it with `Library.open`."""

    def __init__(self, store: Path, embedder: SentenceEmbedder) -> None:
        """Use `Library.open`."""
        self.store = store
        self.embedder = embedder
        self._catalog = Catalog(store / "catalog.sqlite3")
        self._index = Index(self._catalog, store / "index")
        self._lock = WriterLock(store)
        self.searcher = Searcher(self._catalog, self._index, embedder)

    @classmethod
    def open(cls, store: str | Path, embedder: SentenceEmbedder | None = None) -> "Library":
        """The library in a folder, created where there is none. Takes no lock and loads no model."""
        folder = Path(store)
        folder.mkdir(parents=True, exist_ok=True)
        return cls(folder, embedder or SentenceEmbedder())

    # Reading

    def list(self, collection: str = "default") -> tuple[Document, ...]:
        """What is known of each document of a collection, by name."""
        with self._catalog.read() as connection:
            return tuple(documents.listed(connection, collection))

    def collections(self) -> tuple[str, ...]:
        """The collections that hold a document, in order."""
        with self._catalog.read() as connection:
            return tuple(documents.collections(connection))

    def source(self, name: str, collection: str = "default") -> SourceText:
        """What a document says, with its pages and headings; every offset points into its `text`."""
        with self._catalog.read() as connection:
            return documents.source_of(connection, _named(connection, collection, name).document_key)

    def text(self, name: str, collection: str = "default") -> str:
        """The canonical text of a document."""
        return self.source(name, collection).text

    def passages(self, name: str, collection: str = "default") -> tuple[Passage, ...]:
        """The passages a document was cut into, in order."""
        with self._catalog.read() as connection:
            key = _named(connection, collection, name).document_key
            return tuple(passages.of_document(connection, key))

    def original(self, name: str, collection: str = "default") -> Path:
        """Where the original file is: in its folder, or in the store for an upload."""
        with self._catalog.read() as connection:
            record = _named(connection, collection, name)
        return (Path(record.origin) if record.origin else self.store) / record.path

    def search(
        self, question: str, k: int | None = 5, collection: str = "default", documents: Sequence[str] | None = None
    ) -> tuple[Hit, ...]:
        """Exactly k passages, best first; fewer only if there are fewer. None: every candidate that was ranked."""
        return tuple(self.searcher.search(question, k, collection, documents))

    def as_retriever(
        self, k: int = 5, collection: str = "default", documents: Sequence[str] | None = None
    ) -> HybridRetriever:
        """The search as a LangChain retriever."""
        chosen = None if documents is None else tuple(documents)
        return HybridRetriever(searcher=self.searcher, k=k, collection=collection, documents=chosen)

    def rarity(self, question: str) -> dict[str, float]:
        """How rare each term of a question is among the passages: what it weighs when it is found."""
        with self._catalog.read() as connection:
            return lexical.rarity(connection, content_terms(question))

    def unknown_words(self, question: str, collection: str = "default") -> tuple[str, ...]:
        """The words of a question, other than stop words, that no document of the collection contains."""
        with self._catalog.read() as connection:
            return tuple(
                word
                for word in dict.fromkeys(words(question))
                if word not in STOP_WORDS and not lexical.match(connection, analyse(word), Scope(collection), 1)
            )

    # Writing

    def sync(self, folder: str | Path, collection: str = "default", on_file: OnFile | None = None) -> Report:
        """Make the library hold what the folder holds, and nothing else that came from it.

        Raises NotAFolder where there is none, StoreBusy while another process writes.
        """
        root = Path(folder)
        files = files_in(root, without=self.store)
        with self._ingest(f"sync of {root}", collection, root) as ingest:
            gone = ingest.gone(files)
            changes = chain(ingest.put(files), map(ingest.remove, gone))
            return _report(changes, len(files) + len(gone), on_file)

    def add(self, paths: Iterable[str | Path], collection: str = "default", on_file: OnFile | None = None) -> Report:
        """Copy files into the library under their own names; one of the same name is replaced.

        Raises UnreadableFile for a path where there is no file, StoreBusy while another process writes.
        """
        files = []
        for path in map(Path, paths):
            if not path.is_file():
                raise UnreadableFile(f"{path}: there is no such file; check the spelling (a folder: footnote sync)")
            files.append(File.at(path, path.name))
        with self._ingest("add", collection) as ingest:
            return _report(ingest.put(files), len(files), on_file)

    def remove(self, names: str | Iterable[str], collection: str = "default") -> Report:
        """Take documents out of the library by name; raises UnknownDocument before any is removed."""
        with self._ingest("remove", collection) as ingest:
            with self._catalog.read() as connection:
                records = [
                    _named(connection, collection, name) for name in ([names] if isinstance(names, str) else names)
                ]
            return _report(map(ingest.remove, records), len(records), None)

    @contextmanager
    def _ingest(self, task: str, collection: str, origin: Path | None = None) -> Iterator[Ingest]:
        if not 0 < len(collection) <= LONGEST_NAME or not collection.isprintable():
            raise InvalidCollection(f"a collection's name has 1 to {LONGEST_NAME} printable characters: {collection!r}")
        with self._lock.held(task):
            yield Ingest(self.store, self._catalog, self._lock, self.embedder, collection, origin)
            self._index.refresh()


def _report(changes: Iterable[FileStatus], total: int, on_file: OnFile | None) -> Report:
    began = time.perf_counter()
    statuses: list[FileStatus] = []
    for status in changes:
        statuses.append(status)
        if on_file:
            on_file(status, len(statuses), total)
    return Report(tuple(statuses), round(time.perf_counter() - began, 3))


def _named(connection: Connection, collection: str, name: str) -> Name:
    record = documents.name_of(connection, collection, name)
    if record is None:
        raise UnknownDocument(f"{name}: no document of that name in the collection {collection!r} (footnote list)")
    return record
