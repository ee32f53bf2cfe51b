"""The names of the documents that a process acknowledged, readable after the process was killed."""

import mmap

SIZE = 1 << 16  # bytes


class Acknowledgements:
    """A list of names in memory that a process shares with the process that kills it."""

    def __init__(self) -> None:
        """Start with no names."""
        self._shared = mmap.mmap(-1, SIZE)
        self._end = 0

    def add(self, name: str) -> None:
        """Add a name; no system call is made."""
        line = f"{name}\n".encode()
        self._shared[self._end : self._end + len(line)] = line
        self._end += len(line)

    def names(self) -> set[str]:
        """All names so far."""
        return set(self._shared[:].rstrip(b"\0").decode().split("\n")[:-1])
