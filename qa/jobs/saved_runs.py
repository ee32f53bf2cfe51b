"""Saved runs: the run of an evaluation and its report, kept in the store under the name of the file of pairs."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from qa.errors import AnswerError
from vectorstore import Artifacts, StoreFailed

if TYPE_CHECKING:  # importing it takes a second, which a server without an evaluation need not wait for
    from qa.evaluation import Difference, MetricSummary, Run

FOLDER = "evaluations"  # among the artifacts of the store
RUN, REPORT = ".run.json", ".report.html"


class CannotSave(AnswerError):
    """A run could not be written; the text says why."""


@dataclass(frozen=True, slots=True)
class SavedRun:
    """The summary of a saved run."""

    name: str
    ended: datetime
    cases: int
    summaries: "dict[str, MetricSummary]"
    differences: "tuple[Difference, ...]"
    verdict: str
    stages: dict[str, int]
    errors: tuple[str, ...]


def save(artifacts: Artifacts, name: str, run: "Run", differences: "Sequence[Difference]") -> Path:
    """Write the report and the run, and return the path of the run; raises CannotSave."""
    from qa.evaluation.report.page import report_page

    try:
        artifacts.write(f"{FOLDER}/{name}{REPORT}", report_page(run, differences))
        return artifacts.write(f"{FOLDER}/{name}{RUN}", run.to_json(differences))
    except StoreFailed as error:
        raise CannotSave(f"{error}. Start again when it can: no question is asked twice.") from error


def newest(artifacts: Artifacts) -> Path | None:
    """The path of the run that ended last."""
    runs = (artifacts.path(name) for name in artifacts.names(f"{FOLDER}/*{RUN}"))
    return max(runs, key=lambda path: path.stat().st_mtime, default=None)


def name(run: Path) -> str:
    """The name of the file of pairs that a run evaluated."""
    return run.name.removesuffix(RUN)


def report(run: Path) -> Path:
    """The path of the report on a run."""
    return run.with_name(f"{name(run)}{REPORT}")


def read(run: Path) -> SavedRun:
    """The summary of a saved run; raises InvalidCases if another version wrote it."""
    from qa.evaluation import Difference, InvalidCases, MetricSummary
    from qa.evaluation.report.page import comparison_verdict

    try:
        held = json.loads(run.read_text(encoding="utf-8"))
        differences = tuple(Difference.model_validate(difference) for difference in held["differences"])
        return SavedRun(
            name=name(run),
            ended=datetime.fromtimestamp(run.stat().st_mtime),
            cases=len(held["cases"]),
            summaries={name: MetricSummary.model_validate(figure) for name, figure in held["figures"].items()},
            differences=differences,
            verdict=comparison_verdict(differences, len(held["cases"])),
            stages=held["stages"],
            errors=tuple(case["error"] for case in held["cases"] if case["error"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InvalidCases(f"{run.name} is not a run of this version: evaluate {name(run)} again") from error
