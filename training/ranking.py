"""Re-ranking the chunking study's passages, with weights chosen on other data."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from training.cases import FOUND
from training.measures import figure, mean
from training.reads import Read

K = 5
DEPTHS = (20, FOUND)


def score(read: Read, order: Sequence[int], k: int = K) -> tuple[float, float, float, float]:
    """The chunking study's recall, precision and IoU of the first passages, and the characters read."""
    case = read.case
    wanted = {i for span in case.gold for i in range(span.start, span.end)}
    best = [case.hits[i] for i in order[:k]]
    held = {
        i for hit in best if hit.source == case.document for i in range(hit.passage.start, hit.passage.end)
    } & wanted
    size = sum(hit.passage.end - hit.passage.start for hit in best)
    return len(held) / len(wanted), len(held) / size, len(held) / (size + len(wanted) - len(held)), size


def features(read: Read, places: Sequence[int]) -> NDArray[np.float64]:
    """Relevance, span score and search's score of hits, shape (hits, 3)."""
    return np.array(
        [[read.readings[i].relevance, read.readings[i].span_score, read.case.hits[i].score] for i in places]
    )


def ranking_weights(reads: Sequence[Read]) -> NDArray[np.float64]:
    """Weights of relevance, span score and search's score that tell the right hit from the others."""
    rows, labels = [], []
    for read in reads:
        places = range(len(read.readings))
        right = [read.right(i) for i in places]
        if read.case.gold and any(right) and not all(right):
            table = features(read, list(places))
            gold = table[right].mean(0)
            for other in table[[not r for r in right]]:  # differences, both ways: no intercept
                rows += [gold - other, other - gold]
                labels += [1, 0]
    model = LogisticRegression(C=10, fit_intercept=False, max_iter=10_000).fit(np.array(rows), labels)
    return np.asarray(model.coef_[0])


def ranking(reads: Sequence[Read]) -> None:
    """Re-ranking the chunking study, with weights chosen on squad2 and clapnq."""
    other = [r for r in reads if r.case.kind != "chunking"]
    weights = ranking_weights(other)
    print(
        f"ranking weights from squad2 and clapnq: relevance 1, span {weights[1] / weights[0]:.2f}, "
        f"fused {weights[2] / weights[0]:.2f}"
    )
    simple = ranking_weights([Read(r.case, tuple(replace(x, span_score=0.0) for x in r.readings)) for r in other])
    print(f"… without the span score: fused {simple[2] / simple[0]:.2f}")
    mixes = {
        "fused alone": np.array([0, 0, 1]),
        "relevance alone": np.array([1, 0, 0]),
        "chosen elsewhere, relevance and fused": np.array([1, 0, simple[2] / simple[0]]),
        "chosen elsewhere, all three": weights / weights[0],
        "relevance + .5 fused": np.array([1, 0, 0.5]),
        "relevance + 1 fused": np.array([1, 0, 1.0]),
        "relevance + 2 fused": np.array([1, 0, 2.0]),
    }
    for kind in ("squad2", "clapnq"):
        asked = [r for r in other if r.case.kind == kind and r.case.gold and any(map(r.right, range(len(r.readings))))]
        for name, mix in mixes.items():
            hit: dict[int, list[bool]] = {k: [] for k in (1, 3, 5)}
            for r in asked:
                order = _order(r, mix, len(r.readings))
                for k, found in hit.items():
                    found.append(any(map(r.right, order[:k])))
            print(f"{kind:9} {name:40}", *(f"@{k} {np.mean(v):.3f}" for k, v in hit.items()), f"n={len(asked)}")
    study = [r for r in reads if r.case.kind == "chunking"]
    base = np.array([score(r, range(K)) for r in study])
    for depth in DEPTHS:
        every = [score(r, range(depth), depth) for r in study]
        print(f"chunking: what {depth} hold at all", round(np.mean([e[0] for e in every]), 3))
        for name, mix in mixes.items():
            table = np.array([score(r, _order(r, mix, depth)) for r in study])
            print(
                f"chunking {depth} {name:40} recall {figure(mean, table[:, 0])} gain "
                f"{figure(mean, table[:, 0] - base[:, 0])} precision {table[:, 1].mean():.3f} "
                f"IoU {table[:, 2].mean():.3f} characters {table[:, 3].mean():.0f}"
            )


def _order(read: Read, mix: NDArray[np.float64], depth: int) -> list[int]:
    order: list[int] = np.argsort(-(features(read, range(depth)) @ mix), kind="stable").tolist()
    return order
