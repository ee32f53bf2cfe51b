"""Evaluation: questions with known answers in, figures with intervals out, no language model needed."""

from qa.evaluation.calibrate.answerability import calibrated
from qa.evaluation.calibrate.fit import Calibrated
from qa.evaluation.cases.case import Case, Gold, InvalidCases
from qa.evaluation.cases.load import add_documents, documents, load
from qa.evaluation.report.terminal import calibration, table
from qa.evaluation.runner.case_result import Outcome
from qa.evaluation.runner.comparison import Difference, compare
from qa.evaluation.runner.judge import judge
from qa.evaluation.runner.run import Run, evaluate, kept, outcomes
from qa.evaluation.runner.summary import Figure
from qa.evaluation.runner.thresholds import below, floor, worse

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
