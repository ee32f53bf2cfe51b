"""Platt's fit, the threshold and the folds, on made-up logits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit

from qa.answering.calibration import Calibration, probability, weigh
from qa.errors import NotToldApart, TooFewCases
from qa.evaluation.calibrate.fit import FOLDS, Judged, calibrate, folds
from qa.evaluation.calibrate.platt import platt, scale
from qa.evaluation.metrics.refusal import roc_area

OURS = Calibration(
    rank={"match": 1.0}, answers={"bias": -1.0, "match": 4.0}, threshold=0.5, refused=0.1, questions=7, fitted_to=""
)
LOGITS = st.lists(st.floats(-30, 30), min_size=1, max_size=60)


def drawn(slope: float, intercept: float, number: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Logits, and labels drawn by what they are worth once rescaled."""
    dice = np.random.default_rng(seed)
    logits = dice.normal(1, 3, number)
    return logits, dice.random(number) < expit(slope * logits + intercept)


def judged(number: int = 200, documents: int = 20, slope: float = 0.5) -> list[Judged]:
    logits, labels = drawn(slope, 0.5, number)
    return [
        Judged(float(logit), bool(label), f"{i % documents}.md", str(i))
        for i, (logit, label) in enumerate(zip(logits, labels, strict=True))
    ]


@pytest.mark.parametrize(("slope", "intercept"), [(1.0, 0.0), (0.3, -1.0), (2.5, 1.5), (-0.5, 0.2)])
def test_the_fit_recovers_the_line_that_labels_were_drawn_by(slope: float, intercept: float) -> None:
    found = platt(*drawn(slope, intercept, 40_000))
    assert found == pytest.approx((slope, intercept), rel=0.05, abs=0.05)


@given(LOGITS, LOGITS)
@settings(deadline=None)
def test_the_fit_is_finite_whatever_the_logits(true: list[float], false: list[float]) -> None:
    line = platt(np.array(true + false), np.array([True] * len(true) + [False] * len(false)))
    assert np.isfinite(line).all()


def test_cases_told_apart_perfectly_do_not_make_it_boundlessly_sure() -> None:
    logits = np.array([-3.0] * 20 + [3.0] * 20)
    scaling = scale(logits, logits > 0, 0.1)
    assert scaling.slope > 0
    assert scaling.confidences(np.array([3.0, -3.0])) == pytest.approx([21 / 22, 1 / 22], abs=1e-3)


def test_logits_without_spread_have_no_slope() -> None:
    assert platt(np.ones(40), np.arange(40) < 20)[0] == pytest.approx(0)


@given(LOGITS, LOGITS, st.floats(0, 0.99))
@settings(deadline=None)
def test_at_most_the_stated_share_of_the_answerable_is_refused(
    true: list[float], false: list[float], refused: float
) -> None:
    scaling = scale(np.array(true + false), np.array([True] * len(true) + [False] * len(false)), refused)
    below = scaling.confidences(np.array(true)) < scaling.threshold
    assert below.mean() <= refused + 1e-12


@given(st.lists(st.tuples(st.integers(-5, 5), st.booleans()), min_size=2, max_size=50))
def test_the_area_under_the_roc_curve_is_the_share_of_pairs_in_order(cases: list[tuple[int, bool]]) -> None:
    true, false = ([score for score, label in cases if label is kind] for kind in (True, False))
    pairs = [(a > b) + (a == b) / 2 for a in true for b in false]
    if pairs:
        area = roc_area([score for score, _ in cases], [label for _, label in cases])
        assert area == pytest.approx(sum(pairs) / len(pairs))


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=200))
def test_folds_keep_clusters_whole_and_both_kinds_apart(cases: list[tuple[int, bool]]) -> None:
    names, labels = [str(name) for name, _ in cases], np.array([label for _, label in cases])
    fold = folds(names, labels)
    assert set(fold) <= set(range(FOLDS))
    assert all(len({int(f) for f, other in zip(fold, names, strict=True) if other == name}) == 1 for name in names)
    for kind in (True, False):
        rich = {name for name, label in zip(names, labels, strict=True) if label}
        of_kind = {name for name in names if (name in rich) is kind}
        held = {int(f) for f, name in zip(fold, names, strict=True) if name in of_kind}
        assert len(held) == min(FOLDS, len(of_kind))


def test_a_calibration_is_the_shipped_weighing_rescaled() -> None:
    fitted = calibrate(judged(), OURS, 0.1, "these models")
    weighing, features = fitted.weighing, {"bias": 1.0, "match": 0.7}
    expected = expit(fitted.slope * weigh(OURS.answers, features) + fitted.intercept)
    assert probability(weigh(weighing.answers, features)) == pytest.approx(expected, abs=1e-5)
    assert weighing.rank == OURS.rank
    assert (weighing.refused, weighing.questions, weighing.fitted_to) == (0.1, 200, "these models")
    assert Calibration.model_validate_json(weighing.model_dump_json()) == weighing


def test_held_out_it_means_what_it_says() -> None:
    fitted = calibrate(judged(4_000), OURS, 0.1, "")
    assert fitted.held_out.calibration_error < 0.05 < fitted.before.calibration_error
    assert fitted.held_out.answerable_refused == pytest.approx(0.1, abs=0.03)
    assert fitted.held_out_by == "document"


def test_few_documents_are_held_out_by_question() -> None:
    assert calibrate(judged(documents=FOLDS - 1), OURS, 0.1, "").held_out_by == "question"


def test_too_few_cases_are_counted() -> None:
    few = [one for one in judged() if one.answerable][:19]
    with pytest.raises(TooFewCases, match=r"^19 questions that the documents answer and 150 .* at least 20"):
        calibrate(few + [Judged(0.0, False, "a", str(n)) for n in range(150)], OURS, 0.1, "")


def test_labels_that_cannot_be_told_apart_fit_nothing() -> None:
    with pytest.raises(NotToldApart):
        calibrate(judged(slope=-1), OURS, 0.1, "")
