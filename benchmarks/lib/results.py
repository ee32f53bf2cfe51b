"""Results in files: one for each commit, each set in it with the data, machine and day it was measured on."""

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from pydantic import Field

from benchmarks import provenance
from benchmarks.data import ROOT, hashes
from benchmarks.measured import Measured
from benchmarks.provenance import Code
from qa.types import Value

FOLDER = ROOT / "benchmarks" / "results"


class Measurement(Value):
    """What one set gave, and under what."""

    commit: str
    dirty: bool
    """Whether files differed from the commit."""
    date: str
    seconds: float
    load: float
    """Processes that wanted a core when it ended: above the number of cores, times say little."""
    settings: dict[str, str | int | float]
    machine: dict[str, str | int | bool]
    data: dict[str, str]
    """The SHA-256 of each file that was read."""
    measured: Measured


class Results(Value):
    """The sets measured at one commit."""

    sets: dict[str, Measurement] = Field(default_factory=dict)


def keep(name: str, code: Code, files: Iterable[Path], measured: Measured, seconds: float, **other: str) -> Path:
    """Put what a set gave into the file of its commit, in place of what the set gave before.

    `other` are settings that were not the product's own.
    """
    measurement = Measurement(
        commit=code.commit,
        dirty=code.dirty,
        date=datetime.now(UTC).isoformat(timespec="seconds"),
        seconds=round(seconds, 1),
        load=provenance.load(),
        settings=provenance.settings() | other,
        machine=provenance.machine(),
        data=hashes(files),
        measured=measured,
    )
    path = FOLDER / f"{code.commit}.json"
    before = read(path).sets if path.exists() else {}
    write(path, Results(sets={**before, name: measurement}))
    return path


def read(path: Path) -> Results:
    """The results in a file."""
    return Results.model_validate_json(path.read_text(encoding="utf-8"))


def write(path: Path, results: Value) -> None:
    """Results as JSON that differs little between runs that differ little: innermost lists on one line."""
    text = json.dumps(results.model_dump(mode="json"), ensure_ascii=False, indent=1)
    text = re.sub(r"\[\s+([^\[\]{}]*?)\s+\]", lambda found: f"[{' '.join(found[1].split())}]", text)
    path.write_text(text + "\n", encoding="utf-8")


def newest() -> dict[str, Measurement]:
    """Each set's latest measurement, whichever commit it belongs to."""
    latest: dict[str, Measurement] = {}
    for path in FOLDER.glob("*.json"):
        if re.fullmatch(r"[0-9a-f]{7,}", path.stem):
            for name, measurement in read(path).sets.items():
                if name not in latest or measurement.date > latest[name].date:
                    latest[name] = measurement
    return latest
