"""Intervals and tests on samples whose answer is known."""

import numpy as np
import pytest

from qa.evaluation.statistics.bootstrap import Sample, holm, paired_test, smallest_shown


def names(count: int, per_cluster: int = 1) -> list[str]:
    return [str(i // per_cluster) for i in range(count)]


def test_an_interval_holds_the_mean_and_narrows_with_cases() -> None:
    dice = np.random.default_rng(0)
    widths = []
    for count in (100, 400, 1_600):
        values = dice.beta(1, 3, count)
        interval = Sample(values.tolist(), names(count)).interval()
        assert interval.low < interval.mean < interval.high and interval.mean == pytest.approx(values.mean())
        widths.append(interval.high - interval.low)
    assert widths[0] / widths[1] == pytest.approx(2, rel=0.2) and widths[1] / widths[2] == pytest.approx(2, rel=0.2)
    normal = 2 * 1.96 * values.std() / np.sqrt(count)
    assert widths[2] == pytest.approx(normal, rel=0.05)


def test_cases_that_stand_and_fall_together_widen_the_interval() -> None:
    values = np.repeat(np.random.default_rng(1).random(40) < 0.6, 10).astype(float).tolist()
    together, alone = Sample(values, names(400, 10)).interval(), Sample(values, names(400)).interval()
    assert together.clusters == 40
    assert (together.high - together.low) / (alone.high - alone.low) == pytest.approx(10**0.5, rel=0.25)


def test_an_interval_says_when_there_is_too_little() -> None:
    assert Sample([1.0, 0.0] * 40, names(80)).interval().narrow
    assert Sample([1.0, 0.0] * 100, names(200, 10)).interval().narrow
    assert not Sample([1.0, 0.0] * 100, names(200)).interval().narrow
    alone = Sample([0.3, 0.5], ["a"] * 2).interval()  # one cluster says next to nothing
    assert (alone.low, alone.high) == pytest.approx((0.4 * 0.025, 0.4 + 0.6 * 0.975))


def test_all_right_does_not_mean_certainly_right() -> None:
    interval = Sample([1.0] * 100, names(100)).interval()
    assert interval.low == pytest.approx(0.025 ** (1 / 100)) and interval.high == 1.0
    interval = Sample([0.0] * 100, names(100, 10)).interval()
    assert interval.low == 0.0 and interval.high == pytest.approx(1 - 0.025 ** (1 / 10))


def test_no_change_is_known_as_well_as_so_many_cases_say() -> None:
    interval = Sample([0.0] * 100, names(100), least=-1.0).interval()
    assert interval.low == -interval.high and interval.high == pytest.approx(1 - 0.025 ** (1 / 100))


def test_the_same_sample_gives_the_same_interval() -> None:
    values = np.random.default_rng(2).random(150).tolist()
    assert Sample(values, names(150)).interval() == Sample(values, names(150)).interval()


def test_a_paired_test_by_hand() -> None:
    before, after = [0.0] * 8 + [1.0] * 2, [1.0] * 8 + [0.0] * 2
    test = paired_test(before, after, names(10))
    assert test.name == "McNemar" and test.p == pytest.approx(2 * (1 + 10 + 45) / 1024)
    test = paired_test([0.1] * 6, [0.3] * 6, names(6))
    assert test.name == "permutation" and test.p == pytest.approx(2 / 64)
    assert paired_test([0.0] * 60, [1.0] * 60, names(60, 20)).p == pytest.approx(2 / 8)  # three clusters show nothing
    assert paired_test([0.5], [0.5], ["a"]).p == 1.0


def test_holm_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.6, 0.9]) == pytest.approx([1.0, 1.0]) and holm([]) == []


def test_the_smallest_difference_that_could_have_been_shown() -> None:
    changes = [1.0] * 10 + [-1.0] * 10 + [0.0] * 180
    shown = smallest_shown(Sample(changes, names(200)))
    assert shown == pytest.approx(2.8 * np.sqrt(0.1 / 200), rel=0.02)
    assert smallest_shown(Sample([0.0] * 50, names(50))) == 6 / 50
    assert smallest_shown(Sample([0.0] * 3, names(3))) == 1.0
