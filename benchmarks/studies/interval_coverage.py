"""Simulations of the evaluation's intervals and tests, with a known truth.

Coverage: how often the 95 % interval contains the true mean. Alarms: how often two runs that differ by chance alone
are reported as different at 5 %. Power: how often a true difference is reported.

Run: python -m benchmarks.studies.interval_coverage [--simulations 2000]
Figures: benchmarks/results/interval_coverage.json
"""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.lib import results
from qa.evaluation.statistics.bootstrap import Sample
from qa.evaluation.statistics.paired_test import ALPHA, paired_test

RESAMPLES = 1_999
SEED = 20_241

Values = NDArray[np.float64]
Drawn = tuple[Values, list[str]]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A kind of metric with a known true mean, and how its cases are drawn."""

    name: str
    truth: float
    draw: Callable[[np.random.Generator], Drawn]


def yes_no(cases: int, share: float) -> Scenario:
    """Independent cases that are right or wrong."""

    def draw(rng: np.random.Generator) -> Drawn:
        return (rng.random(cases) < share).astype(float), [str(i) for i in range(cases)]

    return Scenario(f"yes/no {share:.0%}, {cases} cases", share, draw)


def recall(cases: int) -> Scenario:
    """Independent shares: most all or nothing, some between."""

    def draw(rng: np.random.Generator) -> Drawn:
        kind = rng.random(cases)
        values = np.where(kind < 0.55, 1.0, np.where(kind < 0.75, 0.0, rng.beta(2, 2, cases)))
        return values, [str(i) for i in range(cases)]

    return Scenario(f"recall-like, {cases} cases", 0.55 + 0.25 / 2, draw)


def skewed(cases: int) -> Scenario:
    """Independent small shares with a long tail, as precision and IoU have."""

    def draw(rng: np.random.Generator) -> Drawn:
        return rng.beta(0.5, 4, cases), [str(i) for i in range(cases)]

    return Scenario(f"precision-like, {cases} cases", 0.5 / 4.5, draw)


def clustered(clusters: int, share: float, correlation: float, sizes: tuple[int, int] = (5, 15)) -> Scenario:
    """Documents or conversations whose cases are correlated."""
    strength = 1 / correlation - 1

    def draw(rng: np.random.Generator) -> Drawn:
        values, names = [], []
        for cluster in range(clusters):
            cases = int(rng.integers(sizes[0], sizes[1] + 1))
            chance = rng.beta(share * strength, (1 - share) * strength)
            values.append((rng.random(cases) < chance).astype(float))
            names += [str(cluster)] * cases
        return np.concatenate(values), names

    return Scenario(
        f"yes/no {share:.0%}, {clusters} clusters of {sizes[0]}–{sizes[1]}, correlation {correlation}", share, draw
    )


SCENARIOS = (
    yes_no(100, 0.5),
    yes_no(100, 0.8),
    yes_no(100, 0.9),
    yes_no(300, 0.95),
    recall(100),
    skewed(100),
    skewed(300),
    clustered(30, 0.7, 0.2),
    clustered(30, 0.9, 0.1),
    clustered(60, 0.7, 0.4),
)
TOO_FEW = (yes_no(100, 0.97), yes_no(40, 0.9), recall(20), skewed(30), clustered(8, 0.7, 0.2), clustered(15, 0.7, 0.4))


def coverage(scenario: Scenario, simulations: int) -> dict[str, object]:
    """How often the interval contains the truth, and how wide it is on average."""
    rng, held, width = np.random.default_rng(SEED), 0, 0.0
    for _ in range(simulations):
        values, clusters = scenario.draw(rng)
        interval = Sample(values.tolist(), clusters).interval(RESAMPLES)
        held += interval.low - 1e-12 <= scenario.truth <= interval.high + 1e-12
        width += (interval.high - interval.low) / simulations
    return {
        "scenario": scenario.name,
        "truth": scenario.truth,
        "coverage": held / simulations,
        "width": round(width, 4),
    }


def alarms(cases: int, gain: float, per_cluster: int, simulations: int) -> dict[str, object]:
    """How often a paired test reports a difference between two runs; `gain` is the true one."""
    rng, reported = np.random.default_rng(SEED), 0
    for before, after, clusters in _pairs(rng, cases, gain, per_cluster, simulations):
        reported += paired_test(before.tolist(), after.tolist(), clusters).p < ALPHA
    return {"cases": cases, "per cluster": per_cluster, "gain": gain, "told apart": reported / simulations}


def _pairs(
    rng: np.random.Generator, cases: int, gain: float, per_cluster: int, simulations: int
) -> Iterator[tuple[Values, Values, list[str]]]:
    """Two runs over the same cases: each case is hard or easy for both, by its own chance, alike within a cluster."""
    clusters = [str(i // per_cluster) for i in range(cases)]
    for _ in range(simulations):
        base = np.repeat(rng.beta(2, 1, cases // per_cluster), per_cluster) * 0.8
        shift = np.repeat(rng.normal(0, 0.08, cases // per_cluster), per_cluster) if per_cluster > 1 else 0.0
        before = (rng.random(cases) < base).astype(float)
        after = (rng.random(cases) < np.clip(base + shift + gain, 0, 1)).astype(float)
        yield before, after, clusters


def main() -> None:
    """Simulates everything, prints the figures and writes them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--simulations", type=int, default=2_000)
    simulations = parser.parse_args().simulations
    report: dict[str, object] = {"simulations": simulations, "resamples": RESAMPLES}
    for part, scenarios in (("coverage", SCENARIOS), ("too few", TOO_FEW)):
        rows = []
        for scenario in scenarios:
            rows.append(coverage(scenario, simulations))
            print(part, rows[-1], flush=True)
        report[part] = rows
    sizes = ((100, 1), (300, 1), (300, 10))
    report["alarms"] = [alarms(n, 0.0, per, simulations) for n, per in sizes]
    report["power"] = [alarms(n, gain, per, simulations) for n, per in sizes for gain in (0.05, 0.1, 0.15)]
    print(report["alarms"], report["power"], sep="\n")
    results.write("interval_coverage", report)


if __name__ == "__main__":
    main()
