"""How much the words of an answer agree with the gold answers.

Exact match and F1 by the rules of the official SQuAD 2.0 script; ROUGE-L as rouge-score computes it, without stems.
Proven equal in tests/unit/evaluation/test_metrics.py.
"""

import re
import string
from collections import Counter
from collections.abc import Sequence

from qa.evaluation.metrics.span_metrics import harmonic_mean

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)
_WORDS = re.compile(r"[a-z0-9]+")


def normalised(text: str) -> str:
    """Lower case, without punctuation and articles, single spaces."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def exact_match(answer: str, golds: Sequence[str]) -> float:
    """1 if the answer equals a gold answer after normalising; without a gold answer only an empty answer is right."""
    return float(any(normalised(answer) == normalised(gold) for gold in _or_empty(golds)))


def token_f1(answer: str, golds: Sequence[str]) -> float:
    """The best F1 of the answer's words against those of a gold answer."""
    return max(_f1(*_words_of(answer, gold)) for gold in _or_empty(golds))


def token_recall(answer: str, golds: Sequence[str]) -> float:
    """The best share of a gold answer's words that the answer holds."""
    words = Counter(normalised(answer).split())
    shares = [(sum((words & Counter(gold)).values()), len(gold)) for gold in (normalised(g).split() for g in golds)]
    return max((common / length for common, length in shares if length), default=0.0)


def contains(answer: str, golds: Sequence[str]) -> float:
    """1 if the answer holds the words of a gold answer in their order, after normalising."""
    words = f" {normalised(answer)} "
    return float(any(f" {normalised(gold)} " in words for gold in golds if normalised(gold)))


def short_answer_right(short: str, golds: Sequence[str]) -> float:
    """1 if the short answer shares more than half of its words with a gold answer, both ways, and adds no number.

    Without a gold answer, no short answer is right.
    """
    numbers = _numbers(short)
    return float(any(_f1(*_words_of(short, gold)) > 0.5 and numbers <= _numbers(gold) for gold in golds))


def rouge_l(answer: str, golds: Sequence[str]) -> float:
    """The best F1 of the longest common subsequence of words (Lin 2004). Words are Latin letters and digits."""
    words = _WORDS.findall(answer.lower())
    return max((_rouge_l(words, _WORDS.findall(gold.lower())) for gold in golds), default=0.0)


def _words_of(answer: str, gold: str) -> tuple[list[str], list[str]]:
    return normalised(answer).split(), normalised(gold).split()


def _numbers(text: str) -> set[str]:
    """The words that hold a digit: a wrong one of them is a wrong answer, however many other words agree."""
    return {word for word in normalised(text).split() if any(character.isdigit() for character in word)}


def _or_empty(golds: Sequence[str]) -> Sequence[str]:
    return [gold for gold in golds if normalised(gold)] or [""]


def _f1(words: list[str], gold: list[str]) -> float:
    if not words or not gold:
        return float(words == gold)
    common = sum((Counter(words) & Counter(gold)).values())
    return harmonic_mean(common / len(words), common / len(gold))


def _rouge_l(words: list[str], gold: list[str]) -> float:
    if not words or not gold:
        return 0.0
    lengths = [0] * (len(gold) + 1)  # of the longest common subsequence, row by row
    for word in words:
        diagonal = 0
        for index, other in enumerate(gold, 1):
            above = lengths[index]
            lengths[index] = diagonal + 1 if word == other else max(above, lengths[index - 1])
            diagonal = above
    return harmonic_mean(lengths[-1] / len(words), lengths[-1] / len(gold))
