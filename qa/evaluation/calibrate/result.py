"""A fitted calibration with what it was fitted to and how well it does."""

from typing import Literal

from pydantic import ConfigDict, Field

from qa.answering.calibration import Calibration
from qa.types import Value


class CalibrationMetrics(Value):
    """How a confidence and its thresholds do on cases, each 0 to 1; refused means the verdict "not found"."""

    wrong: float
    """Of what is answered, the share that the documents do not answer."""
    answerable_answered: float
    answerable_refused: float
    unanswerable_answered: float
    unanswerable_refused: float
    calibration_error: float
    """ECE over 15 bins, against whether the documents answer."""


class FittedCalibration(Value):
    """A calibration that was fitted to the cases of a library, and its metrics before and after."""

    model_config = ConfigDict(serialize_by_alias=True)

    calibration: Calibration = Field(serialization_alias="weighing")  # the key in the JSON of `footnote calibrate`
    slope: float
    intercept: float
    answerable: int
    unanswerable: int
    area: float
    """Under the ROC curve; scaling keeps the order of cases, so the area is the same before and after."""
    before: CalibrationMetrics
    """By the shipped calibration."""
    held_out: CalibrationMetrics
    """Each case by a scaling that was fitted without the case's fold."""
    held_out_by: Literal["document", "question"]
    """What a fold keeps whole: questions, where the answerable ones come from fewer documents than there are folds."""
