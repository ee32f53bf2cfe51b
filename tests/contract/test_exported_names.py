from types import ModuleType

import pytest

import qa
import qa.cli
import qa.evaluation
import vectorstore


@pytest.mark.parametrize("package", [vectorstore, qa, qa.evaluation, qa.cli])
def test_what_is_exported_is_what_is_named_and_sorted(package: ModuleType) -> None:
    exported = [
        name
        for name, value in vars(package).items()
        if not name.startswith("_") and not isinstance(value, ModuleType) and name != "annotations"
    ]
    assert sorted(exported) == sorted(package.__all__)
    assert list(package.__all__) == sorted(package.__all__)
