"""Embeds a store anew by another embedding model, from the text that it holds."""

from pathlib import Path

from vectorstore.ingest.document_builder import chunked, embedded
from vectorstore.ingest.progress import Tracker
from vectorstore.ingest.scanner import ScannedFile
from vectorstore.models.protocols import Embedder
from vectorstore.storage import model_fingerprint
from vectorstore.storage.base import Store
from vectorstore.types import FileStatus


def reembed(store: Store, embedder: Embedder, tracker: Tracker) -> None:
    """Cut and embed every document again, all in one change: the vectors of two models never meet.

    The passages are cut again too, since a model reads so many of its own tokens and no more.
    """
    model_fingerprint.fingerprint(embedder)  # a model that cannot be loaded is told before anything is done
    with store.write() as change:
        documents = change.every_document()
        tracker.begin([ScannedFile(Path(), document.name, document.characters, 0, 0) for document in documents], 0)
        for document in documents:
            pieces = chunked(change.source(document.key), document.collection, document.digest, embedder)
            change.replace_passages(document.key, next(embedded([pieces], embedder)))
            tracker.read(FileStatus(document.name, "replaced"))
        model_fingerprint.remember(change, embedder)
