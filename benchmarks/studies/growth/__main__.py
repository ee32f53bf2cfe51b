"""How a store grows: time, memory and disk to add, open, ask and rebuild, from a thousand passages to a million.

Real documents first; then copies of them whose vectors are perturbed, so that neither the text nor the vectors are
easier than real ones. The day's questions have their vectors ready: an embedder's time does not depend on the store.

Run: python -m benchmarks.growth [PASSAGES ...]. Figures: benchmarks/results/growth.json; plot: docs/scaling.svg
"""

import hashlib
import json
import os
import pickle
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from vectorstore import Block, Library, SentenceEmbedder, SourceText
from vectorstore.ingest.document_builder import cut, embedded
from vectorstore.models.sentence_embedder import Vectors
from vectorstore.storage.model_fingerprint import PROBE, remember_model
from vectorstore.storage.sqlite import documents, lexical
from vectorstore.storage.sqlite import passages as stored
from vectorstore.storage.sqlite.documents import DocumentName, PreparedDocument
from vectorstore.storage.sqlite.scope import Scope
from vectorstore.storage.sqlite.vector_index.flat_index import best
from vectorstore.text.analysis import content_terms

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("FOOTNOTE_DATA", ROOT.parent / "shared" / "data"))
RESULT = ROOT / "benchmarks" / "results" / "growth.json"
SIZES = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
REAL = 1_500  # passages of real text, embedded for real
QUESTIONS = 100
# Cosine of a copied vector to its original: as near as two passages of one document usually are.
LIKENESS = 0.8
WARM = 10  # questions before the clock runs


def texts() -> Iterator[tuple[str, str, list[str]]]:
    """Title, text and questions of each public document."""
    for path in (DATA / "covidqa" / "200423_covidQA.json", DATA / "squadshifts" / "new_wiki_v1.0.json"):
        for number, document in enumerate(json.loads(path.read_text(encoding="utf-8"))["data"]):
            paragraphs = document["paragraphs"]
            asked = [qa["question"] for paragraph in paragraphs for qa in paragraph["qas"]]
            yield f"{path.stem} {number}", "\n\n".join(p["context"] for p in paragraphs), asked[:3]


def real(cache: Path) -> tuple[list[PreparedDocument], dict[str, Any]]:
    """Real documents with their vectors, and the vectors of questions about them; kept from run to run."""
    if cache.exists():
        found: tuple[list[PreparedDocument], dict[str, Any]] = pickle.loads(cache.read_bytes())
        return found
    embedder, prepared, asked = SentenceEmbedder(), [], []
    for title, text, questions in texts():
        source = SourceText(text, title, tuple(_blocks(text)))
        digest = hashlib.sha256(text.encode()).hexdigest()
        prepared += embedded([cut(source, "default", digest, embedder)], embedder)
        asked += questions
        if sum(len(p.passages) for p in prepared) >= REAL:
            break
    asked = asked[:: max(1, len(asked) // QUESTIONS)][:QUESTIONS]
    vectors = dict(zip([PROBE, *asked], embedder.encode([PROBE, *asked]), strict=True))
    cache.write_bytes(pickle.dumps((prepared, vectors)))
    return prepared, vectors


def _blocks(text: str) -> Iterator[Block]:
    start = 0
    for paragraph in text.split("\n\n"):
        if paragraph.strip():
            yield Block(start, start + len(paragraph))
        start += len(paragraph) + 2


class Ready(SentenceEmbedder):
    """The default model, with the vectors of some texts at hand."""

    def __init__(self, vectors: dict[str, Any]) -> None:
        """Take the vectors."""
        super().__init__()
        self._ready = vectors

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The vectors of texts that are at hand."""
        return np.stack([self._ready[text] for text in texts])


def copies(originals: Sequence[PreparedDocument]) -> Iterator[PreparedDocument]:
    """The originals, then copies of them without end."""
    yield from originals
    random, number = np.random.default_rng(0), 0
    while True:
        number += 1
        for original in originals:
            name = hashlib.sha256(f"{original.document_id} {number}".encode()).hexdigest()[:32]
            noise = random.normal(size=original.vectors.shape)
            noise /= np.linalg.norm(noise, axis=1, keepdims=True)
            vectors = LIKENESS * original.vectors + np.sqrt(1 - LIKENESS**2) * noise
            vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
            yield replace(
                original,
                document_id=name,
                passages=[
                    replace(p, document_id=name, passage_id=f"{name[:12]}{p.passage_id[:12]}")
                    for p in original.passages
                ],
                vectors=vectors.astype(np.float32),
            )


def grown(library: Library, more: Iterator[PreparedDocument], held: int, size: int) -> int:
    """How many passages the store holds after documents were added until it held so many."""
    with library.searcher.catalog.write() as connection:
        remember_model(connection, library.embedder)
    while held < size:
        document = next(more)
        with library.searcher.catalog.write() as connection:
            key = documents.insert(connection, document)
            name = f"{document.document_id}.txt"
            documents.set_name(
                connection, DocumentName("default", name, key, "/papers", name, 0, 0, 0, document.digest)
            )
        held += len(document.passages)
    return held


def milliseconds(task: Callable[[str], object], questions: Sequence[str]) -> dict[str, float]:
    """The middle and the 95th of a hundred times that a task takes, and of the processor's time for it.

    On a machine that others use, only the processor's time says what the task costs.
    """
    for question in questions[:WARM]:
        task(question)
    taken, worked = [], []
    for question in questions:
        began, busy = time.perf_counter(), time.process_time()
        task(question)
        taken.append(1000 * (time.perf_counter() - began))
        worked.append(1000 * (time.process_time() - busy))
    return {
        f"{name}{percent}": round(value, 1)
        for name, times in (("p", taken), ("processor p", worked))
        for percent, value in ((50, statistics.median(times)), (95, statistics.quantiles(times, n=20)[-1]))
    }


def measured(store: Path, cache: Path) -> dict[str, Any]:
    """What a fresh process needs to open a store and to answer."""
    _, vectors = real(cache)
    questions = [question for question in vectors if question != PROBE]
    began = time.perf_counter()
    library = Library.open(store, Ready(vectors), "none")
    library.search(questions[0])
    opened, memory = time.perf_counter() - began, most_memory()
    scope = Scope("default")
    with library.searcher.catalog.read() as connection:
        times = {
            "dense": milliseconds(
                lambda q: library.searcher.index.nearest(connection, vectors[q], scope, 30), questions
            ),
            "lexical": milliseconds(lambda q: lexical.match(connection, content_terms(q), scope, 30), questions),
        }
        keys, rows = stored.vectors(connection, scope)
        found = [
            len(
                best(keys, rows, vectors[q], 30).keys()
                & library.searcher.index.nearest(connection, vectors[q], scope, 30).keys()
            )
            for q in questions
        ]
    del rows
    times["both"] = milliseconds(library.search, questions)
    recall = round(sum(found) / len(found) / min(30, len(keys)), 3)
    return {"open, s": round(opened, 2), "memory, MB": memory, "nearest 30 found": recall, "query, ms": times}


def most_memory() -> int:
    """Megabytes that this process held at its most (not `ru_maxrss`, which begins with the parent's)."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return round(int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024)


def megabytes(folder: Path) -> int:
    """What a file or the files of a folder take on disk."""
    paths = [folder] if folder.is_file() else [path for path in folder.rglob("*") if path.is_file()]
    return round(sum(path.stat().st_blocks * 512 for path in paths) / 1e6)


def main() -> None:
    """Grow a store through all sizes; each row is kept as it comes."""
    sizes = tuple(map(int, sys.argv[1:])) or SIZES
    place = Path(os.environ.get("TMPDIR", tempfile.gettempdir())) / "footnote-growth"
    place.mkdir(exist_ok=True)
    store, cache = place / "store", place / "real.pickle"
    shutil.rmtree(store, ignore_errors=True)
    originals, vectors = real(cache)
    library = Library.open(store, Ready(vectors), "none")
    more, held, rows = copies(originals), 0, []
    for size in sizes:
        before, began, busy = held, time.perf_counter(), os.times()
        held = grown(library, more, held, size)
        added, worked = time.perf_counter() - began, os.times().user + os.times().system - busy.user - busy.system
        began, busy = time.perf_counter(), os.times()
        library.searcher.index.snapshots.build()
        built, after = time.perf_counter() - began, os.times()
        children = after.children_user + after.children_system - busy.children_user - busy.children_system
        command = [sys.executable, "-m", "benchmarks.growth", "--measure", str(store), str(cache)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
        rows.append(
            {
                "passages": held,
                "add, ms a passage": round(1000 * added / (held - before), 2),
                "add, processor ms a passage": round(1000 * worked / (held - before), 2),
                "build, s": round(built, 1),
                "build, processor s": round(children, 1),
                **json.loads(done.stdout),
                "catalog, MB": megabytes(store / "catalog.sqlite3"),
                "index, MB": megabytes(store / "index"),
            }
        )
        print(json.dumps(rows[-1]), flush=True)
        RESULT.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    shutil.rmtree(store)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measured(Path(sys.argv[2]), Path(sys.argv[3]))))
    else:
        main()
