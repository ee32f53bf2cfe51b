"""The few numbers by which evidence is weighed, in a readable file: ours, or those fitted to a library."""

import json
import math
import os
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from qa.errors import CalibrationUnreadable
from vectorstore import Library
from vectorstore.errors import StoreFailed
from vectorstore.filesystem import fsync
from vectorstore.models.reranker import DEFAULT_RERANKER, NO_RERANKER

CALIBRATION = "calibration.json"
SHIPPED = Path(__file__).with_name("calibration.json")

Weights = dict[str, float]


class Calibration(BaseModel):
    """How the sentences that one reader has read are ranked, and when the best one is believed."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    rank: Weights
    """What orders sentences: a weight for each feature."""
    answers: Weights
    """The logit that the documents answer: a weight for each feature of the best sentence."""
    threshold: float
    """The confidence under which a question is refused."""
    refused: float
    """The share of answerable questions that fell under the threshold where it was fitted."""
    questions: int
    """How many it was fitted on."""
    fitted_to: str = ""
    """The models whose scores it was fitted to; empty in ours, which comes with the models it goes by."""


def weighing(library: Library) -> Calibration:
    """The weighing for what has read a library's passages: the store's own where it has one.

    Raises CalibrationUnreadable for a file that is no calibration, or is one of other models: their scores mean
    something else.
    """
    path = library.store / CALIBRATION
    own = kept(library.store).get(_reader(library))
    if own is None:
        return shipped(library)
    if own.fitted_to != models(library):
        raise CalibrationUnreadable(
            f"{path} was fitted to {own.fitted_to}, and these are {models(library)}: fit it anew with "
            "footnote calibrate PAIRS, or remove it with footnote calibrate --reset"
        )
    return own


def shipped(library: Library) -> Calibration:
    """Ours, for what has read a library's passages."""
    return _read(SHIPPED)[_reader(library)]


def models(library: Library) -> str:
    """Those whose scores are weighed, as they name themselves."""
    return f"{library.models.reranker_id} with {library.models.embedding_id}"


def kept(store: Path) -> dict[str, Calibration]:
    """A store's own weighings, by reader; raises CalibrationUnreadable."""
    path = store / CALIBRATION
    return _read(path) if path.exists() else {}


def keep(library: Library, fitted: Calibration) -> Path:
    """Make it the store's own, whole or not at all; one for another reader stays.

    Raises CalibrationUnreadable where the one before is damaged, StoreFailed where the disk fails.
    """
    path = library.store / CALIBRATION
    held = kept(library.store) | {_reader(library): fitted}
    new = path.with_name(f"{path.name}.new")
    try:
        text = json.dumps({name: weighing.model_dump() for name, weighing in held.items()}, indent=1)
        new.write_text(f"{text}\n", encoding="utf-8")
        fsync(new)
        os.replace(new, path)
        fsync(path.parent)
    except OSError as error:
        raise StoreFailed(f"{path} cannot be written ({error.strerror or error}): make room, then again") from error
    return path


def reset(store: Path) -> None:
    """From now on ours holds for every reader of a store."""
    (store / CALIBRATION).unlink(missing_ok=True)


def _reader(library: Library) -> str:
    """Another's reader ranks passages, but no weight goes by its scores: sentences are weighed as without one."""
    return DEFAULT_RERANKER if library.models.has_evidence_scores else NO_RERANKER


def _read(path: Path) -> dict[str, Calibration]:
    try:
        return {name: Calibration.model_validate(found) for name, found in json.loads(path.read_bytes()).items()}
    except (OSError, ValueError, AttributeError) as error:
        raise CalibrationUnreadable(
            f"{path} is not a calibration: remove it with footnote calibrate --reset"
        ) from error


def weigh(weights: Weights, features: Mapping[str, float]) -> float:
    """The weighted sum; raises CalibrationUnreadable for a weight of a feature that there is not."""
    if unknown := weights.keys() - features.keys():
        raise CalibrationUnreadable(
            f"the calibration weighs {min(unknown)!r}, which nothing has: remove it with footnote calibrate --reset"
        )
    return sum(weight * features[name] for name, weight in weights.items())


def probability(logit: float) -> float:
    """0 to 1."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))
