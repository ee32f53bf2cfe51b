"""A store of each engine, in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fixtures.documents import maintain, put
from tests.fixtures.engines import ENGINES, Engine
from vectorstore.storage import Store


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    return ENGINES[request.param]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "store"
    path.mkdir()
    return path


@pytest.fixture
def store(engine: Engine, folder: Path) -> Iterator[Store]:
    opened = engine.open(folder)
    yield opened
    opened.close()


@pytest.fixture(scope="session", params=["new", "maintained", "newer"])
def buoys(engine: Engine, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store to be read: 40 documents of two passages, before maintenance, after it, or some before and some after."""
    folder = tmp_path_factory.mktemp("buoys")
    store = engine.open(folder)
    for number in range(40):
        if number == 36 and request.param == "newer":
            maintain(store)
        put(store, f"{number}.txt", f"Buoy {number} flashes in bay {number % 4}.", f"Whistle {number}.")
    for number in range(3):
        put(store, f"{number}.txt", f"Buoy {number} of another sea.", collection="other")
    if request.param == "maintained":
        maintain(store)
    yield store
    store.close()
