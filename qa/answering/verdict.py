"""The verdict on a question: two thresholds over the confidence that the documents answer it.

Between answering and refusing lies the uncertain: the best place or two are quoted for the reader to judge, and none of
their words is put forward as the answer (selective answering with two thresholds: Chow 1970, El-Yaniv and Wiener 2010).
"""

from collections.abc import Sequence
from dataclasses import replace

from qa.answering.calibration import Calibration
from qa.answering.quotes import Evidence
from qa.types import Verdict

MOST_PLACES = 2  # quoted where it is uncertain whether they answer


def verdict(calibration: Calibration, confidence: float) -> Verdict:
    """The verdict at a confidence."""
    if confidence >= calibration.answered.confidence:
        return "answered"
    return "uncertain" if confidence >= calibration.uncertain.confidence else "not found"


def shown(evidence: Sequence[Evidence], decided: Verdict) -> tuple[Evidence, ...]:
    """What of the evidence is shown under a verdict: of what is uncertain the best places, without a short answer."""
    if decided != "uncertain":
        return tuple(evidence)
    return tuple(replace(piece, short=None) for piece in evidence[:MOST_PLACES])
