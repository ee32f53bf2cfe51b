"""Whether a store holds what it says: its engine against itself, its uploads and the embedding model."""

from collections.abc import Iterator

from vectorstore.errors import LibraryError
from vectorstore.filesystem import digest_of
from vectorstore.ingest.uploads import stated_digest
from vectorstore.models.protocols import Embedder
from vectorstore.storage import model_fingerprint
from vectorstore.storage.base import Store
from vectorstore.types import Cure, Fault


def faults(store: Store, embedder: Embedder) -> Iterator[Fault]:
    """What is wrong, each with what mends it."""
    try:
        yield from store.faults()
    except LibraryError as error:
        yield Fault(str(error))
        return
    yield from upload_faults(store)
    try:
        with store.read() as snapshot:
            if model_fingerprint.is_made_with(snapshot, embedder):
                model_fingerprint.check_weights(snapshot, embedder)
    except LibraryError as error:
        yield Fault(f"model: {error}", Cure.REBUILD_EMBEDDINGS)


def upload_faults(store: Store) -> Iterator[Fault]:
    """Originals of uploads that are missing or were changed."""
    with store.read() as snapshot:
        paths = snapshot.uploads()
    for path in sorted(paths):
        digest = stated_digest(path)
        if digest is None or not (store.folder / path).is_file():
            yield Fault(f"{path}: the original of an upload is missing", Cure.ADD_AGAIN)
        elif digest_of(store.folder / path) != digest:
            yield Fault(f"{path}: the original of an upload was changed", Cure.ADD_AGAIN)
