"""The library: documents are added, replaced, removed and synced by one writer, and read by anyone at any time."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection
from threading import Event

from vectorstore.errors import InvalidCollection, LibraryError, UnknownDocument, UnreadableFile
from vectorstore.ingest import watcher
from vectorstore.ingest.progress import OnProgress, Tracker
from vectorstore.ingest.scanner import ScannedFile, scan
from vectorstore.ingest.sync import Ingest
from vectorstore.ingest.uploads import Uploads
from vectorstore.maintenance import backup, deletion_report, verify
from vectorstore.maintenance.deletion_report import DeletionReport
from vectorstore.maintenance.jobs import MaintenanceJobs
from vectorstore.maintenance.reembed import reembed
from vectorstore.models.reranker import DEFAULT_RERANKER, Reranker, named_reranker
from vectorstore.models.sentence_embedder import SentenceEmbedder
from vectorstore.search.hybrid import Searcher
from vectorstore.search.retriever import HybridRetriever
from vectorstore.storage.artifacts import Kept
from vectorstore.storage.sqlite import documents as stored_documents
from vectorstore.storage.sqlite import lexical, passages
from vectorstore.storage.sqlite.connection import Catalog
from vectorstore.storage.sqlite.documents import DocumentName
from vectorstore.storage.sqlite.lock import WriterLock
from vectorstore.storage.sqlite.maintenance import rebuild_lexical
from vectorstore.storage.sqlite.scope import Scope
from vectorstore.storage.sqlite.vector_index.index import VectorIndex
from vectorstore.text.analysis import STOP_WORDS, analyse, content_terms, words
from vectorstore.types import DocumentInfo, Hit, Passage, Report, SourceText

LONGEST_NAME = 100  # characters of a collection's name


class Library:
    """A store of documents in one folder. Open it with `Library.open`."""

    def __init__(self, store: Path, embedder: SentenceEmbedder, reader: Reranker | None) -> None:
        """Use `Library.open`."""
        self.store = store
        self.embedder = embedder
        self.reranker = reader
        self._catalog = Catalog(store / "catalog.sqlite3")
        self._index = VectorIndex(self._catalog, store / "index")
        self._lock = WriterLock.of(store)
        self._originals = Uploads(store, self._catalog)
        self.maintenance = MaintenanceJobs(store, self._catalog, self._index, self._originals, self._lock)
        self.searcher = Searcher(self._catalog, self._index, embedder, reader)

    @classmethod
    def open(
        cls, store: str | Path, embedder: SentenceEmbedder | None = None, reader: str = DEFAULT_RERANKER
    ) -> "Library":
        """The library in a folder, created where there is none. Takes no lock and loads no model.

        `reader` reads the passages that search finds: `footnote`, `none`, or another model by name or folder.
        """
        folder = Path(store)
        folder.mkdir(parents=True, exist_ok=True)
        return cls(folder, embedder or SentenceEmbedder(), named_reranker(reader))

    # RerankResult

    def documents(self, collection: str = "default") -> tuple[DocumentInfo, ...]:
        """What is known of each document of a collection, by name."""
        with self._catalog.read() as connection:
            return tuple(stored_documents.listed(connection, collection))

    def collections(self) -> tuple[str, ...]:
        """The collections that hold a document, in order."""
        with self._catalog.read() as connection:
            return tuple(stored_documents.collections(connection))

    def source(self, name: str, collection: str = "default") -> SourceText:
        """What a document says, with its pages and headings; every offset points into its `text`."""
        with self._catalog.read() as connection:
            return stored_documents.source_of(connection, _named(connection, collection, name).document_key)

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

    def sync(self, folder: str | Path, collection: str = "default", on_progress: OnProgress | None = None) -> Report:
        """Make the library hold what the folder holds, and nothing else that came from it.

        What `on_progress` raises ends it between two files. Raises NotAFolder where there is none, StoreBusy while
        another process writes, StoreFailed when the disk is full.
        """
        root = Path(folder)
        tracker = Tracker(on_progress)
        found = scan(root, without=self.store)
        with self._ingest(f"sync of {root}", collection, root) as ingest:
            ingest.sync(found, self.embedder, tracker)
        return tracker.report()

    def watch(
        self,
        folder: str | Path,
        collection: str = "default",
        on_progress: OnProgress | None = None,
        stop: Event | None = None,
    ) -> Iterator[Report | LibraryError]:
        """Sync a folder now and after each burst of changes in it, until `stop` is set: a report of each sync.

        An error that time may mend, such as StoreBusy, is yielded instead of a report.
        """
        root = Path(folder)
        return watcher.watch(root, lambda: self.sync(root, collection, on_progress), self.store, stop)

    def add(
        self, paths: Iterable[str | Path], collection: str = "default", on_progress: OnProgress | None = None
    ) -> Report:
        """Copy files into the library under their own names; one of the same name is replaced.

        Raises UnreadableFile for a path where there is no file, otherwise as `sync` does.
        """
        files = []
        for path in map(Path, paths):
            if not path.is_file():
                raise UnreadableFile(f"{path}: there is no such file; check the spelling (a folder: footnote sync)")
            files.append(ScannedFile.at(path, path.name))
        tracker = Tracker(on_progress)
        tracker.begin(files, 0)
        with self._ingest("add", collection) as ingest:
            ingest.put(files, self.embedder, tracker)
        return tracker.report()

    def remove(self, names: str | Iterable[str], collection: str = "default") -> Report:
        """Take documents out of the library by name; raises UnknownDocument before any is removed.

        From now on they are not found, shown or cited; the upkeep behind it erases them from the disk.
        """
        tracker = Tracker(None)
        with self._ingest("remove", collection) as ingest:
            tracker.settled(ingest.remove(self._records(names, collection)))
        return tracker.report()

    def erase(self, names: str | Iterable[str], collection: str = "default") -> DeletionReport:
        """Take documents out and erase them from the disk at once; what was searched for then, and where."""
        with self._catalog.read() as connection:
            traces = deletion_report.traces(connection, self._records(names, collection))
        report = self.remove(names, collection)
        self.settle()
        self.maintenance.now(anew=True)
        return deletion_report.searched(traces, self.store, self._catalog, report)

    @contextmanager
    def _ingest(self, task: str, collection: str, origin: Path | None = None) -> Iterator[Ingest]:
        if not 0 < len(collection) <= LONGEST_NAME or not collection.isprintable():
            raise InvalidCollection(f"a collection's name has 1 to {LONGEST_NAME} printable characters: {collection!r}")
        with self._lock.held(task):
            before = self._state()
            try:
                yield Ingest(self._catalog, self._originals, Kept(self.store), self._lock, collection, origin)
            finally:
                with self._lock.change:
                    self._originals.sweep()
        if self._state() != before or self._index.snapshots.damage:
            self.maintenance.soon()

    def _state(self) -> int:
        with self._catalog.read() as connection:
            return stored_documents.sequence(connection)

    def _records(self, names: str | Iterable[str], collection: str) -> tuple[DocumentName, ...]:
        with self._catalog.read() as connection:
            return tuple(_named(connection, collection, n) for n in ([names] if isinstance(names, str) else names))

    # MaintenanceJobs

    def settle(self) -> None:
        """Wait until what is due behind the last change is done: the next snapshot, and erasing what was removed."""
        self.maintenance.settle()

    def verify(self) -> tuple[str, ...]:
        """What is wrong with the store, in words; empty where all is right. Reads everything, writes nothing."""
        return tuple(verify.faults(self.store, self._catalog, self._index, self.embedder))

    def rebuild(self, embed: bool = False, on_progress: OnProgress | None = None) -> None:
        """Make the full-text index and the next snapshot anew; with `embed`, every vector too, by the present model.

        A store is embedded anew in one transaction: until it is done, and if it is stopped, all stays as it was.
        """
        with self._lock.held("rebuild"), self._lock.change:
            if embed:
                reembed(self._catalog, self.embedder, Tracker(on_progress))
            rebuild_lexical(self._catalog)
        self.maintenance.now(anew=True)

    def backup(self, target: str | Path) -> Path:
        """Write a consistent copy to a new folder, whoever writes meanwhile; raises BackupFailed."""
        return backup.write(self._catalog, self.store, Path(target))


def _named(connection: Connection, collection: str, name: str) -> DocumentName:
    record = stored_documents.name_of(connection, collection, name)
    if record is None:
        raise UnknownDocument(f"{name}: no document of that name in the collection {collection!r} (footnote list)")
    return record
