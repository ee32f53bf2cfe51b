"""A library of two documents and cases asked of it."""

import pytest

from qa import Service, Settings
from qa.evaluation import (
    Run,
    evaluate,
)
from tests.integration.evaluation.lamp import CASES, LAMP, cases
from vectorstore import Library, SentenceEmbedder


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, embedder: SentenceEmbedder) -> Service:
    folder = tmp_path_factory.mktemp("documents")
    (folder / "lamp.md").write_text(LAMP)
    (folder / "other.md").write_text("# The slipway\n\nThe slipway is closed on Mondays.\n")
    library = Library.open(tmp_path_factory.mktemp("store"), embedder)
    library.sync(folder)
    return Service(Settings(store=library.store), library)


@pytest.fixture(scope="module")
def run(service: Service) -> Run:
    return evaluate(service, cases(CASES))
