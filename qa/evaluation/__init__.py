"""Evaluation: questions with known answers in, figures with intervals out, no language model needed."""

from qa.evaluation.answerability import calibrated
from qa.evaluation.calibrating import Calibrated
from qa.evaluation.cases import Case, Gold, InvalidCases
from qa.evaluation.comparison import Difference, compare
from qa.evaluation.figures import Figure
from qa.evaluation.gates import below, floor, worse
from qa.evaluation.judge import judge
from qa.evaluation.loading import add_documents, documents, load
from qa.evaluation.outcome import Outcome
from qa.evaluation.run import Run, evaluate, kept, outcomes
from qa.evaluation.terminal import calibration, table

__all__ = [
    "Calibrated",
    "Case",
    "Difference",
    "Figure",
    "Gold",
    "InvalidCases",
    "Outcome",
    "Run",
    "add_documents",
    "below",
    "calibrated",
    "calibration",
    "compare",
    "documents",
    "evaluate",
    "floor",
    "judge",
    "kept",
    "load",
    "outcomes",
    "table",
    "worse",
]
