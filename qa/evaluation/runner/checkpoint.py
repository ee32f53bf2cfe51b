"""What a run has done so far, in a file, so that one that was broken off goes on where it stopped."""

from pathlib import Path

from pydantic import ValidationError

from qa.evaluation.runner.case_result import Outcome


class Partial:
    """Outcomes of one run, a line each; a line that was not written whole is asked again."""

    def __init__(self, path: Path, fresh: bool) -> None:
        """Read what is there, unless the run is to start afresh."""
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        if fresh:
            self.finish()
        self.done: dict[str, Outcome] = {}
        for line in path.read_text(encoding="utf-8").split("\n") if path.exists() else ():
            try:
                outcome = Outcome.model_validate_json(line)
            except ValidationError:
                continue
            self.done[outcome.id] = outcome
        self._write("\n") if self.done else None

    def add(self, outcome: Outcome) -> None:
        """Keep one more."""
        self._write(f"{outcome.model_dump_json()}\n")

    def finish(self) -> None:
        """Nothing is left to go on with."""
        self._path.unlink(missing_ok=True)

    def _write(self, text: str) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(text)
