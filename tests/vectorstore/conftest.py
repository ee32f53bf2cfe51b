"""Libraries whose vectors come from a table, for what does not depend on what a vector says."""

from pathlib import Path

import pytest

from benchmarks.store.table import TableEmbedder
from vectorstore import Library


@pytest.fixture
def table(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "store", TableEmbedder())
