import math

from hypothesis import given
from hypothesis import strategies as st

from vectorstore.search.ranking import MOST_SPAN, SPAN, ranked, search_score
from vectorstore.types import RerankResult

RELEVANCES = st.lists(st.floats(-1e4, 1e4, allow_nan=False), max_size=20)
WEIGHTS = st.none() | st.floats(0, 10)
SCORES = st.dictionaries(st.integers(0, 40), st.floats(-1e6, 1e6, allow_nan=False), max_size=20)


def read(fused: dict[int, float], relevances: list[float]) -> dict[int, RerankResult]:
    return {key: RerankResult(relevance) for key, relevance in zip(fused, relevances, strict=False)}


@given(SCORES, RELEVANCES, WEIGHTS)
def test_what_was_not_read_never_overtakes_what_was(
    scores: dict[int, float], relevances: list[float], weight: float | None
) -> None:
    fused = dict(sorted(scores.items(), key=lambda pair: (-pair[1], pair[0])))
    readings = read(fused, relevances)
    found = ranked(fused, readings, weight)
    assert set(found) == set(fused)
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert all(math.isfinite(score) for score in found.values())
    assert set(list(found)[: len(readings)]) == set(readings)
    assert [key for key in found if key not in readings] == list(fused)[len(readings) :]


@given(SCORES, WEIGHTS)
def test_without_readings_search_alone_ranks(scores: dict[int, float], weight: float | None) -> None:
    fused = dict(sorted(scores.items(), key=lambda pair: (-pair[1], pair[0])))
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


def test_search_alone_prefers_what_is_nearer_and_holds_more() -> None:
    assert search_score(0.6, 0.5, 0.2) > search_score(0.5, 0.5, 0.2) > search_score(0.5, 0.3, 0.2)
    assert search_score(0.5, 0.5, 0.3) > search_score(0.5, 0.5, 0.2)
    assert search_score(0.5, 1.0, 0.0) > search_score(0.6, 0.0, 0.0)  # all that is named, and nearly as near


def test_a_good_answer_counts_beside_the_relevance_and_a_bad_one_has_a_limit() -> None:
    fused = {1: 1.0, 2: 1.0, 3: 1.0}
    scores = [-900.0, -MOST_SPAN, 5.0]
    results = {key: RerankResult(0.5, None, score) for key, score in zip(fused, scores, strict=True)}
    found = ranked(fused, results, 1.0)
    assert list(found) == [3, 1, 2]
    assert found == {3: 1.5 + SPAN * 5, 1: 1.5 - SPAN * MOST_SPAN, 2: 1.5 - SPAN * MOST_SPAN}


def test_the_answers_of_a_reranker_of_unknown_scale_do_not_rank() -> None:
    fused = {1: 2.0, 2: 1.0}
    assert list(ranked(fused, {1: RerankResult(0.1, None, -9.0), 2: RerankResult(0.1, None, 9.0)})) == [1, 2]
