"""The library: documents are added, replaced, removed and synced by one writer, and read by anyone at any time."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection

from vectorstore import backup, receipt, verify
from vectorstore.analysis import STOP_WORDS, analyse, content_terms, words
from vectorstore.catalog import Catalog, documents, lexical, passages
from vectorstore.catalog.documents import Name
from vectorstore.catalog.maintenance import rebuild_lexical
from vectorstore.catalog.scope import Scope
from vectorstore.embedding import SentenceEmbedder
from vectorstore.errors import InvalidCollection, UnknownDocument, UnreadableFile
from vectorstore.folder import File, listing
from vectorstore.index import Index
from vectorstore.ingest import Ingest
from vectorstore.kept import Kept
from vectorstore.lock import WriterLock
from vectorstore.originals import Originals
from vectorstore.passage import Document, Hit, Passage, Report, SourceText
from vectorstore.progress import OnProgress, Tracker
from vectorstore.readers import OWN, Reader, reader_of
from vectorstore.receipt import Receipt
from vectorstore.reembedding import reembed
from vectorstore.retriever import HybridRetriever
from vectorstore.search import Searcher
from vectorstore.upkeep import Upkeep

LONGEST_NAME = 100  # characters of a collection's name


class Library:
    """A store of documents in one folder. Open it with `Library.open`."""

    def __init__(self, store: Path, embedder: SentenceEmbedder, reader: Reader | None) -> None:
        """Use `Library.open`."""
        self.store = store
        self.embedder = embedder
        self.reader = reader
        self._catalog = Catalog(store / "catalog.sqlite3")
        self._index = Index(self._catalog, store / "index")
        self._lock = WriterLock.of(store)
        self._originals = Originals(store, self._catalog)
        self.upkeep = Upkeep(store, self._catalog, self._index, self._originals, self._lock)
        self.searcher = Searcher(self._catalog, self._index, embedder, reader)

    @classmethod
    def open(cls, store: str | Path, embedder: SentenceEmbedder | None = None, reader: str = OWN) -> "Library":
        """The library in a folder, created where there is none. Takes no lock and loads no model.

        `reader` reads the passages that search finds: `footnote`, `none`, or another model by name or folder.
        """
        folder = Path(store)
        folder.mkdir(parents=True, exist_ok=True)
        return cls(folder, embedder or SentenceEmbedder(), reader_of(reader))

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

    def sync(self, folder: str | Path, collection: str = "default", on_progress: OnProgress | None = None) -> Report:
        """Make the library hold what the folder holds, and nothing else that came from it.

        What `on_progress` raises ends it between two files. Raises NotAFolder where there is none, StoreBusy while
        another process writes, StoreFailed when the disk is full.
        """
        root = Path(folder)
        tracker = Tracker(on_progress)
        found = listing(root, without=self.store)
        with self._ingest(f"sync of {root}", collection, root) as ingest:
            ingest.sync(found, self.embedder, tracker)
        return tracker.report()

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
            files.append(File.at(path, path.name))
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

    def remove_with_receipt(self, names: str | Iterable[str], collection: str = "default") -> Receipt:
        """Take documents out and erase them from the disk at once; what was searched for then, and where."""
        with self._catalog.read() as connection:
            traces = receipt.traces(connection, self._records(names, collection))
        report = self.remove(names, collection)
        self.settle()
        self.upkeep.now(anew=True)
        return receipt.searched(traces, self.store, self._catalog, report)

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
        if self._state() != before or self._index.generations.damage:
            self.upkeep.soon()

    def _state(self) -> int:
        with self._catalog.read() as connection:
            return documents.sequence(connection)

    def _records(self, names: str | Iterable[str], collection: str) -> tuple[Name, ...]:
        with self._catalog.read() as connection:
            return tuple(_named(connection, collection, n) for n in ([names] if isinstance(names, str) else names))

    # Upkeep

    def settle(self) -> None:
        """Wait until what is due behind the last change is done: the next generation, and erasing what was removed."""
        self.upkeep.settle()

    def verify(self) -> tuple[str, ...]:
        """What is wrong with the store, in words; empty where all is right. Reads everything, writes nothing."""
        return tuple(verify.faults(self.store, self._catalog, self._index, self.embedder))

    def rebuild(self, embed: bool = False, on_progress: OnProgress | None = None) -> None:
        """Make the full-text index and the next generation anew; with `embed`, every vector too, by the present model.

        A store is embedded anew in one transaction: until it is done, and if it is stopped, all stays as it was.
        """
        with self._lock.held("rebuild"), self._lock.change:
            if embed:
                reembed(self._catalog, self.embedder, Tracker(on_progress))
            rebuild_lexical(self._catalog)
        self.upkeep.now(anew=True)

    def backup(self, target: str | Path) -> Path:
        """Write a consistent copy to a new folder, whoever writes meanwhile; raises BackupFailed."""
        return backup.write(self._catalog, self.store, Path(target))


def _named(connection: Connection, collection: str, name: str) -> Name:
    record = documents.name_of(connection, collection, name)
    if record is None:
        raise UnknownDocument(f"{name}: no document of that name in the collection {collection!r} (footnote list)")
    return record
