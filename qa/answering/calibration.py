"""The weights by which evidence is judged, in a readable file: the shipped ones, or those fitted to a library."""

import json
import math
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from qa.errors import CalibrationUnreadable
from vectorstore import Library
from vectorstore.models.reranker import DEFAULT_RERANKER, NO_RERANKER

NAME = "calibration.json"
"""Of the shipped file, beside this module, and of a store's own among its artifacts."""
SHIPPED = Path(__file__).with_name(NAME)

Weights = dict[str, float]


class Threshold(BaseModel):
    """A confidence at which one verdict ends and the next begins, and how often that errs."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    confidence: float
    error: float
    """The share that was wrong where the threshold was fitted."""


class Calibration(BaseModel):
    """How the sentences read by one reranker are ranked, and at which confidences the best one is an answer."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    rank: Weights
    """The order of sentences: a weight for each feature."""
    answers: Weights
    """The logit that the documents answer: a weight for each feature of the best sentence."""
    answered: Threshold
    """From here on a question is answered; the error is the share of these that the documents do not answer."""
    uncertain: Threshold
    """From here on the verdict is uncertain, below it not found; the error is the share of answerable ones below."""
    questions: int
    """The number of questions that it was fitted on."""
    fitted_to: str = ""
    """The models whose scores it was fitted to; empty in the shipped one, which comes with its models."""


def calibration_of(library: Library) -> Calibration:
    """The calibration for a library and its reranker: the store's own where there is one, else the shipped one.

    Raises CalibrationUnreadable for a file that is no calibration, or one fitted to other models, whose scores mean
    something else.
    """
    own = stored(library).get(_reranker(library))
    if own is None:
        return shipped(library)
    if own.fitted_to != model_names(library):
        raise CalibrationUnreadable(
            f"{library.artifacts.path(NAME)} was fitted to {own.fitted_to}, and these are {model_names(library)}: "
            "fit it anew with footnote calibrate PAIRS, or remove it with footnote calibrate --reset"
        )
    return own


def shipped(library: Library) -> Calibration:
    """The calibration that Footnote comes with, for a library's reranker."""
    return all_shipped()[_reranker(library)]


def all_shipped() -> dict[str, Calibration]:
    """The calibrations that Footnote comes with, by reranker."""
    return _parsed(SHIPPED.read_text(encoding="utf-8"), SHIPPED)


def stored(library: Library) -> dict[str, Calibration]:
    """The store's own calibrations, by reranker; raises CalibrationUnreadable."""
    text = library.artifacts.read(NAME)
    return {} if text is None else _parsed(text, library.artifacts.path(NAME))


def store(library: Library, calibration: Calibration) -> Path:
    """Write the store's own calibration, whole or not at all; one for another reranker stays.

    Raises CalibrationUnreadable where the present file is damaged, StoreFailed where the disk fails.
    """
    calibrations = stored(library) | {_reranker(library): calibration}
    text = json.dumps({name: one.model_dump() for name, one in calibrations.items()}, indent=1)
    return library.artifacts.write(NAME, f"{text}\n")


def reset(library: Library) -> None:
    """Delete the store's own calibrations, so that the shipped one holds for every reranker."""
    library.artifacts.delete(NAME)


def model_names(library: Library) -> str:
    """The reranker and the embedding model of a library, whose scores a calibration is fitted to."""
    return f"{library.models.reranker_id} with {library.models.embedding_id}"


def weighted_sum(weights: Weights, features: Mapping[str, float]) -> float:
    """The weighted sum of features; raises CalibrationUnreadable for a weight of an unknown feature."""
    if unknown := weights.keys() - features.keys():
        raise CalibrationUnreadable(
            f"the calibration weighs {min(unknown)!r}, which nothing has: remove it with footnote calibrate --reset"
        )
    return sum(weight * features[name] for name, weight in weights.items())


def probability(logit: float) -> float:
    """The probability of a logit, 0 to 1."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def _reranker(library: Library) -> str:
    """The key of a library's reranker. Scores of foreign rerankers have no weights, so these count as none."""
    return DEFAULT_RERANKER if library.models.has_evidence_scores else NO_RERANKER


def _parsed(text: str, path: Path) -> dict[str, Calibration]:
    try:
        return {name: Calibration.model_validate(fields) for name, fields in json.loads(text).items()}
    except (ValueError, AttributeError) as error:
        raise CalibrationUnreadable(
            f"{path} is not a calibration: remove it with footnote calibrate --reset"
        ) from error
