"""The library: documents are added, replaced, removed and synced by one writer, and read by anyone at any time."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Self

from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings

from vectorstore.errors import LibraryError
from vectorstore.ingest import watcher
from vectorstore.ingest.added_documents import check_ids, with_ids, written
from vectorstore.ingest.collection_name import check_collection
from vectorstore.ingest.progress import OnProgress, Tracker
from vectorstore.ingest.scanner import ScannedFile, file_to_add, scan
from vectorstore.ingest.sync import Ingest
from vectorstore.ingest.uploads import Uploads
from vectorstore.maintenance import backup, verify
from vectorstore.maintenance.deletion_report import DeletionReport
from vectorstore.maintenance.jobs import MaintenanceJobs
from vectorstore.maintenance.reembed import reembed
from vectorstore.models.langchain_embedder import embedder_of
from vectorstore.models.model_set import ModelSet
from vectorstore.models.protocols import Embedder, Reranker
from vectorstore.models.reranker import DEFAULT_RERANKER, reranker_of
from vectorstore.search.filters import Filter, Names, scope
from vectorstore.search.full_scan import containing
from vectorstore.search.hybrid import Searcher
from vectorstore.search.retriever import HybridRetriever
from vectorstore.search.vectorstore import LibraryVectorStore
from vectorstore.storage import Store, open_store
from vectorstore.storage.artifacts import Artifacts
from vectorstore.storage.named import named
from vectorstore.storage.records import DocumentName
from vectorstore.text.analysis import QuestionTerm, content_terms
from vectorstore.types import DocumentInfo, Fault, Hit, Passage, Report, Scope, SourceText, Table, UnderstoodQuestion


class Library:
    """A store of documents in one folder. Open it with `Library.open`; any thread may use it."""

    def __init__(self, store: Store, models: ModelSet) -> None:
        """Use `Library.open`."""
        self.store = store.folder
        """The folder."""
        self.artifacts = Artifacts(store.folder)
        """Named files that belong to the store."""
        self.models = models
        """What passages are found and reranked with."""
        self._store = store
        self._uploads = Uploads(store)
        self._searcher = Searcher(store, models.embedder, models.reranker)
        self.maintenance = MaintenanceJobs(store, self._uploads)
        """What the store does behind its changes."""

    @classmethod
    def open(
        cls,
        store: str | Path,
        embedder: Embeddings | Embedder | None = None,
        reranker: Reranker | str | None = DEFAULT_RERANKER,
    ) -> Self:
        """The library in a folder, created where there is none. Takes no lock and loads no model.

        `embedder` finds passages: the default model, a SentenceEmbedder, or any LangChain Embeddings. `reranker`
        reads the passages found: `footnote`, `none`, another model by name or folder, or an object of one's own.
        Raises ModelUnavailable for what can be neither.
        """
        folder = Path(store)
        models = ModelSet(embedder_of(embedder), reranker_of(reranker))
        folder.mkdir(parents=True, exist_ok=True)
        return cls(open_store(folder), models)

    def close(self) -> None:
        """Wait for the maintenance under way, and let go of files and memory; the next use opens them again."""
        self.maintenance.wait()
        self._store.close()

    def __enter__(self) -> Self:
        """This library, closed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Documents

    def documents(self, collection: str = "default") -> tuple[DocumentInfo, ...]:
        """What is known of each document of a collection, by name."""
        with self._store.read() as snapshot:
            return tuple(snapshot.documents(collection))

    def collections(self) -> tuple[str, ...]:
        """The collections that hold a document, in order."""
        with self._store.read() as snapshot:
            return tuple(snapshot.collections())

    def source(self, name: str, collection: str = "default") -> SourceText:
        """What a document says, with its pages and headings; every offset points into its `text`."""
        with self._store.read() as snapshot:
            return snapshot.source(named(snapshot, collection, name).document_key)

    def text(self, name: str, collection: str = "default") -> str:
        """The canonical text of a document."""
        return self.source(name, collection).text

    def tables(self, name: str, collection: str = "default") -> tuple[Table, ...]:
        """The tables of a document as grids, in reading order; none for one that was added before they were kept."""
        with self._store.read() as snapshot:
            return tuple(snapshot.tables(named(snapshot, collection, name).document_key))

    def passages(self, name: str, collection: str = "default") -> tuple[Passage, ...]:
        """The passages a document was cut into, in order."""
        with self._store.read() as snapshot:
            return tuple(snapshot.passages(named(snapshot, collection, name).document_key))

    def original(self, name: str, collection: str = "default") -> Path:
        """Where the original file is: in its folder, or in the store for an upload."""
        with self._store.read() as snapshot:
            record = named(snapshot, collection, name)
        return (Path(record.origin) if record.origin else self.store) / record.path

    # Search

    def search(
        self,
        question: str,
        k: int | None = 5,
        collection: str = "default",
        documents: Names = None,
        filter: Filter | None = None,
    ) -> tuple[Hit, ...]:
        """Exactly k passages, best first; fewer only if there are fewer. None: every candidate that was ranked.

        `documents` and `filter` restrict what is searched, not what is shown. Raises UnknownDocument, InvalidFilter.
        """
        return tuple(self._searcher.search(question, scope(collection, documents, filter), k))

    def nearest(self, text: str, k: int = 5, collection: str = "default", documents: Names = None) -> tuple[Hit, ...]:
        """The k passages whose vectors are nearest to a text's, scored by their cosines; nobody has read them.

        Raises UnknownDocument.
        """
        vector = self.models.embedder.question_vector(text)
        return tuple(self._searcher.nearest(vector.tolist(), scope(collection, documents), k))

    def as_retriever(
        self,
        k: int = 5,
        collection: str = "default",
        documents: Names = None,
        filter: Filter | None = None,
    ) -> HybridRetriever:
        """The search as a LangChain retriever."""
        given = {"k": k, "collection": collection, "documents": documents, "filter": filter}
        return HybridRetriever.model_validate({"searcher": self._searcher, **given})

    def as_vectorstore(self, collection: str = "default") -> LibraryVectorStore:
        """A collection as a LangChain vector store."""
        return LibraryVectorStore(self, self._searcher, collection)

    def containing(
        self, terms: Sequence[QuestionTerm], collection: str = "default", documents: Names = None
    ) -> tuple[Hit, ...]:
        """Every passage that has all the terms in or around it, by document and place; raises UnknownDocument."""
        with self._store.read() as snapshot:
            return tuple(containing(snapshot, terms, scope(collection, documents)))

    def rarity(self, question: str, collection: str = "default", documents: Names = None) -> dict[str, float]:
        """How rare each term of a question is among the passages searched: what it weighs when it is found."""
        with self._store.read() as snapshot:
            return snapshot.rarity(content_terms(question), scope(collection, documents))

    def matching(self, words: str, k: int = 5, collection: str = "default", documents: Names = None) -> tuple[Hit, ...]:
        """The k passages that share most with some words, by BM25 alone: no model is asked. Raises UnknownDocument."""
        return tuple(self._searcher.matching(words, scope(collection, documents), k))

    def unknown_words(self, question: str, collection: str = "default") -> tuple[str, ...]:
        """What a question names, other than stop words, that no document of the collection contains in any form."""
        return self._searcher.unknown(question, Scope(collection))

    def understood(self, question: str, collection: str = "default", documents: Names = None) -> UnderstoodQuestion:
        """The question with mistyped words and abbreviations that no document has in the words of the documents."""
        return self._searcher.understood(question, scope(collection, documents))

    # Changes

    def sync(self, folder: str | Path, collection: str = "default", on_progress: OnProgress | None = None) -> Report:
        """Make the library hold what the folder holds, and nothing else that came from it.

        What `on_progress` raises ends it between two files. Raises NotAFolder, StoreBusy, StoreFailed on a full disk.
        """
        root = Path(folder)
        tracker = Tracker(on_progress)
        found = scan(root, without=self.store)
        with self._ingest(f"sync of {root}", collection, root) as ingest:
            ingest.sync(found, self.models.embedder, tracker)
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

        Raises NotAFile for a path where there is no file, otherwise as `sync` does.
        """
        return self._add([file_to_add(Path(path)) for path in paths], collection, on_progress)

    def add_documents(
        self, documents: Iterable[Document], collection: str = "default", on_progress: OnProgress | None = None
    ) -> Report:
        """Add LangChain documents under their ids, or ids made of what they say; one with the same id is replaced.

        Raises InvalidDocument before any is written: for metadata that are not JSON, no text, a file's name as an id.
        """
        given = with_ids(documents)
        with self._store.read() as snapshot:
            check_ids(snapshot, collection, given)
        with written(given) as files:
            return self._add(files, collection, on_progress)

    def _add(self, files: Sequence[ScannedFile], collection: str, on_progress: OnProgress | None = None) -> Report:
        tracker = Tracker(on_progress)
        tracker.begin(files, 0)
        with self._ingest("add", collection) as ingest:
            ingest.put(files, self.models.embedder, tracker)
        return tracker.report()

    def remove(self, names: str | Iterable[str], collection: str = "default") -> Report:
        """Take documents out of the library by name; raises UnknownDocument before any is removed.

        From now on they are not found, shown or cited; the maintenance behind it erases them from the disk.
        """
        tracker = Tracker(None)
        with self._ingest("remove", collection) as ingest:
            tracker.settled(ingest.remove(self._records(names, collection)))
        return tracker.report()

    def erase(self, names: str | Iterable[str], collection: str = "default") -> DeletionReport:
        """Take documents out and erase them from the disk at once, with the proof that nothing of them is left."""
        names = [names] if isinstance(names, str) else list(names)  # read twice
        traces = self._store.traces(self._records(names, collection))
        report = self.remove(names, collection)
        self.settle()
        self.maintenance.run(force=True)
        return DeletionReport(report, self._store.prove_gone(traces))

    @contextmanager
    def _ingest(self, task: str, collection: str, origin: Path | None = None) -> Iterator[Ingest]:
        check_collection(collection)
        with self.maintenance.after(task):
            yield Ingest(self._store, self._uploads, self.artifacts, collection, origin)

    def _records(self, names: str | Iterable[str], collection: str) -> tuple[DocumentName, ...]:
        with self._store.read() as snapshot:
            return tuple(named(snapshot, collection, n) for n in ([names] if isinstance(names, str) else names))

    # Maintenance

    def settle(self) -> None:
        """Wait until what is due behind the last change is done: indexing, and erasing what was removed."""
        self.maintenance.wait()

    def verify(self) -> tuple[Fault, ...]:
        """What is wrong with the store; empty where all is right. Reads everything, writes nothing."""
        return tuple(verify.faults(self._store, self.models.embedder))

    def rebuild(self, embed: bool = False, on_progress: OnProgress | None = None) -> None:
        """Make the full-text and the vector index anew; with `embed`, every vector too, by the present model.

        A store is embedded anew in one change: until it is done, and if it is stopped, all stays as it was.
        """
        with self._store.hold("rebuild"), self._store.turn():
            if embed:
                reembed(self._store, self.models.embedder, Tracker(on_progress))
            self._store.rebuild_terms()
        self.maintenance.run(force=True)

    def backup(self, target: str | Path) -> Path:
        """Write a consistent copy to a new folder, whoever writes meanwhile; raises BackupFailed."""
        return backup.write(self._store, Path(target))
