"""How fast files become searchable: ours and LangChain's tutorial pipeline, in turn over the same files, one model.

The tutorial reads the files, cuts them with RecursiveCharacterTextSplitter (1000 characters, 200 shared), embeds them
in their order in float32, and adds them to Chroma. Both run in this process, one after the other, again and again; each
ratio is of two runs next to each other.

Run: python -m benchmarks.studies.ingest [ROUNDS]. Figures: benchmarks/results/ingest.json
"""

import json
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path

import torch
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from benchmarks.lib import results
from benchmarks.lib.data import DATA, squad_articles
from benchmarks.lib.models import Float32Embedder, HashEmbedder
from benchmarks.lib.stopwatch import Cost, cost
from benchmarks.studies.ingest.profile import profiled
from vectorstore import Library, SentenceEmbedder

CHARACTERS = 600_000  # of public articles, as text files
UNCHANGED = 10_000


def write_files(folder: Path) -> int:
    """Writes public articles as text files; the number of their characters."""
    size = 0
    for number, article in enumerate(squad_articles(DATA / "covidqa" / "200423_covidQA.json")):
        text = "\n\n".join(paragraph["context"] for paragraph in article["paragraphs"])
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
        size += len(text)
        if size >= CHARACTERS:
            break
    return size


def tutorial(folder: Path, store: Path, embeddings: Embeddings) -> None:
    """The tutorial's few lines."""
    documents = [
        Document(path.read_text(encoding="utf-8"), metadata={"source": path.name}) for path in sorted(folder.iterdir())
    ]
    pieces = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).split_documents(documents)
    Chroma(embedding_function=embeddings, persist_directory=str(store)).add_documents(pieces)


def ours(folder: Path, store: Path, embedder: SentenceEmbedder) -> tuple[Cost, Cost]:
    """A sync until every file can be found, as with the tutorial; and until its vector index is in use, too."""
    library = Library.open(store, embedder)
    found = cost(lambda: library.sync(folder))
    return found, found + cost(library.settle)


def throughput(mine: Sequence[Cost], theirs: Sequence[Cost]) -> dict[str, float]:
    """Our throughput as a multiple of the tutorial's: the median over neighbouring runs."""
    pairs = list(zip(mine, theirs, strict=True))
    return {
        "by the clock": round(statistics.median(t.clock / m.clock for m, t in pairs), 2),
        "by processor time": round(statistics.median(t.processor / m.processor for m, t in pairs), 2),
    }


def unchanged(root: Path) -> float:
    """Seconds of a sync over ten thousand unchanged files."""
    folder, store = root / "many", root / "many-store"
    folder.mkdir()
    for number in range(UNCHANGED):
        path = folder / f"{number // 100:02}" / f"{number}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"Note {number} says that rope {number} is in bay {number % 97}.")
    library = Library.open(store, HashEmbedder(), "none")
    library.sync(folder)
    library.settle()
    library.sync(folder)  # files written a moment before the first sync are read once more
    return cost(lambda: Library.open(store, HashEmbedder(), "none").sync(folder)).clock


def main() -> None:
    """Prints the figures and writes them."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    embedder, plain = SentenceEmbedder(), Float32Embedder()
    spent: dict[str, float] = defaultdict(float)
    texts: list[str] = []
    found, indexed, tutorials = list[Cost](), list[Cost](), list[Cost]()
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        folder = root / "papers"
        folder.mkdir()
        size = write_files(folder)
        for model in (embedder, plain):
            model.encode(["warm"])
        for number in range(rounds):
            tutorials.append(cost(lambda n=number: tutorial(folder, root / f"tutorial-{n}", plain)))
            with profiled(spent, texts) if number == 0 else nullcontext():
                mine = ours(folder, root / f"store-{number}", embedder)
            found.append(mine[0])
            indexed.append(mine[1])
            print(json.dumps([asdict(one) for one in (*mine, tutorials[-1])]), flush=True)
        tokens = sum(len(embedder.token_spans(text)) for text in texts)
        by_length = sorted(texts, key=len)
        alone = cost(lambda: embedder.encode(by_length))
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
            f"unchanged sync of {UNCHANGED} files, s": round(unchanged(root), 2),
        }
    results.publish("ingest", result)


if __name__ == "__main__":
    main()
