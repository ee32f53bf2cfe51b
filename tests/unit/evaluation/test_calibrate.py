"""Platt's fit, the thresholds and the folds, on made-up logits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.special import expit

from qa.answering.calibration import Calibration, Threshold, probability, weighted_sum
from qa.errors import NotToldApart, TooFewCases
from qa.evaluation.calibrate.fit import CalibrationExample, fit_calibration
from qa.evaluation.calibrate.folds import FOLDS, fold_numbers
from qa.evaluation.calibrate.platt import PlattScaling, fit_scaling
from qa.evaluation.calibrate.thresholds import ErrorRates, fit_thresholds

OURS = Calibration(
    rank={"match": 1.0},
    answers={"bias": -1.0, "match": 4.0},
    answered=Threshold(confidence=0.5, error=0.1),
    uncertain=Threshold(confidence=0.2, error=0.1),
    questions=7,
)
ACCEPTED = ErrorRates(wrong=0.2, refused=0.1)
LOGITS = st.lists(st.floats(-30, 30), min_size=1, max_size=60)


def drawn(slope: float, intercept: float, number: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Logits, and labels drawn by what they are worth once rescaled."""
    dice = np.random.default_rng(seed)
    logits = dice.normal(1, 3, number)
    return logits, dice.random(number) < expit(slope * logits + intercept)


def line(scaling: PlattScaling) -> tuple[float, float]:
    return scaling.slope, scaling.intercept


def examples(number: int = 200, documents: int = 20, slope: float = 0.5) -> list[CalibrationExample]:
    logits, labels = drawn(slope, 0.5, number)
    return [
        CalibrationExample(float(logit), bool(label), f"{i % documents}.md", str(i))
        for i, (logit, label) in enumerate(zip(logits, labels, strict=True))
    ]


@pytest.mark.parametrize(("slope", "intercept"), [(1.0, 0.0), (0.3, -1.0), (2.5, 1.5), (-0.5, 0.2)])
def test_the_fit_recovers_the_line_that_labels_were_drawn_by(slope: float, intercept: float) -> None:
    found = fit_scaling(*drawn(slope, intercept, 40_000))
    assert (found.slope, found.intercept) == pytest.approx((slope, intercept), rel=0.05, abs=0.05)


@given(LOGITS, LOGITS)
@settings(deadline=None)
def test_the_fit_minimises_platts_loss(true: list[float], false: list[float]) -> None:
    logits, labels = np.array(true + false), np.array([True] * len(true) + [False] * len(false))
    targets = np.where(labels, (len(true) + 1) / (len(true) + 2), 1 / (len(false) + 2))

    def loss(line: np.ndarray) -> float:
        z = line[0] * logits + line[1]
        return float((np.logaddexp(0, z) - targets * z).mean())

    assert loss(np.array(line(fit_scaling(logits, labels)))) <= minimize(loss, np.zeros(2)).fun + 1e-6


@given(LOGITS, LOGITS)
@settings(deadline=None)
def test_the_fit_is_finite_whatever_the_logits(true: list[float], false: list[float]) -> None:
    found = fit_scaling(np.array(true + false), np.array([True] * len(true) + [False] * len(false)))
    assert np.isfinite(line(found)).all()


def test_cases_told_apart_perfectly_do_not_make_it_boundlessly_sure() -> None:
    logits = np.array([-3.0] * 20 + [3.0] * 20)
    scaling = fit_scaling(logits, logits > 0)
    assert scaling.slope > 0
    assert scaling.confidences(np.array([3.0, -3.0])) == pytest.approx([21 / 22, 1 / 22], abs=1e-3)


def test_logits_without_spread_have_no_slope() -> None:
    assert fit_scaling(np.ones(40), np.arange(40) < 20).slope == pytest.approx(0)


@given(LOGITS, LOGITS, st.floats(0, 0.99), st.floats(0, 0.99))
@settings(deadline=None)
def test_no_more_is_wrong_or_wrongly_refused_than_is_stated(
    true: list[float], false: list[float], wrong: float, refused: float
) -> None:
    confidences, labels = expit(np.array(true + false)), np.array([True] * len(true) + [False] * len(false))
    thresholds = fit_thresholds(confidences, labels, ErrorRates(wrong, refused))
    answered = confidences >= thresholds.answered
    assert thresholds.uncertain <= thresholds.answered <= 1
    assert (confidences[labels] < thresholds.uncertain).mean() <= refused + 1e-12
    if thresholds.answered > thresholds.uncertain:
        assert (answered & ~labels).sum() <= wrong * answered.sum() + 1e-9


def test_as_much_as_possible_is_answered() -> None:
    confidences, labels = np.array([0.9, 0.8, 0.7, 0.6, 0.2]), np.array([True, False, True, True, False])
    assert fit_thresholds(confidences, labels, ErrorRates(0.25, 0.0)).answered == 0.6
    assert fit_thresholds(confidences, labels, ErrorRates(0.1, 0.7)).answered == 0.9


@given(st.data())
@settings(deadline=None)
def test_folds_keep_clusters_whole_and_spread_both_labels(data: st.DataObject) -> None:
    sizes = data.draw(st.lists(st.integers(1, 12), min_size=FOLDS, max_size=30))
    both = [(f"{n}.md", label) for n, size in enumerate(sizes) for label in (True, False) for _ in range(size)]
    alone = [(f"case: {n}", False) for n in range(data.draw(st.integers(0, 40)))]
    names, labels = [name for name, _ in both + alone], np.array([label for _, label in both + alone])
    folds = fold_numbers(names, labels)
    assert all(len(set(folds[np.array(names) == name])) == 1 for name in set(names))
    for label in (True, False):
        assert set(folds[labels == label]) == set(range(FOLDS))


def test_a_calibration_is_the_shipped_weighing_rescaled() -> None:
    fitted = fit_calibration(examples(), OURS, ACCEPTED, "these models")
    calibration, features = fitted.calibration, {"bias": 1.0, "match": 0.7}
    expected = expit(fitted.slope * weighted_sum(OURS.answers, features) + fitted.intercept)
    assert probability(weighted_sum(calibration.answers, features)) == pytest.approx(expected, abs=1e-5)
    assert calibration.rank == OURS.rank
    assert (calibration.answered.error, calibration.uncertain.error) == (ACCEPTED.wrong, ACCEPTED.refused)
    assert (calibration.questions, calibration.fitted_to) == (200, "these models")
    assert Calibration.model_validate_json(calibration.model_dump_json()) == calibration


def test_held_out_it_means_what_it_says() -> None:
    fitted = fit_calibration(examples(4_000), OURS, ACCEPTED, "")
    assert fitted.held_out.calibration_error < 0.05 < fitted.before.calibration_error
    assert fitted.held_out.answerable_refused == pytest.approx(ACCEPTED.refused, abs=0.03)
    assert fitted.held_out.wrong == pytest.approx(ACCEPTED.wrong, abs=0.03)
    assert fitted.held_out_by == "document"


def test_the_json_of_a_fit_keeps_its_keys() -> None:
    found = fit_calibration(examples(), OURS, ACCEPTED, "").model_dump(mode="json")
    assert list(found) == [
        "weighing", "slope", "intercept", "answerable", "unanswerable", "area", "before", "held_out", "held_out_by",
    ]  # fmt: skip
    assert found["weighing"]["answered"]["confidence"] > 0


def test_few_documents_are_held_out_by_question() -> None:
    assert fit_calibration(examples(documents=FOLDS - 1), OURS, ACCEPTED, "").held_out_by == "question"


def test_too_few_cases_are_counted() -> None:
    few = [one for one in examples() if one.answerable][:19]
    with pytest.raises(TooFewCases, match=r"^19 questions that the documents answer and 150 .* at least 20"):
        fit_calibration(few + [CalibrationExample(0.0, False, "a", str(n)) for n in range(150)], OURS, ACCEPTED, "")


def test_labels_that_cannot_be_told_apart_fit_nothing() -> None:
    with pytest.raises(NotToldApart):
        fit_calibration(examples(slope=-1), OURS, ACCEPTED, "")
