"""The evaluation data: its folder, the check that files are present, and their hashes."""

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"
DATA = Path(os.environ.get("FOOTNOTE_DATA") or ROOT.parent / "shared" / "data")
CASES = Path(os.environ.get("FOOTNOTE_CASES") or DATA.parent / "cases")
"""Folders of inputs on which the product once failed, each with documents and questions."""


class MissingData(Exception):
    """A file of a question set is missing; the text says what to do."""


def check(files: Iterable[Path]) -> None:
    """Raises MissingData for the first file that does not exist."""
    for path in files:
        if not path.exists():
            raise MissingData(
                f"{path}: no such file; set FOOTNOTE_DATA or FOOTNOTE_CASES to its folder (benchmarks/README.md)"
            )


def check_or_exit(files: Iterable[Path]) -> None:
    """Ends the program with one line if a file does not exist."""
    try:
        check(files)
    except MissingData as error:
        raise SystemExit(str(error)) from None


def hashes(files: Iterable[Path]) -> dict[str, str]:
    """The SHA-256 of each file, keyed by the path within the data folder or the repository."""
    return {_relative(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def json_lines(path: Path) -> list[Any]:
    """The values of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def squad_articles(path: Path) -> list[Any]:
    """The articles of a file in SQuAD's format."""
    articles: list[Any] = json.loads(path.read_text(encoding="utf-8"))["data"]
    return articles


def _relative(path: Path) -> str:
    base = next(folder for folder in (ROOT, CASES, DATA) if path.is_relative_to(folder))
    return path.relative_to(base).as_posix()
