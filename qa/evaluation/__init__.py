"""Evaluation: questions with known answers in, metrics with intervals out, no language model needed."""

from qa.evaluation.calibrate.answerability import calibrated
from qa.evaluation.calibrate.result import FittedCalibration
from qa.evaluation.calibrate.thresholds import ErrorRates
from qa.evaluation.cases.case import Case, Gold, InvalidCases
from qa.evaluation.cases.feedback import Feedback
from qa.evaluation.cases.load import add_documents, documents, load
from qa.evaluation.report.terminal import calibration_table, run_table
from qa.evaluation.runner.case_result import CaseResult
from qa.evaluation.runner.comparison import Difference, compare
from qa.evaluation.runner.evaluate import case_results, completed_cases, evaluate
from qa.evaluation.runner.judge import judge
from qa.evaluation.runner.made_with import made_with
from qa.evaluation.runner.run import Run
from qa.evaluation.runner.summary import MetricSummary
from qa.evaluation.runner.thresholds import Threshold, below_threshold, threshold, worse_than_baseline

__all__ = [
    "Case",
    "CaseResult",
    "Difference",
    "ErrorRates",
    "Feedback",
    "FittedCalibration",
    "Gold",
    "InvalidCases",
    "MetricSummary",
    "Run",
    "Threshold",
    "add_documents",
    "below_threshold",
    "calibrated",
    "calibration_table",
    "case_results",
    "compare",
    "completed_cases",
    "documents",
    "evaluate",
    "judge",
    "load",
    "made_with",
    "run_table",
    "threshold",
    "worse_than_baseline",
]
