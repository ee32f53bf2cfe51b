"""Retrieval on Chroma's chunking study: our search and its parts beside the plain tutorial pipeline, in one run.

Run: python -m benchmarks.chunking [--sizes 128 160 200]
"""

import argparse
import csv
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

import vectorstore.cutting
from vectorstore import Library, SentenceEmbedder, Span
from vectorstore.analysis import content_terms
from vectorstore.catalog import lexical, passages
from vectorstore.catalog.scope import Scope
from vectorstore.chunking import PASSAGE_TOKENS
from vectorstore.chunking import passages as cut
from vectorstore.search import CANDIDATES, fuse

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("FOOTNOTE_DATA", ROOT.parent / "shared" / "data")) / "chunking"
K = 5
SCOPE = Scope("default")

Found = list[tuple[str, Span]]


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the excerpts that answer it in one corpus."""

    text: str
    corpus: str
    excerpts: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """The study's measures of one question, in characters."""

    recall: float
    precision: float
    iou: float
    characters: int


def questions() -> list[Question]:
    """The questions of the corpora that are there."""
    with (DATA / "questions_df.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [
        Question(
            row["question"],
            f"{row['corpus_id']}.md",
            tuple(Span(r["start_index"], r["end_index"]) for r in json.loads(row["references"])),
        )
        for row in rows
    ]


def score(question: Question, found: Found) -> Score:
    """The measures as the study defines them: overlaps count once in what is found, twice in what is read."""
    wanted = {i for span in question.excerpts for i in range(span.start, span.end)}
    held = {i for name, s in found if name == question.corpus for i in range(s.start, s.end)} & wanted
    read = sum(span.end - span.start for _, span in found)
    return Score(len(held) / len(wanted), len(held) / read, len(held) / (read + len(wanted) - len(held)), read)


def tutorial(embedder: SentenceEmbedder) -> Callable[[str], Found]:
    """The pipeline of the LangChain tutorial: recursive splitter, Chroma, similarity search."""
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    documents = [
        Document(path.read_bytes().decode(), metadata={"source": path.name})
        for path in sorted((DATA / "corpora").iterdir())
    ]
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200, add_start_index=True)
    store = Chroma.from_documents(splitter.split_documents(documents), embedder)

    def search(question: str) -> Found:
        return [
            (d.metadata["source"], Span(d.metadata["start_index"], d.metadata["start_index"] + len(d.page_content)))
            for d in store.similarity_search(question, k=K)
        ]

    return search


def parts(library: Library) -> dict[str, Callable[[str], Found]]:
    """Each way of ranking the same passages, by name."""
    catalog, index, embedder = library.searcher.catalog, library.searcher.index, library.embedder

    def dense(question: str) -> dict[int, float]:
        with catalog.read() as connection:
            return index.nearest(connection, embedder.encode([question])[0], SCOPE, CANDIDATES)

    def bm25(question: str) -> dict[int, float]:
        with catalog.read() as connection:
            return lexical.match(connection, content_terms(question), SCOPE, CANDIDATES)

    def reciprocal(question: str) -> dict[int, float]:
        total: dict[int, float] = {}
        for scores in (dense(question), bm25(question)):
            for rank, key in enumerate(scores):
                total[key] = total.get(key, 0.0) + 1 / (60 + rank + 1)
        return dict(sorted(total.items(), key=lambda pair: (-pair[1], pair[0])))

    def looked_up(question: str) -> dict[int, float]:
        d, b = dense(question), bm25(question)
        with catalog.read() as connection:
            keys, vectors = passages.vectors(connection, SCOPE)
            every = lexical.match(connection, content_terms(question), SCOPE, len(keys))
        cosines = dict(zip(keys.tolist(), (vectors @ embedder.encode([question])[0]).tolist(), strict=True))
        union = d.keys() | b.keys()
        return fuse({key: cosines[key] for key in union}, {key: every.get(key, 0.0) for key in union})

    def places(scores: Mapping[int, float]) -> Found:
        keys = list(scores)[:K]
        with catalog.read() as connection:
            found = passages.found(connection, keys)
        return [(found[k][1], Span(found[k][0].start, found[k][0].end)) for k in keys]

    def search(question: str) -> Found:
        return [(h.source, Span(h.passage.start, h.passage.end)) for h in library.search(question, K)]

    return {
        "dense alone": lambda q: places(dense(q)),
        "BM25 alone": lambda q: places(bm25(q)),
        "fused by ranks (RRF)": lambda q: places(reciprocal(q)),
        "fused by scores, missing looked up": lambda q: places(looked_up(q)),
        "fused by scores, missing = worst (ours)": search,
    }


def row(name: str, scores: Iterable[Score]) -> dict[str, float | str]:
    """The means of a way of ranking, in percent and characters."""
    table = np.array([[s.recall, s.precision, s.iou, s.characters] for s in scores])
    recall, precision, iou, characters = table.mean(axis=0)
    half = 1.96 * table[:, 0].std(ddof=1) / np.sqrt(len(table))
    return {
        "ranking": name,
        "recall": round(100 * recall, 1),
        "recall ±": round(100 * half, 1),
        "precision": round(100 * precision, 1),
        "iou": round(100 * iou, 1),
        "characters": round(characters),
    }


def main() -> None:
    """Print the table and keep it in benchmarks/results."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sizes", type=int, nargs="*", default=[PASSAGE_TOKENS])
    sizes = arguments.parse_args().sizes
    if not DATA.is_dir():
        raise SystemExit("no evaluation data: set FOOTNOTE_DATA to its folder")
    embedder, asked = SentenceEmbedder(), questions()
    search = tutorial(embedder)
    rows = [row("tutorial: 1000/200 characters", (score(q, search(q.text)) for q in asked))]
    for size in sizes:
        vectorstore.cutting.passages = partial(cut, size=size)
        with tempfile.TemporaryDirectory() as folder:
            library = Library.open(folder, embedder)
            library.sync(DATA / "corpora")
            for name, ways in parts(library).items():
                rows.append(row(f"{size} tokens: {name}", [score(q, ways(q.text)) for q in asked]))
    for line in rows:
        print(*(f"{value:>42}" if key == "ranking" else f"{key} {value:>6}" for key, value in line.items()), sep="  ")
    result = {"questions": len(asked), "passages": K, "rows": rows}
    (ROOT / "benchmarks/results/chunking.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
