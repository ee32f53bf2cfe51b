"""What a process that reads strangers' files may use; each limit only where the system has it."""

import sys

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]  # one name for both systems

OPEN_FILES = 64
# A reader needs no network and starts no program; Python-level attempts are refused.
FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.startfile")


def confine(memory: int) -> None:
    """Limits this process for good: memory in bytes, no file written, no core dump, no network, no programs."""
    sys.addaudithook(_refuse)
    if resource is None:
        return
    for what, amount in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
    ):
        try:
            resource.setrlimit(what, (amount, amount))
        # macOS refuses some of them, and a container may have set a lower one: the others still hold.
        except (ValueError, OSError):
            continue


def grant(seconds: float) -> None:
    """Allows this process so much more processor time: the end of a loop whose parent died."""
    if resource is None:
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(usage.ru_utime + usage.ru_stime + seconds) + 1
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _refuse(event: str, _: object) -> None:
    """Nothing; raises PermissionError for an event that no parser needs."""
    if event.startswith(FORBIDDEN):
        raise PermissionError(f"a file reader may not use {event}")
