"""Files read in a child process with limits, so that no file can hang, crash or bloat the program that asks."""

import contextlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType

from vectorstore.errors import UnreadableFile
from vectorstore.parsing.file_parser import unreadable
from vectorstore.parsing.refusal import Refused
from vectorstore.parsing.registry import format_of
from vectorstore.parsing.sandbox.wire import from_line
from vectorstore.types import SourceText

FILES_PER_PROCESS = 200  # then a new one, so that what libraries leak does not add up
# The child loads the reading code alone: the package's own __init__ would bring models and databases with it.
BOOT = """
import json, sys, types
sys.path[:], package = json.loads(sys.argv[1])
sys.modules["vectorstore"] = root = types.ModuleType("vectorstore")
root.__path__ = [package]
from vectorstore.parsing.sandbox.worker import main
main()
"""
# Nothing of ours is in a child's environment; these let Python itself start where it is installed unusually.
ENVIRONMENT = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


class Sandbox:
    """A process that reads files one at a time; it starts at the first file and again whenever it had to die."""

    def __init__(self, seconds: float = 60.0, memory: int = 2 << 30) -> None:
        """A sandbox that gives each file so many seconds and its process so many bytes of memory."""
        self._seconds = seconds
        self._memory = memory
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._files = 0
        self._ended = False

    def __enter__(self) -> "Sandbox":
        """This sandbox."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends the process."""
        self.close()

    def parse(self, path: Path) -> SourceText:
        """The text of a file; raises UnreadableFile."""
        try:
            format_of(path)
        except Refused as refusal:
            raise unreadable(path, str(refusal)) from None
        with self._lock:
            # A process that served other files may die of them: only a new one proves that this file is to blame.
            worn = self._child is not None and self._files > 0
            result = self._ask(path) or (self._ask(path) if worn else None)
        if result is None:
            raise unreadable(path, "cannot be read: its reader crashed; open it and save it again.")
        if isinstance(result, str):
            raise UnreadableFile(result)
        return result

    @property
    def pid(self) -> int | None:
        """The id of the process, while there is one."""
        return self._child.pid if self._child else None

    def close(self) -> None:
        """Ends the process; the next file starts a new one."""
        with self._lock:
            self._stop()

    def abort(self) -> None:
        """Ends the process in the middle of a file that another thread waits for, for good."""
        self._ended = True
        if child := self._child:
            child.kill()

    def _ask(self, path: Path) -> SourceText | str | None:
        """What the process says of a file, or None if it died of it."""
        timed_out = threading.Event()
        timer = threading.Timer(self._seconds, self._give_up, [timed_out])
        try:
            child = self._ready()
            timer.start()
            line = _exchange(child, os.path.abspath(path))
            result = from_line(line) if line.endswith(b"\n") else None
        except (OSError, ValueError, KeyError, TypeError, IndexError):
            result = None
        except BaseException:
            # Interrupted: its answer would be taken for the next file's.
            self._stop()
            raise
        finally:
            timer.cancel()
        if result is None or timed_out.is_set():
            self._stop()
        if timed_out.is_set():
            raise unreadable(path, f"took longer than {self._seconds:g} seconds to read; split it and add the parts.")
        return result

    def _give_up(self, timed_out: threading.Event) -> None:
        """Kills the process in the middle of a file."""
        timed_out.set()
        if self._child is not None:
            self._child.kill()

    def _ready(self) -> subprocess.Popen[bytes]:
        """A process that waits for a file."""
        if self._ended:
            raise OSError("no more files are read")
        if self._child is None or self._child.poll() is not None or self._files >= FILES_PER_PROCESS:
            self._stop()
            self._child = _started()
            self._files = 0
            _send(self._child, {"memory": self._memory, "seconds": self._seconds})
        self._files += 1
        return self._child

    def _stop(self) -> None:
        """Kills the process, if there is one: it holds nothing worth saving."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        # What could not be written to a dead process is no loss.
        with contextlib.suppress(OSError), child:
            pass


def _started() -> subprocess.Popen[bytes]:
    """A new process, which finds its code where this one did."""
    package = str(Path(__file__).resolve().parents[2])
    place = json.dumps([[os.path.abspath(entry) for entry in sys.path], package])
    return subprocess.Popen(
        [sys.executable, "-I", "-B", "-X", "utf8", "-c", BOOT, place],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in ENVIRONMENT if name in os.environ},
        start_new_session=True,
    )


def _send(child: subprocess.Popen[bytes], message: object) -> None:
    """Nothing; one line has reached the process's input."""
    assert child.stdin is not None
    child.stdin.write(json.dumps(message).encode("ascii") + b"\n")
    child.stdin.flush()


def _exchange(child: subprocess.Popen[bytes], path: str) -> bytes:
    """The line that a process answers to a path; cut short if it died."""
    assert child.stdout is not None
    _send(child, path)
    return child.stdout.readline()
