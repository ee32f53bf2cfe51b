"""Every vector anew, by another embedding model, from the text that the store holds."""

from pathlib import Path

from vectorstore import identity
from vectorstore.catalog import Catalog, documents
from vectorstore.cutting import cut, embedded
from vectorstore.embedding import SentenceEmbedder
from vectorstore.folder import File
from vectorstore.passage import FileStatus
from vectorstore.progress import Tracker


def reembed(catalog: Catalog, embedder: SentenceEmbedder, tracker: Tracker) -> None:
    """Cut and embed every document again, all in one transaction: the vectors of two models never meet.

    The passages are cut again too, since a model reads so many of its own tokens and no more.
    """
    embedder.probe(identity.PROBE)  # a model that cannot be loaded is told before anything is done
    with catalog.write() as connection:
        rows = documents.every(connection)
        tracker.begin([File(Path(), name, size, 0, 0) for _, _, _, name, size in rows], 0)
        for key, collection, digest, name, _ in rows:
            pieces = cut(documents.source_of(connection, key), collection, digest, embedder)
            documents.replace_passages(connection, key, next(embedded([pieces], embedder)))
            tracker.read(FileStatus(name, "replaced"))
        identity.remember_model(connection, embedder)
