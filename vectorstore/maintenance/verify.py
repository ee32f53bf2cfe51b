"""Whether a store holds what it says: the catalog against itself, its uploads, its snapshot and the model."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from vectorstore.errors import LibraryError
from vectorstore.filesystem import digest_of
from vectorstore.ingest.uploads import ORIGINALS
from vectorstore.models.sentence_embedder import SentenceEmbedder
from vectorstore.storage import model_fingerprint
from vectorstore.storage.sqlite import documents
from vectorstore.storage.sqlite import passages as stored
from vectorstore.storage.sqlite.connection import Catalog
from vectorstore.storage.sqlite.maintenance import faults as catalog_faults
from vectorstore.storage.sqlite.vector_index.index import VectorIndex

BATCH = 10_000  # vectors looked at in one go


def faults(store: Path, catalog: Catalog, index: VectorIndex, embedder: SentenceEmbedder) -> Iterator[str]:
    """What is wrong, one line each, with what to do about it."""
    try:
        inside = catalog_faults(catalog)
    except LibraryError as error:
        yield str(error)
        return
    for fault in inside:
        cure = "footnote rebuild" if "full-text" in fault or "terms" in fault else "footnote restore"
        yield f"catalog: {fault}: `{cure}` mends it"
    if not inside:
        yield from _vectors(catalog)
    yield from _uploads(store, catalog)
    yield from _generation(catalog, index)
    try:
        with catalog.read() as connection:
            if model_fingerprint.is_made(connection, embedder):
                model_fingerprint.check_weights(connection, embedder)
    except LibraryError as error:
        yield f"model: {error}"


def upload_name(path: str) -> str | None:
    """The digest that the name of a kept original states, or None where it is no such name."""
    match = re.fullmatch(rf"{ORIGINALS}/([0-9a-f]{{64}})(\.[\w-]{{1,20}})?", path)
    return match[1] if match else None


def _vectors(catalog: Catalog) -> Iterator[str]:
    with catalog.read() as connection:
        for collection in documents.collections(connection):
            for keys, vectors in stored.batches(connection, collection, BATCH):
                wrong = int((~np.isclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)).sum())
                if wrong:
                    yield (
                        f"catalog: {wrong} of the vectors {keys[0]} to {keys[-1]} are not of length 1: "
                        "`footnote rebuild --embed` makes them anew"
                    )


def _uploads(store: Path, catalog: Catalog) -> Iterator[str]:
    with catalog.read() as connection:
        paths = documents.uploads(connection)
    for path in sorted(paths):
        digest = upload_name(path)
        if digest is None or not (store / path).is_file():
            yield f"{path}: the original of an upload is missing: add the file again"
        elif digest_of(store / path) != digest:
            yield f"{path}: the original of an upload was changed: add the file again"


def _generation(catalog: Catalog, index: VectorIndex) -> Iterator[str]:
    snapshots = index.snapshots
    facts = snapshots.facts()
    if facts is None and snapshots.current() is not None:
        yield f"vector index: {snapshots.damage}: `footnote rebuild` makes it anew; until then all is compared"
    if facts is None:
        return
    newest, rows, state = facts
    with catalog.read() as connection:
        if state > documents.sequence(connection) or any(
            number > rows[name] for name, number in stored.counts(connection, newest).items() if name in rows
        ):
            yield "vector index: is not this catalog's: `footnote rebuild` makes it anew"
