"""Where the sets are, and what was read of them: nothing of the public ones is in this repository."""

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("FOOTNOTE_DATA") or ROOT.parent / "shared" / "data")


class MissingData(Exception):
    """A set is not there; the text says what to do."""


def check(files: Iterable[Path]) -> None:
    """Raises MissingData where a file that is to be read is not there."""
    for path in files:
        if not path.exists():
            raise MissingData(
                f"{path}: no such file; set FOOTNOTE_DATA to the folder of the sets (benchmarks/README.md)"
            )


def hashes(files: Iterable[Path]) -> dict[str, str]:
    """The SHA-256 of each file, by its place among the sets."""
    return {_place(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def json_lines(path: Path) -> list[Any]:
    """The values of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def _place(path: Path) -> str:
    return path.relative_to(ROOT if path.is_relative_to(ROOT) else DATA).as_posix()
