"""Evaluation: questions with known evidence in, figures out, no language model needed."""

from qa.evaluation.cases import Case, InvalidCases, load
from qa.evaluation.run import Outcome, evaluate, summary

__all__ = ["Case", "InvalidCases", "Outcome", "evaluate", "load", "summary"]
