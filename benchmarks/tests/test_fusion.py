import math

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.lib.fusion import fuse

SCORES = st.dictionaries(st.integers(0, 40), st.floats(-1e6, 1e6, allow_nan=False), max_size=20)


@given(SCORES, SCORES)
def test_fusion_keeps_each_candidate_once_and_forgets_none(dense: dict[int, float], lexical: dict[int, float]) -> None:
    fused = fuse(dense, lexical)
    assert set(fused) == set(dense) | set(lexical)
    assert all(math.isfinite(score) for score in fused.values())
    assert list(fused.values()) == sorted(fused.values(), reverse=True)


@given(SCORES, SCORES)
def test_fusion_does_not_depend_on_the_order_of_candidates(dense: dict[int, float], lexical: dict[int, float]) -> None:
    turned = dict(reversed(dense.items())), dict(reversed(lexical.items()))
    assert list(fuse(dense, lexical).items()) == list(fuse(*turned).items())


@given(SCORES, st.floats(0.1, 100), st.floats(-100, 100))
def test_fusion_heeds_neither_scale_nor_origin_of_a_list(scores: dict[int, float], scale: float, shift: float) -> None:
    rounded = {key: float(round(score)) for key, score in scores.items()}
    moved = {key: score * scale + shift for key, score in rounded.items()}
    before, after = fuse(rounded), fuse(moved)
    for key in before:
        assert math.isclose(before[key], after[key], rel_tol=1e-6, abs_tol=1e-6)


def test_a_list_without_spread_leaves_the_ranking_to_the_other() -> None:
    assert list(fuse({1: 0.5, 2: 0.5}, {1: 3.0, 2: 7.0})) == [2, 1]


def test_what_a_list_lacks_counts_as_its_worst() -> None:
    fused = fuse({1: 1.0, 2: 0.0, 3: 0.0})
    assert fused == fuse({1: 1.0, 2: 0.0}, {3: 5.0, 1: 5.0, 2: 5.0})
