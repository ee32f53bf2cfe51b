"""How near an answer's words are to the right ones.

Exact match and F1 by the rules of the official SQuAD 2.0 script; ROUGE-L as rouge-score computes it, without stems.
Proven equal in tests/unit/evaluation/test_metrics.py.
"""

import re
import string
from collections import Counter
from collections.abc import Sequence

from qa.evaluation.metrics.span_metrics import harmonic

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)
_WORDS = re.compile(r"[a-z0-9]+")


def normalised(text: str) -> str:
    """Lower case, without punctuation and articles, single spaces."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def exact_match(answer: str, golds: Sequence[str]) -> float:
    """1 if the answer equals one of the right ones after normalising; none right means: no answer is right."""
    return float(any(normalised(answer) == normalised(gold) for gold in _or_none(golds)))


def token_f1(answer: str, golds: Sequence[str]) -> float:
    """The best F1 of the answer's words against a right one's."""
    return max(_f1(normalised(answer).split(), normalised(gold).split()) for gold in _or_none(golds))


def token_recall(answer: str, golds: Sequence[str]) -> float:
    """The best share of a right answer's words that the answer holds."""
    words = Counter(normalised(answer).split())
    shares = [(sum((words & Counter(gold)).values()), len(gold)) for gold in (normalised(g).split() for g in golds)]
    return max((held / length for held, length in shares if length), default=0.0)


def contains(answer: str, golds: Sequence[str]) -> float:
    """1 if the answer holds the words of a right one in their order, after normalising."""
    words = f" {normalised(answer)} "
    return float(any(f" {normalised(gold)} " in words for gold in golds if normalised(gold)))


def rouge_l(answer: str, golds: Sequence[str]) -> float:
    """The best F1 of the longest common subsequence of words (Lin 2004). Words are Latin letters and digits."""
    said = _WORDS.findall(answer.lower())
    return max((_rouge_l(said, _WORDS.findall(gold.lower())) for gold in golds), default=0.0)


def _or_none(golds: Sequence[str]) -> Sequence[str]:
    return [gold for gold in golds if normalised(gold)] or [""]


def _f1(said: list[str], gold: list[str]) -> float:
    if not said or not gold:
        return float(said == gold)
    same = sum((Counter(said) & Counter(gold)).values())
    return harmonic(same / len(said), same / len(gold))


def _rouge_l(said: list[str], gold: list[str]) -> float:
    if not said or not gold:
        return 0.0
    lengths = [0] * (len(gold) + 1)  # of the longest common subsequence, row by row
    for word in said:
        diagonal = 0
        for index, other in enumerate(gold, 1):
            above = lengths[index]
            lengths[index] = diagonal + 1 if word == other else max(above, lengths[index - 1])
            diagonal = above
    return harmonic(lengths[-1] / len(said), lengths[-1] / len(gold))
