"""The few numbers by which evidence is weighed, in a readable file: ours, or those fitted to a library."""

import json
import math
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from qa.errors import CalibrationUnreadable
from vectorstore import Library
from vectorstore.reader import EvidenceModel
from vectorstore.readers import NOBODY, OWN

SHIPPED = Path(__file__).with_name("calibration.json")
NAME = "calibration.json"
"""The file of a store that takes the place of ours."""

Weights = dict[str, float]


class Weighing(BaseModel):
    """How the sentences that one reader has read are ranked, and when the best one is believed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rank: Weights
    """What orders sentences: a weight for each feature."""
    answers: Weights
    """The logit that the documents answer: a weight for each feature of the best sentence and its passages."""
    threshold: float
    """The confidence under which a question is refused."""
    refused: float
    """The share of answerable questions that fell under the threshold where it was fitted."""
    questions: int
    """How many it was fitted on."""


def weighing(library: Library) -> Weighing:
    """The weighing for what has read a library's passages: the store's own where it has one.

    Another's reader ranks passages, but nothing here is fitted to its scores: sentences are weighed as without one.
    Raises CalibrationUnreadable for a file that is no calibration.
    """
    reader = OWN if isinstance(library.reader, EvidenceModel) else NOBODY
    kept = _read(library.store / NAME) if (library.store / NAME).is_file() else {}
    return kept.get(reader) or _read(SHIPPED)[reader]


def _read(path: Path) -> dict[str, Weighing]:
    try:
        return {name: Weighing.model_validate(found) for name, found in json.loads(path.read_bytes()).items()}
    except (ValueError, AttributeError) as error:
        raise CalibrationUnreadable(
            f"{path} is not a calibration: delete it, or make it anew with footnote calibrate"
        ) from error


def weigh(weights: Weights, features: Mapping[str, float]) -> float:
    """The weighted sum; a weight without its feature is an error."""
    return sum(weight * features[name] for name, weight in weights.items())


def probability(logit: float) -> float:
    """0 to 1."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))
