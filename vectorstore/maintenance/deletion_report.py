"""The proof that removed documents are gone: what only they held, and where it was searched for afterwards."""

import mmap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection

from vectorstore.storage.sqlite import documents, lexical
from vectorstore.storage.sqlite import passages as stored
from vectorstore.storage.sqlite.connection import Catalog
from vectorstore.storage.sqlite.documents import DocumentName
from vectorstore.storage.sqlite.scope import Scope
from vectorstore.types import Report

# Of a long document so many passages, spread evenly, are searched for: each needle is a walk through the whole store.
MOST_PASSAGES = 100
STRETCH = 48  # characters of a passage, from its middle
SHORTEST = 8  # bytes of a needle: shorter ones occur by chance
VECTOR_BYTES = 64  # of each vector's start, 16 numbers


@dataclass(frozen=True, slots=True)
class Traces:
    """What only the documents to be removed hold."""

    words: tuple[str, ...]
    """Terms of the full-text vocabulary that no other document has."""
    needles: tuple[bytes, ...]
    """Stretches of text, words and vectors as they stand in files."""


@dataclass(frozen=True, slots=True)
class DeletionReport:
    """What was removed, what was searched for afterwards in every file of the store, and what was found."""

    report: Report
    words: int
    needles: int
    files: int
    bytes: int
    vocabulary: int
    """Terms that the full-text vocabulary holds now, all documents together."""
    found: tuple[str, ...]
    """Where anything was found; empty is the proof."""


def traces(connection: Connection, names: Sequence[DocumentName]) -> Traces:
    """What to search for after the removal; taken before it."""
    keys = {name.document_key for name in names}
    going = [key for key in keys if set(documents.names_of(connection, key)) <= {name.name for name in names}]
    words: list[str] = []
    needles: list[bytes] = []
    for key in going:
        source = documents.source_of(connection, key)
        own = lexical.terms_of(connection, key)
        words += [term for term, count in own.items() if lexical.holding(connection, term) == count]
        scope = Scope(names[0].collection, (key,))
        chosen, vectors = stored.vectors(connection, scope)
        spread = range(0, len(chosen), max(1, len(chosen) // MOST_PASSAGES))
        needles += [vectors[row].tobytes()[:VECTOR_BYTES] for row in spread]
        middles = [
            (p.start + p.end) // 2 for p, *_ in stored.found(connection, [int(chosen[r]) for r in spread]).values()
        ]
        stretches = [source.text[max(0, at - STRETCH // 2) : at + STRETCH // 2] for at in middles]
        needles += [text.encode() for text in stretches if documents.is_only_in(connection, text, going)]
        long = [word for word in words if len(word.encode()) >= SHORTEST][:MOST_PASSAGES]
        needles += [word.encode() for word in long if documents.is_only_in(connection, word, going)]
    return Traces(tuple(words), tuple(dict.fromkeys(n for n in needles if len(n) >= SHORTEST)))


def searched(found: Traces, store: Path, catalog: Catalog, report: Report) -> DeletionReport:
    """Search every byte of every file of the store, and the full-text vocabulary, for the traces."""
    with catalog.read() as connection:
        hits = [f"the full-text vocabulary: {w!r}" for w in found.words if lexical.holding(connection, w)]
        vocabulary = lexical.vocabulary_size(connection)
    files = [path for path in sorted(store.rglob("*")) if path.is_file()]
    size = 0
    for path in files:
        size += path.stat().st_size
        hits += [f"{path}: {needle!r}" for needle in within(path, found.needles)]
    return DeletionReport(report, len(found.words), len(found.needles), len(files), size, vocabulary, tuple(hits))


def within(path: Path, needles: Iterable[bytes]) -> list[bytes]:
    """Those of the needles that occur anywhere in a file."""
    if not path.stat().st_size:
        return []
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return [needle for needle in needles if content.find(needle) >= 0]
