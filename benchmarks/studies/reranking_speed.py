"""How long the evidence model reads twenty passages, in turn with embedding the same ones, and its memory.

Run: python -m benchmarks.studies.reranking_speed [--questions 40]. Figures: benchmarks/results/reranking_speed.json
"""

import argparse
import os
import resource
import statistics
from functools import partial
from pathlib import Path

from benchmarks.lib import provenance, results
from benchmarks.lib.data import check_or_exit
from benchmarks.lib.stopwatch import cost, milliseconds
from benchmarks.suites.chunking import FILES, TEXTS, questions
from vectorstore import Passage, SentenceEmbedder
from vectorstore.models.evidence.model import EvidenceModel
from vectorstore.parsing import parse
from vectorstore.search.hybrid import RERANKED
from vectorstore.text.chunking import passages

WARM_UP = 3  # questions


def memory() -> float:
    """Megabytes of memory that this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def peak_memory() -> float:
    """The most megabytes that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def main() -> None:
    """Prints the figures and writes them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--questions", type=int, default=40)
    number = parser.parse_args().questions
    check_or_exit(FILES)
    embedder, model = SentenceEmbedder(), EvidenceModel()
    held = [p for path in TEXTS for p in passages(parse(path), "", embedder.token_spans)]
    every = questions()
    some = [every[i * len(every) // number].text for i in range(number)]
    # Passages from all over the texts, others for each question.
    candidates: list[list[Passage]] = [held[i :: len(held) // RERANKED][:RERANKED] for i in range(number)]
    texts = [[f"{p.context}\n{p.text}" for p in passages] for passages in candidates]
    for batch in texts[:WARM_UP]:
        embedder.encode(batch)
    embedder.token_vectors(some[:1])
    before, peak_before = memory(), peak_memory()
    loading = cost(partial(model.rerank, some[0], candidates[0][:1]))
    loaded = memory()
    for few in candidates[:WARM_UP]:
        model.rerank(some[0], few)
    after, peak = memory(), peak_memory()
    pairs = [
        (cost(partial(model.rerank, question, few)).clock, cost(partial(embedder.encode, batch)).clock)
        for question, few, batch in zip(some, candidates, texts, strict=True)
    ]
    reranking, embedding = ([pair[i] for pair in pairs] for i in range(2))
    result = {
        "passages": RERANKED,
        "questions": number,
        "tokens of a passage, mean": round(statistics.mean(len(embedder.token_spans(t)) for b in texts for t in b)),
        "reading, median ms": milliseconds(reranking, 50),
        "reading, 90th percentile ms": milliseconds(reranking, 90),
        "embedding the same, median ms": milliseconds(embedding, 50),
        "median ratio": round(statistics.median(a / b for a, b in pairs), 2),
        "loading, seconds": round(loading.clock, 2),
        "memory added by loading, MB": round(loaded - before),
        "memory added after reading, MB": round(after - before),
        "memory added at the highest, MB": round(peak - peak_before),
        "load": provenance.load(),
        "machine": provenance.machine(),
    }
    results.publish("reranking_speed", result)


if __name__ == "__main__":
    main()
