"""A confidence fitted to one's own documents: rescaled, with a threshold, and what that does to cases held out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from qa.answering.calibration import Calibration
from qa.errors import NotToldApart, TooFewCases
from qa.evaluation.calibrate.platt import Labels, Numbers, scale
from qa.evaluation.metrics.refusal import expected_calibration_error, roc_area
from qa.types import Value

FOLDS = 5
FEWEST = 20  # cases of each kind


@dataclass(frozen=True, slots=True)
class Judged:
    """A question as it was read: the logit that the documents answer it, and whether they do."""

    logit: float
    answerable: bool
    cluster: str
    """What it stands or falls with, such as its document."""
    case: str
    """The id of its case: one question may be judged twice."""


class Shares(Value):
    """What a confidence and its threshold come to, each 0 to 1."""

    answerable_refused: float
    unanswerable_refused: float
    calibration_error: float
    """ECE over 15 bins, against whether the documents answer."""


class Calibrated(Value):
    """A weighing that was fitted, to what, and what it is worth."""

    weighing: Calibration
    slope: float
    intercept: float
    answerable: int
    unanswerable: int
    area: float
    """Under the ROC curve; rescaling keeps the order, so it is the same before and after."""
    before: Shares
    """By the weighing that was rescaled."""
    held_out: Shares
    """Each case by a scaling that was fitted without its fold."""
    held_out_by: Literal["document", "question"]
    """What a fold holds whole: questions, where the answerable ones come from fewer documents than there are folds."""


def enough(answerable: int, unanswerable: int) -> None:
    """Raise TooFewCases where either kind has fewer than 20, for what is fitted to so few says nothing."""
    if min(answerable, unanswerable) < FEWEST:
        raise TooFewCases(
            f"{answerable} questions that the documents answer and {unanswerable} that they do not: at least {FEWEST} "
            "of each are needed; add pairs with their evidence, which count as both, or with answerable: false"
        )


def calibrate(judged: Sequence[Judged], weighing: Calibration, refused: float, fitted_to: str) -> Calibrated:
    """Fit a weighing's confidence to cases, so that at most a share of the answerable is refused.

    Raises TooFewCases, and NotToldApart where a higher logit does not mean that the documents rather answer.
    """
    logits = np.array([one.logit for one in judged])
    answerable = np.array([one.answerable for one in judged], dtype=bool)
    enough(int(answerable.sum()), int((~answerable).sum()))
    scaling = scale(logits, answerable, refused)
    if scaling.slope <= 0:
        raise NotToldApart(
            "where the documents answer the confidence is no higher than where they do not, so no threshold can tell "
            "them apart: look whether the evidence of the pairs is right"
        )
    documents = len({one.cluster for one in judged if one.answerable}) >= FOLDS
    fold = folds([one.cluster if documents else one.case for one in judged], answerable)
    confidences, below = np.zeros(len(judged)), np.zeros(len(judged), dtype=bool)
    for part in range(FOLDS):
        held, others = fold == part, fold != part
        one = scale(logits[others], answerable[others], refused)
        confidences[held] = one.confidences(logits[held])
        below[held] = confidences[held] < one.threshold
    before = expit(logits)
    answers = {name: weight * scaling.slope for name, weight in weighing.answers.items()}
    answers["bias"] = answers.get("bias", 0.0) + scaling.intercept
    return Calibrated(
        weighing=Calibration(
            rank=weighing.rank,
            answers={name: round(weight, 6) for name, weight in answers.items()},
            threshold=scaling.threshold,
            refused=refused,
            questions=len({one.case for one in judged}),
            fitted_to=fitted_to,
        ),
        slope=scaling.slope,
        intercept=scaling.intercept,
        answerable=int(answerable.sum()),
        unanswerable=int((~answerable).sum()),
        area=roc_area(logits.tolist(), answerable.tolist()),
        before=_shares(before, before < weighing.threshold, answerable),
        held_out=_shares(confidences, below, answerable),
        held_out_by="document" if documents else "question",
    )


def folds(clusters: Sequence[str], answerable: Labels) -> NDArray[np.int_]:
    """The fold of each case, clusters whole: the largest first, each into the fold with the least of its kind.

    Clusters that hold an answerable case are one kind, all others another, so that no fold has all of either.
    """
    sizes = Counter(clusters)
    rich = {name for name, true in zip(clusters, answerable, strict=True) if true}
    filled = {True: [0] * FOLDS, False: [0] * FOLDS}
    of = {}
    for name in sorted(sizes, key=lambda name: (-sizes[name], name)):
        kind = filled[name in rich]
        of[name] = kind.index(min(kind))
        kind[of[name]] += sizes[name]
    return np.array([of[name] for name in clusters])


def _shares(confidences: Numbers, below: Labels, answerable: Labels) -> Shares:
    return Shares(
        answerable_refused=float(below[answerable].mean()),
        unanswerable_refused=float(below[~answerable].mean()),
        calibration_error=expected_calibration_error(confidences.tolist(), answerable.tolist()),
    )
