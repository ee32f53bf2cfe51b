"""Child processes of the benchmarks: a module of ours in a fresh interpreter, or a program that is ended afterwards."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from benchmarks.lib.data import ROOT

NICENESS = 10  # other work on the same machine comes first


@contextmanager
def started(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Iterator[subprocess.Popen[str]]:
    """A running program whose output can be read; it is terminated at the end of the block if it still runs."""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ | (environment or {})
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)


def module(name: str, *arguments: object) -> list[str]:
    """The command that runs a module with arguments in a fresh interpreter."""
    return [sys.executable, "-m", name, *map(str, arguments)]


def result_of(process: subprocess.Popen[str]) -> Any:
    """The JSON value that a process prints before it ends; raises CalledProcessError if the process fails."""
    output, _ = process.communicate()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    return json.loads(output)
