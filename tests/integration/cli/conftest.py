"""The command line in this process: models are imported once, and what is asserted is what is printed and returned."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qa.cli.main import main


@pytest.fixture
def footnote(store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Runs one command over the store, checks its exit code, and gives what it wrote: `out` and `err`."""
    monkeypatch.setenv("FOOTNOTE_STORE", str(store))

    def run(*arguments: object, code: int = 0) -> Any:
        capsys.readouterr()
        returned = main(list(map(str, arguments)))
        written = capsys.readouterr()
        assert returned == code, written.err
        return written

    return run
