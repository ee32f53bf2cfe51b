"""What is kept in a store beside its catalog. Results that quote a removed document go with it."""

import json
from glob import escape
from pathlib import Path

FOLDER = "evaluations"
CALIBRATION = "calibration.json"
"""What refusal goes by, fitted to the store; it quotes nothing."""


class Kept:
    """Evaluations beside the catalog, as JSON; files whose names begin alike belong together."""

    def __init__(self, store: Path) -> None:
        """Remember where they are."""
        self._folder = store / FOLDER

    def forget(self, name: str) -> None:
        """Delete every result that names a document, with the report on it."""
        needle = json.dumps(name, ensure_ascii=False).encode("utf-8", "surrogatepass")
        for result in [*self._folder.glob("*.json"), *self._folder.glob("*.jsonl")]:
            if needle in result.read_bytes():
                for path in self._folder.glob(f"{escape(result.name.split('.')[0])}.*"):
                    path.unlink(missing_ok=True)
