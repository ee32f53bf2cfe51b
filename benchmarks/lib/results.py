"""Result files: one JSON file for each suite, study and stress test, replaced by its next run."""

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.lib import provenance
from benchmarks.lib.data import ROOT, hashes
from benchmarks.lib.provenance import Code
from benchmarks.lib.summary import Summary
from qa.types import Value
from vectorstore.filesystem import write_atomically

FOLDER = ROOT / "benchmarks" / "results"
LINE = 150  # characters of an object that is written on one line


class SuiteResult(Value):
    """The summary of a suite's newest run, and what the run was made with."""

    commit: str
    dirty: bool
    """Whether files differed from the commit."""
    date: str
    seconds: float
    load: float
    """Mean number of processes that wanted a core; above the number of cores, times say little."""
    settings: dict[str, str | int | float]
    machine: dict[str, str | int | bool]
    data: dict[str, str]
    """The SHA-256 of each file that was read."""
    summary: Summary


def suite_result(code: Code, files: Iterable[Path], summary: Summary, seconds: float, **settings: str) -> SuiteResult:
    """A summary with commit, date, machine and settings; `settings` are those that were not the product's own."""
    return SuiteResult(
        commit=code.commit,
        dirty=code.dirty,
        date=datetime.now(UTC).isoformat(timespec="seconds"),
        seconds=round(seconds, 1),
        load=provenance.load(),
        settings=provenance.settings() | settings,
        machine=provenance.machine(),
        data=hashes(files),
        summary=summary,
    )


def read_suite(name: str) -> SuiteResult:
    """The result of a suite."""
    return SuiteResult.model_validate(read(name))


def write_suite(name: str, result: SuiteResult) -> Path:
    """Writes the result of a suite in place of the one before."""
    return write(name, result.model_dump(mode="json"))


def path_of(name: str) -> Path:
    """The file of a suite, study or stress test."""
    return FOLDER / f"{name}.json"


def read(name: str) -> Any:
    """The result of a study or stress test."""
    return json.loads(path_of(name).read_text(encoding="utf-8"))


def write(name: str, result: Any) -> Path:
    """Writes a result with each figure and each short list on one line, so that similar results differ little."""
    text = json.dumps(result, ensure_ascii=False, indent=1)
    text = re.sub(r"[\[{]\s[^\[\]{}]*[\]}]", _on_one_line, text)
    write_atomically(path_of(name), text + "\n")
    return path_of(name)


def publish(name: str, result: Any) -> None:
    """Prints a result and writes it."""
    print(write(name, result).read_text(encoding="utf-8"), end="")


def _on_one_line(found: re.Match[str]) -> str:
    """An object or list without others in it, on one line if it is short enough."""
    line = " ".join(found[0].split())
    line = line[0] + line[1:-1].strip() + line[-1]
    return line if len(line) <= LINE else found[0]
