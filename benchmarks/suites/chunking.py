"""Chroma's chunking study: our search, each of its parts, and LangChain's tutorial pipeline, measured in characters."""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.lib.cached_library import open_service
from benchmarks.lib.data import DATA
from benchmarks.lib.progress import say
from benchmarks.lib.rankings import Ranking, rankings
from benchmarks.lib.summary import Group, Summary, group_of_columns
from qa.evaluation.metrics.span_metrics import DocumentSpan, span_overlap
from vectorstore import SentenceEmbedder, Span

FOLDER = DATA / "chunking"
CORPORA = FOLDER / "corpora"
TEXTS = tuple(CORPORA / f"{name}.md" for name in ("chatlogs", "pubmed", "state_of_the_union"))
FILES = (FOLDER / "questions_df.csv", *TEXTS)
RETRIEVED = 5  # passages, as in the study
TUTORIAL_SIZE, TUTORIAL_OVERLAP = 1000, 200  # characters, as in LangChain's tutorial
TUTORIAL = "tutorial: 1000/200 characters"


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the excerpts that answer it."""

    id: str
    text: str
    excerpts: tuple[DocumentSpan, ...]


def questions() -> list[Question]:
    """The questions, numbered by their line."""
    with FILES[0].open(newline="", encoding="utf-8") as file:
        return [
            Question(
                str(number),
                row["question"],
                tuple(
                    (f"{row['corpus_id']}.md", Span(excerpt["start_index"], excerpt["end_index"]))
                    for excerpt in json.loads(row["references"])
                ),
            )
            for number, row in enumerate(csv.DictReader(file), 1)
        ]


def tutorial(embedder: SentenceEmbedder) -> Ranking:
    """LangChain's tutorial pipeline: recursive splitter, Chroma, similarity search."""
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    documents = [Document(path.read_bytes().decode(), metadata={"source": path.name}) for path in TEXTS]
    splitter = RecursiveCharacterTextSplitter(
        chunk_size=TUTORIAL_SIZE, chunk_overlap=TUTORIAL_OVERLAP, add_start_index=True
    )
    store = Chroma.from_documents(splitter.split_documents(documents), embedder)

    def ranking(question: str) -> list[DocumentSpan]:
        return [
            (d.metadata["source"], Span(d.metadata["start_index"], d.metadata["start_index"] + len(d.page_content)))
            for d in store.similarity_search(question, k=RETRIEVED)
        ]

    return ranking


def scored(some: Sequence[Question], ranking: Ranking) -> Group:
    """The study's metrics of a way of ranking; each question counts as independent, as in the study."""
    found = [span_overlap(ranking(question.text)[:RETRIEVED], question.excerpts) for question in some]
    columns = {
        "recall": [one.recall for one in found],
        "precision": [one.precision for one in found],
        "IoU": [one.iou for one in found],
        "characters read": [float(one.returned) for one in found],
    }
    return group_of_columns(columns, [question.id for question in some])


def measure() -> Summary:
    """The tutorial's pipeline, and each way of ranking our passages."""
    service = open_service(
        "chunking", FILES, lambda library, on_progress: library.sync(CORPORA, on_progress=on_progress)
    )
    some, groups = questions(), {}
    ways = {TUTORIAL: tutorial(SentenceEmbedder()), **rankings(service.library)}
    for name, ranking in ways.items():
        say(f"chunking: {len(some)} questions, {name}")
        groups[name] = scored(some, ranking)
    return Summary(groups=groups)
