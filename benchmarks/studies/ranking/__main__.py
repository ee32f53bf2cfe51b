"""Fits the weights of vectorstore/search/ranking.py, and compares ways of ranking the same candidates.

Run: python -m benchmarks.studies.ranking [--seconds 200] [--write]; what was collected is kept until the code
of search changes, and the next run goes on from there. Figures: benchmarks/results/ranking.json
"""

import argparse
import json
from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.lib import results
from benchmarks.studies.ranking.dataset import WEIGHTS, Row, rows
from benchmarks.studies.ranking.fit import Matrix, balanced, evidence, fitted, is_first, read
from vectorstore.models.evidence.model import EvidenceModel
from vectorstore.search.ranking import BM25, COSINE, COVERAGE, SPAN

FOLDS = 5


def compared(every: Sequence[Row]) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """The weights of all questions to be fitted to; and how often an answer is first, by way and group.

    The ways that are fitted are measured on folds that they were not fitted on.
    """
    first: dict[str, dict[str, list[bool]]] = {}

    def note(way: str, row: Row, right: bool) -> None:
        first.setdefault(way, {}).setdefault(row.group, []).append(right)

    for fold in range(FOLDS):
        inside = [row for i, row in enumerate(every) if row.group in WEIGHTS and i % FOLDS != fold]
        search = fitted(inside, evidence)
        ways = _ways(search, fitted(inside, read(search)))
        for i, row in enumerate(every):
            if i % FOLDS == fold:
                note("BM25 alone", row, row.bm25_first)
                for way, scores in ways.items():
                    note(way, row, is_first(row, scores(row)))
    kept = [row for row in every if row.group in WEIGHTS]
    search = fitted(kept, evidence)
    relevance, span, weight = fitted(kept, read(search))
    weights = {
        "COSINE": search[0],
        "COVERAGE": search[1],
        "BM25": search[2],
        "SPAN": span / relevance,
        "EvidenceModel.fusion_weight": weight / relevance,
    }
    shares = {
        way: {group: round(float(np.mean(right)), 3) for group, right in sorted(groups.items())}
        for way, groups in first.items()
    }
    return {name: round(float(value), 2) for name, value in weights.items()}, shares


def _ways(search: Matrix, reading: Matrix) -> dict[str, Callable[[Row], Matrix]]:
    """Scores of each candidate by these weights, by the product's, and by single kinds of evidence."""
    shipped = np.array([COSINE, COVERAGE, BM25])
    said = np.array([1.0, SPAN, EvidenceModel.fusion_weight or 0.0])
    return {
        "vectors alone": lambda row: np.array(row.cosine),
        "search, fitted": lambda row: np.asarray(evidence(row) @ search),
        "search, as shipped": lambda row: np.asarray(evidence(row) @ shipped),
        "relevance alone": lambda row: np.array(row.relevance, dtype=float),
        "read, fitted": lambda row: np.asarray(read(search)(row) @ reading),
        "read, as shipped": lambda row: np.asarray(read(shipped)(row) @ said),
        "read, scale unknown": lambda row: balanced(row, search),
    }


def main() -> None:
    """Prints weights and shares; with --write writes the result file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="to spend on collecting candidates")
    parser.add_argument("--write", action="store_true", help="write the figures, once all is collected")
    chosen = parser.parse_args()
    every, is_complete = rows(chosen.seconds)
    if not is_complete:
        return  # it has been said how much is left
    weights, shares = compared(every)
    groups = sorted({row.group for row in every})
    counts = {group: sum(row.group == group for row in every) for group in groups}
    print(json.dumps(weights, indent=1))
    print(f"{'answer first':22}" + "".join(f"{group:>17}" for group in groups))
    for way, by_group in shares.items():
        print(f"{way:22}" + "".join(f"{by_group[group]:17.1%}" for group in groups))
    print(f"{'questions':22}" + "".join(f"{counts[group]:17}" for group in groups))
    if chosen.write:
        results.write("ranking", {"weights": weights, "answer first": shares, "questions": counts})


if __name__ == "__main__":
    main()
