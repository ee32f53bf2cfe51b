"""The proof that removed documents are gone: what only they held, and where it was searched for afterwards."""

import mmap
from collections.abc import Iterable, Sequence
from pathlib import Path
from sqlite3 import Connection

from vectorstore.storage.records import DeletionProof, DocumentName, Traces
from vectorstore.storage.sqlite.scope import compiled
from vectorstore.storage.sqlite.tables import documents, lexical, names, passages
from vectorstore.types import Scope

# Of a long document so many passages, spread evenly, are searched for: each needle is a walk through the whole store.
MOST_PASSAGES = 100
STRETCH = 48  # characters of a passage, from its middle
SHORTEST = 8  # bytes of a needle: shorter ones occur by chance
VECTOR_BYTES = 64  # of each vector's start, 16 numbers


def traces(connection: Connection, going: Sequence[DocumentName]) -> Traces:
    """What only the documents hold that have no other name; taken before they are removed."""
    taken = {name.name for name in going}
    keys = {
        name.document_key: name.name for name in going if set(names.of_document(connection, name.document_key)) <= taken
    }
    words: list[str] = []
    needles: list[bytes] = []
    for key, name in keys.items():
        source = documents.source_of(connection, key)
        own = lexical.terms_of(connection, key)
        words += [term for term, number in own.items() if lexical.count(connection, term) == number]
        chosen, vectors = passages.vectors(connection, compiled(connection, Scope(going[0].collection, (name,))))
        spread = range(0, len(chosen), max(1, len(chosen) // MOST_PASSAGES))
        needles += [vectors[row].tobytes()[:VECTOR_BYTES] for row in spread]
        held = passages.found(connection, [int(chosen[row]) for row in spread])
        middles = [(one.passage.start + one.passage.end) // 2 for one in held.values()]
        stretches = [source.text[max(0, at - STRETCH // 2) : at + STRETCH // 2] for at in middles]
        needles += [text.encode() for text in stretches if documents.is_only_in(connection, text, list(keys))]
        long = [word for word in words if len(word.encode()) >= SHORTEST][:MOST_PASSAGES]
        needles += [word.encode() for word in long if documents.is_only_in(connection, word, list(keys))]
    return Traces(tuple(words), tuple(dict.fromkeys(n for n in needles if len(n) >= SHORTEST)))


def search(connection: Connection, wanted: Traces, folder: Path) -> DeletionProof:
    """Search every byte of every file below a folder, and the full-text vocabulary, for traces."""
    found = [f"the full-text vocabulary: {word!r}" for word in wanted.words if lexical.count(connection, word)]
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    size = 0
    for path in files:
        size += path.stat().st_size
        found += [f"{path}: {needle!r}" for needle in within(path, wanted.needles)]
    return DeletionProof(
        len(wanted.words), len(wanted.needles), len(files), size, lexical.vocabulary_size(connection), tuple(found)
    )


def within(path: Path, needles: Iterable[bytes]) -> list[bytes]:
    """Those of the needles that occur anywhere in a file."""
    if not path.stat().st_size:
        return []
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return [needle for needle in needles if content.find(needle) >= 0]
