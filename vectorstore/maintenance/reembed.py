"""Every vector anew, by another embedding model, from the text that the store holds."""

from pathlib import Path

from vectorstore.ingest.document_builder import cut, embedded
from vectorstore.ingest.progress import Tracker
from vectorstore.ingest.scanner import ScannedFile
from vectorstore.models.sentence_embedder import SentenceEmbedder
from vectorstore.storage import model_fingerprint
from vectorstore.storage.sqlite import documents
from vectorstore.storage.sqlite.connection import Catalog
from vectorstore.types import FileStatus


def reembed(catalog: Catalog, embedder: SentenceEmbedder, tracker: Tracker) -> None:
    """ChunkedDocument and embed every document again, all in one transaction: the vectors of two models never meet.

    The passages are cut again too, since a model reads so many of its own tokens and no more.
    """
    embedder.probe(model_fingerprint.PROBE)  # a model that cannot be loaded is told before anything is done
    with catalog.write() as connection:
        rows = documents.every(connection)
        tracker.begin([ScannedFile(Path(), name, size, 0, 0) for _, _, _, name, size in rows], 0)
        for key, collection, digest, name, _ in rows:
            pieces = cut(documents.source_of(connection, key), collection, digest, embedder)
            documents.replace_passages(connection, key, next(embedded([pieces], embedder)))
            tracker.read(FileStatus(name, "replaced"))
        model_fingerprint.remember_model(connection, embedder)
