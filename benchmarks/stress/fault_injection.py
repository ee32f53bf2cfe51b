"""A forked process under strace, which kills it, or makes a system call fail, at the n-th call of a kind."""

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


def run_forked(task: Callable[[], None], output: Path, injection: str | None = None) -> int:
    """Runs a task in a forked process under an injection; the exit code as `os.waitstatus_to_exitcode` has it.

    What the task prints or raises is in the file `output`.
    """
    wait, go = os.pipe()
    process = os.fork()
    if not process:
        _child(task, output, wait, go)
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


def _child(task: Callable[[], None], output: Path, wait: int, go: int) -> None:
    os.close(go)
    code = 1
    with output.open("w") as file:
        os.dup2(file.fileno(), 2)
        try:
            os.read(wait, 1)
            task()
            code = 0
        except BaseException:
            with contextlib.suppress(OSError):
                traceback.print_exc(file=file)
                file.flush()
        finally:
            os._exit(code)


def _traced(process: int, injection: str) -> subprocess.Popen[str]:
    call = injection.split(":")[0]
    options = ["-f", "-p", str(process), "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={injection}"]
    tracer = subprocess.Popen(["strace", *options], stderr=subprocess.PIPE, text=True)
    assert tracer.stderr
    for line in tracer.stderr:
        if "attached" in line:
            return tracer
    raise RuntimeError(MISSING)
