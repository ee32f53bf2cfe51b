"""What every test shares: the real embedding model, loaded once, and a library in a folder of its own."""

import os
from pathlib import Path

import pytest

from vectorstore import Library, SentenceEmbedder

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def embedder() -> SentenceEmbedder:
    return SentenceEmbedder()


@pytest.fixture
def library(tmp_path: Path, embedder: SentenceEmbedder) -> Library:
    return Library.open(tmp_path / "store", embedder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "documents"
    path.mkdir()
    return path


@pytest.fixture(scope="session")
def data() -> Path:
    path = Path(os.environ.get("FOOTNOTE_DATA", ROOT.parent / "shared" / "data"))
    if not path.is_dir():
        pytest.skip("no evaluation data: set FOOTNOTE_DATA to its folder")
    return path


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory, embedder: SentenceEmbedder) -> Library:
    """The bundled samples, synced once; read only."""
    library = Library.open(tmp_path_factory.mktemp("samples") / "store", embedder)
    library.sync(ROOT / "samples")
    return library
