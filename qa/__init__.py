"""Answers: a question becomes an answer whose every sentence cites the exact characters it rests on."""

from qa.errors import AnswerError
from qa.service import Service
from qa.settings import Settings
from qa.types import Answer, Citation, Sentence, Turn

__all__ = ["Answer", "AnswerError", "Citation", "Sentence", "Service", "Settings", "Turn"]
