"""How fast files become searchable: ours and LangChain's tutorial pipeline, in turn over the same files, one model.

The tutorial: read, cut by RecursiveCharacterTextSplitter (1000 characters, 200 shared), embed with its defaults
as it comes, add to Chroma. Both run in this process, one after the other, again and again; the ratio is of neighbours.

Run: python -m benchmarks.ingest [ROUNDS]. Figures: benchmarks/results/ingest.json
"""

import json
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

import vectorstore.ingest.pipeline
from benchmarks.store.table import TableEmbedder
from vectorstore import Library, SentenceEmbedder
from vectorstore.storage.sqlite.connection import Catalog

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("FOOTNOTE_DATA", ROOT.parent / "shared" / "data"))
RESULT = ROOT / "benchmarks" / "results" / "ingest.json"
CHARACTERS = 600_000  # of public articles, as text files
UNCHANGED = 10_000


class Plain(Embeddings):
    """The same weights as the tutorial uses them: float32, in the order they come."""

    def __init__(self, embedder: SentenceEmbedder) -> None:
        """Share the loaded model."""
        self._model = embedder._model

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """As langchain-huggingface does."""
        return self._model.encode(texts, show_progress_bar=False).tolist()  # floats

    def embed_query(self, text: str) -> list[float]:
        """One."""
        return self.embed_documents([text])[0]


def files(folder: Path) -> int:
    """Public articles as text files; how many characters they have."""
    articles = json.loads((DATA / "covidqa" / "200423_covidQA.json").read_text(encoding="utf-8"))["data"]
    size = 0
    for number, article in enumerate(articles):
        text = "\n\n".join(paragraph["context"] for paragraph in article["paragraphs"])
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
        size += len(text)
        if size >= CHARACTERS:
            break
    return size


def tutorial(folder: Path, store: Path, plain: Plain) -> None:
    """The tutorial's few lines."""
    documents = [
        Document(path.read_text(encoding="utf-8"), metadata={"source": path.name}) for path in sorted(folder.iterdir())
    ]
    pieces = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).split_documents(documents)
    Chroma(embedding_function=plain, persist_directory=str(store)).add_documents(pieces)


@contextmanager
def profiled(spent: dict[str, float], texts: list[str]) -> Iterator[None]:
    """Note how long each step takes, and what is embedded."""

    def timed(step: str, task: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any, **more: Any) -> Any:
            began = time.perf_counter()
            try:
                return task(*given, **more)
            finally:
                spent[step] += time.perf_counter() - began

        return run

    kept = (
        vectorstore.ingest.pipeline.Sandbox.parse,
        vectorstore.ingest.pipeline.cut,
        SentenceEmbedder.encode,
        Catalog.write,
    )

    def encode(self: SentenceEmbedder, batch: list[str]) -> Any:
        texts.extend(batch)
        return timed("embed", kept[2])(self, batch)

    @contextmanager
    def write(self: Catalog) -> Iterator[Any]:
        began = time.perf_counter()
        with kept[3](self) as connection:
            yield connection
        spent["write"] += time.perf_counter() - began

    vectorstore.ingest.pipeline.Sandbox.parse = timed("parse", kept[0])  # a stopwatch
    vectorstore.ingest.pipeline.cut = timed("cut", kept[1])
    SentenceEmbedder.encode = encode  # a stopwatch
    Catalog.write = write  # a stopwatch
    try:
        yield
    finally:
        vectorstore.ingest.pipeline.Sandbox.parse, vectorstore.ingest.pipeline.cut = kept[:2]
        SentenceEmbedder.encode, Catalog.write = kept[2:]


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the clock, and of processors, those of child processes included."""

    clock: float
    processor: float


def cost(task: Callable[[], object]) -> Cost:
    """What a task takes."""
    began, before = time.perf_counter(), os.times()
    task()
    return Cost(time.perf_counter() - began, sum(os.times()[:4]) - sum(before[:4]))


def ours(folder: Path, store: Path, embedder: SentenceEmbedder) -> tuple[Cost, Cost]:
    """A sync until every file can be found, as the tutorial's can; and until the index behind it is in use, too."""
    library = Library.open(store, embedder)
    found = cost(lambda: library.sync(folder))
    more = cost(library.settle)
    return found, Cost(found.clock + more.clock, found.processor + more.processor)


def throughput(mine: Sequence[Cost], theirs: Sequence[Cost]) -> dict[str, float]:
    """How many times the tutorial's, the median of neighbours."""
    pairs = list(zip(mine, theirs, strict=True))
    return {
        "by the clock": round(statistics.median(t.clock / m.clock for m, t in pairs), 2),
        "by processor time": round(statistics.median(t.processor / m.processor for m, t in pairs), 2),
    }


def unchanged(root: Path) -> float:
    """Seconds of a sync over ten thousand files that are as they were; vectors from a table, since none is made."""
    folder = root / "many"
    folder.mkdir()
    for number in range(UNCHANGED):
        path = folder / f"{number // 100:02}" / f"{number}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"Note {number} says that rope {number} is in bay {number % 97}.")
    library = Library.open(root / "many-store", TableEmbedder(), "none")
    library.sync(folder)
    library.settle()
    library.sync(folder)  # looks once more at what had been written a moment before
    return cost(lambda: Library.open(root / "many-store", TableEmbedder(), "none").sync(folder)).clock


def main() -> None:
    """Print the figures and keep them."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    embedder = SentenceEmbedder()
    plain = Plain(embedder)
    spent: dict[str, float] = defaultdict(float)
    texts: list[str] = []
    found, indexed, tutorials = list[Cost](), list[Cost](), list[Cost]()
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        folder = root / "papers"
        folder.mkdir()
        size = files(folder)
        embedder.encode(["warm"])
        for number in range(rounds):
            tutorials.append(cost(lambda n=number: tutorial(folder, root / f"tutorial-{n}", plain)))
            with profiled(spent, texts) if number == 0 else nullcontext():
                mine = ours(folder, root / f"store-{number}", embedder)
            found.append(mine[0])
            indexed.append(mine[1])
            print(json.dumps([asdict(one) for one in (*mine, tutorials[-1])]), flush=True)
        tokens = sum(len(embedder.token_spans(text)) for text in texts)
        in_order = sorted(texts, key=len)
        alone = cost(lambda: embedder.encode(in_order))
        result = {
            "characters": size,
            "threads": torch.get_num_threads(),
            **{
                f"{who}, {unit}": [round(getattr(one, kind), 1) for one in costs]
                for unit, kind in (("s", "clock"), ("processor s", "processor"))
                for who, costs in (("found", found), ("indexed", indexed), ("tutorial", tutorials))
            },
            "throughput to the tutorial's, until all is found": throughput(found, tutorials),
            "throughput to the tutorial's, index included": throughput(indexed, tutorials),
            "profile, seconds at work (they overlap)": {step: round(t, 1) for step, t in spent.items()},
            "profile, seconds by the clock": round(found[0].clock, 1),
            "tokens embedded": tokens,
            "tokens a processor second, whole run": round(tokens / found[0].processor),
            "tokens a processor second, the model alone": round(tokens / alone.processor),
        }
        RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
        result[f"unchanged sync of {UNCHANGED} files, s"] = round(unchanged(root), 2)
    print(json.dumps(result, indent=1))
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
