"""Errors of answering and calibrating; a refusal is an answer and no error.

AnswerError
├── CalibrationUnreadable   the numbers that refusal goes by
├── InvalidQuestion   empty, or too long to be read
├── ModelFailed       the language model that was asked for cannot be used
├── NotToldApart      cases to calibrate on do not show what a confidence should
└── TooFewCases       cases to calibrate on say too little
"""


class AnswerError(Exception):
    """Something the person who asks can act on; its text is one line that says what to do."""


class InvalidQuestion(AnswerError):
    """The question is empty or too long."""


class CalibrationUnreadable(AnswerError):
    """A calibration file is damaged, or was written by something else."""


class ModelFailed(AnswerError):
    """The language model is unknown, cannot be reached, or broke off."""


class NotToldApart(AnswerError):
    """On these cases the confidence is no higher where the documents answer."""


class TooFewCases(AnswerError):
    """Too few cases to fit anything to; the text says how many more are needed."""
