import numpy as np

from benchmarks.studies.ranking.__main__ import compared
from benchmarks.studies.ranking.dataset import Row
from benchmarks.studies.ranking.fit import evidence, fitted, is_first, read


def rows(count: int = 60) -> list[Row]:
    """Questions whose answer is told by its coverage, and, among what was read, by its relevance."""
    drawn = np.random.default_rng(0)
    found = []
    for number in range(count):
        gold = [place == number % 8 for place in range(8)]
        coverage = [float(drawn.uniform(0.6, 1.0) if right else drawn.uniform(0.0, 0.7)) for right in gold]
        relevance = [float(drawn.normal(2.0 if right else 0.0)) for right in gold]
        noise = [drawn.uniform(0, 1, 8).tolist() for _ in range(2)]
        group = "ordinary squad2" if number % 2 else "reworded train"
        unread = [*relevance[:7], None]
        found.append(Row(group, str(number), gold, noise[0], coverage, noise[1], unread, [*relevance[:7], None], False))
    return found


def test_the_fit_finds_what_tells_answers_apart() -> None:
    some = rows()
    search = fitted(some, evidence)
    assert search[1] > 4 * max(abs(search[0]), abs(search[2]))
    assert np.mean([is_first(row, evidence(row) @ search) for row in some]) > 0.8
    reading = fitted(some, read(search))
    assert reading.shape == (3,) and reading[2] > 0


def test_ways_of_ranking_are_compared_by_group() -> None:
    weights, shares = compared(rows())
    assert set(weights) == {"COSINE", "COVERAGE", "BM25", "SPAN", "EvidenceModel.fusion_weight"}
    assert all(set(groups) == {"ordinary squad2", "reworded train"} for groups in shares.values())
    assert shares["search, fitted"]["reworded train"] > shares["vectors alone"]["reworded train"]
