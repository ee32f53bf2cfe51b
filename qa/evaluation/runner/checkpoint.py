"""The results of an unfinished run in a file, so that an interrupted run can be resumed."""

from pathlib import Path

from pydantic import ValidationError

from qa.evaluation.runner.case_result import CaseResult


class Checkpoint:
    """The case results of one run, one JSON line each; the case of a line that was not written whole is asked again."""

    def __init__(self, path: Path, fresh: bool) -> None:
        """Read the results that are there, or delete them if the run is to start afresh."""
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        if fresh:
            self.delete()
        self.results: dict[str, CaseResult] = {}
        for line in path.read_text(encoding="utf-8").split("\n") if path.exists() else ():
            try:
                result = CaseResult.model_validate_json(line)
            except ValidationError:
                continue
            self.results[result.id] = result
        if self.results:
            self._write("\n")  # the last line may have been cut off

    def add(self, result: CaseResult) -> None:
        """Append one result."""
        self._write(f"{result.model_dump_json()}\n")

    def delete(self) -> None:
        """Delete the file: the run is finished, or starts afresh."""
        self._path.unlink(missing_ok=True)

    def _write(self, text: str) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(text)
