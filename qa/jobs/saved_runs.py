"""Saved runs: the run of an evaluation and its report, kept in the store under the name of the file of pairs."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from qa.errors import AnswerError
from vectorstore.storage.artifacts import FOLDER

if TYPE_CHECKING:  # importing it takes a second, which a server without an evaluation need not wait for
    from qa.evaluation import Difference, Figure, Run

RUN, REPORT = ".run.json", ".report.html"
LONGEST_ENDING = f"{REPORT}.new"  # the longest suffix that a file gets, while it is being written


class CannotSave(AnswerError):
    """A run could not be written; the text says why."""


@dataclass(frozen=True, slots=True)
class SavedRun:
    """The summary of a saved run."""

    name: str
    ended: datetime
    cases: int
    figures: "dict[str, Figure]"
    differences: "tuple[Difference, ...]"
    verdict: str
    stages: dict[str, int]
    errors: tuple[str, ...]


def keep(store: Path, name: str, run: "Run", differences: "Sequence[Difference]") -> Path:
    """Write the report and the run, and return the path of the run; raises CannotSave."""
    from qa.evaluation.report.page import page

    folder = _folder(store)
    try:
        _write(folder / f"{name}{REPORT}", page(run, differences))
        return _write(folder / f"{name}{RUN}", run.to_json(differences))
    except OSError as error:
        raise CannotSave(
            f"The result cannot be written: {error.strerror or error}. "
            "Start again when it can: no question is asked twice."
        ) from error


def newest(store: Path) -> Path | None:
    """The path of the run that ended last."""
    return max(_folder(store).glob(f"*{RUN}"), key=lambda path: path.stat().st_mtime, default=None)


def name(run: Path) -> str:
    """The name of the file of pairs that a run evaluated."""
    return run.name.removesuffix(RUN)


def report(run: Path) -> Path:
    """The path of the report on a run."""
    return run.with_name(f"{name(run)}{REPORT}")


def read(run: Path) -> SavedRun:
    """The summary of a saved run; raises InvalidCases if another version wrote it."""
    from qa.evaluation import Difference, Figure, InvalidCases
    from qa.evaluation.report.page import verdict

    try:
        held = json.loads(run.read_text(encoding="utf-8"))
        differences = tuple(Difference.model_validate(difference) for difference in held["differences"])
        return SavedRun(
            name=name(run),
            ended=datetime.fromtimestamp(run.stat().st_mtime),
            cases=len(held["cases"]),
            figures={name: Figure.model_validate(figure) for name, figure in held["figures"].items()},
            differences=differences,
            verdict=verdict(differences, len(held["cases"])),
            stages=held["stages"],
            errors=tuple(case["error"] for case in held["cases"] if case["error"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InvalidCases(f"{run.name} is not a run of this version: evaluate {name(run)} again") from error


def _folder(store: Path) -> Path:
    return store / FOLDER


def _write(path: Path, text: str) -> Path:
    """Write a file as a whole or not at all."""
    new = path.with_name(f"{path.name}.new")
    new.write_text(text, encoding="utf-8")
    os.replace(new, path)
    return path
