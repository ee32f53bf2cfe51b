"""The marker of a test is the folder it stands in."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark it with unit, contract, integration, browser or system."""
    item.add_marker(item.path.relative_to(HERE).parts[0])
