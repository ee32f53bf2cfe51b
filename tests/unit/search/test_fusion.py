import math

from hypothesis import given
from hypothesis import strategies as st

from vectorstore.search.hybrid import fuse, ranked
from vectorstore.types import RerankResult

RELEVANCES = st.lists(st.floats(-1e4, 1e4, allow_nan=False), max_size=20)
WEIGHTS = st.none() | st.floats(0, 10)
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


def read(fused: dict[int, float], relevances: list[float]) -> dict[int, RerankResult]:
    return {key: RerankResult(relevance) for key, relevance in zip(fused, relevances, strict=False)}


@given(SCORES, RELEVANCES, WEIGHTS)
def test_what_was_not_read_never_overtakes_what_was(
    scores: dict[int, float], relevances: list[float], weight: float | None
) -> None:
    fused = fuse(scores)
    readings = read(fused, relevances)
    found = ranked(fused, readings, weight)
    assert set(found) == set(fused)
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert all(math.isfinite(score) for score in found.values())
    assert set(list(found)[: len(readings)]) == set(readings)
    assert [key for key in found if key not in readings] == list(fused)[len(readings) :]


@given(SCORES, WEIGHTS)
def test_without_readings_search_alone_ranks(scores: dict[int, float], weight: float | None) -> None:
    fused = fuse(scores)
    assert list(ranked(fused, {}, weight).items()) == list(fused.items())


def test_relevance_and_search_are_weighed_together() -> None:
    fused = {1: 2.0, 2: 1.0, 3: 0.0, 4: -1.0}
    assert list(ranked(fused, read(fused, [0.0, 0.4, 3.0]), 0.5)) == [3, 1, 2, 4]
    assert list(ranked(fused, read(fused, [0.0, 0.6, 3.0]), 0.5)) == [3, 2, 1, 4]


@given(st.floats(1e-3, 1e3), st.floats(-1e3, 1e3))
def test_a_reader_without_a_weight_ranks_alike_on_any_scale(scale: float, shift: float) -> None:
    fused = {1: 2.0, 2: 1.0, 3: 0.0, 4: -1.0}
    moved = [relevance * scale + shift for relevance in (0.1, 0.9, 0.5)]
    assert list(ranked(fused, read(fused, moved))) == [2, 1, 3, 4]


def test_a_reader_that_tells_nothing_apart_leaves_the_order_to_search() -> None:
    fused = {1: 2.0, 2: 1.0, 3: 0.0}
    assert list(ranked(fused, read(fused, [0.3, 0.3, 0.3]))) == [1, 2, 3]
