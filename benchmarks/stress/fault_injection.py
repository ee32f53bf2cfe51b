"""A process of our own under strace, which kills it, or has a system call fail, at the n-th call of a kind."""

import contextlib
import os
import shutil
import subprocess
import traceback
from collections.abc import Callable
from pathlib import Path

MISSING = "strace is not installed or may not trace here: nothing was injected"


def available() -> bool:
    """Whether processes can be traced on this machine."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], capture_output=True).returncode == 0


def play(task: Callable[[], None], said: Path, injection: str | None = None) -> int:
    """Run a task in a forked process under an injection; how it ended, as `os.waitstatus_to_exitcode` says.

    What it prints or raises stands in `said`.
    """
    wait, go = os.pipe()
    process = os.fork()
    if not process:
        _child(task, said, wait, go)
    os.close(wait)
    tracer = _traced(process, injection) if injection else None
    os.write(go, b"x")
    os.close(go)
    _, status = os.waitpid(process, 0)
    if tracer:
        tracer.wait(60)
        assert tracer.stderr
        tracer.stderr.close()
    return os.waitstatus_to_exitcode(status)


def _child(task: Callable[[], None], said: Path, wait: int, go: int) -> None:
    os.close(go)
    code = 1
    with said.open("w") as output:
        os.dup2(output.fileno(), 2)
        try:
            os.read(wait, 1)
            task()
            code = 0
        except BaseException:
            with contextlib.suppress(OSError):
                traceback.print_exc(file=output)
                output.flush()
        finally:
            os._exit(code)


def _traced(process: int, injection: str) -> subprocess.Popen[str]:
    call = injection.split(":")[0]
    command = [
        "strace",
        "-f",
        "-p",
        str(process),
        "-o",
        "/dev/null",
        "-e",
        f"trace={call}",
        "-e",
        f"inject={injection}",
    ]
    tracer = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert tracer.stderr
    for line in tracer.stderr:
        if "attached" in line:
            return tracer
    raise RuntimeError(MISSING)
