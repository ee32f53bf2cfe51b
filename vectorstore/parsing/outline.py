"""The headings above a place in a document."""


class Outline:
    """The path of headings while a document is read from top to bottom."""

    def __init__(self) -> None:
        """An outline without headings."""
        self._open: list[tuple[int, str]] = []
        self._seen: list[tuple[int, str]] = []

    @property
    def path(self) -> tuple[str, ...]:
        """The headings above what comes next, outermost first."""
        return tuple(heading for _, heading in self._open)

    def enter(self, heading: str, level: int) -> tuple[str, ...]:
        """The headings above a new one, under which everything stands from now on."""
        while self._open and self._open[-1][0] >= level:
            self._open.pop()
        above = self.path
        self._open.append((level, heading))
        self._seen.append((level, heading))
        return above

    def first(self, level: int) -> str:
        """The first heading of a level or a higher one, or nothing."""
        return next((heading for at, heading in self._seen if at <= level and heading), "")
