"""Python code run in a process of its own, which finds its modules where this one does."""

import sys


def command(code: str, *arguments: str) -> list[str]:
    """The command that runs code with `sys.argv[1:]` set to the arguments.

    It gets this process's path, so it works from a checkout, too; `multiprocessing` would run the host's own script.
    """
    return [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}\n{code}", *arguments]
