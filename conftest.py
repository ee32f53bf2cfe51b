"""What the tests of the product and of the development tools share: fixtures, and a start that is always the same."""

import os
from collections.abc import Iterator

import pytest

pytest_plugins = [
    "tests.fixtures.library",
    "tests.fixtures.parsing",
    "tests.fixtures.service",
    "tests.fixtures.sites",
    "tests.fixtures.table",
]

FOR_DEVELOPERS = {"FOOTNOTE_DATA", "FOOTNOTE_CHROMIUM", "FOOTNOTE_SCREENSHOT"}


def pytest_configure() -> None:
    """Settings of whoever starts the tests, and a proxy between them and this machine, change no result."""
    for name in list(os.environ):
        if name.upper().endswith("_PROXY") or (name.startswith("FOOTNOTE_") and name not in FOR_DEVELOPERS):
            del os.environ[name]
    for name in ("FOOTNOTE_DATA", "FOOTNOTE_CHROMIUM"):
        if os.path.exists(os.environ.get(name, "")):
            os.environ[name] = os.path.abspath(os.environ[name])  # a working folder of their own comes next


@pytest.fixture(scope="session", autouse=True)
def working_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A folder without a `.env` and without a store, whichever the tests were started in."""
    before = os.getcwd()
    os.chdir(tmp_path_factory.mktemp("working-folder"))
    yield
    os.chdir(before)
