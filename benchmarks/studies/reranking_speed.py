"""How long the evidence model reads twenty passages, in turn with embedding the same ones, and what memory it takes.

Run: python -m benchmarks.reading [--questions 40]
"""

import argparse
import json
import os
import resource
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks import provenance
from benchmarks.chunking import FILES, TEXTS, questions
from benchmarks.data import check
from benchmarks.results import FOLDER
from vectorstore import Passage, SentenceEmbedder
from vectorstore.models.evidence.model import EvidenceModel
from vectorstore.parsing import parse
from vectorstore.search.hybrid import READ
from vectorstore.text.chunking import passages


def seconds(task: Callable[[], object]) -> float:
    """How long it takes."""
    began = time.perf_counter()
    task()
    return time.perf_counter() - began


def resident() -> float:
    """Megabytes of memory that this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def highest() -> float:
    """Megabytes that it ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def main() -> None:
    """Print the figures and keep them in benchmarks/results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=40)
    options = parser.parse_args()
    check(FILES)
    embedder, model = SentenceEmbedder(), EvidenceModel()
    held = [p for path in TEXTS for p in passages(parse(path), "", embedder.token_spans)]
    every = questions()
    asked = [every[i * len(every) // options.questions].text for i in range(options.questions)]
    # Passages from all over the texts, others for each question.
    candidates: list[list[Passage]] = [held[i :: len(held) // READ][:READ] for i in range(options.questions)]
    texts = [[f"{p.context}\n{p.text}" for p in some] for some in candidates]
    for text in texts[:3]:
        embedder.encode(text)
    embedder.token_vectors(asked[:1])
    before, most = resident(), highest()
    loading = seconds(partial(model.read, asked[0], candidates[0][:1]))
    loaded = resident()
    for some in candidates[:3]:
        model.read(asked[0], some)
    read, peak = resident(), highest()
    pairs = [
        (seconds(partial(model.read, question, some)), seconds(partial(embedder.encode, text)))
        for question, some, text in zip(asked, candidates, texts, strict=True)
    ]
    reading, embedding = ([pair[i] for pair in pairs] for i in range(2))
    result = {
        "passages": READ,
        "questions": options.questions,
        "tokens of a passage, mean": round(statistics.mean(len(embedder.token_spans(t)) for s in texts for t in s)),
        "reading, median ms": round(1000 * statistics.median(reading)),
        "reading, 90th percentile ms": round(1000 * statistics.quantiles(reading, n=10)[-1]),
        "embedding the same, median ms": round(1000 * statistics.median(embedding)),
        "median ratio": round(statistics.median(a / b for a, b in pairs), 2),
        "loading, seconds": round(loading, 2),
        "memory added by loading, MB": round(loaded - before),
        "memory added after reading, MB": round(read - before),
        "memory added at the highest, MB": round(peak - most),
        "load": provenance.load(),
        "machine": provenance.machine(),
    }
    print(json.dumps(result, indent=1))
    (FOLDER / "reading_speed.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
